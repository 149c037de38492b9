package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanLink;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What an overview needs of a span, found out from it alone: the greater part of the work, which
 * any thread may do. Does not hold on to the span and its attributes.
 *
 * @param start in nanoseconds since the epoch, or {@link Span#NO_TIME}; so is {@code end}
 * @param parents trace contexts that it carries as data
 * @param ofLangSmith whether it has a parent that may never be exported
 * @param fingerprint as in {@link Fingerprints#of}
 */
record Seen(
        Id trace,
        Id id,
        @Nullable Id parent,
        String name,
        long start,
        long end,
        Resource resource,
        List<SpanLink> links,
        SpanFacts facts,
        List<TraceParents.Found> parents,
        boolean ofLangSmith,
        long fingerprint) {
    /**
     * @param span as it was recorded; where it stands for another, that one is taken
     */
    static Seen of(Span span, Conventions conventions) {
        Span whole = PendingSpans.resolve(span);
        return of(whole, conventions.overview(whole));
    }

    /**
     * @param span no stand-in for a span that had only begun
     */
    static Seen of(Span span, SpanFacts facts) {
        return new Seen(
                span.traceId(),
                span.spanId(),
                span.parentId(),
                span.name(),
                span.startNanos(),
                span.endNanos(),
                span.resource(),
                span.links(),
                facts,
                TraceParents.in(span, facts),
                span.parentId() != null && LangSmith.isLangSmith(span),
                Fingerprints.of(span.traceId(), span.spanId()));
    }

    boolean hasStart() {
        return start != Span.NO_TIME;
    }

    boolean hasEnd() {
        return end != Span.NO_TIME;
    }
}
