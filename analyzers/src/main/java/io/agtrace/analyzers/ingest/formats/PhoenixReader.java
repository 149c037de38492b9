package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;

import java.io.IOException;
import java.util.Set;

/**
 * Arize Phoenix: spans of its REST API and line files, and its data frame as records. What
 * OpenInference writes flat comes back nested from some of these routes and is flattened again.
 */
public final class PhoenixReader implements SpanReader {
    private static final Set<String> HOLDERS = Set.of("data", "spans");

    @Override
    public Format format() {
        return Format.PHOENIX;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.has("span_kind")
                                && object.hasAny("context.trace_id", "context.span_id")
                                && object.hasAny("start_time", "status_code", "name")
                                && !object.has("kind")
                                && !object.text("context.trace_id").startsWith("0x"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Records.walk(in, report, new SpanRecords(HOLDERS, sink, report, PhoenixReader::span));
    }

    private static Span span(Item record, IngestReport report) {
        Span span = SpanMapper.OPEN.map(record, report);
        Attributes.Builder flat = new Attributes.Builder();
        for (int i = 0; i < span.attributes().size(); i++) {
            String key = span.attributes().key(i);
            AnyValue value = span.attributes().value(i);
            // OpenInference has JSON text here, which Phoenix parses.
            if (key.equals("metadata")) {
                flat.put(key, Fields.flat(value));
            } else {
                Fields.flatten(flat, key, value);
            }
        }
        return span.toBuilder().attributes(flat.build()).build();
    }
}
