package io.agtrace.analyzers.agents;

/**
 * What a reading rests on.
 *
 * @param node the tree's node where it can be seen
 * @param source an attribute, {@code span name}, {@code span link}, {@code time}, {@code payload} …
 * @param text what it says, in at most a few hundred characters
 */
public record Evidence(int node, String source, String text) {}
