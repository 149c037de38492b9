package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * MLflow traces: the artifact of version 2, the artifact of version 3, and the trace object with
 * {@code info} and {@code data}. Attribute values are JSON texts and are decoded once. What the
 * info says of the trace is added to its root span.
 */
public final class MlflowReader implements SpanReader {
    @Override
    public Format format() {
        return Format.MLFLOW;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.hasAny("name", "span_id", "context{}")
                                        && object.hasBelow("attributes.mlflow.")
                                        && !object.has("scopeSpans")
                                || object.has("info{}", "data{}")
                                        && (object.has("data.spans[]")
                                                || object.hasBelow("info.trace_")
                                                || object.has("info.request_id"))
                                || object.has("info.trace_location{}")
                                || object.has("info.trace_metadata{}")
                                || object.has("info.request_metadata{}"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Traces traces = new Traces(sink, report);
        Records.walk(in, report, traces);
        traces.flush(Attributes.EMPTY);
    }

    private static final class Traces implements Records.Handler {
        private final SpanSink sink;
        private final IngestReport report;
        // Roots wait for the trace's info, which may stand behind the spans.
        private final List<Span> roots = new ArrayList<>();

        Traces(SpanSink sink, IngestReport report) {
            this.sink = sink;
            this.report = report;
        }

        @Override
        public boolean holdsRecords(String key, int depth) {
            return key.equals("spans") || key.equals("data") || key.equals("traces");
        }

        @Override
        public void record(Item record) {
            Attributes fields = record.fields();
            if (SpanMapper.isSpan(fields)) {
                Span span = span(record);
                if (span.parentId() == null && record.depth() > 0) {
                    roots.add(span);
                } else {
                    sink.span(span);
                }
            } else if (record.under().equals("data") && record.holder()) {
                return; // the object around it has the info
            } else if (record.holder()) {
                flush(Fields.map(fields, "info"));
            } else {
                SpanRecords.noSpan(record, report);
            }
        }

        void flush(Attributes info) {
            for (Span root : roots) {
                sink.span(info.isEmpty() ? root : withInfo(root, info));
            }
            roots.clear();
        }

        private static Span withInfo(Span root, Attributes info) {
            Attributes.Builder all = new Attributes.Builder().putAll(root.attributes());
            for (String map : List.of("trace_metadata", "request_metadata", "tags")) {
                Attributes fields = Fields.map(info, map);
                for (int i = 0; i < fields.size(); i++) {
                    Fields.putIfAbsent(all, fields.key(i), fields.value(i));
                }
            }
            return root.toBuilder()
                    .attributes(all.build())
                    .events(Scores.added(root.events(), Fields.items(info, "assessments")))
                    .build();
        }

        private Span span(Item record) {
            Attributes fields = record.fields();
            AnyValue info = record.outer().apply("info");
            AnyValue request =
                    Fields.first(Fields.asMap(info), "trace_id", "request_id", "client_request_id");
            Id trace = SpanParts.traceId(request);
            Span.Builder builder = SpanMapper.OPEN.builder(fields, record.origin(), trace, report);
            Span span = builder.build();
            Attributes.Builder decoded = new Attributes.Builder();
            for (int i = 0; i < span.attributes().size(); i++) {
                decoded.put(span.attributes().key(i), decoded(span.attributes().value(i)));
            }
            return builder.attributes(decoded.build()).build();
        }

        private static AnyValue decoded(AnyValue value) {
            if (!(value instanceof Text text)) {
                return value;
            }
            AnyValue json = JsonTree.parse(text.toString());
            return json == null ? value : json;
        }
    }
}
