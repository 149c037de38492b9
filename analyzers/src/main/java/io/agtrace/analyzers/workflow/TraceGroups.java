package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spans and log records by their traces; of each trace in the order in which they came. */
final class TraceGroups implements SpanSink {
    /** What a span takes beside its texts, roughly, in bytes. */
    private static final int OVERHEAD = 500;

    private final Map<Id, Group> groups = new HashMap<>();
    private @Nullable Group last;
    private long bytes;
    private long spans;

    /** What came of one trace. */
    private static final class Group {
        final Id trace;
        final List<Span> spans = new ArrayList<>();
        final List<LogRecord> logs = new ArrayList<>();

        Group(Id trace) {
            this.trace = trace;
        }
    }

    /** About how much memory a span takes. */
    static long size(Span span) {
        return OVERHEAD + (long) span.origin().length();
    }

    static long size(LogRecord log) {
        return OVERHEAD + (long) log.origin().length();
    }

    @Override
    public void span(Span span) {
        group(span.traceId()).spans.add(span);
        bytes += span.origin().length();
        spans++;
    }

    /** Takes a log record; one of no trace belongs to no workflow and is passed over. */
    @Override
    public void log(LogRecord log) {
        Id trace = log.traceId();
        if (trace != null) {
            group(trace).logs.add(log);
            bytes += log.origin().length();
        }
    }

    private Group group(Id trace) {
        Group known = last;
        if (known == null || !known.trace.equals(trace)) {
            known = groups.computeIfAbsent(trace, Group::new);
            last = known;
        }
        return known;
    }

    /** Bytes of input that the records took. */
    long bytes() {
        return bytes;
    }

    long spans() {
        return spans;
    }

    int traces() {
        return groups.size();
    }

    /** The spans of one trace. */
    List<Span> spans(Id trace) {
        Group group = groups.get(trace);
        return group == null ? List.of() : Collections.unmodifiableList(group.spans);
    }

    /** Hands a workflow's records over; they stay here, too. */
    void give(WorkflowSummary workflow, WorkflowBuilder to) {
        for (Id trace : workflow.traceIds()) {
            Group group = groups.get(trace);
            if (group != null) {
                group.spans.forEach(to::span);
                group.logs.forEach(to::log);
            }
        }
    }
}
