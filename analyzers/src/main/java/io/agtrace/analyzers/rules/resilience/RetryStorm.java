package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.List;

/** So many attempts that they are a load of their own: in several layers, or without a pause. */
public final class RetryStorm implements Rule {
    private static final Threshold FAILED =
            new Threshold(
                    "failed-attempts",
                    10,
                    "attempts",
                    "So many failed attempts of one call are a storm.");

    private static final Threshold HURRIED =
            new Threshold(
                    "attempts-without-pause",
                    5,
                    "attempts",
                    "So many failed attempts are a storm where the waits between them do not"
                            + " grow.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "retry-storm",
                    Group.RESILIENCE,
                    Severity.WARNING,
                    Tier.DEFECT,
                    "Attempts multiply over several layers, or follow each other without a pause",
                    "spans of the attempts",
                    FAILED,
                    HURRIED);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        List<Retry> open = new ArrayList<>();
        List<Retry> retries = new ArrayList<>(run.view().retries());
        retries.sort(java.util.Comparator.comparingInt(RetryStorm::first));
        boolean[] inner = new boolean[run.view().retries().size()];
        int[] total = new int[inner.length];
        for (Retry retry : retries) {
            open.removeIf(outer -> !contains(run.tree(), outer, first(retry)));
            total[retry.index()] = failed(retry);
            if (!open.isEmpty()) {
                inner[retry.index()] = true;
                Retry outer = open.getLast();
                total[outer.index()] += failed(retry);
            }
            open.add(retry);
        }
        for (Retry retry : retries) {
            boolean layered = total[retry.index()] > failed(retry);
            if (!inner[retry.index()]) {
                check(run, report, retry, total[retry.index()], layered);
            }
        }
    }

    private static int first(Retry retry) {
        return retry.attempts().getFirst().node();
    }

    private static boolean contains(SpanTree tree, Retry outer, int node) {
        int from = first(outer);
        int to = tree.subtreeEnd(outer.attempts().getLast().node());
        return node > from && node < to && tree.depth(node) > tree.depth(from);
    }

    private static int failed(Retry retry) {
        return (int) retry.attempts().stream().filter(Retry.Attempt::failed).count();
    }

    private static void check(Run run, Report report, Retry retry, int total, boolean layered) {
        double most = run.threshold(INFO, FAILED);
        double hurried = run.threshold(INFO, HURRIED);
        boolean many = total >= most;
        boolean withoutPause = failed(retry) >= hurried && !waitsGrow(retry);
        if (!many && !withoutPause && !(layered && total >= hurried)) {
            return;
        }
        double strength = 0.35 + 0.25 * Math.min(1, total / (2 * most)) + (layered ? 0.25 : 0);
        Report.Draft draft =
                report.at(INFO, first(retry))
                        .strength(strength + (withoutPause ? 0.1 : 0))
                        .measure("failed", total)
                        .measure("layered", layered ? 1 : 0)
                        .title(retry.call());
        for (Retry.Attempt attempt : retry.attempts()) {
            if (attempt.failed()) {
                draft.touches(attempt.node());
            }
        }
        Retry.Attempt one = retry.attempts().getFirst();
        draft.evidence(one.node(), "error", Words.cut(one.error(), 200));
        draft.report(
                retry.call()
                        + " failed "
                        + Words.count(total, "time", "times")
                        + " within "
                        + Words.time(retry.realNanos())
                        + " from "
                        + Words.moment(run, one.startNanos())
                        + " on ("
                        + Words.quote(one.error())
                        + ")"
                        + (layered
                                ? ": attempts were repeated in more than one layer, so they"
                                        + " multiply."
                                : withoutPause ? ", without growing pauses." : "."));
    }

    /** Whether the waits at the end are clearly longer than at the beginning. */
    private static boolean waitsGrow(Retry retry) {
        List<Retry.Attempt> attempts = retry.attempts();
        long first = attempts.get(1).waitedNanos();
        long last = attempts.getLast().waitedNanos();
        return last >= first + first / 2 && last > 0;
    }
}
