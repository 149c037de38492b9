package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Dumps of an SDK's own span objects: the Python console exporter with or without other output
 * between its objects, arrays and line files of the same, spans with integer ids, flattened spans
 * with snake-case names, raw spans of OpenTelemetry JS, and rows of the collector's ClickHouse
 * tables.
 */
public final class SdkSpansReader implements SpanReader {
    /** Keys that hold a part of a span, not further spans. */
    private static final Set<String> PARTS =
            Set.of(
                    "context",
                    "spanContext",
                    "_spanContext",
                    "attributes",
                    "span_attributes",
                    "SpanAttributes",
                    "Attributes",
                    "resource",
                    "_resource",
                    "resource_attributes",
                    "ResourceAttributes",
                    "events",
                    "span_events",
                    "links",
                    "status",
                    "scope",
                    "instrumentation_scope",
                    "instrumentationScope",
                    "instrumentationLibrary",
                    "parent",
                    "parentSpanContext",
                    "_parentSpanContext",
                    "startTime",
                    "endTime",
                    "start_time",
                    "end_time",
                    "duration",
                    "_duration",
                    "input",
                    "output",
                    "metadata",
                    "tags",
                    "messages",
                    "final_output");

    private static final int DEEPEST = 5;

    @Override
    public Format format() {
        return Format.SDK_SPANS;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(head, SdkSpansReader::isSpan);
    }

    private static boolean isSpan(Outline object) {
        if (object.hasAny("resourceSpans", "resource_spans", "scopeSpans", "batches")
                || object.hasAny("traceID", "localEndpoint", "operationName", "run_type")) {
            return false;
        }
        boolean named = object.hasAny("name", "span_name", "SpanName", "spanName");
        boolean timed =
                object.hasAny("start_time", "startTime", "start", "Timestamp", "_startTime")
                        || object.hasAny("start_time_unix_nano", "startTimeUnixNano", "timestamp");
        if (object.has("context.span_id") || object.has("context.trace_id")) {
            return named;
        }
        if (object.hasAny("spanContext.spanId", "_spanContext.spanId", "context.spanId")) {
            return named || timed;
        }
        return named
                && timed
                && (object.has("trace_id", "span_id")
                        || object.has("traceId", "spanId")
                        || object.has("TraceId", "SpanId"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Records.walk(
                in,
                report,
                new Records.Handler() {
                    @Override
                    public boolean holdsRecords(String key, int depth) {
                        // Exporters put their spans below all sorts of keys.
                        return depth <= DEEPEST && !isPart(key);
                    }

                    @Override
                    public void record(Item record) {
                        if (SpanMapper.isSpan(record.fields())) {
                            sink.span(span(record, report));
                        } else if (!record.holder() && isItem(record)) {
                            SpanRecords.noSpan(record, report);
                        }
                    }
                });
    }

    private static boolean isPart(String key) {
        return PARTS.contains(key) || key.startsWith("Events.") || key.startsWith("Links.");
    }

    private static boolean isItem(Item record) {
        return record.depth() == 0 || record.under().equals("spans");
    }

    private static Span span(Item record, IngestReport report) {
        Span span = SpanMapper.OPEN.map(record, report);
        Attributes.Builder attributes = new Attributes.Builder().putAll(span.attributes());
        AnyValue session = record.outer().apply("session_id");
        if (record.under().equals("spans") && session != null) {
            Fields.putIfAbsent(attributes, "session.id", session);
        }
        entities(attributes, span.attributes());
        Span.Builder builder = span.toBuilder().attributes(attributes.build());
        AnyValue resource = record.outer().apply("resource");
        if (span.resource().attributes().isEmpty() && resource != null) {
            builder.resource(outerResource(resource));
        }
        return builder.build();
    }

    private static Resource outerResource(AnyValue value) {
        Attributes fields = Fields.asMap(value);
        @Nullable AnyValue inner = Fields.first(fields, "attributes");
        return new Resource(inner == null ? fields : SpanParts.attributes(inner));
    }

    /**
     * Monocle numbers a span's entities from 1 ({@code entity.1.name}); one of its stores turns
     * that into a list.
     */
    private static void entities(Attributes.Builder into, Attributes attributes) {
        if (attributes.get("entity") instanceof AnyValue.ArrayValue(List<AnyValue> entities)) {
            for (int i = 0; i < entities.size(); i++) {
                Fields.flatten(into, "entity." + (i + 1), entities.get(i));
            }
        }
    }
}
