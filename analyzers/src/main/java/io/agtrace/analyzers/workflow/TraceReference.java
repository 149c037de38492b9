package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;

/**
 * A span's pointer to a span of another trace.
 *
 * @param kind {@link TraceJoin.Kind#SPAN_LINK} or {@link TraceJoin.Kind#TRACEPARENT_IN_PAYLOAD}
 */
record TraceReference(TraceJoin.Kind kind, Id target, Id toSpan, Id fromSpan)
        implements Comparable<TraceReference> {
    @Override
    public int compareTo(TraceReference other) {
        int byKind = kind.compareTo(other.kind);
        int byTarget = byKind != 0 ? byKind : target.compareTo(other.target);
        int byTo = byTarget != 0 ? byTarget : toSpan.compareTo(other.toSpan);
        return byTo != 0 ? byTo : fromSpan.compareTo(other.fromSpan);
    }
}
