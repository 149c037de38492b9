package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Walks the critical path backwards, by the rules that {@link SpanTree#criticalNanos} is filled by
 * (after CRISP, Zhang et al., USENIX ATC 2022), but for wrappers that have no children: from the
 * child that returned last to the one that returned last before that started, and what no child
 * covers is the parent's own. Gives pieces of time in order, without holes from the run's start to
 * its end.
 */
final class CriticalSegmentsWalk {
    private static final long LEAST_TOLERANCE = 1_000;

    /** JavaScript's start times are whole milliseconds, its ends are not. */
    private static final long MOST_TOLERANCE = 1_000_000;

    private final SpanTree tree;
    private final IntPredicate isEmptyWrapper;
    private final int[] units;
    private final List<Piece> backwards = new ArrayList<>();
    private final List<Task> stack = new ArrayList<>();

    /** A stretch of time and the node it is put down to; -1 where nothing ran. */
    record Piece(int node, long start, long end) {}

    /** A part of a node still to be split, or (with {@code own}) one that is the node's own. */
    private record Task(int node, long from, long to, boolean own) {}

    private CriticalSegmentsWalk(SpanTree tree, IntPredicate isEmptyWrapper) {
        this.tree = tree;
        this.isEmptyWrapper = isEmptyWrapper;
        units = new int[tree.size()];
        for (int node = 0; node < units.length; node++) {
            units[node] = isUnit(node) ? node : units[tree.parent(node)];
        }
    }

    /**
     * The pieces.
     *
     * @param isEmptyWrapper by node, whether it covers what stands beside it and says nothing
     */
    static List<Piece> of(SpanTree tree, IntPredicate isEmptyWrapper) {
        CriticalSegmentsWalk walk = new CriticalSegmentsWalk(tree, isEmptyWrapper);
        walk.walk();
        Collections.reverse(walk.backwards);
        return walk.backwards;
    }

    /** Roots, and what was set off without being waited for, or went on when all had ended. */
    private boolean isUnit(int node) {
        int parent = tree.parent(node);
        if (parent < 0) {
            return true;
        }
        long end = tree.endNanos(node);
        return end > tree.endNanos(parent)
                && (tree.placement(node) == SpanTree.Placement.EVIDENCE
                        || tree.startNanos(node) >= tree.endNanos(parent)
                        || end > tree.endNanos(units[parent]));
    }

    private void walk() {
        Integer[] byEnd = new Integer[units.length];
        int count = 0;
        long first = Long.MAX_VALUE;
        for (int node = 0; node < units.length; node++) {
            if (units[node] == node) {
                byEnd[count++] = node;
                first = Math.min(first, tree.startNanos(node));
            }
        }
        byEnd = Arrays.copyOf(byEnd, count);
        Arrays.sort(byEnd, Comparator.comparingLong((Integer unit) -> -tree.endNanos(unit)));
        boolean[] used = new boolean[tree.size()];
        int next = 0;
        long cursor = count == 0 ? 0 : tree.endNanos(byEnd[0]);
        int unit = count == 0 ? -1 : byEnd[0];
        while (unit >= 0) {
            used[unit] = true;
            long end = Math.min(tree.endNanos(unit), cursor);
            add(-1, end, cursor);
            run(unit, tree.startNanos(unit), end);
            cursor = Math.min(cursor, tree.startNanos(unit));
            int cause = tree.parent(unit) < 0 ? -1 : units[tree.parent(unit)];
            if (cause >= 0 && !used[cause] && tree.startNanos(cause) < cursor) {
                unit = cause;
                continue;
            }
            while (next < count
                    && (used[byEnd[next]]
                            || tree.endNanos(byEnd[next]) > cursor + tolerance(byEnd[next]))) {
                next++;
            }
            unit = next < count ? byEnd[next] : -1;
        }
        add(-1, first, cursor);
    }

    private long tolerance(int node) {
        long nanos = tree.endNanos(node) - tree.startNanos(node);
        return Math.clamp(nanos / 10, LEAST_TOLERANCE, MOST_TOLERANCE);
    }

    private void add(int node, long start, long end) {
        if (end > start) {
            backwards.add(new Piece(node, start, end));
        }
    }

    private void run(int unit, long from, long to) {
        stack.add(new Task(unit, from, to, false));
        while (!stack.isEmpty()) {
            Task task = stack.removeLast();
            if (task.own()) {
                add(task.node(), task.from(), task.to());
            } else {
                split(task);
            }
        }
    }

    private void split(Task task) {
        int node = task.node();
        List<Task> parts = new ArrayList<>();
        long cursor = task.to();
        for (int child : byEnd(node, task.to())) {
            long start = Math.max(task.from(), tree.startNanos(child));
            long end = Math.min(task.to(), tree.endNanos(child));
            if (end > cursor + tolerance(child)) {
                continue;
            }
            end = Math.min(end, cursor);
            if (end > start) {
                parts.add(new Task(node, end, cursor, true));
                parts.add(new Task(child, start, end, false));
                cursor = start;
            }
        }
        parts.add(new Task(node, task.from(), cursor, true));
        for (int i = parts.size() - 1; i >= 0; i--) {
            stack.add(parts.get(i));
        }
    }

    private Integer[] byEnd(int node, long to) {
        Integer[] children = new Integer[tree.childCount(node)];
        int count = 0;
        for (int child = node + 1; child < tree.subtreeEnd(node); child = tree.subtreeEnd(child)) {
            if (units[child] != child && !isEmptyWrapper.test(child)) {
                children[count++] = child;
            }
        }
        Integer[] sorted = Arrays.copyOf(children, count);
        Arrays.sort(
                sorted,
                Comparator.comparingLong((Integer child) -> -Math.min(to, tree.endNanos(child)))
                        .thenComparing(child -> child));
        return sorted;
    }
}
