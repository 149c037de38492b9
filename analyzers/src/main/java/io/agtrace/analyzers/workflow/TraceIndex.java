package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.OperationKind;
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
 * grows with the number of traces and by about a dozen bytes a span (twice as much a model call).
 * The result depends neither on the order of the spans nor on how they are spread over files.
 */
public final class TraceIndex implements SpanSink {
    // Flags of a span in Fingerprints. WRAPS_…: a model call below it has these numbers.
    private static final int SEEN = 1;
    private static final int FAILED = 2;
    private static final int MODEL = 4;
    private static final int TOOL = 8;
    private static final int WRAPS_MODEL = 16;
    private static final int WRAPS_TOKENS = 32;
    private static final int WRAPS_COST = 64;

    private final Conventions conventions;
    private final Fingerprints spans = new Fingerprints();
    private final UsageTable usage = new UsageTable();
    private final Names names = new Names();
    private final Map<Id, TraceRow> rows = new HashMap<>();
    private @Nullable TraceRow lastRow;
    private @Nullable Resource lastResource;
    private String lastService = "";
    private @Nullable Summaries summaries;

    public TraceIndex(Conventions conventions) {
        this.conventions = conventions;
    }

    @Override
    public void span(Span span) {
        Span whole = PendingSpans.resolve(span);
        add(whole, conventions.read(whole));
    }

    /** Takes a span whose facts are known; never a stand-in for a span that had only begun. */
    void add(Span span, SpanFacts facts) {
        summaries = null;
        TraceRow row = row(span.traceId());
        long fingerprint = Fingerprints.of(span.traceId(), span.spanId());
        row.see(span, facts, service(span.resource()), fingerprint, names);

        OperationKind kind = facts.operation().kind();
        boolean model = kind == OperationKind.MODEL_CALL;
        int flags =
                SEEN
                        | (facts.failed() ? FAILED : 0)
                        | (model ? MODEL : 0)
                        | (kind == OperationKind.TOOL_CALL ? TOOL : 0);
        int before = spans.add(fingerprint, flags);
        int gained = flags & ~before;
        row.spans += gained & SEEN;
        row.errors += (gained & FAILED) / FAILED;
        row.toolCalls += (gained & TOOL) / TOOL;
        long cost = UsageRule.costNanos(facts.costUsd());
        if (model) {
            if ((gained & MODEL) != 0 && (before & WRAPS_MODEL) == 0) {
                row.modelCalls++;
            }
            count(row, fingerprint, before, facts, cost);
            discount(row, span, fingerprint, facts.tokens().isKnown(), cost >= 0);
        } else if (facts.tokens().isKnown() || cost >= 0) {
            row.seeOtherUsage(facts.tokens(), cost);
        }
    }

    private void count(TraceRow row, long fingerprint, int flags, SpanFacts facts, long cost) {
        boolean tokens = facts.tokens().isKnown();
        if (!tokens && cost < 0) {
            return;
        }
        row.callsTellTokens |= tokens;
        row.callsTellCost |= cost >= 0;
        UsageTable.Segment segment = usage.segment(fingerprint);
        int slot = segment.slot(fingerprint);
        if ((flags & WRAPS_TOKENS) == 0) {
            row.input -= segment.input(slot);
            row.output -= segment.output(slot);
        }
        if ((flags & WRAPS_COST) == 0) {
            row.cost -= segment.cost(slot);
        }
        segment.raise(
                slot, UsageRule.input(facts.tokens()), UsageRule.output(facts.tokens()), cost);
        if ((flags & WRAPS_TOKENS) == 0) {
            row.input += segment.input(slot);
            row.output += segment.output(slot);
        }
        if ((flags & WRAPS_COST) == 0) {
            row.cost += segment.cost(slot);
        }
    }

    /** Takes the numbers of the model call back that this one turns out to be a part of. */
    private void discount(
            TraceRow row, Span span, long fingerprint, boolean tokens, boolean costs) {
        if (span.parentId() == null) {
            return;
        }
        long outer = Fingerprints.of(span.traceId(), span.parentId());
        if (outer == fingerprint) {
            return;
        }
        int flags = WRAPS_MODEL | (tokens ? WRAPS_TOKENS : 0) | (costs ? WRAPS_COST : 0);
        int before = spans.add(outer, flags);
        if ((before & MODEL) == 0) {
            return;
        }
        int gained = flags & ~before;
        if ((gained & WRAPS_MODEL) != 0) {
            row.modelCalls--;
        }
        if ((gained & (WRAPS_TOKENS | WRAPS_COST)) == 0) {
            return;
        }
        UsageTable.Segment segment = usage.segment(outer);
        int slot = segment.slot(outer);
        if ((gained & WRAPS_TOKENS) != 0) {
            row.input -= segment.input(slot);
            row.output -= segment.output(slot);
        }
        if ((gained & WRAPS_COST) != 0) {
            row.cost -= segment.cost(slot);
        }
    }

    private TraceRow row(Id trace) {
        TraceRow last = lastRow;
        if (last != null && last.id.equals(trace)) {
            return last;
        }
        TraceRow row = rows.get(trace);
        if (row == null) {
            row = new TraceRow(trace, names.none);
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

    boolean contains(Id trace, Id span) {
        return (spans.get(Fingerprints.of(trace, span)) & SEEN) != 0;
    }

    /** Spans seen, each counted once. */
    public long spanCount() {
        return rows.values().stream().mapToLong(row -> row.spans).sum();
    }

    /** Traces seen. */
    public int traceCount() {
        return rows.size();
    }

    /** The workflows, in order of their start, then of their ids; without a start last. */
    public List<WorkflowSummary> workflows() {
        return summaries().workflows();
    }

    /** All traces summed up as if they were one workflow; there must be one. */
    WorkflowSummary asOne() {
        return Summaries.one(new Stitcher(rows, this::contains));
    }

    /** Finds workflows by what a user may call them. */
    public WorkflowLookup lookup() {
        return new WorkflowLookup(summaries().named());
    }

    private Summaries summaries() {
        Summaries made = summaries;
        if (made == null) {
            made = Summaries.of(new Stitcher(rows, this::contains));
            summaries = made;
        }
        return made;
    }
}
