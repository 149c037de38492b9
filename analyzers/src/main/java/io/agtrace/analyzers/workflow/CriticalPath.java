package io.agtrace.analyzers.workflow;

import java.util.Arrays;

/**
 * Which spans decided how long the run took, after CRISP (Zhang et al., "CRISP: Critical Path
 * Analysis of Large-Scale Microservice Architectures", USENIX ATC 2022): start at the child that
 * returned last; before it, the child that returned last before that one started; and so on to the
 * start of the parent, each child treated likewise. A child that overlaps the start of the one
 * behind it had no part in the delay. What no chosen child covers is the parent's own.
 *
 * <p>As in CRISP, what a child does after its parent has ended does not count for the parent.
 * Differing from it, the run may have several roots, and spans that were set off without being
 * waited for (placed by a link, a message or a trace context, and ending after the span that set
 * them off): these are treated like roots, and before one that was set off comes whatever set it
 * off, as far as that had gone by then. Ends up to a microsecond behind the next start count as
 * before it, since exports round; up to a millisecond where that start is a whole millisecond.
 *
 * <p>The parts of one root add up to its duration, or to the part of it that lies on the path.
 */
final class CriticalPath {
    private static final long MILLISECOND = 1_000_000;

    private final ArraySpanTree tree;

    /** For each node the root, or span that nobody waited for, that it belongs to. */
    private final int[] units;

    private int[] nodes = new int[64];
    private long[] froms = new long[64];
    private long[] tos = new long[64];
    private int depth;

    private CriticalPath(ArraySpanTree tree) {
        this.tree = tree;
        units = new int[tree.size()];
        for (int node = 0; node < tree.size(); node++) {
            units[node] = isUnit(node) ? node : units[tree.parents[node]];
        }
    }

    static void fill(ArraySpanTree tree) {
        new CriticalPath(tree).walk();
    }

    private boolean isUnit(int node) {
        int parent = tree.parents[node];
        return parent < 0
                || tree.placements[node] == SpanTree.Placement.EVIDENCE
                        && tree.endNanos[node] > tree.endNanos[parent];
    }

    private void walk() {
        int[] byEnd = new int[count()];
        int filled = 0;
        for (int node = 0; node < units.length; node++) {
            if (units[node] == node) {
                byEnd[filled++] = node;
            }
        }
        IntSort.sort(byEnd, filled, (a, b) -> Long.compare(tree.endNanos[b], tree.endNanos[a]));
        boolean[] used = new boolean[tree.size()];
        int next = 0;
        long cursor = Long.MAX_VALUE;
        int unit = byEnd.length == 0 ? Draft.NONE : byEnd[0];
        while (unit >= 0) {
            used[unit] = true;
            run(unit, tree.startNanos[unit], Math.min(tree.endNanos[unit], cursor));
            cursor = tree.startNanos[unit];
            int cause = tree.parents[unit] < 0 ? Draft.NONE : units[tree.parents[unit]];
            if (cause >= 0 && !used[cause] && tree.startNanos[cause] < cursor) {
                unit = cause;
                continue;
            }
            while (next < byEnd.length
                    && (used[byEnd[next]]
                            || tree.startNanos[byEnd[next]] >= cursor
                            || tree.endNanos[byEnd[next]] > cursor + rounding(cursor))) {
                next++;
            }
            unit = next < byEnd.length ? byEnd[next] : Draft.NONE;
        }
    }

    /** How far a start may have been cut down: JavaScript starts spans at whole milliseconds. */
    private static long rounding(long start) {
        return start % MILLISECOND == 0 ? MILLISECOND : Orphans.TOLERANCE;
    }

    private int count() {
        int count = 0;
        for (int node = 0; node < units.length; node++) {
            count += units[node] == node ? 1 : 0;
        }
        return count;
    }

    private void run(int unit, long from, long to) {
        push(unit, from, to);
        while (depth > 0) {
            depth--;
            visit(nodes[depth], froms[depth], tos[depth]);
        }
    }

    private void push(int node, long from, long to) {
        if (depth == nodes.length) {
            nodes = Arrays.copyOf(nodes, depth * 2);
            froms = Arrays.copyOf(froms, depth * 2);
            tos = Arrays.copyOf(tos, depth * 2);
        }
        nodes[depth] = node;
        froms[depth] = from;
        tos[depth++] = to;
    }

    /** Splits the part of a node between two times among it and its children. */
    private void visit(int node, long from, long to) {
        long cursor = to;
        long own = 0;
        for (int child : byEnd(node, to)) {
            long start = Math.max(from, tree.startNanos[child]);
            long end = Math.min(to, tree.endNanos[child]);
            if (end > cursor + rounding(cursor)) {
                continue;
            }
            end = Math.min(end, cursor);
            if (end > start) {
                own += cursor - end;
                push(child, start, end);
                cursor = start;
            }
        }
        tree.criticalNanos[node] += own + Math.max(0, cursor - from);
    }

    /** The children that were waited for, last end first; of equal ends the first to start. */
    private int[] byEnd(int node, long to) {
        int[] children = new int[tree.childCounts[node]];
        int count = 0;
        for (int child = node + 1; child < tree.ends[node]; child = tree.ends[child]) {
            if (units[child] != child) {
                children[count++] = child;
            }
        }
        IntSort.sort(
                children,
                count,
                (a, b) ->
                        Long.compare(
                                Math.min(to, tree.endNanos[b]), Math.min(to, tree.endNanos[a])));
        return count == children.length ? children : Arrays.copyOf(children, count);
    }
}
