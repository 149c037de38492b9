package io.agtrace.analyzers.agents;

/**
 * What one model call answered.
 *
 * @param text what it said, thoughts left out; empty where it said nothing
 * @param calls how many tools it asked for
 */
public record Answer(String text, int calls) {}
