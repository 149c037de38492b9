package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parts the time of each stay into time in which its own work ran and time in which only other
 * agents inside it ran, or nothing that was recorded. Own work are its model calls, tool calls and
 * retrievals, and whatever else it did that has no parts. A call that waits for another agent works
 * only while that agent does not.
 */
final class InvocationsTimes {
    private static final int WORK = 0;
    private static final int FRAME = 1;
    private static final int NESTED = 2;

    private final long[] self;
    private final List<InvocationsDraft> drafts;

    private InvocationsTimes(List<InvocationsDraft> drafts) {
        this.drafts = drafts;
        self = new long[drafts.size()];
    }

    /**
     * A change at one moment: work, a frame around others' work, or others' work begins or ends.
     */
    private record Change(long at, int sort, int by) {}

    static InvocationsTimes of(SpanTree tree, List<InvocationsDraft> drafts) {
        InvocationsTimes times = new InvocationsTimes(drafts);
        int[] begun = new int[tree.size() + 1];
        boolean[] calls = new boolean[tree.size()];
        for (InvocationsDraft draft : drafts) {
            begun[draft.node + 1]++;
            if (draft.calledBy >= 0) {
                calls[draft.calledBy] = true;
            }
        }
        for (int i = 1; i < begun.length; i++) {
            begun[i] += begun[i - 1];
        }
        for (InvocationsDraft draft : drafts) {
            times.self[draft.index] = self(tree, draft, begun, calls);
        }
        return times;
    }

    long selfNanos(InvocationsDraft draft) {
        return self[draft.index];
    }

    long waitingNanos(InvocationsDraft draft) {
        return drafts.get(draft.index).endNanos - draft.startNanos - self[draft.index];
    }

    private static long self(SpanTree tree, InvocationsDraft draft, int[] begun, boolean[] calls) {
        List<Change> changes = new ArrayList<>();
        for (int node : draft.nodes) {
            boolean leaf = tree.childCount(node) == 0;
            boolean work =
                    switch (tree.facts(node).operation().kind()) {
                        case MODEL_CALL, TOOL_CALL, RETRIEVAL -> true;
                        default -> leaf;
                    };
            if (work) {
                boolean frame = calls[node] || begun[tree.subtreeEnd(node)] > begun[node + 1];
                add(
                        changes,
                        draft,
                        tree.startNanos(node),
                        tree.endNanos(node),
                        frame ? FRAME : WORK);
            }
        }
        if (changes.isEmpty() && draft.children.isEmpty()) {
            return draft.endNanos - draft.startNanos;
        }
        for (InvocationsDraft nested : draft.children) {
            add(changes, draft, nested.startNanos, nested.endNanos, NESTED);
        }
        changes.sort(Comparator.comparingLong(Change::at));
        int[] running = new int[3];
        long total = 0;
        long since = draft.startNanos;
        for (Change change : changes) {
            if (running[WORK] > 0 || running[FRAME] > 0 && running[NESTED] == 0) {
                total += change.at - since;
            }
            since = change.at;
            running[change.sort] += change.by;
        }
        return total;
    }

    private static void add(
            List<Change> changes, InvocationsDraft draft, long start, long end, int sort) {
        long from = Math.max(start, draft.startNanos);
        long to = Math.min(end, draft.endNanos);
        if (from < to) {
            changes.add(new Change(from, sort, 1));
            changes.add(new Change(to, sort, -1));
        }
    }
}
