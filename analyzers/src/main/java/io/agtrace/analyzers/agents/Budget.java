package io.agtrace.analyzers.agents;

/**
 * A limit on time that the trace reveals.
 *
 * @param node the span it applies to
 * @param nanos how long was allowed
 * @param usedNanos how long was taken
 * @param exceeded whether the span ran into it
 * @param inferred whether it is read from behaviour or texts, not from an attribute
 */
public record Budget(
        int node,
        String what,
        long nanos,
        long usedNanos,
        boolean exceeded,
        boolean inferred,
        Evidence evidence) {}
