package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A workflow while it is put together: its distinct spans in a fixed order (see {@link
 * Duplicates}), then the placeholders; parents by number. Numbers here are not those of the
 * finished tree.
 */
final class Draft {
    static final int NONE = -1;

    private final Map<Id, Integer> traces = new HashMap<>();
    private final List<Id> traceIds = new ArrayList<>();
    private Span[] spans;
    private SpanFacts[] facts;
    private int[] parents;
    private SpanTree.Placement[] placements;
    private int[] traceOf;
    private int size;
    private final int real;
    private final List<Noted> mends = new ArrayList<>();
    private final IdTable table;

    private record Noted(int node, Mend mend) {}

    /**
     * @param spans no two with the same ids
     */
    Draft(Span[] spans, SpanFacts[] facts) {
        this.spans = spans;
        this.facts = facts;
        size = spans.length;
        real = size;
        parents = new int[size];
        placements = new SpanTree.Placement[size];
        traceOf = new int[size];
        Arrays.fill(parents, NONE);
        Arrays.fill(placements, SpanTree.Placement.ROOT);
        for (int i = 0; i < size; i++) {
            traceOf[i] = traceNumber(spans[i].traceId());
        }
        table = new IdTable(spans);
    }

    private int traceNumber(Id trace) {
        Integer known = traces.get(trace);
        if (known == null) {
            known = traceIds.size();
            traces.put(trace, known);
            traceIds.add(trace);
        }
        return known;
    }

    int size() {
        return size;
    }

    /** Spans that were read; what has a higher number is a placeholder. */
    int real() {
        return real;
    }

    int traceCount() {
        return traceIds.size();
    }

    int trace(int node) {
        return traceOf[node];
    }

    Span span(int node) {
        return spans[node];
    }

    SpanFacts facts(int node) {
        return facts[node];
    }

    int parent(int node) {
        return parents[node];
    }

    SpanTree.Placement placement(int node) {
        return placements[node];
    }

    void place(int node, int parent, SpanTree.Placement placement) {
        parents[node] = parent;
        placements[node] = placement;
    }

    /** The span that was read with these ids, or {@link #NONE}. */
    int find(Id trace, Id span) {
        return table.find(trace, span);
    }

    int addPlaceholder(Span span, SpanFacts its) {
        if (size == spans.length) {
            int capacity = Math.max(16, size + (size >> 1));
            spans = Arrays.copyOf(spans, capacity);
            facts = Arrays.copyOf(facts, capacity);
            parents = Arrays.copyOf(parents, capacity);
            placements = Arrays.copyOf(placements, capacity);
            traceOf = Arrays.copyOf(traceOf, capacity);
        }
        spans[size] = span;
        facts[size] = its;
        traceOf[size] = traceNumber(span.traceId());
        place(size, NONE, SpanTree.Placement.PLACEHOLDER);
        return size++;
    }

    void mend(Mend.Kind kind, int node, String text) {
        Span span = spans[node];
        mends.add(new Noted(node, new Mend(kind, span.traceId(), span.spanId(), text)));
    }

    /** The mends in the order of the finished tree. */
    List<Mend> mends(int[] numbers) {
        int[] order =
                IntSort.range(
                        mends.size(),
                        (a, b) -> {
                            Noted first = mends.get(a);
                            Noted second = mends.get(b);
                            int byNode = Integer.compare(numbers[first.node], numbers[second.node]);
                            int byKind =
                                    byNode != 0
                                            ? byNode
                                            : first.mend.kind().compareTo(second.mend.kind());
                            return byKind != 0
                                    ? byKind
                                    : first.mend.text().compareTo(second.mend.text());
                        });
        return Arrays.stream(order).mapToObj(each -> mends.get(each).mend).toList();
    }

    /** Order of spans by start, then ids; those without a start come last. */
    int compareStarts(int a, int b) {
        Span first = spans[a];
        Span second = spans[b];
        long startA = first.hasStart() ? first.startNanos() : Long.MAX_VALUE;
        long startB = second.hasStart() ? second.startNanos() : Long.MAX_VALUE;
        int byStart = Long.compare(startA, startB);
        return byStart != 0 ? byStart : compareIds(a, b);
    }

    /** Order by span id, then trace id. */
    int compareIds(int a, int b) {
        int bySpan = spans[a].spanId().compareTo(spans[b].spanId());
        return bySpan != 0 ? bySpan : spans[a].traceId().compareTo(spans[b].traceId());
    }

    /** For each node the sets of nodes that hang together. */
    DisjointSets components() {
        DisjointSets sets = new DisjointSets(size);
        for (int i = 0; i < size; i++) {
            if (parents[i] >= 0) {
                sets.join(i, parents[i]);
            }
        }
        return sets;
    }
}
