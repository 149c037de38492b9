package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The AgentOps API's answer for one trace, also where it was pasted into a text. Spans do not
 * repeat the trace's id; attributes come back nested at each dot and are flattened again; events
 * and links are columns.
 */
public final class AgentOpsReader implements SpanReader {
    @Override
    public Format format() {
        return Format.AGENTOPS;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.has("trace.trace_id") && object.has("trace.root_span_name")
                                || object.has("span_id", "span_name", "span_attributes")
                                        && object.hasAny("event_names", "event_timestamps"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Exports exports = new Exports(sink, report);
        Records.walk(in, report, exports);
        exports.flush();
    }

    private static final class Exports implements Records.Handler {
        private final SpanSink sink;
        private final IngestReport report;
        // Spans whose trace stands behind them.
        private final List<Item> waiting = new ArrayList<>();
        private @Nullable Id trace;

        Exports(SpanSink sink, IngestReport report) {
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
                Id known = traceOf(Fields.asMap(record.outer().apply("trace")));
                if (known != null) {
                    trace = known;
                }
                if (trace == null && !Fields.has(fields, "trace_id")) {
                    waiting.add(record);
                } else {
                    sink.span(span(record));
                }
            } else if (record.holder()) {
                Id known = traceOf(Fields.map(fields, "trace"));
                if (known != null) {
                    trace = known;
                }
                flush();
                trace = null;
            } else {
                SpanRecords.noSpan(record, report);
            }
        }

        private static @Nullable Id traceOf(Attributes fields) {
            return SpanParts.plainTraceId(fields.get("trace_id"));
        }

        void flush() {
            for (Item record : waiting) {
                sink.span(span(record));
            }
            waiting.clear();
        }

        private Span span(Item record) {
            Span span =
                    SpanMapper.OPEN
                            .builder(record.fields(), record.origin(), trace, report)
                            .build();
            Attributes.Builder flat = new Attributes.Builder();
            for (int i = 0; i < span.attributes().size(); i++) {
                Fields.flatten(flat, span.attributes().key(i), span.attributes().value(i));
            }
            Fields.putIfAbsent(
                    flat, "agentops.span.kind", Fields.first(record.fields(), "span_type"));
            return span.toBuilder().attributes(flat.build()).build();
        }
    }
}
