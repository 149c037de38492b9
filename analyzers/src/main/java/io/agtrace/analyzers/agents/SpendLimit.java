package io.agtrace.analyzers.agents;

/**
 * A stated limit on tokens or money for a run or an agent's stay.
 *
 * @param node the span it applies to
 * @param what the attribute's name
 * @param unit {@code tokens} or {@code USD}
 * @param most how much was allowed
 * @param used how much the model calls at and below the span used
 */
public record SpendLimit(
        int node, String what, String unit, double most, double used, Evidence evidence) {}
