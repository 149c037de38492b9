package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.json.Ids;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parts of a span in the spellings of the SDKs' own dumps. */
final class SpanParts {
    private static final int SHORTEST_DECIMAL_TRACE_ID = 33;

    private SpanParts() {}

    // ---- ids -----------------------------------------------------------------------------------

    /** A trace id: hexadecimal, padded base64, a UUID, a 128-bit number in decimal or any text. */
    static @Nullable Id traceId(@Nullable AnyValue value) {
        if (value instanceof AnyValue.IntValue) {
            return Ids.trace(value);
        }
        String text = value == null ? "" : value.toString();
        if (text.length() >= SHORTEST_DECIMAL_TRACE_ID && text.length() < 40 && isDecimal(text)) {
            return Ids.decimalTrace(text);
        }
        return isBase64(text, 24) ? Ids.trace(text) : Id.trace(text);
    }

    /**
     * A span id, likewise. A row of 17 to 20 decimal digits is a number in decimal: written in
     * hexadecimal, span ids have 16 digits.
     */
    static @Nullable Id spanId(@Nullable AnyValue value) {
        if (value instanceof AnyValue.IntValue) {
            return Ids.span(value);
        }
        String text = value == null ? "" : value.toString();
        if (text.length() >= 17 && text.length() <= 20 && isDecimal(text)) {
            return Ids.decimalSpan(text);
        }
        return isBase64(text, 12) ? Ids.span(text) : Id.span(text);
    }

    /** Only with its padding: without, names such as {@code tool-finish} look the same. */
    private static boolean isBase64(String text, int length) {
        return text.length() == length && text.endsWith("=");
    }

    /** A trace id that is hexadecimal, a UUID, or else means nothing but itself. */
    static @Nullable Id plainTraceId(@Nullable AnyValue value) {
        return value == null ? null : Id.trace(value.toString());
    }

    /** A span id, likewise. */
    static @Nullable Id plainSpanId(@Nullable AnyValue value) {
        return value == null ? null : Id.span(value.toString());
    }

    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    // ---- kind and status -----------------------------------------------------------------------

    /**
     * A span kind from a name ({@code SpanKind.CLIENT}, {@code SPAN_KIND_CLIENT}, {@code Client})
     * or a number.
     *
     * @param first the number of {@code INTERNAL}: 1 in OTLP, 0 in the SDKs' own enumerations
     */
    static SpanKind kind(@Nullable AnyValue value, int first) {
        if (value instanceof AnyValue.IntValue(long number)) {
            return switch (Math.clamp(number + 1 - first, 0, 6)) {
                case 1 -> SpanKind.INTERNAL;
                case 2 -> SpanKind.SERVER;
                case 3 -> SpanKind.CLIENT;
                case 4 -> SpanKind.PRODUCER;
                case 5 -> SpanKind.CONSUMER;
                default -> SpanKind.UNSPECIFIED;
            };
        }
        return switch (value == null ? "" : lastWord(value.toString())) {
            case "INTERNAL" -> SpanKind.INTERNAL;
            case "SERVER" -> SpanKind.SERVER;
            case "CLIENT" -> SpanKind.CLIENT;
            case "PRODUCER" -> SpanKind.PRODUCER;
            case "CONSUMER" -> SpanKind.CONSUMER;
            default -> SpanKind.UNSPECIFIED;
        };
    }

    private static String lastWord(String text) {
        int from = Math.max(text.lastIndexOf('.'), text.lastIndexOf('_'));
        return text.substring(from + 1).strip().toUpperCase(Locale.ROOT);
    }

    /** A status from {@code {code, description}}, a code's name or number, and a message beside. */
    static Status status(@Nullable AnyValue value, String message) {
        AnyValue code = value;
        String text = message;
        if (value instanceof AnyValue.KvlistValue(Attributes fields)) {
            code = Fields.first(fields, "status_code", "code", "Code", "statusCode");
            if (text.isEmpty()) {
                text = Fields.text(fields, "description", "message", "Description", "Message");
            }
        }
        return Status.of(code(code), text);
    }

    private static Status.Code code(@Nullable AnyValue value) {
        if (value instanceof AnyValue.IntValue(long number)) {
            return number == 1
                    ? Status.Code.OK
                    : number == 2 ? Status.Code.ERROR : Status.Code.UNSET;
        }
        return switch (value == null ? "" : lastWord(value.toString())) {
            case "OK", "SUCCESS", "1" -> Status.Code.OK;
            case "ERROR", "FAILED", "FAILURE", "2" -> Status.Code.ERROR;
            default -> Status.Code.UNSET;
        };
    }

    // ---- attributes ----------------------------------------------------------------------------

    /**
     * Attributes from a flat map, from lists of {@code {key, value}} with OTLP's or Go's typed
     * values, from pairs, or from the JSON text of one of these.
     */
    static Attributes attributes(@Nullable AnyValue value) {
        if (value instanceof AnyValue.ArrayValue(List<AnyValue> items)) {
            Attributes.Builder all = new Attributes.Builder();
            for (AnyValue item : items) {
                if (item instanceof AnyValue.KvlistValue(Attributes pair)) {
                    AnyValue key = Fields.first(pair, "key", "Key");
                    AnyValue typed = Fields.first(pair, "value", "Value");
                    if (key != null) {
                        all.put(key.toString(), typed == null ? AnyValue.EMPTY : untyped(typed));
                    }
                } else if (item instanceof AnyValue.ArrayValue(List<AnyValue> pair)
                        && pair.size() == 2) {
                    all.put(pair.get(0).toString(), pair.get(1));
                }
            }
            return all.build();
        }
        return Fields.asMap(value);
    }

    /** A value out of {@code {"stringValue": x}} or {@code {"Type": "STRING", "Value": x}}. */
    private static AnyValue untyped(AnyValue value) {
        if (!(value instanceof AnyValue.KvlistValue(Attributes typed))) {
            return value;
        }
        AnyValue go = typed.get("Value");
        if (go != null && typed.get("Type") != null) {
            return go;
        }
        if (typed.size() != 1) {
            return value;
        }
        AnyValue inner = typed.value(0);
        return switch (typed.key(0)) {
            case "stringValue", "string_value", "boolValue", "bool_value" -> inner;
            case "intValue", "int_value" -> number(inner);
            case "doubleValue", "double_value" -> inner;
            case "arrayValue", "array_value" -> {
                List<AnyValue> items = new ArrayList<>();
                for (AnyValue item : Fields.items(Fields.asMap(inner), "values")) {
                    items.add(untyped(item));
                }
                yield new AnyValue.ArrayValue(items);
            }
            case "kvlistValue", "kvlist_value" ->
                    new AnyValue.KvlistValue(
                            attributes(Fields.first(Fields.asMap(inner), "values")));
            default -> value;
        };
    }

    private static AnyValue number(AnyValue value) {
        if (value instanceof Text text) {
            try {
                return AnyValue.of(Long.parseLong(text.toString().strip()));
            } catch (NumberFormatException e) {
                return value;
            }
        }
        return value;
    }

    static Scope scope(@Nullable AnyValue value) {
        Attributes fields = Fields.asMap(value);
        String name = Fields.text(fields, "name", "Name");
        String version = Fields.text(fields, "version", "Version");
        Attributes attributes = attributes(Fields.first(fields, "attributes", "Attributes"));
        return name.isEmpty() && version.isEmpty() && attributes.isEmpty()
                ? Scope.EMPTY
                : new Scope(name, version, attributes);
    }

    // ---- events and links ----------------------------------------------------------------------

    static List<SpanEvent> events(List<AnyValue> items, Times.Unit unit) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<SpanEvent> events = new ArrayList<>(items.size());
        for (AnyValue item : items) {
            if (item instanceof AnyValue.KvlistValue(Attributes event)) {
                events.add(event(event, unit));
            }
        }
        return events;
    }

    static SpanEvent event(Attributes event, Times.Unit unit) {
        Attributes attributes = attributes(Fields.first(event, "attributes", "Attributes"));
        AnyValue body = Fields.first(event, "body");
        if (body != null) {
            attributes =
                    new Attributes.Builder().putAll(attributes).put(LogRecord.BODY, body).build();
        }
        AnyValue time =
                Fields.first(
                        event,
                        "timestamp",
                        "time",
                        "Time",
                        "Timestamp",
                        "time_unix_nano",
                        "timeUnixNano",
                        "timestamp_ns");
        return new SpanEvent(
                Times.point(time, unit),
                Fields.text(event, "name", "Name", "event_name"),
                attributes);
    }

    /** Events whose times, names and attributes stand in lists of their own. */
    static List<SpanEvent> columns(
            List<AnyValue> times, List<AnyValue> names, List<AnyValue> attributes) {
        List<SpanEvent> events = new ArrayList<>();
        int count = Math.max(times.size(), names.size());
        for (int i = 0; i < count; i++) {
            Attributes.Builder flat = new Attributes.Builder();
            if (i < attributes.size()) {
                Attributes map = attributes(attributes.get(i));
                for (int k = 0; k < map.size(); k++) {
                    Fields.flatten(flat, map.key(k), map.value(k));
                }
            }
            events.add(
                    new SpanEvent(
                            i < times.size()
                                    ? Times.point(times.get(i), Times.Unit.OPEN)
                                    : Span.NO_TIME,
                            i < names.size() ? names.get(i).toString() : "",
                            flat.build()));
        }
        return events;
    }

    static List<SpanLink> links(List<AnyValue> items) {
        List<SpanLink> links = new ArrayList<>(items.size());
        for (AnyValue item : items) {
            if (item instanceof AnyValue.KvlistValue(Attributes link)) {
                Attributes context = Fields.map(link, "context", "SpanContext", "spanContext");
                Attributes ids = context.isEmpty() ? link : context;
                add(
                        links,
                        traceId(Fields.first(ids, "trace_id", "traceId", "TraceID", "TraceId")),
                        spanId(Fields.first(ids, "span_id", "spanId", "SpanID", "SpanId")),
                        attributes(Fields.first(link, "attributes", "Attributes")));
            }
        }
        return links;
    }

    static List<SpanLink> linkColumns(
            List<AnyValue> traces, List<AnyValue> spans, List<AnyValue> attributes) {
        List<SpanLink> links = new ArrayList<>();
        for (int i = 0; i < Math.min(traces.size(), spans.size()); i++) {
            add(
                    links,
                    traceId(traces.get(i)),
                    spanId(spans.get(i)),
                    i < attributes.size() ? attributes(attributes.get(i)) : Attributes.EMPTY);
        }
        return links;
    }

    private static void add(
            List<SpanLink> links, @Nullable Id trace, @Nullable Id span, Attributes attributes) {
        if (trace != null && span != null) {
            links.add(new SpanLink(trace, span, attributes));
        }
    }
}
