package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One Langfuse trace with its observations. What the trace says goes to the root observation; where
 * there is not exactly one, the trace becomes the root span and takes in those without a parent.
 */
final class LangfuseTrace {
    private final Attributes trace;
    private final Origin origin;
    private final List<Span> spans;
    private final Set<Id> known = new HashSet<>();
    private final Map<Id, List<AnyValue>> scores = new HashMap<>();
    private final List<AnyValue> traceScores = new ArrayList<>();

    LangfuseTrace(Attributes trace, Origin origin, List<Span> spans, List<AnyValue> scores) {
        this.trace = trace;
        this.origin = origin;
        this.spans = List.copyOf(spans);
        for (Span span : spans) {
            known.add(span.spanId());
        }
        for (AnyValue score : scores) {
            Id scored = SpanParts.plainSpanId(Fields.asMap(score).get("observationId"));
            if (scored == null || !known.contains(scored)) {
                traceScores.add(score);
            } else {
                this.scores.computeIfAbsent(scored, i -> new ArrayList<>()).add(score);
            }
        }
    }

    void emit(SpanSink sink) {
        Id traceId = SpanParts.plainTraceId(trace.get("id"));
        if (traceId == null && !spans.isEmpty()) {
            traceId = spans.getFirst().traceId();
        }
        Span root = singleRoot();
        boolean made = root == null && Fields.has(trace, "id");
        Id rootId = made && traceId != null ? traceId : null;
        if (rootId != null && traceId != null) {
            sink.span(made(traceId, rootId));
        }
        for (Span span : spans) {
            Span.Builder builder = span.toBuilder();
            List<AnyValue> own = new ArrayList<>(scores.getOrDefault(span.spanId(), List.of()));
            if (span == root) {
                builder.attributes(
                        traceAttributes(new Attributes.Builder().putAll(span.attributes())));
                own.addAll(traceScores);
            } else if (span.parentId() == null && rootId != null) {
                builder.parent(rootId);
            }
            sink.span(builder.events(Scores.added(span.events(), own)).build());
        }
    }

    /** The one observation whose parent is not among them. */
    private @Nullable Span singleRoot() {
        Span root = null;
        for (Span span : spans) {
            if (span.parentId() == null || !known.contains(span.parentId())) {
                if (root != null) {
                    return null;
                }
                root = span;
            }
        }
        return root;
    }

    private Span made(Id traceId, Id rootId) {
        long start = Times.point(trace.get("timestamp"), Times.Unit.OPEN);
        long end = Span.NO_TIME;
        for (Span span : spans) {
            if (span.hasStart() && (start == Span.NO_TIME || span.startNanos() < start)) {
                start = span.startNanos();
            }
            long last = span.hasEnd() ? span.endNanos() : span.startNanos();
            if (last != Span.NO_TIME && (end == Span.NO_TIME || last > end)) {
                end = last;
            }
        }
        long latency = Times.duration(trace.get("latency"), Times.Unit.SECONDS);
        if (end == Span.NO_TIME && start != Span.NO_TIME && latency > 0) {
            end = start + latency;
        }
        return new Span.Builder(traceId, rootId)
                .name(Fields.text(trace, "name"))
                .times(start, end)
                .attributes(traceAttributes(new Attributes.Builder()))
                .events(Scores.added(List.of(), traceScores))
                .origin(origin)
                .build();
    }

    private Attributes traceAttributes(Attributes.Builder all) {
        put(all, "langfuse.trace.name", Fields.first(trace, "name"));
        put(all, "langfuse.trace.input", decoded(Fields.first(trace, "input")));
        put(all, "langfuse.trace.output", decoded(Fields.first(trace, "output")));
        put(all, "langfuse.trace.public", Fields.first(trace, "public"));
        if (!Fields.items(trace, "tags").isEmpty()) {
            Fields.put(all, "langfuse.trace.tags", trace.get("tags"));
        }
        put(all, "session.id", Fields.first(trace, "sessionId", "session_id"));
        put(all, "user.id", Fields.first(trace, "userId", "user_id"));
        put(all, "langfuse.release", Fields.first(trace, "release"));
        put(all, "langfuse.environment", Fields.first(trace, "environment"));
        put(all, "langfuse.version", Fields.first(trace, "version"));
        Attributes metadata = Fields.map(trace, "metadata");
        for (int i = 0; i < metadata.size(); i++) {
            switch (metadata.key(i)) {
                case "attributes", "resourceAttributes", "scope" -> {}
                default ->
                        put(all, "langfuse.trace.metadata." + metadata.key(i), metadata.value(i));
            }
        }
        return all.build();
    }

    /** Exports carry a trace's input and output as the JSON text of a text. */
    private static @Nullable AnyValue decoded(@Nullable AnyValue value) {
        if (value instanceof Text text && text.prefix(1).equals("\"")) {
            return JsonTree.parse(text.toString()) instanceof Text inner ? inner : value;
        }
        return value;
    }

    private static void put(Attributes.Builder all, String name, @Nullable AnyValue value) {
        if (value != null) {
            Fields.put(all, name, Fields.flat(value));
        }
    }
}
