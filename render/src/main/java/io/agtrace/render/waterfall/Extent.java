package io.agtrace.render.waterfall;

import io.agtrace.analyzers.workflow.SpanTree;

import java.util.BitSet;

/** The part of a tree that is drawn, and what is asked about its nodes again and again. */
final class Extent {
    final SpanTree tree;

    /** First node drawn, and the first behind them. */
    final int from;

    final int to;

    /** Nanoseconds since the epoch between which the drawn spans lie. */
    final long start;

    final long end;

    private final BitSet critical;
    private final int[] failedBefore;

    Extent(SpanTree tree, int from, int to) {
        this.tree = tree;
        this.from = from;
        this.to = to;
        critical = new BitSet(to - from);
        failedBefore = new int[to - from + 1];
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (int node = from; node < to; node++) {
            earliest = Math.min(earliest, tree.startNanos(node));
            latest = Math.max(latest, tree.endNanos(node));
            failedBefore[node - from + 1] =
                    failedBefore[node - from] + (tree.facts(node).failed() ? 1 : 0);
        }
        start = from == to ? 0 : earliest;
        end = from == to ? 0 : latest;
        // Children come behind their parents: backwards, what is known of a child reaches the top.
        for (int node = to - 1; node >= from; node--) {
            if (critical.get(node - from) || tree.criticalNanos(node) > 0) {
                critical.set(node - from);
                if (node > from && tree.parent(node) >= from) {
                    critical.set(tree.parent(node) - from);
                }
            }
        }
    }

    /** Whether the critical path runs through the node or through something below it. */
    boolean isCritical(int node) {
        return critical.get(node - from);
    }

    /** How many of the nodes from {@code first} up to {@code end} failed. */
    int failures(int first, int end) {
        return failedBefore[end - from] - failedBefore[first - from];
    }

    /** The node's parent, or -1 where that is not drawn. */
    int parent(int node) {
        int parent = tree.parent(node);
        return parent >= from ? parent : -1;
    }

    int size() {
        return to - from;
    }

    long duration(int node) {
        return tree.endNanos(node) - tree.startNanos(node);
    }

    /** Levels below the top of what is drawn. */
    int depth(int node) {
        return size() == 0 ? 0 : tree.depth(node) - tree.depth(from);
    }
}
