package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.JsonCursor.Found;
import io.agtrace.analyzers.ingest.json.JsonShape;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * OTLP/JSON: one document, an array of them, JSON lines, or documents one behind the other; the
 * specification's spelling, snake_case, Tempo's {@code batches} and {@code trace}, Jaeger's {@code
 * result}, {@code instrumentationLibrarySpans}, bare {@code ResourceSpans}. Log records beside the
 * spans are read, metrics passed over.
 *
 * <p>All objects that lead to spans (document, resource spans, scope spans) are read as one kind of
 * container, which may hold a resource, a scope, spans and further containers. So any nesting of
 * them is understood; more than {@value #DEPTH} levels are not looked into.
 *
 * <p>Behind damage, reading goes on at the next line that starts a document, and before that at
 * whatever looks like a span or a container in the rest of the damaged one.
 */
public final class OtlpJsonReader implements SpanReader {
    private static final int DEPTH = 6;

    /** So many records wait at most for a resource that stands behind them. */
    private static final int HELD_BACK = 1 << 16;

    private static final String[] SIGNALS = {
        "resourceSpans[]",
        "resource_spans[]",
        "ResourceSpans[]",
        "batches[]",
        "scopeSpans[]",
        "scope_spans[]",
        "instrumentationLibrarySpans[]",
        "resourceLogs[]",
        "resource_logs[]",
        "scopeLogs[]",
        "resourceMetrics[]",
        "resource_metrics[]",
        "resourceProfiles[]"
    };

    /** First keys by which a container is known again behind damage. */
    private static final Set<String> CONTAINER_KEYS =
            Set.of(
                    "resource",
                    "scope",
                    "scopeSpans",
                    "scope_spans",
                    "instrumentationLibrary",
                    "instrumentationLibrarySpans");

    @Override
    public Format format() {
        return Format.OTLP_JSON;
    }

    @Override
    public boolean recognises(Head head) {
        JsonShape shape = head.shape();
        return shape.anyEndsWith(3, SIGNALS) || shape.has("error.grpcCode");
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        new Run(in, sink, report).documents();
    }

    /** What a container says about the spans in it, or will say further on. */
    private static final class Context {
        final @Nullable Context outer;
        @Nullable Resource resource;
        @Nullable Scope scope;
        boolean ofResource;
        final boolean ofScope;
        final List<Held> held = new ArrayList<>();

        Context(@Nullable Context outer, boolean ofResource, boolean ofScope) {
            this.outer = outer;
            this.ofResource = ofResource;
            this.ofScope = ofScope;
            if (outer != null) {
                resource = outer.resource;
                scope = outer.scope;
            }
        }
    }

    /** A record that waits for its resource or scope. */
    private record Held(
            Span.@Nullable Builder span, @Nullable LogRecord log, @Nullable Scope scope) {}

    /** One pass over one input. */
    private static final class Run {
        private final ByteInput in;
        private final SpanSink sink;
        private final IngestReport report;
        private final JsonCursor cursor;
        private final OtlpJsonRecords records;
        private Context current = new Context(null, false, false);

        Run(ByteInput in, SpanSink sink, IngestReport report) {
            this.in = in;
            this.sink = sink;
            this.report = report;
            this.cursor = new JsonCursor(in);
            this.records = new OtlpJsonRecords(cursor, in.name(), report);
        }

        void documents() throws IOException {
            while (true) {
                long at = cursor.offset();
                try {
                    int b = cursor.peek();
                    if (b < 0) {
                        return;
                    }
                    at = cursor.offset();
                    if (b == ',' || b == 0x1e) { // lists of documents; RFC 7464 record separators
                        cursor.take();
                    } else {
                        document();
                    }
                } catch (MalformedInput e) {
                    releaseAll();
                    boolean ends = e.reason().equals(JsonCursor.CUT_OFF);
                    report.lost(in.name(), ends ? at : e.offset(), e.reason());
                    if (!salvage()) {
                        return;
                    }
                }
            }
        }

        private void document() throws IOException {
            if (cursor.atArray()) {
                cursor.beginArray();
                while (cursor.nextItem()) {
                    if (cursor.atObject()) {
                        container(new Context(null, false, false), 0);
                    } else {
                        cursor.skipValue();
                    }
                }
            } else if (cursor.atObject()) {
                container(new Context(null, false, false), 0);
            } else {
                throw cursor.error("expected a JSON object or array");
            }
        }

        private void container(Context context, int depth) throws IOException {
            current = context;
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                switch (key) {
                    case "resourceSpans",
                            "resource_spans",
                            "ResourceSpans",
                            "batches",
                            "resourceLogs",
                            "resource_logs" ->
                            containers(context, depth, true);
                    case "scopeSpans",
                            "scope_spans",
                            "ScopeSpans",
                            "instrumentationLibrarySpans",
                            "instrumentation_library_spans",
                            "scopeLogs",
                            "scope_logs",
                            "instrumentationLibraryLogs" ->
                            containers(context, depth, false);
                    case "resource", "Resource" -> context.resource = records.resource();
                    case "scope", "Scope", "instrumentationLibrary", "instrumentation_library" ->
                            context.scope = records.scope();
                    case "spans", "Spans" -> spans(context);
                    case "logRecords", "log_records", "logs" -> logs(context);
                    case "error" -> serverError();
                    case "status" -> partial();
                    default -> {
                        if (depth < DEPTH && cursor.atObject() && !context.ofResource) {
                            container(new Context(context, false, false), depth + 1);
                            current = context;
                        } else {
                            cursor.skipValue();
                        }
                    }
                }
            }
            release(context);
        }

        private void containers(Context context, int depth, boolean ofResource) throws IOException {
            if (!cursor.atArray() || depth >= DEPTH) {
                cursor.skipValue();
                return;
            }
            // Whatever holds scopes is a ResourceSpans, also where it stands alone on its line.
            context.ofResource |= !ofResource;
            cursor.beginArray();
            while (cursor.nextItem()) {
                if (cursor.atObject()) {
                    container(new Context(context, ofResource, !ofResource), depth + 1);
                } else {
                    cursor.skipValue();
                }
            }
            current = context;
        }

        /** An answer of a server that says why it holds no trace. */
        private void serverError() throws IOException {
            long at = cursor.offset();
            String answer = cursor.value().toString();
            report.lost(
                    in.name(),
                    at,
                    "the server answered with an error: "
                            + answer.substring(0, Math.min(200, answer.length())));
        }

        /** Tempo says so where it did not give the whole trace. */
        private void partial() throws IOException {
            long at = cursor.offset();
            if (cursor.value().toString().equals("PARTIAL")) {
                report.lost(in.name(), at, "the server gave only a part of the trace");
            }
        }

        private void spans(Context context) throws IOException {
            if (!cursor.atArray()) {
                cursor.skipValue();
                return;
            }
            cursor.beginArray();
            while (cursor.nextItem()) {
                if (!cursor.atObject()) {
                    cursor.skipValue();
                    continue;
                }
                Span.Builder span = records.span(true);
                if (span != null) {
                    take(context, new Held(span, null, null));
                }
            }
        }

        private void logs(Context context) throws IOException {
            if (!cursor.atArray()) {
                cursor.skipValue();
                return;
            }
            cursor.beginArray();
            while (cursor.nextItem()) {
                if (cursor.atObject()) {
                    take(context, new Held(null, records.log(), null));
                } else {
                    cursor.skipValue();
                }
            }
        }

        /** Gives a record on, or holds it back until its resource and scope are known. */
        private void take(Context context, Held record) {
            boolean scopeDue = context.ofScope && context.scope == null;
            boolean resourceDue = resourceDue(context);
            if (!scopeDue && !resourceDue) {
                emit(record, context.resource, context.scope);
                return;
            }
            if (context.held.size() >= HELD_BACK) {
                releaseAll();
            }
            context.held.add(record);
        }

        private static boolean resourceDue(Context context) {
            for (Context c = context; c != null; c = c.outer) {
                if (c.resource != null) {
                    return false;
                }
                if (c.ofResource) {
                    return true;
                }
            }
            return false;
        }

        private static @Nullable Resource resourceOf(Context context) {
            for (Context c = context; c != null; c = c.outer) {
                if (c.resource != null) {
                    return c.resource;
                }
            }
            return null;
        }

        /** At a container's end: what waited in it is given on, or up to the next outer one. */
        private void release(Context context) {
            if (context.held.isEmpty()) {
                return;
            }
            Context outer = context.outer;
            boolean wait = !context.ofResource && outer != null && resourceDue(context);
            for (Held record : context.held) {
                Scope scope = record.scope != null ? record.scope : context.scope;
                if (wait && outer != null) {
                    outer.held.add(new Held(record.span, record.log, scope));
                } else {
                    emit(record, resourceOf(context), scope);
                }
            }
            context.held.clear();
        }

        /** What waits anywhere is given on as it is, since what it waits for will not come. */
        private void releaseAll() {
            for (Context c = current; c != null; c = c.outer) {
                for (Held record : c.held) {
                    emit(record, resourceOf(c), record.scope != null ? record.scope : c.scope);
                }
                c.held.clear();
            }
        }

        private void emit(Held record, @Nullable Resource resource, @Nullable Scope scope) {
            Resource from = resource == null ? Resource.EMPTY : resource;
            Scope by = scope == null ? Scope.EMPTY : scope;
            if (record.span != null) {
                sink.span(record.span.resource(from).scope(by).build());
            }
            LogRecord log = record.log;
            if (log != null) {
                sink.log(
                        new LogRecord(
                                log.traceId(),
                                log.spanId(),
                                log.timeNanos(),
                                log.eventName(),
                                log.severity(),
                                log.body(),
                                log.attributes(),
                                from,
                                by,
                                log.origin()));
            }
        }

        /**
         * Looks for whatever can still be read behind damage.
         *
         * @return whether a new document may start here; false at the end of the input
         */
        private boolean salvage() throws IOException {
            Context around = current;
            while (true) {
                Found found =
                        cursor.findRecord(
                                name -> name.equals("traceId") || name.equals("trace_id"),
                                CONTAINER_KEYS::contains);
                if (found == Found.NOTHING) {
                    return false;
                }
                if (found == Found.LINE) {
                    return true;
                }
                long at = cursor.offset();
                try {
                    if (found == Found.SPAN) {
                        Span.Builder span = records.span(false);
                        if (span != null) {
                            emit(new Held(span, null, null), resourceOf(around), around.scope);
                        }
                    } else {
                        container(new Context(around, false, true), 1);
                        around = current;
                    }
                } catch (MalformedInput e) {
                    releaseAll();
                    around = current;
                    boolean ends = e.reason().equals(JsonCursor.CUT_OFF);
                    report.lost(in.name(), ends ? at : e.offset(), e.reason());
                }
            }
        }
    }
}
