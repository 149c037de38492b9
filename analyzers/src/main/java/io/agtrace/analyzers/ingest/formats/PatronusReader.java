package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Patronus traces, as in the TRAIL data set: spans inside their parents, ISO-8601 durations instead
 * of ends, log records within their spans. A span comes after its descendants, since it ends behind
 * them.
 */
public final class PatronusReader implements SpanReader {
    private static final Set<String> HOLDERS = Set.of("spans", "child_spans", "traces", "data");

    @Override
    public Format format() {
        return Format.PATRONUS;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.has("span_id", "span_name")
                                && object.hasAny("child_spans", "span_attributes")
                                && (object.has("child_spans")
                                        || object.text("duration").startsWith("P")));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Records.walk(in, report, new SpanRecords(HOLDERS, sink, report, PatronusReader::span));
    }

    private static Span span(Item record, IngestReport report) {
        Attributes fields = record.fields();
        AnyValue trace = record.outer().apply("trace_id");
        Span span =
                SpanMapper.OPEN
                        .builder(fields, record.origin(), SpanParts.traceId(trace), report)
                        .build();
        Span.Builder builder = span.toBuilder();
        if (span.parentId() == null && record.under().equals("child_spans")) {
            builder.parent(SpanParts.spanId(record.outer().apply("span_id")));
        }
        List<AnyValue> logs = Fields.items(fields, "logs");
        if (!logs.isEmpty()) {
            List<SpanEvent> events = new ArrayList<>(span.events());
            for (AnyValue log : logs) {
                SpanEvent event = event(log, record.origin());
                if (event != null) {
                    events.add(event);
                }
            }
            builder.events(events);
        }
        return builder.build();
    }

    private static @Nullable SpanEvent event(AnyValue value, Origin origin) {
        if (!(value instanceof AnyValue.KvlistValue(Attributes log))) {
            return null;
        }
        AnyValue body = log.get("body");
        return new LogRecord(
                        null,
                        null,
                        Times.point(log.get("timestamp"), Times.Unit.OPEN),
                        "",
                        Fields.text(log, "severity_text"),
                        body == null ? AnyValue.EMPTY : body,
                        SpanParts.attributes(log.get("log_attributes")),
                        Resource.EMPTY,
                        io.agtrace.analyzers.span.Scope.EMPTY,
                        origin)
                .toEvent();
    }
}
