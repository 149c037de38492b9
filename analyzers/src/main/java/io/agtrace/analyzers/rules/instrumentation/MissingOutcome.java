package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

/** The run says neither how it ended nor what came of it. */
final class MissingOutcome implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "missing-outcome",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.DEFECT,
                    "The run says neither how it ended nor what came of it.",
                    "any spans");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        if (run.tree().size() == 0 || !run.view().outcome().isEmpty()) {
            return;
        }
        for (int root = 0; root < run.tree().size(); root = run.tree().subtreeEnd(root)) {
            if (run.facts(root).failed() || run.facts(root).output() != null) {
                return;
            }
        }
        boolean judged =
                run.view().assessments().stream()
                        .anyMatch(each -> run.tree().depth(each.target()) == 0);
        if (judged) {
            return;
        }
        report.at(INFO, 0)
                .strength(1)
                .evidence(0, "span name", run.tree().span(0).name())
                .report(
                        "No outermost span says what came of the run: neither an outcome nor an"
                                + " output, an error or a score. That it ended well is only"
                                + " assumed.");
    }
}
