package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first pass over any input: what workflows are in it. Spans are counted and forgotten; memory
 * grows with the number of traces and by about a dozen bytes a span (three times as much a model
 * call). Nothing but {@link #inputOrder} depends on the order of the spans or on how they are
 * spread over files.
 *
 * <p>First all spans go in, then questions are asked: the first of {@link #workflows}, {@link
 * #inputOrder} and {@link #lookup} closes the index.
 */
public final class TraceIndex implements SpanSink {
    private final Conventions conventions;
    private final Names names = new Names();
    private final Map<Id, TraceRow> rows = new HashMap<>();
    private @Nullable SpanCounts counts = new SpanCounts();
    private @Nullable Summaries summaries;
    private @Nullable TraceRow lastRow;
    private @Nullable Resource lastResource;
    private String lastService = "";

    public TraceIndex(Conventions conventions) {
        this.conventions = conventions;
    }

    /**
     * Takes a span.
     *
     * @throws IllegalStateException after the index was closed
     */
    @Override
    public void span(Span span) {
        add(Seen.of(span, conventions));
    }

    @Override
    public Object ahead(Span span) {
        return Seen.of(span, conventions);
    }

    @Override
    public boolean takesDigests() {
        return true;
    }

    @Override
    public void digest(Object ahead) {
        add((Seen) ahead);
    }

    @Override
    public void span(Span span, @Nullable Object ahead) {
        if (ahead instanceof Seen seen) {
            add(seen);
        } else {
            span(span);
        }
    }

    /** Takes a span whose facts are known; never a stand-in for a span that had only begun. */
    void add(Span span, SpanFacts facts) {
        add(Seen.of(span, facts));
    }

    private void add(Seen seen) {
        if (counts == null) {
            throw new IllegalStateException("a span comes after the workflows were asked for");
        }
        TraceRow row = row(seen.trace());
        row.see(seen, service(seen.resource()), names);
        counts.add(row, seen);
    }

    private TraceRow row(Id trace) {
        TraceRow last = lastRow;
        if (last != null && last.id.equals(trace)) {
            return last;
        }
        TraceRow row = rows.get(trace);
        if (row == null) {
            row = new TraceRow(trace, rows.size(), names.none);
            rows.put(trace, row);
        }
        lastRow = row;
        return row;
    }

    // Readers share one resource among its spans; to compare contents costs more than to look.
    @SuppressWarnings("ReferenceEquality")
    private String service(Resource resource) {
        if (resource != lastResource) {
            lastResource = resource;
            lastService = resource.serviceName();
        }
        return lastService;
    }

    /** Whether no span came so far. */
    public boolean isEmpty() {
        return rows.isEmpty() && summaries == null;
    }

    /** The workflows, in order of their start, then of their ids; without a start last. */
    public List<WorkflowSummary> workflows() {
        return close().workflows();
    }

    /** The workflows in the order of their first spans in the input. */
    public List<WorkflowSummary> inputOrder() {
        return close().inputOrder();
    }

    /** Finds workflows by what a user may call them. */
    public WorkflowLookup lookup() {
        return new WorkflowLookup(named());
    }

    /** The workflows with the ids that their spans carry, in the order of {@link #workflows}. */
    List<Summaries.Named> named() {
        return close().named();
    }

    /** All traces summed up as if they were one workflow; there must be one. */
    WorkflowSummary asOne() {
        return Summaries.one(stitch());
    }

    private Summaries close() {
        Summaries made = summaries;
        if (made == null) {
            made = Summaries.of(stitch());
            summaries = made;
            rows.clear();
            lastRow = null;
        }
        return made;
    }

    private Stitcher stitch() {
        SpanCounts counted = counts;
        if (counted == null) {
            throw new IllegalStateException("the index is closed");
        }
        counted.close();
        Stitcher stitched = new Stitcher(rows, counted::contains);
        counts = null;
        return stitched;
    }
}
