package io.agtrace.analyzers.agents;

/**
 * A statement about which state of the shared context a span worked from or wrote.
 *
 * @param version as stated, or the empty string
 * @param timestampNanos since the epoch, or {@link io.agtrace.analyzers.span.Span#NO_TIME}
 * @param ageNanos as stated, or -1
 * @param written whether the span wrote this version, not read it
 */
public record ContextUse(
        int node,
        String key,
        String version,
        long timestampNanos,
        long ageNanos,
        boolean written,
        Evidence evidence) {}
