package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.BudgetsText;
import io.agtrace.analyzers.agents.Segment;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.List;
import java.util.Objects;

/** The run waited for one thing until it was given up, or until the recording ends. */
public final class Hang implements Rule {
    private static final Threshold SHARE =
            new Threshold(
                    "share-of-run",
                    0.5,
                    "share",
                    "One wait is a hang where it takes at least so much of the run's time.");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "hang",
                    Group.RESILIENCE,
                    Severity.ERROR,
                    Tier.SUSPICION,
                    "The run waited for one call until it was given up, or never got an answer",
                    "start and end times of spans",
                    SHARE);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        long whole = run.view().workflow().summary().durationNanos();
        if (whole <= 0) {
            return;
        }
        SpanTree tree = run.tree();
        for (int node = 0; node < tree.size(); node++) {
            if (tree.childCount(node) > 0
                    || tree.placement(node) == SpanTree.Placement.PLACEHOLDER) {
                continue;
            }
            if (tree.span(node).endNanos() == Span.NO_TIME) {
                neverEnded(run, report, node, whole);
            } else if (run.facts(node).failed()) {
                givenUp(run, report, node, whole);
            }
        }
        asked(run, report, whole);
        silence(run, report, whole);
    }

    /** A call without an end, after whose start hardly anything happened. */
    private static void neverEnded(Run run, Report report, int node, long whole) {
        OperationKind kind = run.kind(node);
        boolean call =
                kind == OperationKind.TOOL_CALL
                        || kind == OperationKind.MODEL_CALL
                        || kind == OperationKind.RETRIEVAL;
        boolean finished = run.view().workflow().summary().outcome() == Outcome.OK;
        if (!call || finished || run.tree().span(node).startNanos() == Span.NO_TIME) {
            return;
        }
        SpanTree tree = run.tree();
        long end = run.view().workflow().summary().endNanos();
        double share = Math.clamp((double) (end - tree.startNanos(node)) / whole, 0, 1);
        report.at(INFO, node)
                .strength(0.45 + 0.2 * share)
                .measure("share", share)
                .evidence(node, "time", "no end was recorded")
                .title(name(run, node))
                .report(
                        name(run, node)
                                + " began at "
                                + Words.moment(run, tree.startNanos(node))
                                + " and has no end; the recording stops "
                                + Words.time(Math.max(0, end - tree.startNanos(node)))
                                + " later.");
    }

    private static void givenUp(Run run, Report report, int node, long whole) {
        double share = (double) run.nanos(node) / whole;
        String error = run.facts(node).errorMessage();
        if (share < run.threshold(INFO, SHARE) || !BudgetsText.speaksOfGivingUp(error)) {
            return;
        }
        report.at(INFO, node)
                .strength(0.3 + 0.5 * Math.min(1, share))
                .measure("share", share)
                .evidence(node, "error", Words.cut(error, 200))
                .title(name(run, node))
                .report(
                        waiting(run, node)
                                + " from "
                                + Words.moment(run, run.tree().startNanos(node))
                                + " on for "
                                + Words.time(run.nanos(node))
                                + ", "
                                + Math.round(100 * Math.min(1, share))
                                + " % of the run, and then gave up: "
                                + Words.quote(error)
                                + ". "
                                + RanOut.words(run, node));
    }

    /** A long time in which nothing ran, in a run that then failed. */
    private static void silence(Run run, Report report, long whole) {
        Segment longest = null;
        for (Segment gap : run.view().gaps()) {
            boolean longer = longest == null || gap.nanos() > longest.nanos();
            longest = longer && isInsideOneRun(run.tree(), gap) ? gap : longest;
        }
        boolean failed = run.view().workflow().summary().outcome() == Outcome.FAILED;
        if (longest == null || !failed) {
            return;
        }
        double share = (double) longest.nanos() / whole;
        int node = share < run.threshold(INFO, SHARE) ? -1 : before(run, longest.startNanos());
        if (node < 0) {
            return;
        }
        report.at(INFO, node)
                .strength(0.25 + 0.4 * Math.min(1, share))
                .measure("share", share)
                .nanos(longest.startNanos())
                .evidence(node, "time", "nothing ran after it for " + Words.time(longest.nanos()))
                .title(name(run, node))
                .report(
                        "Nothing ran from "
                                + Words.moment(run, longest.startNanos())
                                + " on for "
                                + Words.time(longest.nanos())
                                + ", "
                                + Math.round(100 * Math.min(1, share))
                                + " % of the run; what ended last before it is "
                                + name(run, node)
                                + ". The run failed afterwards.");
    }

    /** Whether a root was open all the while; between two turns of a conversation none is. */
    private static boolean isInsideOneRun(SpanTree tree, Segment gap) {
        for (int root = 0; root < tree.size(); root = tree.subtreeEnd(root)) {
            if (tree.startNanos(root) < gap.startNanos() && tree.endNanos(root) > gap.endNanos()) {
                return true;
            }
        }
        return false;
    }

    /** The span that ended last before a time. */
    private static int before(Run run, long nanos) {
        int best = -1;
        for (int node = 0; node < run.tree().size(); node++) {
            boolean ended = run.tree().endNanos(node) <= nanos;
            if (ended && (best < 0 || run.tree().endNanos(node) >= run.tree().endNanos(best))) {
                best = node;
            }
        }
        return best;
    }

    /** Who waited for what. */
    private static String waiting(Run run, int node) {
        String agent = run.agentOf(node);
        return (agent.isEmpty() ? "The run" : agent) + " waited for " + name(run, node);
    }

    /** The same question asked again and again until a limit around it ran out. */
    private static void asked(Run run, Report report, long whole) {
        for (List<ToolUse> uses : RepeatedQuestion.of(run)) {
            ToolUse first = uses.getFirst();
            long waited = uses.getLast().endNanos() - first.startNanos();
            int over = RanOut.around(run, first.node());
            double share = (double) waited / whole;
            if (over < 0 || share < run.threshold(INFO, SHARE)) {
                continue;
            }
            Report.Draft draft =
                    report.at(INFO, first.node())
                            .strength(0.3 + 0.5 * Math.min(1, share))
                            .measure("share", share)
                            .touches(over)
                            .evidence(over, "error", Words.cut(run.facts(over).errorMessage(), 200))
                            .title(first.tool());
            uses.forEach(use -> draft.touches(use.node()));
            draft.report(
                    waiting(run, first.node())
                            + " from "
                            + Words.moment(run, first.startNanos())
                            + " on for "
                            + Words.time(waited)
                            + ", "
                            + Math.round(100 * Math.min(1, share))
                            + " % of the run: it asked "
                            + Words.count(uses.size(), "time", "times")
                            + " and always got "
                            + Words.quote(Objects.toString(first.result(), ""))
                            + ". "
                            + RanOut.words(run, first.node()));
        }
    }

    private static String name(Run run, int node) {
        String tool = run.facts(node).toolName();
        return tool.isEmpty() ? run.tree().span(node).name() : tool;
    }
}
