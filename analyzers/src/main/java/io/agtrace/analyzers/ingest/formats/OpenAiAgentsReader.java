package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Status;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Traces of the OpenAI Agents SDK in its own model: trace objects and span objects, in the body
 * that the SDK sends or one a line. A trace object becomes the root span of its spans; where there
 * is none, none is made up. Span data keeps the SDK's names behind {@code span_data.}.
 */
public final class OpenAiAgentsReader implements SpanReader {
    /** Marks the root span that stands for a trace object. */
    static final String TRACE = "openai.trace";

    private static final Set<String> HOLDERS = Set.of("data", "spans", "traces", "items");

    @Override
    public Format format() {
        return Format.OPENAI_AGENTS;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.text("object").equals("trace") && object.has("id")
                                || object.text("object").equals("trace.span")
                                || object.has("span_data.type", "started_at"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Traces traces = new Traces(sink, report);
        Records.walk(in, report, traces);
        traces.finish();
    }

    /** A trace, of which the spans' times are known so far. */
    private static final class Trace {
        @Nullable Item record;
        long start = Span.NO_TIME;
        long end = Span.NO_TIME;
        // Children of the trace that came before it.
        final List<Span> waiting = new ArrayList<>(0);

        void cover(Span span) {
            if (span.hasStart() && (start == Span.NO_TIME || span.startNanos() < start)) {
                start = span.startNanos();
            }
            long last = span.hasEnd() ? span.endNanos() : span.startNanos();
            if (last != Span.NO_TIME && (end == Span.NO_TIME || last > end)) {
                end = last;
            }
        }
    }

    private static final class Traces implements Records.Handler {
        private final SpanSink sink;
        private final IngestReport report;
        private final Map<Id, Trace> traces = new LinkedHashMap<>();

        Traces(SpanSink sink, IngestReport report) {
            this.sink = sink;
            this.report = report;
        }

        @Override
        public boolean holdsRecords(String key, int depth) {
            // "data" is also where custom spans keep theirs, but below "span_data".
            return HOLDERS.contains(key);
        }

        @Override
        public void record(Item record) {
            Attributes fields = record.fields();
            String object = Fields.text(fields, "object");
            if (object.equals("trace")) {
                trace(record);
            } else if (object.equals("trace.span") || fields.get("span_data") != null) {
                span(record);
            } else if (!record.holder()) {
                SpanRecords.noSpan(record, report);
            }
        }

        private void trace(Item record) {
            Id id = SpanParts.plainTraceId(Fields.first(record.fields(), "id", "trace_id"));
            if (id == null) {
                SpanRecords.noSpan(record, report);
                return;
            }
            Trace trace = traces.computeIfAbsent(id, i -> new Trace());
            // Written at its start and again at its end, by some processors: the last one counts.
            trace.record = record;
            for (Span child : trace.waiting) {
                sink.span(child.toBuilder().parent(id).build());
            }
            trace.waiting.clear();
        }

        private void span(Item record) {
            Attributes fields = record.fields();
            Origin origin = record.origin();
            Id traceId =
                    SpanMapper.orNoTrace(
                            SpanParts.plainTraceId(fields.get("trace_id")), origin, report);
            Id spanId =
                    SpanMapper.orNoSpan(
                            SpanParts.plainSpanId(Fields.first(fields, "id", "span_id")),
                            origin,
                            report);
            Attributes data = Fields.map(fields, "span_data");
            Span span =
                    new Span.Builder(traceId, spanId)
                            .parent(SpanParts.plainSpanId(fields.get("parent_id")))
                            .name(name(data))
                            .times(
                                    Times.point(fields.get("started_at"), Times.Unit.OPEN),
                                    Times.point(fields.get("ended_at"), Times.Unit.OPEN))
                            .status(status(Fields.map(fields, "error")))
                            .attributes(attributes(fields, data))
                            .origin(origin)
                            .build();
            Trace trace = traces.computeIfAbsent(traceId, i -> new Trace());
            trace.cover(span);
            if (span.parentId() != null) {
                sink.span(span);
            } else if (trace.record != null) {
                sink.span(span.toBuilder().parent(traceId).build());
            } else {
                trace.waiting.add(span);
            }
        }

        private static String name(Attributes data) {
            String name = Fields.text(data, "name", "model");
            return name.isEmpty() ? Fields.text(data, "type") : name;
        }

        private static Status status(Attributes error) {
            return error.isEmpty()
                    ? Status.UNSET
                    : Status.of(Status.Code.ERROR, Fields.text(error, "message"));
        }

        private static Attributes attributes(Attributes fields, Attributes data) {
            Attributes.Builder all = new Attributes.Builder();
            for (int i = 0; i < data.size(); i++) {
                Fields.put(all, "span_data." + data.key(i), data.value(i));
            }
            Attributes error = Fields.map(fields, "error");
            for (int i = 0; i < error.size(); i++) {
                Fields.put(all, "error." + error.key(i), error.value(i));
            }
            return all.build();
        }

        void finish() {
            for (Map.Entry<Id, Trace> entry : traces.entrySet()) {
                Trace trace = entry.getValue();
                trace.waiting.forEach(sink::span);
                if (trace.record != null) {
                    sink.span(root(entry.getKey(), trace, trace.record));
                }
            }
        }

        private Span root(Id id, Trace trace, Item record) {
            Attributes fields = record.fields();
            Attributes.Builder all = new Attributes.Builder().put(TRACE, AnyValue.of(true));
            for (String key : List.of("workflow_name", "group_id", "metadata")) {
                Fields.put(all, key, fields.get(key));
            }
            return new Span.Builder(id, id)
                    .name(Fields.text(fields, "workflow_name", "name"))
                    .times(trace.start, trace.end)
                    .attributes(all.build())
                    .origin(record.origin())
                    .build();
        }
    }
}
