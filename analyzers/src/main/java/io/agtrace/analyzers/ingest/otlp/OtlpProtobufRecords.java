package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.json.Ids;
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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Single spans, log records, resources and scopes of OTLP protobuf, each wholly in the window.
 * Field numbers are those of opentelemetry-proto 1.x ({@code trace.proto}, {@code logs.proto},
 * {@code resource.proto}, {@code common.proto}).
 */
final class OtlpProtobufRecords {
    /** No id is longer; a longer one is another message where lengths are damaged. */
    private static final int LONGEST_ID = 64;

    private static final int KEY_VALUE_DEPTH = 0;

    private final ByteInput in;
    private final ProtoSlice slice;
    private final IngestReport report;
    // The same trace id stands in many spans in a row.
    private byte[] lastTraceBytes = new byte[0];
    private @Nullable Id lastTrace;
    private Resource lastResource = Resource.EMPTY;
    private Scope lastScope = Scope.EMPTY;

    OtlpProtobufRecords(ByteInput in, IngestReport report) {
        this.in = in;
        this.slice = new ProtoSlice(in);
        this.report = report;
    }

    private Origin origin(int from, int to) {
        return new Origin(in.name(), in.base() + from, to - from);
    }

    private void noteInvalidText(long at) {
        if (slice.tookInvalidUtf8()) {
            report.repaired(in.name(), at, "invalid UTF-8, read as U+FFFD");
        }
    }

    /** The span in the window from one index to another, without resource and scope. */
    Span.Builder span(int from, int to) throws MalformedInput {
        long at = in.base() + from;
        Id trace = null;
        Id id = null;
        Id parent = null;
        String name = "";
        SpanKind kind = SpanKind.UNSPECIFIED;
        long start = Span.NO_TIME;
        long end = Span.NO_TIME;
        String traceState = "";
        Status status = Status.UNSET;
        List<SpanEvent> events = List.of();
        List<SpanLink> links = List.of();
        long droppedAttributes = 0;
        long droppedEvents = 0;
        long droppedLinks = 0;
        Attributes.Builder builder = null;
        Attributes attributes = Attributes.EMPTY;
        slice.begin(from);
        while (slice.position < to) {
            int tag = slice.tag(to);
            if (tag == (9 << 3 | 2)) {
                if (builder == null) {
                    builder = begun(attributes);
                }
                slice.keyValue(builder, to, KEY_VALUE_DEPTH);
                continue;
            }
            if (builder != null) {
                attributes = builder.build();
                builder = null;
            }
            switch (tag) {
                case 1 << 3 | 2 -> trace = traceId(to);
                case 2 << 3 | 2 -> id = spanId(to);
                case 3 << 3 | 2 -> traceState = slice.string(to);
                case 4 << 3 | 2 -> parent = spanId(to);
                case 5 << 3 | 2 -> name = slice.string(to);
                case 6 << 3 -> kind = OtlpNames.kind(slice.number(to));
                case 7 << 3 | 1 -> start = time(slice.fixed64(to), at);
                case 8 << 3 | 1 -> end = time(slice.fixed64(to), at);
                case 10 << 3 -> droppedAttributes = slice.number(to);
                case 11 << 3 | 2 -> {
                    events = events.isEmpty() ? new ArrayList<>() : events;
                    events.add(event(to, at));
                }
                case 12 << 3 -> droppedEvents = slice.number(to);
                case 13 << 3 | 2 -> {
                    links = links.isEmpty() ? new ArrayList<>() : links;
                    link(links, to);
                }
                case 14 << 3 -> droppedLinks = slice.number(to);
                case 15 << 3 | 2 -> status = status(status, to);
                default -> slice.skip(tag, to);
            }
        }
        if (builder != null) {
            attributes = builder.build();
        }
        if (trace == null) {
            report.repaired(
                    in.name(), at, "a span without a trace id, kept with those of its input");
            trace = Id.ofText("no-trace-id:" + in.name());
        }
        if (id == null) {
            report.repaired(in.name(), at, "a span without a span id, given one");
            id = Id.ofText("no-span-id:" + at);
        }
        noteInvalidText(at);
        if ((droppedAttributes | droppedEvents | droppedLinks) != 0) {
            attributes = dropped(droppedAttributes, droppedEvents, droppedLinks, attributes);
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
                .origin(origin(from, to));
    }

    private Attributes.Builder begun(Attributes attributes) {
        Attributes.Builder builder = slice.attributes();
        // A builder that a damaged message left behind still holds what it had.
        builder.build();
        return attributes.isEmpty() ? builder : builder.putAll(attributes);
    }

    /** Names as in OpenTelemetry's specification for formats that have no field for the counts. */
    private static Attributes dropped(
            long attributes, long events, long links, Attributes recorded) {
        Attributes.Builder all = new Attributes.Builder();
        if (attributes > 0) {
            all.put("otel.dropped_attributes_count", attributes);
        }
        if (events > 0) {
            all.put("otel.dropped_events_count", events);
        }
        if (links > 0) {
            all.put("otel.dropped_links_count", links);
        }
        return all.putAll(recorded).build();
    }

    private SpanEvent event(int to, long recordAt) throws MalformedInput {
        int length = slice.length(to);
        int end = slice.position + length;
        long time = Span.NO_TIME;
        String name = "";
        Attributes.Builder attributes = new Attributes.Builder();
        while (slice.position < end) {
            int tag = slice.tag(end);
            switch (tag) {
                case 1 << 3 | 1 -> time = time(slice.fixed64(end), recordAt);
                case 2 << 3 | 2 -> name = slice.string(end);
                case 3 << 3 | 2 -> slice.keyValue(attributes, end, KEY_VALUE_DEPTH);
                default -> slice.skip(tag, end);
            }
        }
        return new SpanEvent(time, name, attributes.build());
    }

    private void link(List<SpanLink> into, int to) throws MalformedInput {
        int length = slice.length(to);
        int end = slice.position + length;
        Id trace = null;
        Id id = null;
        Attributes.Builder attributes = new Attributes.Builder();
        while (slice.position < end) {
            int tag = slice.tag(end);
            switch (tag) {
                case 1 << 3 | 2 -> trace = traceId(end);
                case 2 << 3 | 2 -> id = spanId(end);
                case 4 << 3 | 2 -> slice.keyValue(attributes, end, KEY_VALUE_DEPTH);
                default -> slice.skip(tag, end);
            }
        }
        if (trace != null && id != null) {
            into.add(new SpanLink(trace, id, attributes.build()));
        }
    }

    /** A message field that stands twice is merged, as protobuf demands. */
    private Status status(Status before, int to) throws MalformedInput {
        int length = slice.length(to);
        int end = slice.position + length;
        Status.Code code = before.code();
        String message = before.message();
        while (slice.position < end) {
            int tag = slice.tag(end);
            switch (tag) {
                case 2 << 3 | 2 -> message = slice.string(end);
                case 3 << 3 -> code = OtlpNames.code(slice.number(end));
                default -> slice.skip(tag, end);
            }
        }
        return Status.of(code, message);
    }

    private @Nullable Id traceId(int to) throws MalformedInput {
        int length = idLength(to);
        int from = slice.position - length;
        byte[] buffer = slice.buffer;
        if (!Arrays.equals(
                lastTraceBytes, 0, lastTraceBytes.length, buffer, from, slice.position)) {
            lastTraceBytes = Arrays.copyOfRange(buffer, from, slice.position);
            lastTrace = Ids.traceBytes(buffer, from, length);
        }
        return lastTrace;
    }

    private @Nullable Id spanId(int to) throws MalformedInput {
        int length = idLength(to);
        return Ids.spanBytes(slice.buffer, slice.position - length, length);
    }

    private int idLength(int to) throws MalformedInput {
        int length = slice.length(to);
        if (length > LONGEST_ID) {
            throw slice.error("an id that is too long to be one");
        }
        slice.position += length;
        return length;
    }

    private long time(long unsigned, long recordAt) {
        if (unsigned < 0) {
            report.repaired(in.name(), recordAt, "a time behind the year 2262, taken as unknown");
            return Span.NO_TIME;
        }
        return unsigned == 0 ? Span.NO_TIME : unsigned;
    }

    /** The log record in the window from one index to another, without resource and scope. */
    LogRecord log(int from, int to) throws MalformedInput {
        long at = in.base() + from;
        Id trace = null;
        Id id = null;
        long time = Span.NO_TIME;
        long observed = Span.NO_TIME;
        String eventName = "";
        String severity = "";
        AnyValue body = AnyValue.EMPTY;
        Attributes.Builder attributes = new Attributes.Builder();
        slice.begin(from);
        while (slice.position < to) {
            int tag = slice.tag(to);
            switch (tag) {
                case 1 << 3 | 1 -> time = time(slice.fixed64(to), at);
                case 3 << 3 | 2 -> severity = slice.string(to);
                case 5 << 3 | 2 -> body = slice.anyValue(to, 0);
                case 6 << 3 | 2 -> slice.keyValue(attributes, to, KEY_VALUE_DEPTH);
                case 9 << 3 | 2 -> trace = traceId(to);
                case 10 << 3 | 2 -> id = spanId(to);
                case 11 << 3 | 1 -> observed = time(slice.fixed64(to), at);
                case 12 << 3 | 2 -> eventName = slice.string(to);
                default -> slice.skip(tag, to);
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
                attributes.build(),
                Resource.EMPTY,
                Scope.EMPTY,
                origin(from, to));
    }

    Resource resource(int from, int to) throws MalformedInput {
        slice.begin(from);
        Attributes.Builder builder = begun(Attributes.EMPTY);
        while (slice.position < to) {
            int tag = slice.tag(to);
            if (tag == (1 << 3 | 2)) {
                slice.keyValue(builder, to, KEY_VALUE_DEPTH);
            } else {
                slice.skip(tag, to);
            }
        }
        noteInvalidText(in.base() + from);
        Attributes attributes = builder.build();
        if (!attributes.equals(lastResource.attributes())) {
            lastResource = new Resource(attributes);
        }
        return lastResource;
    }

    Scope scope(int from, int to) throws MalformedInput {
        String name = "";
        String version = "";
        slice.begin(from);
        Attributes.Builder builder = begun(Attributes.EMPTY);
        while (slice.position < to) {
            int tag = slice.tag(to);
            switch (tag) {
                case 1 << 3 | 2 -> name = slice.string(to);
                case 2 << 3 | 2 -> version = slice.string(to);
                case 3 << 3 | 2 -> slice.keyValue(builder, to, KEY_VALUE_DEPTH);
                default -> slice.skip(tag, to);
            }
        }
        noteInvalidText(in.base() + from);
        Scope scope = new Scope(name, version, builder.build());
        if (!scope.equals(lastScope)) {
            lastScope = scope;
        }
        return lastScope;
    }
}
