package io.agtrace.analyzers.agents;

/**
 * One stretch of the critical path.
 *
 * @param node the span the stretch belongs to; -1 for a gap in which nothing ran
 * @param owner the agent, tool or model that the time went to; empty for a gap
 * @param reason why the run could not go on before its end, in plain words
 */
public record Segment(int node, String owner, long startNanos, long endNanos, String reason) {
    public long nanos() {
        return endNanos - startNanos;
    }
}
