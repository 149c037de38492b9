package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Span;

/** The tree in arrays. Whoever makes one fills the arrays and lets go of them. */
final class ArraySpanTree implements SpanTree {
    final Span[] spans;
    final SpanFacts[] facts;
    final int[] parents;
    final int[] depths;
    final int[] ends;
    final int[] childCounts;
    final Placement[] placements;
    final long[] startNanos;
    final long[] endNanos;
    final long[] selfNanos;
    final long[] criticalNanos;

    ArraySpanTree(int size) {
        spans = new Span[size];
        facts = new SpanFacts[size];
        parents = new int[size];
        depths = new int[size];
        ends = new int[size];
        childCounts = new int[size];
        placements = new Placement[size];
        startNanos = new long[size];
        endNanos = new long[size];
        selfNanos = new long[size];
        criticalNanos = new long[size];
    }

    @Override
    public int size() {
        return spans.length;
    }

    @Override
    public Span span(int node) {
        return spans[node];
    }

    @Override
    public SpanFacts facts(int node) {
        return facts[node];
    }

    @Override
    public int parent(int node) {
        return parents[node];
    }

    @Override
    public int depth(int node) {
        return depths[node];
    }

    @Override
    public int subtreeEnd(int node) {
        return ends[node];
    }

    @Override
    public int childCount(int node) {
        return childCounts[node];
    }

    @Override
    public Placement placement(int node) {
        return placements[node];
    }

    @Override
    public long startNanos(int node) {
        return startNanos[node];
    }

    @Override
    public long endNanos(int node) {
        return endNanos[node];
    }

    @Override
    public long selfNanos(int node) {
        return selfNanos[node];
    }

    @Override
    public long criticalNanos(int node) {
        return criticalNanos[node];
    }
}
