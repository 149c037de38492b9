package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.analyzers.agents.ToolUse;
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

/** Time that passed but that what a status page shows leaves out. */
final class HiddenTime implements Rule {
    private static final Threshold SHARE =
            new Threshold(
                    "share", 0.5, "share", "Share of the run's time that is hidden at least.");
    private static final Threshold CALLS =
            new Threshold(
                    "calls",
                    5,
                    "times",
                    "How many times as long as the longest call an empty stretch must be.");
    private static final long MOMENT = 2_000_000;

    /** Each look walks through the run; so many stretches hide most of it at the default share. */
    private static final int MOST_GAPS = 16;

    private static final RuleInfo INFO =
            new RuleInfo(
                    "hidden-time",
                    Group.TIME_AND_COST,
                    Severity.WARNING,
                    Tier.SUSPICION,
                    "Much more time passed than the reported total or last attempt shows.",
                    "start and end of the run's spans",
                    SHARE,
                    CALLS);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        root(run, report);
        retries(run, report);
        gaps(run, report);
    }

    /** A root that ended long before what it had started. */
    private static void root(Run run, Report report) {
        SpanTree tree = run.tree();
        double whole = Math.max(1, run.view().workflow().summary().durationNanos());
        for (int root = 0; root < tree.size(); root = tree.subtreeEnd(root)) {
            int last = root;
            for (int node = root; node < tree.subtreeEnd(root); node++) {
                // What began after the root's end was meant to go on without it: a queue, a job.
                boolean attached = tree.startNanos(node) < tree.endNanos(root);
                last = attached && tree.endNanos(node) > tree.endNanos(last) ? node : last;
            }
            long hidden = tree.endNanos(last) - tree.endNanos(root);
            if (hidden < run.threshold(INFO, SHARE) * whole
                    || tree.placement(root) == SpanTree.Placement.PLACEHOLDER) {
                continue;
            }
            report.at(INFO, root)
                    .strength(hidden / whole)
                    .measure("hidden share", hidden / whole)
                    .touches(last)
                    .evidence(root, "time", Words.time(run.nanos(root)))
                    .evidence(last, "time", Words.moment(run, tree.endNanos(last)))
                    .title(tree.span(root).name())
                    .report(
                            tree.span(root).name()
                                    + " reports "
                                    + Words.time(run.nanos(root))
                                    + ", but what it started ran until "
                                    + Words.moment(run, tree.endNanos(last))
                                    + ": of the "
                                    + Words.time(tree.endNanos(last) - tree.startNanos(root))
                                    + " that really passed, "
                                    + Words.time(hidden)
                                    + " are in no total.");
        }
    }

    /** Attempts before the last one, and the waits between them. */
    private static void retries(Run run, Report report) {
        double whole = Math.max(1, run.view().workflow().summary().durationNanos());
        for (Retry each : run.view().retries()) {
            long hidden = each.realNanos() - each.reportedNanos();
            if (each.reportedNanos() < 0 || hidden < run.threshold(INFO, SHARE) * whole) {
                continue;
            }
            int first = each.attempts().getFirst().node();
            Report.Draft draft =
                    report.at(INFO, first)
                            // Why it was tried again is for the rules about retries to say.
                            .severity(Severity.NOTE)
                            .strength(hidden / whole)
                            .measure("hidden share", hidden / whole)
                            .title(each.call());
            each.evidence().forEach(draft::evidence);
            each.attempts().forEach(attempt -> draft.touches(attempt.node()));
            draft.report(
                    each.call()
                            + " reports "
                            + Words.time(each.reportedNanos())
                            + ", but with "
                            + Words.count(each.attempts().size(), "attempt", "attempts")
                            + " and the waits between them it took "
                            + Words.time(each.realNanos())
                            + ".");
        }
    }

    /** A stretch in which nothing was recorded, inside a stay of an agent. */
    private static void gaps(Run run, Report report) {
        double whole = Math.max(1, run.view().workflow().summary().durationNanos());
        long longest = 0;
        for (int call : SlowCalls.of(run)) {
            longest = Math.max(longest, run.nanos(call));
        }
        double least =
                Math.max(run.threshold(INFO, SHARE) * whole, run.threshold(INFO, CALLS) * longest);
        run.view().gaps().stream()
                .filter(each -> each.nanos() >= least)
                .limit(MOST_GAPS)
                .forEach(
                        each -> {
                            int late = lateCall(run, each);
                            int around = around(run, each.startNanos(), each.endNanos());
                            int node = late >= 0 ? late : around;
                            if (node >= 0) {
                                report.at(INFO, node)
                                        // A person who answers or approves looks the same.
                                        .severity(late >= 0 ? Severity.WARNING : Severity.NOTE)
                                        .nanos(each.startNanos())
                                        .strength(each.nanos() / whole)
                                        .measure("hidden share", each.nanos() / whole)
                                        .evidence(node, "time", each.reason())
                                        .title(run.tree().span(node).name())
                                        .report(
                                                "From "
                                                        + Words.moment(run, each.startNanos())
                                                        + " on nothing was recorded for "
                                                        + Words.time(each.nanos())
                                                        + (late >= 0 ? " before " : " inside ")
                                                        + run.tree().span(node).name()
                                                        + " ("
                                                        + each.reason()
                                                        + ").");
                            }
                        });
    }

    /**
     * The tool call that began only after the gap although its model had asked for it before, where
     * nothing in the run speaks of leave that was waited for; else -1.
     */
    private static int lateCall(Run run, Segment gap) {
        for (ToolUse use : run.toolUses()) {
            boolean first = use.call() >= 0 && run.tree().startNanos(use.call()) == gap.endNanos();
            int asked = first ? request(run, use) : -1;
            if (asked >= 0 && run.tree().endNanos(asked) <= gap.startNanos() + MOMENT) {
                return Leave.isAsked(run) ? -1 : use.call();
            }
        }
        return -1;
    }

    /** The model call that asked for a tool: the one named, else the one before it. */
    private static int request(Run run, ToolUse use) {
        AgentInvocation stay = run.invocation(use.invocation());
        int before = use.request();
        if (before < 0 && stay != null) {
            for (int model : stay.modelCalls()) {
                boolean earlier = run.tree().endNanos(model) <= use.startNanos();
                before = earlier ? Math.max(before, model) : before;
            }
        }
        return before;
    }

    /** The shortest span of a stay that was open all the while, or -1. */
    private static int around(Run run, long from, long to) {
        SpanTree tree = run.tree();
        int best = -1;
        for (int node = 0; node < tree.size(); node++) {
            if (tree.startNanos(node) <= from
                    && tree.endNanos(node) >= to
                    && run.invocationOf(node) >= 0
                    && (best < 0 || run.nanos(node) <= run.nanos(best))) {
                best = node;
            }
        }
        return best;
    }
}
