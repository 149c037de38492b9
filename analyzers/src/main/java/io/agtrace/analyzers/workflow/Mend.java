package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;

/**
 * One thing about a run that was not as it should be, and what was done about it.
 *
 * @param traceId trace of the span concerned
 * @param spanId the span concerned
 * @param text one sentence without a full stop, in plain words
 */
public record Mend(Kind kind, Id traceId, Id spanId, String text) {
    /** The sorts of mends. */
    public enum Kind {
        /** A parent that is in no input is stood in for. */
        MISSING_PARENT,
        /** A span without a usable parent was placed by other evidence. */
        ORPHAN_PLACED,
        /** A chain of parents that leads back to itself was cut. */
        CYCLE_CUT,
        /** The same span was recorded more than once. */
        DUPLICATE_MERGED,
        /** A clock that differs from its caller's; shown, not applied. */
        CLOCK_SKEW,
        /** A span that was never ended, or that ends before it starts. */
        TIME_UNUSABLE
    }
}
