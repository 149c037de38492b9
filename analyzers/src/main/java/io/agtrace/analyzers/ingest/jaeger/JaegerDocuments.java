package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.Ids;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.JsonCursor.Found;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass over Jaeger's JSON in any of its shapes. An object may wrap others ({@code data}, {@code
 * hits}, {@code _source}, {@code result}), be a trace ({@code spans}, {@code processes}) or be a
 * span; which of them shows in its keys, so that all are read by the same walk. The spans of a
 * trace wait until its processes are known.
 */
final class JaegerDocuments {
    private static final int DEPTH = 8;
    private static final int SHOWN = 200;

    /** First keys by which an object is known again behind damage. */
    private static final Set<String> FIRST_KEYS =
            Set.of("traceID", "traceId", "spanID", "spanId", "_index", "_source", "spans");

    private final ByteInput in;
    private final SpanSink sink;
    private final IngestReport report;
    private final JsonCursor cursor;
    private final JaegerValues values;
    private final OtelTags tags = new OtelTags(false);
    private @Nullable Trace current;
    // The same trace id stands in many spans in a row.
    private String lastTraceText = "";
    private @Nullable Id lastTrace;

    /** A trace that is being read. */
    private static final class Trace {
        final @Nullable Trace outer;
        @Nullable Id id;
        @Nullable Map<String, Resource> processes;
        final List<Held> held = new ArrayList<>();

        Trace(@Nullable Trace outer) {
            this.outer = outer;
        }
    }

    private record Held(Span.Builder span, String process) {}

    /** What an object says of itself while it is read. */
    private static final class Fields {
        @Nullable Id trace;
        @Nullable Id id;
        @Nullable Id parent;
        String name = "";
        boolean named;
        long start = Span.NO_TIME;
        long startMillis = Span.NO_TIME;
        long duration = Span.NO_TIME;
        String process = "";
        @Nullable Resource resource;
        List<AnyValue> warnings = List.of();
        List<SpanEvent> events = List.of();
        final JaegerReferences references = new JaegerReferences();
        @Nullable Trace own;
    }

    JaegerDocuments(ByteInput in, SpanSink sink, IngestReport report) {
        this.in = in;
        this.sink = sink;
        this.report = report;
        this.cursor = new JsonCursor(in);
        this.values = new JaegerValues(cursor);
    }

    void read() throws IOException {
        while (true) {
            long at = cursor.offset();
            try {
                int b = cursor.peek();
                if (b < 0) {
                    return;
                }
                at = cursor.offset();
                if (b == ',' || b == 0x1e) {
                    cursor.take();
                } else if (b == '{' || b == '[') {
                    inside(null, 0, true);
                } else {
                    throw cursor.error("expected a JSON object or array");
                }
            } catch (MalformedInput e) {
                releaseAll();
                lost(e, at);
                if (!salvage()) {
                    return;
                }
            }
        }
    }

    private void lost(MalformedInput e, long at) {
        boolean ends = e.reason().equals(JsonCursor.CUT_OFF);
        report.lost(in.name(), ends ? at : e.offset(), e.reason());
    }

    private boolean salvage() throws IOException {
        while (true) {
            Found found = cursor.findRecord(FIRST_KEYS::contains, key -> false);
            if (found != Found.SPAN) {
                return found == Found.LINE;
            }
            long at = cursor.offset();
            try {
                object(current, 1, false);
            } catch (MalformedInput e) {
                releaseAll();
                lost(e, at);
            }
        }
    }

    /** Reads the object that stands next, or those in the list that does. */
    private void inside(@Nullable Trace trace, int depth, boolean certain) throws IOException {
        if (cursor.atObject() && depth < DEPTH) {
            object(trace, depth, certain);
        } else if (cursor.atArray() && depth < DEPTH) {
            cursor.beginArray();
            while (cursor.nextItem()) {
                inside(trace, depth + 1, certain);
            }
        } else {
            cursor.skipValue();
        }
    }

    private void object(@Nullable Trace trace, int depth, boolean certain) throws IOException {
        long at = cursor.offset();
        Fields fields = new Fields();
        tags.begin();
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            if (!wrapping(key, trace, depth, fields) && !spanField(key, fields)) {
                cursor.skipValue();
            }
        }
        if (fields.own != null) {
            note(fields.warnings);
            release(fields.own);
            current = fields.own.outer;
        } else if (isSpan(fields, certain && depth > 0 && trace != null)) {
            span(fields, trace, at);
        }
    }

    private static boolean isSpan(Fields fields, boolean inTrace) {
        return fields.named || fields.start != Span.NO_TIME || inTrace && fields.id != null;
    }

    /** Reads the value of a key that holds other objects, or belongs to a trace. */
    private boolean wrapping(String key, @Nullable Trace trace, int depth, Fields fields)
            throws IOException {
        switch (key) {
            case "data", "hits", "_source", "result", "trace", "traces" ->
                    inside(trace, depth + 1, true);
            case "spans" -> {
                Trace own = own(fields, trace);
                inside(own, depth + 1, true);
            }
            case "processes" -> own(fields, trace).processes = processes();
            case "processMap", "process_map" -> own(fields, trace).processes = processList();
            case "errors", "error" -> serverError();
            case "warnings" -> fields.warnings = values.texts();
            default -> {
                return false;
            }
        }
        return true;
    }

    private Trace own(Fields fields, @Nullable Trace outer) {
        Trace own = fields.own;
        if (own == null) {
            own = new Trace(outer);
            own.id = fields.trace;
            fields.own = own;
            current = own;
        }
        return own;
    }

    private boolean spanField(String key, Fields fields) throws IOException {
        switch (key) {
            case "traceID", "traceId", "trace_id" -> {
                fields.trace = traceId();
                if (fields.own != null) {
                    fields.own.id = fields.trace;
                }
            }
            case "spanID", "spanId", "span_id" -> fields.id = spanId();
            case "parentSpanID", "parentSpanId", "parent_span_id" -> fields.parent = spanId();
            case "operationName", "operation_name" -> {
                fields.name = cursor.string();
                fields.named = true;
            }
            case "references" -> fields.references.read(cursor);
            case "startTime", "start_time" -> {
                long at = cursor.offset();
                fields.start = known(Micros.time(cursor), at);
            }
            case "startTimeMillis" -> fields.startMillis = cursor.wholeNumber(Span.NO_TIME);
            case "duration" -> {
                long at = cursor.offset();
                fields.duration = known(Micros.duration(cursor), at);
            }
            case "tags" -> values.tags(tags::add);
            case "tag" -> values.tagMap(tags::add);
            case "logs" -> fields.events = logs();
            case "process" -> fields.resource = values.process();
            case "processID", "processId", "process_id" -> fields.process = cursor.string();
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable Id traceId() throws IOException {
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

    private @Nullable Id spanId() throws IOException {
        return cursor.atString() ? Ids.span(cursor.symbol()) : Ids.span(cursor.value());
    }

    private long known(long time, long at) {
        if (time == Span.NO_TIME) {
            report.repaired(in.name(), at, "a time that is no number, taken as unknown");
        }
        return time;
    }

    private List<SpanEvent> logs() throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return List.of();
        }
        List<SpanEvent> events = new ArrayList<>();
        cursor.beginArray();
        while (cursor.nextItem()) {
            if (cursor.atObject()) {
                events.add(log());
            } else {
                cursor.skipValue();
            }
        }
        return events;
    }

    private SpanEvent log() throws IOException {
        long time = Span.NO_TIME;
        String[] name = {""};
        Attributes.Builder fields = new Attributes.Builder();
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "timestamp" -> time = Micros.time(cursor);
                case "fields" ->
                        values.tags(
                                (field, value) -> {
                                    if (field.equals("event")) {
                                        name[0] = value.toString();
                                    } else {
                                        fields.put(field, value);
                                    }
                                });
                default -> cursor.skipValue();
            }
        }
        return new SpanEvent(time, name[0], fields.build());
    }

    private Map<String, Resource> processes() throws IOException {
        Map<String, Resource> processes = new HashMap<>();
        if (!cursor.atObject()) {
            cursor.skipValue();
            return processes;
        }
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            processes.put(key, values.process());
        }
        return processes;
    }

    private Map<String, Resource> processList() throws IOException {
        Map<String, Resource> processes = new HashMap<>();
        if (!cursor.atArray()) {
            cursor.skipValue();
            return processes;
        }
        cursor.beginArray();
        while (cursor.nextItem()) {
            if (!cursor.atObject()) {
                cursor.skipValue();
                continue;
            }
            String id = "";
            Resource process = Resource.EMPTY;
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                switch (key) {
                    case "processId", "process_id", "processID" -> id = cursor.string();
                    case "process" -> process = values.process();
                    default -> cursor.skipValue();
                }
            }
            processes.put(id, process);
        }
        return processes;
    }

    /** An answer of a server that says why it holds no trace. */
    private void serverError() throws IOException {
        long at = cursor.offset();
        String answer = cursor.value().toString();
        if (!answer.isEmpty() && !answer.equals("[]")) {
            report.lost(
                    in.name(),
                    at,
                    "the server answered with an error: "
                            + answer.substring(0, Math.min(SHOWN, answer.length())));
        }
    }

    private void note(List<AnyValue> warnings) {
        for (AnyValue warning : warnings) {
            String text = warning.toString();
            report.note(
                    in.name(),
                    "Jaeger warns: " + text.substring(0, Math.min(SHOWN, text.length())));
        }
    }

    // ---- spans
    // -----------------------------------------------------------------------------------

    private void span(Fields fields, @Nullable Trace trace, long at) {
        Id traceId = fields.trace != null ? fields.trace : trace != null ? trace.id : null;
        if (traceId == null) {
            report.repaired(
                    in.name(), at, "a span without a trace id, kept with those of its input");
            traceId = Id.ofText("no-trace-id:" + in.name());
        }
        Id id = fields.id;
        if (id == null) {
            report.repaired(in.name(), at, "a span without a span id, given one");
            id = Id.ofText("no-span-id:" + at);
        }
        if (cursor.tookInvalidUtf8()) {
            report.repaired(in.name(), at, "invalid UTF-8, read as U+FFFD");
        }
        if (!fields.warnings.isEmpty()) {
            note(fields.warnings);
            tags.add("@jaeger@warnings", new AnyValue.ArrayValue(fields.warnings));
        }
        long start = fields.start;
        if (start == Span.NO_TIME && fields.startMillis != Span.NO_TIME) {
            start = Micros.toNanos(Micros.toNanos(fields.startMillis));
        }
        Span.Builder span =
                new Span.Builder(traceId, id)
                        .parent(fields.references.parent(traceId, fields.parent))
                        .name(fields.name)
                        .times(start, Micros.end(start, fields.duration))
                        .events(fields.events)
                        .links(fields.references.links(traceId))
                        .origin(
                                new Origin(
                                        in.name(),
                                        at,
                                        (int) Math.min(cursor.offset() - at, 1 << 30)));
        tags.into(span);
        if (fields.resource != null) {
            sink.span(span.resource(fields.resource).build());
        } else if (trace == null || fields.process.isEmpty()) {
            sink.span(span.build());
        } else if (trace.processes != null) {
            emit(new Held(span, fields.process), trace);
        } else {
            trace.held.add(new Held(span, fields.process));
        }
    }

    private void emit(Held held, Trace trace) {
        Map<String, Resource> processes = trace.processes;
        Resource process = processes == null ? null : processes.get(held.process);
        sink.span(held.span.resource(process == null ? Resource.EMPTY : process).build());
    }

    private void release(Trace trace) {
        for (Held held : trace.held) {
            emit(held, trace);
        }
        trace.held.clear();
    }

    /** What waits anywhere is given on as it is, since what it waits for will not come. */
    private void releaseAll() {
        for (Trace trace = current; trace != null; trace = trace.outer) {
            release(trace);
        }
    }
}
