package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.agents.Decision;
import io.agtrace.analyzers.agents.Stretch;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

import java.util.List;

/** Steps that ran one after the other although none needed another. */
final class SerializedWork implements Rule {
    private static final Threshold SHARE =
            new Threshold(
                    "share", 0.2, "share", "Share of the run's time that would be won at least.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "serialized-work",
                    Group.TIME_AND_COST,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "Steps ran in turn although none used what another gave.",
                    "inputs and outputs of agents and tools",
                    SHARE);

    private static final int PAIR = 2;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        double whole = Math.max(1, run.view().workflow().summary().durationNanos());
        for (Stretch each : run.view().serialStretches()) {
            double won = each.possibleGainNanos() / whole;
            if (won >= run.threshold(INFO, SHARE)) {
                report(run, report, each, won);
            }
        }
    }

    /** Of two steps the first may have decided that the second runs at all; so may a decision. */
    private static boolean isClear(Run run, Stretch stretch) {
        if (stretch.nodes().size() <= PAIR) {
            return false;
        }
        for (Decision each : run.view().decisions()) {
            if (stretch.nodes().indexOf(each.followedBy()) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void report(Run run, Report report, Stretch stretch, double won) {
        List<String> names =
                stretch.nodes().stream().map(each -> run.tree().span(each).name()).toList();
        // The second is the first that need not have waited.
        Report.Draft draft =
                report.at(INFO, stretch.nodes().get(1))
                        .severity(isClear(run, stretch) ? INFO.severity() : Severity.NOTE)
                        .strength(won)
                        .measure("share of run", won)
                        .title(names.size() + " steps");
        for (int node : stretch.nodes()) {
            draft.touches(node)
                    .evidence(
                            node,
                            "time",
                            Words.moment(run, run.tree().startNanos(node))
                                    + ", "
                                    + Words.time(run.nanos(node)));
        }
        draft.report(
                Words.cut(String.join(", ", names), 160)
                        + " ran one after the other, though none used what another gave. At the"
                        + " same time they would have taken up to "
                        + Words.time(stretch.possibleGainNanos())
                        + " less.");
    }
}
