package io.agtrace.analyzers.agents;

import org.jspecify.annotations.Nullable;

/**
 * A statement about the quality of something: an evaluation, a score, a guardrail's verdict.
 *
 * @param node the span that states it
 * @param target the node it is about; the same node where the trace names none
 * @param name what was measured
 * @param score as stated, or NaN
 * @param threshold as stated, or NaN
 * @param label as stated, or the empty string
 * @param passed null where neither stated nor to be told from score and threshold
 */
public record Assessment(
        int node,
        int target,
        String name,
        double score,
        double threshold,
        String label,
        @Nullable Boolean passed,
        Evidence evidence) {}
