package io.agtrace.analyzers.rules.instrumentation;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.ArrayList;
import java.util.List;

/** The trace states decisions without saying why they were taken. */
final class UnexplainedDecision implements Rule {
    private static final int SHOWN = 5;

    private static final RuleInfo INFO =
            new RuleInfo(
                    "unexplained-decision",
                    Group.INSTRUMENTATION,
                    Severity.NOTE,
                    Tier.DEFECT,
                    "The trace states decisions without saying why they were taken.",
                    "stated decisions (agent.decision, route and verdict fields of answers)");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        List<Decision> stated = new ArrayList<>();
        List<Decision> silent = new ArrayList<>();
        for (Decision decision : run.view().decisions()) {
            if (decision.explicit()) {
                stated.add(decision);
                boolean says = !decision.reason().isEmpty() || !decision.steps().isEmpty();
                if (!says || decision.reasonInferred()) {
                    silent.add(decision);
                }
            }
        }
        if (silent.isEmpty()) {
            return;
        }
        Decision first = silent.getFirst();
        Report.Draft draft =
                report.at(INFO, first.node())
                        .title(Words.count(silent.size(), "decision", "decisions"))
                        .strength(1)
                        .measure("unexplained", silent.size())
                        .measure("stated", stated.size());
        for (int i = 0; i < silent.size(); i++) {
            Decision each = silent.get(i);
            if (i < SHOWN) {
                draft.evidence(each.node(), "decision", each.type() + ": " + each.chosen());
            }
            if (i > 0) {
                draft.touches(each.node());
            }
        }
        draft.report(
                "Of "
                        + Words.count(stated.size(), "stated decision", "stated decisions")
                        + " "
                        + silent.size()
                        + " say nothing of the reason, first "
                        + (first.by().isEmpty() ? "that" : "that of " + first.by())
                        + " for "
                        + Words.quote(first.chosen())
                        + " at "
                        + Words.moment(run, first.timeNanos())
                        + ".");
    }
}
