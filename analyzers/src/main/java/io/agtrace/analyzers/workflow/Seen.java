package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Span;

import java.util.List;

/**
 * A span, and what is found out about it from itself alone: the greater part of the work, which any
 * thread may do.
 *
 * @param span as it is, or what it stands for
 * @param fingerprint as in {@link Fingerprints#of}
 */
record Seen(Span span, SpanFacts facts, List<TraceParents.Found> parents, long fingerprint) {
    static Seen of(Span span, Conventions conventions) {
        Span whole = PendingSpans.resolve(span);
        return of(whole, conventions.read(whole));
    }

    /**
     * @param span no stand-in for a span that had only begun
     */
    static Seen of(Span span, SpanFacts facts) {
        return new Seen(
                span,
                facts,
                TraceParents.in(span, facts),
                Fingerprints.of(span.traceId(), span.spanId()));
    }
}
