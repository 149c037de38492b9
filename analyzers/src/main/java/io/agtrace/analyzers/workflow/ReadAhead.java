package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans and log records of several workflows, sorted by workflow in one pass over the input.
 * Where they become more than the memory set aside, the last workflows are given up, to be read in
 * a later pass; the first is kept whatever its size.
 */
final class ReadAhead implements SpanSink {
    private final List<Part> parts = new ArrayList<>();
    private final Map<Id, Part> byTrace = new HashMap<>();
    private final long most;
    private long size;
    private int kept;

    /** What was read of one workflow. */
    private static final class Part {
        final int index;
        List<Span> spans = new ArrayList<>();
        List<LogRecord> logs = new ArrayList<>();
        long size;
        boolean taken;

        Part(int index) {
            this.index = index;
        }

        void clear() {
            spans = List.of();
            logs = List.of();
            size = 0;
        }
    }

    /**
     * @param most how much may be kept, in units of {@link TraceGroups#size}
     */
    ReadAhead(List<WorkflowSummary> wanted, long most) {
        this.most = most;
        for (WorkflowSummary workflow : wanted) {
            Part part = new Part(parts.size());
            parts.add(part);
            for (Id trace : workflow.traceIds()) {
                byTrace.put(trace, part);
            }
        }
        kept = parts.size();
    }

    @Override
    public void span(Span span) {
        Part part = part(span.traceId());
        if (part != null) {
            part.spans.add(span);
            grow(part, TraceGroups.size(span));
        }
    }

    @Override
    public void log(LogRecord log) {
        Part part = part(log.traceId());
        if (part != null) {
            part.logs.add(log);
            grow(part, TraceGroups.size(log));
        }
    }

    private @Nullable Part part(@Nullable Id trace) {
        Part part = trace == null ? null : byTrace.get(trace);
        return part == null || part.index >= kept ? null : part;
    }

    private void grow(Part part, long by) {
        part.size += by;
        size += by;
        while (size > most && kept > 1) {
            kept--;
            Part last = parts.get(kept);
            size -= last.size;
            last.clear();
        }
    }

    /** Whether the workflow was read, kept, and not yet taken. */
    boolean holds(WorkflowSummary workflow) {
        Part part = part(workflow.traceIds().getFirst());
        return part != null && !part.taken;
    }

    /** Hands a workflow that this {@link #holds} over; it is let go of. */
    void take(WorkflowSummary workflow, WorkflowBuilder to) {
        Part part = part(workflow.traceIds().getFirst());
        if (part != null) {
            part.spans.forEach(to::span);
            part.logs.forEach(to::log);
            part.clear();
            part.taken = true;
        }
    }
}
