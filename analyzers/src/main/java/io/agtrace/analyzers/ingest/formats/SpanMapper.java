package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Spans from records that are OpenTelemetry spans at heart and differ in how their fields are
 * called: what SDKs, consoles, vendors and column stores make of the same data.
 *
 * @param times what bare numbers in time fields count
 * @param durations what bare numbers in duration fields count
 * @param firstKind the number of the span kind {@code INTERNAL}
 */
record SpanMapper(Times.Unit times, Times.Unit durations, int firstKind) {
    /** For formats that say nowhere what their numbers count. */
    static final SpanMapper OPEN = new SpanMapper(Times.Unit.OPEN, Times.Unit.NANOS, 1);

    private static final String[] CONTEXT = {
        "context", "spanContext", "_spanContext", "SpanContext"
    };
    private static final String[] TRACE = {
        "trace_id", "traceId", "TraceID", "TraceId", "traceID", "context.trace_id"
    };
    private static final String[] SPAN = {
        "span_id", "spanId", "SpanID", "SpanId", "spanID", "context.span_id"
    };
    private static final String[] PARENT = {
        "parent_id", "parent_span_id", "parentSpanId", "ParentSpanId", "parentId", "ParentSpanID"
    };
    private static final String[] PARENT_CONTEXT = {
        "parent", "parentSpanContext", "_parentSpanContext", "Parent", "parent_context"
    };
    private static final String[] NAME = {"name", "span_name", "SpanName", "Name", "spanName"};
    private static final String[] START = {
        "start_time",
        "startTime",
        "start_time_unix_nano",
        "startTimeUnixNano",
        "StartTime",
        "start",
        "Timestamp",
        "_startTime",
        "timestamp",
        "started_at",
        "startTimeUnixMs"
    };
    private static final String[] END = {
        "end_time",
        "endTime",
        "end_time_unix_nano",
        "endTimeUnixNano",
        "EndTime",
        "end",
        "_endTime",
        "ended_at",
        "endTimeUnixMs"
    };
    private static final String[] ATTRIBUTES = {
        "attributes", "span_attributes", "SpanAttributes", "Attributes", "spanAttributes"
    };

    /** Whether the record has what makes it a span: an id of its own and a name or a start. */
    static boolean isSpan(Attributes fields) {
        Attributes context = Fields.map(fields, CONTEXT);
        boolean named = Fields.has(fields, NAME);
        if (Fields.has(fields, SPAN) || Fields.has(context, SPAN)) {
            return (named || Fields.has(fields, START)) && !Fields.has(fields, "severity_number");
        }
        // Some dumps leave the ids out.
        return named
                && fields.get("attributes") != null
                && (Fields.has(fields, "start_time", "startTime", "kind")
                        || fields.get("events") != null
                        || fields.get("status") != null);
    }

    Span map(Item record, IngestReport report) {
        return builder(record, report).build();
    }

    /** The span of a record, for formats that add to it. */
    Span.Builder builder(Item record, IngestReport report) {
        return builder(record.fields(), record.origin(), null, report);
    }

    /**
     * The same.
     *
     * @param trace the trace's id where it stands outside the record
     */
    Span.Builder builder(
            Attributes fields, Origin origin, @Nullable Id trace, IngestReport report) {
        Attributes context = Fields.map(fields, CONTEXT);
        Id traceId = SpanParts.traceId(either(fields, context, TRACE));
        Id spanId = SpanParts.spanId(either(fields, context, SPAN));
        if (spanId == null && !context.isEmpty()) {
            spanId = SpanParts.spanId(Fields.first(context, "id"));
        }
        if (spanId == null && fields.get("traceId") != null) {
            spanId = SpanParts.spanId(Fields.first(fields, "id"));
        }
        Span.Builder span =
                new Span.Builder(
                        orNoTrace(traceId == null ? trace : traceId, origin, report),
                        orNoSpan(spanId, origin, report));
        long start = Times.point(Fields.first(fields, START), times);
        AnyValue kind = Fields.first(fields, "kind", "span_kind", "SpanKind", "spanKind", "_kind");
        return span.parent(parent(fields))
                .name(Fields.text(fields, NAME))
                .kind(SpanParts.kind(kind, kindBase(fields)))
                .times(start, end(fields, start))
                .status(
                        SpanParts.status(
                                Fields.first(
                                        fields,
                                        "status",
                                        "Status",
                                        "status_code",
                                        "StatusCode",
                                        "statusCode"),
                                Fields.text(
                                        fields,
                                        "status_message",
                                        "StatusMessage",
                                        "statusMessage",
                                        "status_description")))
                .attributes(attributes(fields, kind))
                .events(events(fields))
                .links(links(fields))
                .resource(resource(fields))
                .scope(scope(fields))
                .traceState(traceState(fields, context))
                .origin(origin);
    }

    /** The id, or one that says that there is none. */
    static Id orNoTrace(@Nullable Id id, Origin origin, IngestReport report) {
        if (id != null) {
            return id;
        }
        report.repaired(origin.source(), origin.offset(), "a span without a trace id");
        return Id.ofText("no-trace-id:" + origin.source());
    }

    /** The id, or one that says that there is none. */
    static Id orNoSpan(@Nullable Id id, Origin origin, IngestReport report) {
        if (id != null) {
            return id;
        }
        report.repaired(origin.source(), origin.offset(), "a span without a span id");
        return Id.ofText("no-span-id:" + origin.offset());
    }

    private static @Nullable AnyValue either(
            Attributes fields, Attributes context, String[] names) {
        AnyValue value = Fields.first(context, names);
        return value == null ? Fields.first(fields, names) : value;
    }

    private static @Nullable Id parent(Attributes fields) {
        AnyValue id = Fields.first(fields, PARENT);
        if (id != null) {
            return SpanParts.spanId(id);
        }
        AnyValue parent = Fields.first(fields, PARENT_CONTEXT);
        return parent instanceof AnyValue.KvlistValue(Attributes context)
                ? SpanParts.spanId(Fields.first(context, SPAN))
                : SpanParts.spanId(parent);
    }

    /** Spans of OpenTelemetry JS, known by their times or contexts, number kinds from 0. */
    private int kindBase(Attributes fields) {
        boolean js =
                fields.get("spanContext") != null
                        || fields.get("_spanContext") != null
                        || fields.get("startTime") instanceof AnyValue.ArrayValue
                        || fields.get("_startTime") != null;
        return js ? 0 : firstKind;
    }

    private long end(Attributes fields, long start) {
        long end = Times.point(Fields.first(fields, END), times);
        if (end != Span.NO_TIME || start == Span.NO_TIME) {
            return end;
        }
        long millis =
                Times.duration(
                        Fields.first(fields, "duration_ms", "durationMs"), Times.Unit.MILLIS);
        long duration =
                millis != Span.NO_TIME
                        ? millis
                        : Times.duration(
                                Fields.first(
                                        fields, "duration", "Duration", "_duration", "duration_ns"),
                                durations);
        if (duration == Span.NO_TIME || duration < 0) {
            return Span.NO_TIME;
        }
        return duration > Long.MAX_VALUE - Math.max(start, 0) ? Span.NO_TIME : start + duration;
    }

    private static Attributes attributes(Attributes fields, @Nullable AnyValue kind) {
        // Of two such maps, as some vendors have them, the one with something in it counts.
        Attributes own = Attributes.EMPTY;
        for (int i = 0; i < ATTRIBUTES.length && own.isEmpty(); i++) {
            own = SpanParts.attributes(fields.get(ATTRIBUTES[i]));
        }
        Attributes.Builder all = new Attributes.Builder().putAll(own);
        for (int i = 0; i < fields.size(); i++) {
            // A data frame has a column for each.
            if (fields.key(i).startsWith("attributes.")) {
                Fields.put(all, fields.key(i).substring(11), fields.value(i));
            }
        }
        if (kind != null && isOpenInference(fields, kind)) {
            Fields.putIfAbsent(all, "openinference.span.kind", kind);
        }
        return all.build();
    }

    /** Whether what stands as the span's kind is OpenInference's: {@code LLM}, {@code TOOL}. */
    private static boolean isOpenInference(Attributes fields, AnyValue kind) {
        return fields.get("kind") == null
                && !(kind instanceof AnyValue.IntValue)
                && SpanParts.kind(kind, 1) == SpanKind.UNSPECIFIED
                && !kind.toString().toUpperCase(Locale.ROOT).endsWith("UNSPECIFIED");
    }

    private List<SpanEvent> events(Attributes fields) {
        List<AnyValue> rows = Fields.items(fields, "events", "Events", "span_events", "_events");
        List<SpanEvent> events = new ArrayList<>(SpanParts.events(rows, times));
        if (events.isEmpty()) {
            events.addAll(
                    SpanParts.columns(
                            Fields.items(fields, "event_timestamps", "Events.Timestamp"),
                            Fields.items(fields, "event_names", "Events.Name"),
                            Fields.items(fields, "event_attributes", "Events.Attributes")));
        }
        return events;
    }

    private static List<SpanLink> links(Attributes fields) {
        List<SpanLink> links = SpanParts.links(Fields.items(fields, "links", "Links", "_links"));
        return links.isEmpty()
                ? SpanParts.linkColumns(
                        Fields.items(fields, "link_trace_ids", "Links.TraceId"),
                        Fields.items(fields, "link_span_ids", "Links.SpanId"),
                        Fields.items(fields, "link_attributes", "Links.Attributes"))
                : links;
    }

    private static Resource resource(Attributes fields) {
        AnyValue value =
                Fields.first(
                        fields,
                        "resource",
                        "Resource",
                        "resource_attributes",
                        "ResourceAttributes",
                        "_resource");
        Attributes.Builder all = new Attributes.Builder();
        if (value instanceof AnyValue.KvlistValue(Attributes map)) {
            AnyValue inner = Fields.first(map, "attributes", "_attributes", "_rawAttributes");
            Attributes flat = inner == null ? map : SpanParts.attributes(inner);
            for (int i = 0; i < flat.size(); i++) {
                Fields.flatten(all, flat.key(i), flat.value(i));
            }
        } else {
            all.putAll(SpanParts.attributes(value));
        }
        Fields.putIfAbsent(
                all,
                "service.name",
                Fields.first(fields, "service_name", "ServiceName", "serviceName"));
        return all.size() == 0 ? Resource.EMPTY : new Resource(all.build());
    }

    private static Scope scope(Attributes fields) {
        Scope scope =
                SpanParts.scope(
                        Fields.first(
                                fields,
                                "scope",
                                "instrumentation_scope",
                                "instrumentationScope",
                                "InstrumentationScope",
                                "instrumentationLibrary",
                                "InstrumentationLibrary",
                                "instrumentation_info"));
        String name = Fields.text(fields, "scope_name", "ScopeName", "scopeName");
        return scope.equals(Scope.EMPTY) && !name.isEmpty()
                ? new Scope(
                        name,
                        Fields.text(fields, "scope_version", "ScopeVersion", "scopeVersion"),
                        Attributes.EMPTY)
                : scope;
    }

    private static String traceState(Attributes fields, Attributes context) {
        AnyValue value =
                either(fields, context, new String[] {"trace_state", "traceState", "TraceState"});
        // The Python console writes an empty list's text, the JS one an object.
        if (!(value instanceof io.agtrace.analyzers.span.Text)) {
            return "";
        }
        String text = value.toString();
        return text.equals("[]") || text.equals("{}") ? "" : text;
    }
}
