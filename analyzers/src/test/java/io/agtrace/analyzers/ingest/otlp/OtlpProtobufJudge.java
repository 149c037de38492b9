package io.agtrace.analyzers.ingest.otlp;

import com.google.protobuf.ByteString;

import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an export holds, said in one line a record: once as the generated classes of
 * opentelemetry-proto see it, once as our reader does. Written from the specification, not from the
 * reader.
 */
final class OtlpProtobufJudge {
    private OtlpProtobufJudge() {}

    static List<String> expected(TracesData data, String source) {
        List<String> all = new ArrayList<>();
        for (ResourceSpans of : data.getResourceSpansList()) {
            for (ScopeSpans by : of.getScopeSpansList()) {
                for (Span span : by.getSpansList()) {
                    all.add(expected(span, of.getResource(), by.getScope(), source));
                }
            }
        }
        return all;
    }

    private static String expected(
            Span span, Resource resource, InstrumentationScope scope, String source) {
        Map<String, String> counts = new LinkedHashMap<>();
        count(counts, "otel.dropped_attributes_count", span.getDroppedAttributesCount());
        count(counts, "otel.dropped_events_count", span.getDroppedEventsCount());
        count(counts, "otel.dropped_links_count", span.getDroppedLinksCount());
        List<String> events = new ArrayList<>();
        for (Span.Event event : span.getEventsList()) {
            events.add(
                    time(event.getTimeUnixNano())
                            + event.getName()
                            + map(event.getAttributesList(), Map.of()));
        }
        List<String> links = new ArrayList<>();
        for (Span.Link link : span.getLinksList()) {
            String trace = traceId(link.getTraceId());
            String id = spanId(link.getSpanId());
            if (!trace.equals("null") && !id.equals("null")) {
                links.add(trace + id + map(link.getAttributesList(), Map.of()));
            }
        }
        String trace = traceId(span.getTraceId());
        String id = spanId(span.getSpanId());
        return String.join(
                "|",
                trace.equals("null") ? "no-trace-id:" + source : trace,
                id.equals("null") ? "no-span-id" : id,
                spanId(span.getParentSpanId()),
                span.getName(),
                kind(span.getKindValue()),
                time(span.getStartTimeUnixNano()),
                time(span.getEndTimeUnixNano()),
                code(span.getStatus().getCodeValue()) + span.getStatus().getMessage(),
                map(span.getAttributesList(), counts),
                events.toString(),
                links.toString(),
                span.getTraceState(),
                map(resource.getAttributesList(), Map.of()),
                scope.getName() + scope.getVersion() + map(scope.getAttributesList(), Map.of()));
    }

    private static void count(Map<String, String> into, String name, int unsigned) {
        if (unsigned != 0) {
            into.put(name, Integer.toUnsignedString(unsigned));
        }
    }

    static List<String> expectedLogs(LogsData data) {
        List<String> all = new ArrayList<>();
        for (ResourceLogs of : data.getResourceLogsList()) {
            for (ScopeLogs by : of.getScopeLogsList()) {
                for (var log : by.getLogRecordsList()) {
                    all.add(
                            String.join(
                                    "|",
                                    traceId(log.getTraceId()),
                                    spanId(log.getSpanId()),
                                    time(
                                            log.getTimeUnixNano() == 0
                                                    ? log.getObservedTimeUnixNano()
                                                    : log.getTimeUnixNano()),
                                    log.getEventName(),
                                    log.getSeverityText(),
                                    value(log.getBody()),
                                    map(log.getAttributesList(), Map.of()),
                                    map(of.getResource().getAttributesList(), Map.of()),
                                    by.getScope().getName()));
                }
            }
        }
        return all;
    }

    private static String traceId(ByteString bytes) {
        return id(bytes, 32);
    }

    private static String spanId(ByteString bytes) {
        return id(bytes, 16);
    }

    private static String id(ByteString bytes, int digits) {
        String hex = HexFormat.of().formatHex(bytes.toByteArray());
        if (hex.chars().allMatch(c -> c == '0') && hex.length() <= 32) {
            return "null";
        }
        int width = hex.length() <= digits ? digits : 32;
        return hex.length() > 32 ? hex : "0".repeat(width - hex.length()) + hex;
    }

    private static String kind(int number) {
        return switch (number) {
            case 1 -> "INTERNAL";
            case 2 -> "SERVER";
            case 3 -> "CLIENT";
            case 4 -> "PRODUCER";
            case 5 -> "CONSUMER";
            default -> "UNSPECIFIED";
        };
    }

    private static String code(int number) {
        return number == 1 ? "OK" : number == 2 ? "ERROR" : "UNSET";
    }

    private static String time(long nanos) {
        return nanos <= 0 ? "-" : Long.toString(nanos);
    }

    private static String map(List<KeyValue> pairs, Map<String, String> before) {
        Map<String, String> values = new LinkedHashMap<>(before);
        for (KeyValue pair : pairs) {
            values.put(pair.getKey(), value(pair.getValue()));
        }
        return values.toString();
    }

    private static String value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> "s" + value.getStringValue();
            case BOOL_VALUE -> "b" + value.getBoolValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> "d" + value.getDoubleValue();
            case BYTES_VALUE ->
                    "y" + Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
            case ARRAY_VALUE ->
                    value.getArrayValue().getValuesList().stream()
                            .map(OtlpProtobufJudge::value)
                            .toList()
                            .toString();
            case KVLIST_VALUE -> map(value.getKvlistValue().getValuesList(), Map.of());
            default -> "null";
        };
    }

    // ---- our reader's view
    // -----------------------------------------------------------------------

    static List<String> actual(List<io.agtrace.analyzers.span.Span> spans) {
        return spans.stream().map(OtlpProtobufJudge::actual).toList();
    }

    private static String actual(io.agtrace.analyzers.span.Span span) {
        List<String> events = new ArrayList<>();
        for (SpanEvent event : span.events()) {
            events.add(ours(event.timeNanos()) + event.name() + ours(event.attributes()));
        }
        List<String> links = new ArrayList<>();
        for (SpanLink link : span.links()) {
            links.add(link.traceId().toString() + link.spanId() + ours(link.attributes()));
        }
        String id = span.spanId().toString();
        return String.join(
                "|",
                span.traceId().toString(),
                id.startsWith("no-span-id:") ? "no-span-id" : id,
                String.valueOf(span.parentId()),
                span.name(),
                span.kind().toString(),
                ours(span.startNanos()),
                ours(span.endNanos()),
                span.status().code() + span.status().message(),
                ours(span.attributes()),
                events.toString(),
                links.toString(),
                span.traceState(),
                ours(span.resource().attributes()),
                span.scope().name() + span.scope().version() + ours(span.scope().attributes()));
    }

    static List<String> actualLogs(List<LogRecord> logs) {
        return logs.stream()
                .map(
                        log ->
                                String.join(
                                        "|",
                                        String.valueOf(log.traceId()),
                                        String.valueOf(log.spanId()),
                                        ours(log.timeNanos()),
                                        log.eventName(),
                                        log.severity(),
                                        ours(log.body()),
                                        ours(log.attributes()),
                                        ours(log.resource().attributes()),
                                        log.scope().name()))
                .toList();
    }

    private static String ours(long nanos) {
        return nanos == io.agtrace.analyzers.span.Span.NO_TIME ? "-" : Long.toString(nanos);
    }

    private static String ours(io.agtrace.analyzers.span.Attributes attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            values.put(attributes.key(i), ours(attributes.value(i)));
        }
        return values.toString();
    }

    private static String ours(io.agtrace.analyzers.span.AnyValue value) {
        return switch (value) {
            case io.agtrace.analyzers.span.Text text -> "s" + text;
            case io.agtrace.analyzers.span.AnyValue.BoolValue flag -> "b" + flag;
            case io.agtrace.analyzers.span.AnyValue.IntValue number -> number.toString();
            case io.agtrace.analyzers.span.AnyValue.DoubleValue number -> "d" + number;
            case io.agtrace.analyzers.span.AnyValue.BytesValue bytes -> "y" + bytes;
            case io.agtrace.analyzers.span.AnyValue.ArrayValue list ->
                    list.values().stream().map(OtlpProtobufJudge::ours).toList().toString();
            case io.agtrace.analyzers.span.AnyValue.KvlistValue map -> ours(map.fields());
            case io.agtrace.analyzers.span.AnyValue.EmptyValue none -> "null";
        };
    }
}
