package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Nameless;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Something else was done than what had been decided. */
final class ContradictedDecision implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "contradicted-decision",
                    Group.CONTROL_FLOW,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "What was decided is not what was done: control went elsewhere.",
                    "a stated decision (a decision attribute, a router's output) and the span of"
                            + " what followed");

    /** Decisions behind the stated one that are looked at. */
    private static final int NEAR = 16;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        int unknown = 0;
        Nameless nameless = new Nameless(run);
        for (Decision each : run.view().decisions()) {
            if (!each.explicit() || each.type().equals("tool choice")) {
                continue;
            }
            if (each.asDecided() == null || isHidden(run, each, nameless)) {
                unknown += each.type().equals("routing") ? 1 : 0;
            } else if (!each.asDecided() && !each.followed().isEmpty()) {
                report(run, report, each);
            }
        }
        report.notChecked(INFO, unknown, "decisions");
    }

    /** Whether something ran in between of which is not known what it was. */
    private static boolean isHidden(Run run, Decision decision, Nameless nameless) {
        return decision.followedBy() >= 0
                && nameless.between(
                                decision.timeNanos(), run.tree().startNanos(decision.followedBy()))
                        > 0;
    }

    private static void report(Run run, Report report, Decision decision) {
        Decision turned = turned(run.view().decisions(), decision);
        int node = turned == null ? decision.node() : turned.node();
        Report.Draft draft =
                report.at(INFO, node)
                        .boundary(decision.by(), decision.followed())
                        .agent(decision.by())
                        .strength(turned == null ? 0.8 : 0.95)
                        .touches(decision.node())
                        .title(decision.followed() + " instead of " + decision.chosen());
        decision.evidence().forEach(draft::evidence);
        if (turned != null) {
            turned.evidence().forEach(draft::evidence);
        }
        if (decision.followedBy() >= 0) {
            draft.touches(decision.followedBy());
        }
        draft.report(
                decision.by()
                        + " decided for "
                        + Words.quote(decision.chosen())
                        + (decision.confidence() >= 0
                                ? " with confidence " + decision.confidence()
                                : "")
                        + " at "
                        + Words.moment(run, decision.timeNanos())
                        + ", but "
                        + decision.followed()
                        + " ran next"
                        + (turned == null
                                ? "."
                                : ": "
                                        + run.tree().span(node).name()
                                        + " turned it into "
                                        + Words.quote(turned.chosen())
                                        + "."));
    }

    /** The step between the decision and what followed that chose something else. */
    private static @Nullable Decision turned(List<Decision> all, Decision decision) {
        for (int i = decision.index() + 1; i < Math.min(all.size(), decision.index() + NEAR); i++) {
            Decision later = all.get(i);
            if (later.followedBy() == decision.followedBy()
                    && later.followedBy() >= 0
                    && !later.chosen().equals(decision.chosen())) {
                return later;
            }
            if (!later.by().equals(decision.by())) {
                return null;
            }
        }
        return null;
    }
}
