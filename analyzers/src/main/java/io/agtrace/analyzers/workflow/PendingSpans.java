package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

/**
 * Records of spans that had only begun. Logfire exports, at the start of a span, a stand-in with an
 * id of its own whose parent is the span itself and which names the true parent in an attribute
 * (logfire {@code PendingSpanProcessor}). Here it becomes what it stands for: the same span, not
 * yet ended, to be merged with the finished one or, where a crash has prevented that, to keep its
 * place.
 */
final class PendingSpans {
    static final String TYPE = "logfire.span_type";
    static final String PENDING = "pending_span";
    static final String REAL_PARENT = "logfire.pending_parent_id";

    private PendingSpans() {}

    static boolean isPending(Span span) {
        // The stand-in has no duration: most spans need no look at their attributes.
        return span.startNanos() == span.endNanos()
                && span.parentId() != null
                && PENDING.equals(span.attributes().text(TYPE));
    }

    /** The span itself, or the one that it stands for. */
    static Span resolve(Span span) {
        Id real = span.parentId();
        if (real == null || !isPending(span)) {
            return span;
        }
        String parent = span.attributes().text(REAL_PARENT);
        @Nullable Id realParent = parent == null ? null : Id.span(parent);
        return new Span.Builder(span.traceId(), real)
                .parent(realParent)
                .name(span.name())
                .kind(span.kind())
                .times(span.startNanos(), Span.NO_TIME)
                .status(span.status())
                .attributes(span.attributes())
                .events(span.events())
                .links(span.links())
                .resource(span.resource())
                .scope(span.scope())
                .traceState(span.traceState())
                .origin(span.origin())
                .build();
    }
}
