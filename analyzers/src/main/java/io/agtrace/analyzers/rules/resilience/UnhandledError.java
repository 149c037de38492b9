package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Where the error began that ended the run. */
public final class UnhandledError implements Rule {
    private static final RuleInfo INFO =
            new RuleInfo(
                    "error",
                    Group.RESILIENCE,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "An error that nobody handled ended the run",
                    "span statuses");

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        if (run.view().workflow().summary().outcome() == Outcome.OK) {
            return;
        }
        SpanTree tree = run.tree();
        Map<Integer, Integer> firstAttempts = firstAttempts(run);
        // By the outermost span that failed with it, the error that began first.
        TreeMap<Integer, Integer> origins = new TreeMap<>();
        for (int node = 0; node < tree.size(); node++) {
            if (run.facts(node).failed() && isInnermost(run, node)) {
                int top = top(run, node);
                if (isFatal(run, top)) {
                    int began = firstAttempts.getOrDefault(node, node);
                    origins.merge(top, began, (one, other) -> earlier(tree, one, other));
                }
            }
        }
        origins.forEach((top, origin) -> report(run, report, call(run, origin), top));
    }

    private static Map<Integer, Integer> firstAttempts(Run run) {
        Map<Integer, Integer> first = new HashMap<>();
        for (Retry retry : run.view().retries()) {
            int node = retry.attempts().getFirst().node();
            retry.attempts().forEach(each -> first.putIfAbsent(each.node(), node));
        }
        return first;
    }

    private static int earlier(SpanTree tree, int one, int other) {
        return tree.startNanos(other) < tree.startNanos(one) ? other : one;
    }

    private static boolean isInnermost(Run run, int node) {
        SpanTree tree = run.tree();
        int end = tree.subtreeEnd(node);
        for (int child = node + 1; child < end; child = tree.subtreeEnd(child)) {
            if (run.facts(child).failed()) {
                return false;
            }
        }
        return true;
    }

    /** The outermost of the failed spans in a row around a node. */
    private static int top(Run run, int node) {
        int at = node;
        while (run.tree().parent(at) >= 0 && run.facts(run.tree().parent(at)).failed()) {
            at = run.tree().parent(at);
        }
        return at;
    }

    /** Whether it took the run with it: it reached a root, or nothing began after it had ended. */
    private static boolean isFatal(Run run, int top) {
        SpanTree tree = run.tree();
        int parent = tree.parent(top);
        boolean root =
                parent < 0
                        || tree.parent(parent) < 0
                                && tree.placement(parent) == SpanTree.Placement.PLACEHOLDER;
        if (root) {
            return tree.subtreeEnd(top) - top > 1 || tree.size() == 1;
        }
        boolean failed = run.view().workflow().summary().outcome() == Outcome.FAILED;
        return failed && !anythingAfter(run, tree.endNanos(top));
    }

    private static boolean anythingAfter(Run run, long nanos) {
        for (var stay : run.view().invocations()) {
            if (stay.startNanos() > nanos
                    || stay.endNanos() > nanos
                            && !stay.modelCalls().isEmpty()
                            && run.tree().startNanos(stay.modelCalls().getLast()) > nanos) {
                return true;
            }
        }
        return false;
    }

    /** The call whose inner request failed, where the request is all that failed below it. */
    private static int call(Run run, int origin) {
        int parent = run.tree().parent(origin);
        if (run.kind(origin) != OperationKind.OTHER || parent < 0 || !run.facts(parent).failed()) {
            return origin;
        }
        OperationKind kind = run.kind(parent);
        boolean call =
                kind == OperationKind.TOOL_CALL
                        || kind == OperationKind.MODEL_CALL
                        || kind == OperationKind.RETRIEVAL;
        return call ? parent : origin;
    }

    private static void report(Run run, Report report, int origin, int top) {
        SpanTree tree = run.tree();
        boolean root = tree.parent(top) < 0;
        int levels = tree.depth(origin) - tree.depth(top);
        double strength = 0.35 + (root ? 0.25 : 0) + 0.15 * (1 - 1.0 / (1 + Math.max(0, levels)));
        String error = run.facts(origin).errorMessage();
        Report.Draft draft =
                report.at(INFO, origin)
                        .strength(strength)
                        .measure("root", root ? 1 : 0)
                        .measure("levels", levels)
                        .evidence(
                                origin, "error", error.isEmpty() ? "failed" : Words.cut(error, 200))
                        .title(tree.span(origin).name());
        if (top != origin) {
            draft.touches(top);
        }
        String agent = run.agentOf(origin);
        draft.report(
                tree.span(origin).name()
                        + (agent.isEmpty() ? "" : " of " + agent)
                        + " failed at "
                        + Words.moment(run, tree.endNanos(origin))
                        + (error.isEmpty() ? "" : " with " + Words.quote(error))
                        + (top == origin
                                ? "; nothing handled it."
                                : "; the error went up to " + tree.span(top).name() + "."));
    }
}
