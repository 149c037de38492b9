package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.json.Ids;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.Numbers;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Single spans, log records, resources and scopes of OTLP/JSON. */
final class OtlpJsonRecords {
    private final JsonCursor cursor;
    private final OtlpJsonValues values;
    private final String source;
    private final IngestReport report;
    // The same trace id stands in many spans in a row; its text is the same object each time.
    private String lastTraceText = "";
    private @Nullable Id lastTrace;
    private @Nullable Id lastNumericTrace;
    private Resource lastResource = Resource.EMPTY;
    private Scope lastScope = Scope.EMPTY;

    OtlpJsonRecords(JsonCursor cursor, String source, IngestReport report) {
        this.cursor = cursor;
        this.values = new OtlpJsonValues(cursor);
        this.source = source;
        this.report = report;
    }

    /**
     * The span that stands next, without resource and scope.
     *
     * @param certain whether it is known to be one; where not, null is given for an object without
     *     name and times, which is a link
     */
    Span.@Nullable Builder span(boolean certain) throws IOException {
        long at = cursor.offset();
        Id trace = null;
        Id id = null;
        Id parent = null;
        String name = "";
        SpanKind kind = SpanKind.UNSPECIFIED;
        long start = Span.NO_TIME;
        long end = Span.NO_TIME;
        String traceState = "";
        Status status = Status.UNSET;
        Attributes attributes = Attributes.EMPTY;
        List<SpanEvent> events = List.of();
        List<SpanLink> links = List.of();
        Attributes.Builder dropped = null;
        boolean isSpan = certain;
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "traceId", "trace_id", "TraceId" -> trace = traceId();
                case "spanId", "span_id", "SpanId" -> id = spanId();
                case "parentSpanId", "parent_span_id", "ParentSpanId" -> parent = spanId();
                case "name", "Name" -> {
                    name = cursor.string();
                    isSpan = true;
                }
                case "kind", "Kind" -> kind = kind();
                case "startTimeUnixNano", "start_time_unix_nano", "StartTimeUnixNano" -> {
                    start = time(at);
                    isSpan = true;
                }
                case "endTimeUnixNano", "end_time_unix_nano", "EndTimeUnixNano" -> end = time(at);
                case "traceState", "trace_state" -> traceState = cursor.string();
                case "status", "Status" -> status = status();
                case "attributes", "Attributes" -> attributes = values.attributes();
                case "events", "Events" -> events = events(at);
                case "links", "Links" -> links = links();
                case "droppedAttributesCount", "dropped_attributes_count" ->
                        dropped = dropped(dropped, "otel.dropped_attributes_count");
                case "droppedEventsCount", "dropped_events_count" ->
                        dropped = dropped(dropped, "otel.dropped_events_count");
                case "droppedLinksCount", "dropped_links_count" ->
                        dropped = dropped(dropped, "otel.dropped_links_count");
                default -> cursor.skipValue();
            }
        }
        if (!isSpan) {
            return null;
        }
        if (trace == null) {
            report.repaired(source, at, "a span without a trace id, kept with those of its input");
            trace = Id.ofText("no-trace-id:" + source);
        }
        if (id == null) {
            report.repaired(source, at, "a span without a span id, given one");
            id = Id.ofText("no-span-id:" + at);
        }
        noteInvalidText(at);
        if (dropped != null) {
            attributes = dropped.putAll(attributes).build();
        }
        return new Span.Builder(trace, id)
                .parent(parent)
                .name(name)
                .kind(kind)
                .times(start, end)
                .status(status)
                .attributes(attributes)
                .events(events)
                .links(links)
                .traceState(traceState)
                .origin(new Origin(source, at, (int) Math.min(cursor.offset() - at, 1 << 30)));
    }

    /** Names as in OpenTelemetry's specification for formats that have no field for the counts. */
    private Attributes.@Nullable Builder dropped(Attributes.@Nullable Builder into, String name)
            throws IOException {
        long count = cursor.wholeNumber(0);
        if (count <= 0) {
            return into;
        }
        return (into == null ? new Attributes.Builder() : into).put(name, count);
    }

    private void noteInvalidText(long at) {
        if (cursor.tookInvalidUtf8()) {
            report.repaired(source, at, "invalid UTF-8, read as U+FFFD");
        }
    }

    /** The log record that stands next, without resource and scope. */
    LogRecord log() throws IOException {
        long at = cursor.offset();
        Id trace = null;
        Id id = null;
        long time = Span.NO_TIME;
        long observed = Span.NO_TIME;
        String eventName = "";
        String severity = "";
        AnyValue body = AnyValue.EMPTY;
        Attributes attributes = Attributes.EMPTY;
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "traceId", "trace_id" -> trace = traceId();
                case "spanId", "span_id" -> id = spanId();
                case "timeUnixNano", "time_unix_nano" -> time = time(at);
                case "observedTimeUnixNano", "observed_time_unix_nano" -> observed = time(at);
                case "eventName", "event_name" -> eventName = cursor.string();
                case "severityText", "severity_text" -> severity = cursor.string();
                case "body" -> body = values.anyValue(0);
                case "attributes" -> attributes = values.attributes();
                default -> cursor.skipValue();
            }
        }
        noteInvalidText(at);
        return new LogRecord(
                trace,
                id,
                time != Span.NO_TIME ? time : observed,
                eventName,
                severity,
                body,
                attributes,
                Resource.EMPTY,
                Scope.EMPTY,
                new Origin(source, at, (int) Math.min(cursor.offset() - at, 1 << 30)));
    }

    Resource resource() throws IOException {
        if (!cursor.atObject()) {
            cursor.skipValue();
            return Resource.EMPTY;
        }
        Attributes attributes = Attributes.EMPTY;
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            if (key.equals("attributes") || key.equals("Attributes")) {
                attributes = values.attributes();
            } else {
                cursor.skipValue();
            }
        }
        if (!attributes.equals(lastResource.attributes())) {
            lastResource = new Resource(attributes);
        }
        return lastResource;
    }

    Scope scope() throws IOException {
        if (!cursor.atObject()) {
            cursor.skipValue();
            return Scope.EMPTY;
        }
        String name = "";
        String version = "";
        Attributes attributes = Attributes.EMPTY;
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "name", "Name" -> name = cursor.string();
                case "version", "Version" -> version = cursor.string();
                case "attributes", "Attributes" -> attributes = values.attributes();
                default -> cursor.skipValue();
            }
        }
        Scope scope = new Scope(name, version, attributes);
        if (!scope.equals(lastScope)) {
            lastScope = scope;
        }
        return lastScope;
    }

    private @Nullable Id traceId() throws IOException {
        if (cursor.takeQuotedHex(32)) {
            return traceId(cursor.hexHigh(), cursor.hexLow());
        }
        if (!cursor.atString()) {
            return Ids.trace(cursor.value());
        }
        String text = cursor.symbol();
        if (!text.equals(lastTraceText)) {
            lastTrace = Ids.trace(text);
            lastTraceText = text;
        }
        return lastTrace;
    }

    private @Nullable Id traceId(long high, long low) {
        Id last = lastNumericTrace;
        if (last != null && last.high() == high && last.low() == low) {
            return last;
        }
        lastNumericTrace = (high | low) == 0 ? null : Id.of(high, low);
        return lastNumericTrace;
    }

    private @Nullable Id spanId() throws IOException {
        if (cursor.takeQuotedHex(16)) {
            return cursor.hexLow() == 0 ? null : Id.of(cursor.hexLow());
        }
        return cursor.atString() ? Ids.span(cursor.symbol()) : Ids.span(cursor.value());
    }

    private long time(long recordAt) throws IOException {
        long digits = cursor.takeQuotedDigits();
        if (digits >= 0) {
            return digits == 0 ? Span.NO_TIME : digits;
        }
        if (cursor.takeNull()) {
            return Span.NO_TIME;
        }
        if (cursor.atString()) {
            String text = cursor.symbol();
            long nanos = Numbers.whole(text, Span.NO_TIME);
            if (nanos == Span.NO_TIME && !text.isEmpty()) {
                report.repaired(source, recordAt, "a time that is no number, taken as unknown");
            }
            return nanos == 0 ? Span.NO_TIME : nanos;
        }
        long nanos = cursor.wholeNumber(Span.NO_TIME);
        if (nanos == Span.NO_TIME) {
            report.repaired(source, recordAt, "a time that is no number, taken as unknown");
        }
        return nanos == 0 ? Span.NO_TIME : nanos;
    }

    private SpanKind kind() throws IOException {
        return OtlpNames.kind(cursor.string());
    }

    private Status status() throws IOException {
        if (!cursor.atObject()) {
            return Status.of(OtlpNames.code(cursor.string()), "");
        }
        Status.Code code = Status.Code.UNSET;
        String message = "";
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key.toLowerCase(Locale.ROOT)) {
                case "code", "status_code" -> code = OtlpNames.code(cursor.string());
                case "message", "description" -> message = cursor.string();
                default -> cursor.skipValue();
            }
        }
        return Status.of(code, message);
    }

    private List<SpanEvent> events(long recordAt) throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return List.of();
        }
        List<SpanEvent> events = new ArrayList<>();
        cursor.beginArray();
        while (cursor.nextItem()) {
            if (!cursor.atObject()) {
                cursor.skipValue();
                continue;
            }
            long time = Span.NO_TIME;
            String name = "";
            Attributes attributes = Attributes.EMPTY;
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                switch (key) {
                    case "timeUnixNano", "time_unix_nano", "TimeUnixNano" -> time = time(recordAt);
                    case "name", "Name" -> name = cursor.string();
                    case "attributes", "Attributes" -> attributes = values.attributes();
                    default -> cursor.skipValue();
                }
            }
            events.add(new SpanEvent(time, name, attributes));
        }
        return events;
    }

    private List<SpanLink> links() throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return List.of();
        }
        List<SpanLink> links = new ArrayList<>();
        cursor.beginArray();
        while (cursor.nextItem()) {
            if (!cursor.atObject()) {
                cursor.skipValue();
                continue;
            }
            Id trace = null;
            Id id = null;
            Attributes attributes = Attributes.EMPTY;
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                switch (key) {
                    case "traceId", "trace_id", "TraceId" -> trace = traceId();
                    case "spanId", "span_id", "SpanId" -> id = spanId();
                    case "attributes", "Attributes" -> attributes = values.attributes();
                    default -> cursor.skipValue();
                }
            }
            if (trace != null && id != null) {
                links.add(new SpanLink(trace, id, attributes));
            }
        }
        return links;
    }
}
