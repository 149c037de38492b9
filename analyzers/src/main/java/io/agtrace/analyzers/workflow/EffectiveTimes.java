package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;

import java.util.Arrays;

/**
 * A start and an end for every node. A missing start is the earliest of the children, else the own
 * end, else the parent's start; a missing end is the latest of the children and of the own events.
 * What a span says itself is kept, unless it ends before it starts.
 */
final class EffectiveTimes {
    final long[] starts;
    final long[] ends;

    private final Draft draft;

    /**
     * @param order all nodes, parents before children
     */
    EffectiveTimes(Draft draft, int[] order) {
        this.draft = draft;
        starts = new long[draft.size()];
        ends = new long[draft.size()];
        upwards(order);
        downwards(order);
    }

    private void upwards(int[] order) {
        // Until a node's turn comes, its places hold the extremes of its children.
        Arrays.fill(starts, Long.MAX_VALUE);
        Arrays.fill(ends, Span.NO_TIME);
        for (int i = order.length - 1; i >= 0; i--) {
            int node = order[i];
            own(node);
            int parent = draft.parent(node);
            if (parent >= 0
                    && starts[node] != Span.NO_TIME
                    && draft.placement(node) != SpanTree.Placement.EVIDENCE) {
                starts[parent] = Math.min(starts[parent], starts[node]);
                ends[parent] = Math.max(ends[parent], ends[node]);
            }
        }
    }

    private void own(int node) {
        Span span = draft.span(node);
        long first = starts[node];
        long last = ends[node];
        if (span.hasStart()) {
            starts[node] = span.startNanos();
        } else if (first != Long.MAX_VALUE) {
            starts[node] = span.hasEnd() ? Math.min(first, span.endNanos()) : first;
        } else {
            starts[node] = span.endNanos();
        }
        if (span.hasEnd()) {
            ends[node] = Math.max(starts[node], span.endNanos());
        } else {
            for (SpanEvent event : span.events()) {
                last = Math.max(last, event.timeNanos());
            }
            ends[node] = Math.max(starts[node], last);
        }
        if (node < draft.real()) {
            note(node, span);
        }
    }

    private void note(int node, Span span) {
        String what;
        if (!span.hasStart()) {
            what = span.hasEnd() ? "has no start" : "has neither start nor end";
        } else if (!span.hasEnd()) {
            what = "was never ended";
        } else if (span.endNanos() < span.startNanos()) {
            what = "ends before it starts";
        } else {
            return;
        }
        draft.mend(Mend.Kind.TIME_UNUSABLE, node, "'" + span.name() + "' " + what);
    }

    private void downwards(int[] order) {
        long earliest = Long.MAX_VALUE;
        for (long start : starts) {
            earliest = start == Span.NO_TIME ? earliest : Math.min(earliest, start);
        }
        for (int node : order) {
            if (starts[node] == Span.NO_TIME) {
                int parent = draft.parent(node);
                starts[node] =
                        parent >= 0 ? starts[parent] : earliest == Long.MAX_VALUE ? 0 : earliest;
                ends[node] = Math.max(starts[node], ends[node]);
            }
        }
    }
}
