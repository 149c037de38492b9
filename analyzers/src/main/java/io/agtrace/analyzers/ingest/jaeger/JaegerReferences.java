package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.json.Ids;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanLink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Jaeger span's references to other spans. The first {@code CHILD_OF} of the same trace names the
 * parent. Where there is none, the first {@code FOLLOWS_FROM} of the same trace does, as in Jaeger
 * itself. All but a {@code CHILD_OF} that names the parent are links.
 */
final class JaegerReferences {
    /** How OpenTelemetry marks a link that was a {@code CHILD_OF}. */
    private static final Attributes CHILD_OF =
            Attributes.of("opentracing.ref_type", AnyValue.of("child_of"));

    private record Reference(boolean childOf, @Nullable Id trace, Id span) {}

    private final List<Reference> references = new ArrayList<>();

    /** Adds the references that stand next. */
    void read(JsonCursor cursor) throws IOException {
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
            String type = "";
            Id trace = null;
            Id span = null;
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                switch (key) {
                    case "refType", "ref_type" -> type = cursor.string();
                    case "traceID", "traceId", "trace_id" -> trace = Ids.trace(cursor.value());
                    case "spanID", "spanId", "span_id" -> span = Ids.span(cursor.value());
                    default -> cursor.skipValue();
                }
            }
            if (span != null) {
                boolean follows = type.equalsIgnoreCase("FOLLOWS_FROM") || type.equals("1");
                references.add(new Reference(!follows, trace, span));
            }
        }
    }

    /** The parent among the references, or the one that was recorded beside them. */
    @Nullable Id parent(Id trace, @Nullable Id recorded) {
        Reference child = first(trace, true);
        if (child != null) {
            return child.span;
        }
        if (recorded != null) {
            return recorded;
        }
        Reference follows = first(trace, false);
        return follows == null ? null : follows.span;
    }

    private @Nullable Reference first(Id trace, boolean childOf) {
        for (Reference reference : references) {
            if (reference.childOf == childOf
                    && (reference.trace == null || reference.trace.equals(trace))) {
                return reference;
            }
        }
        return null;
    }

    List<SpanLink> links(Id trace) {
        if (references.isEmpty()) {
            return List.of();
        }
        Reference parent = first(trace, true);
        List<SpanLink> links = new ArrayList<>();
        for (Reference reference : references) {
            if (!reference.equals(parent)) {
                links.add(
                        new SpanLink(
                                reference.trace == null ? trace : reference.trace,
                                reference.span,
                                reference.childOf ? CHILD_OF : Attributes.EMPTY));
            }
        }
        return links;
    }
}
