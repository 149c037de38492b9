package io.agtrace.analyzers.lineage;

/**
 * What one span was given or made, as facts.
 *
 * @param index position in {@link Lineage#passages}, in order of time
 * @param invocation the stay it belongs to, or -1
 * @param nanos when it was there: the span's start for what was given, its end for what was made
 * @param length of its texts, in characters
 */
public record Passage(
        int index, int node, Side side, int invocation, long nanos, FactSet facts, int length) {}
