package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.OperationKind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds repetitions among siblings: the same thing again and again (A A A A), or a loop of several
 * steps (A B C A B C A B C). What tells most about a fold keeps rows of its own: the few
 * repetitions that failed, one that took much longer, the few on the critical path.
 */
final class Folds {
    private static final int LEAST_TIMES = 4;
    private static final int LEAST_AGENTS = 6;
    private static final int LEAST_LOOPS = 3;
    private static final int LONGEST_LOOP = 8;
    private static final int FAILURES_APART = 3;
    private static final int CRITICAL_APART = 2;

    private final Extent extent;
    private final List<Fold> folds = new ArrayList<>();
    // Nodes without a row: roots of folded repetitions with all that is below them.
    private final BitSet inside;
    private int[] children = new int[16];
    private long[] shapes = new long[16];

    private Folds(Extent extent) {
        this.extent = extent;
        inside = new BitSet(extent.size());
    }

    static Folds none(Extent extent) {
        return new Folds(extent);
    }

    static Folds of(Extent extent) {
        Folds found = new Folds(extent);
        found.foldChildren(-1, extent.from, extent.to);
        for (int node = extent.from; node < extent.to; ) {
            if (found.isInside(node)) {
                node = extent.tree.subtreeEnd(node);
                continue;
            }
            if (extent.tree.childCount(node) >= LEAST_TIMES) {
                found.foldChildren(node, node + 1, extent.tree.subtreeEnd(node));
            }
            node++;
        }
        found.folds.sort((a, b) -> Integer.compare(a.first(), b.first()));
        return found;
    }

    /** In tree order of their first spans. */
    List<Fold> all() {
        return folds;
    }

    /** Whether a fold took the node's row. */
    boolean isInside(int node) {
        return inside.get(node - extent.from);
    }

    private void foldChildren(int parent, int first, int end) {
        int count = 0;
        for (int child = first; child < end; child = extent.tree.subtreeEnd(child)) {
            if (count == children.length) {
                children = Arrays.copyOf(children, count * 2);
                shapes = Arrays.copyOf(shapes, count * 2);
            }
            children[count] = child;
            shapes[count] = Shape.of(extent.tree, child);
            count++;
        }
        for (int at = 0; at < count; ) {
            int period = 0;
            int covered = 0;
            for (int p = 1; p <= LONGEST_LOOP && at + p < count; p++) {
                int reach = repeats(at, p, count);
                int times = reach / p;
                if (times >= leastTimes(at, p) && times * p > covered) {
                    period = p;
                    covered = times * p;
                }
            }
            if (period == 0) {
                at++;
            } else {
                fold(parent, at, period, covered / period);
                at += covered;
            }
        }
    }

    /** How many children from {@code at} on repeat the first {@code period} of them. */
    private int repeats(int at, int period, int count) {
        int i = at + period;
        while (i < count && shapes[i] == shapes[i - period]) {
            i++;
        }
        return i - at;
    }

    private int leastTimes(int at, int period) {
        if (period > 1) {
            return LEAST_LOOPS;
        }
        OperationKind kind = extent.tree.facts(children[at]).operation().kind();
        return kind == OperationKind.AGENT || kind == OperationKind.WORKFLOW
                ? LEAST_AGENTS
                : LEAST_TIMES;
    }

    private void fold(int parent, int at, int period, int times) {
        long shortest = Long.MAX_VALUE;
        long longest = -1;
        double sum = 0;
        int slowest = 0;
        int failing = 0;
        int critical = 0;
        for (int unit = 0; unit < times; unit++) {
            long duration = duration(at + unit * period, period);
            sum += duration;
            shortest = Math.min(shortest, duration);
            if (duration > longest) {
                longest = duration;
                slowest = unit;
            }
            failing += failures(at + unit * period, period) > 0 ? 1 : 0;
            critical += isCritical(at + unit * period, period) ? 1 : 0;
        }
        boolean standsOut = longest > 2 * sum / times;
        int apart = 0;
        int spans = 0;
        int spansFailed = 0;
        for (int unit = 0; unit < times; unit++) {
            int begin = at + unit * period;
            if (failing <= FAILURES_APART && failures(begin, period) > 0
                    || standsOut && unit == slowest
                    || critical <= CRITICAL_APART && isCritical(begin, period)) {
                apart++;
                continue;
            }
            int from = children[begin];
            int to = extent.tree.subtreeEnd(children[begin + period - 1]);
            inside.set(from - extent.from, to - extent.from);
            spans += to - from;
            spansFailed += failures(begin, period);
        }
        if (spans == 0) {
            return;
        }
        folds.add(
                new Fold(
                        parent,
                        children[at],
                        period,
                        times,
                        shortest,
                        longest,
                        extent.tree.startNanos(children[at]),
                        failing,
                        apart,
                        spans,
                        spansFailed));
    }

    private int failures(int begin, int period) {
        return extent.failures(
                children[begin], extent.tree.subtreeEnd(children[begin + period - 1]));
    }

    private boolean isCritical(int begin, int period) {
        for (int i = begin; i < begin + period; i++) {
            if (extent.isCritical(children[i])) {
                return true;
            }
        }
        return false;
    }

    private long duration(int begin, int period) {
        long end = Long.MIN_VALUE;
        for (int i = begin; i < begin + period; i++) {
            end = Math.max(end, extent.tree.endNanos(children[i]));
        }
        return end - extent.tree.startNanos(children[begin]);
    }
}
