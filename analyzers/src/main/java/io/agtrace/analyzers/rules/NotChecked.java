package io.agtrace.analyzers.rules;

/**
 * What a rule could not look at.
 *
 * @param count how many places
 * @param what what they are, in the plural: {@code boundaries}, {@code model calls} …
 * @param needs the attribute or data that would unlock them
 */
public record NotChecked(String rule, int count, String what, String needs) {}
