package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.rules.time.SlowCalls.SlowBranch;

import java.util.Collection;

/** A join that waited for one branch long after the others had ended. */
final class SlowJoin implements Rule {
    private static final Threshold TIMES =
            new Threshold(
                    "times",
                    2.5,
                    "times",
                    "How many times as long as the next slowest branch the slow one takes.");
    private static final Threshold SHARE =
            new Threshold(
                    "share",
                    0.25,
                    "share",
                    "Share of the run's time that would be won if the branch ended with the"
                            + " others.");
    private static final RuleInfo INFO =
            new RuleInfo(
                    "slow-join",
                    Group.TIME_AND_COST,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "Parallel branches were joined long after all but one of them had ended.",
                    "start and end of parallel branches and of what follows them",
                    TIMES,
                    SHARE);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        for (SlowBranch each : found(run)) {
            report(run, report, each);
        }
    }

    /** The slow branches of a run, in the order of their calls in the tree. */
    static Collection<SlowBranch> found(Run run) {
        return SlowCalls.branches(run, run.threshold(INFO, TIMES), run.threshold(INFO, SHARE))
                .values()
                .stream()
                .sorted((a, b) -> Integer.compare(a.call(), b.call()))
                .toList();
    }

    private static void report(Run run, Report report, SlowBranch slow) {
        long took = slow.branch().endNanos() - slow.branch().startNanos();
        double whole = Math.max(1, run.view().workflow().summary().durationNanos());
        double won = slow.gainNanos() / whole;
        double ratio = (double) slow.next() / Math.max(1, took);
        int join = slow.fanOut().joinNode();
        Report.Draft draft =
                report.at(INFO, slow.call())
                        .strength((won + 1 - ratio) / 2)
                        .measure("share of run", won)
                        .measure("times the next branch", 1 / Math.max(1e-9, ratio))
                        .title(slow.branch().name())
                        .touches(slow.branch().node())
                        .evidence(slow.branch().node(), "time", Words.time(took))
                        .evidence(slow.call(), "time", Words.time(run.nanos(slow.call())));
        if (join >= 0) {
            draft.touches(join);
        }
        if (slow.call() == slow.branch().node() && !SlowCalls.isCall(run, slow.call())) {
            // It has more to do than the others, no step of it is slow.
            draft.severity(Severity.NOTE);
        }
        slow.fanOut().evidence().forEach(draft::evidence);
        String after = join < 0 ? "The run" : run.tree().span(join).name();
        String call = SlowCalls.name(run, slow.call());
        draft.report(
                after
                        + " waited for "
                        + slow.branch().name()
                        + " until "
                        + Words.moment(run, slow.branch().endNanos())
                        + ": it took "
                        + Words.time(took)
                        + ", the next slowest of "
                        + slow.fanOut().branches().size()
                        + " branches "
                        + Words.time(slow.next())
                        + ". "
                        + (slow.call() == slow.branch().node()
                                ? ""
                                : Words.time(run.nanos(slow.call()))
                                        + " of it went to "
                                        + call
                                        + ". ")
                        + "Up to "
                        + Words.time(slow.gainNanos())
                        + " are to be won.");
    }
}
