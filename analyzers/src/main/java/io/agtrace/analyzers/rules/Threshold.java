package io.agtrace.analyzers.rules;

/**
 * A number that a rule compares with, which users can set.
 *
 * @param name kebab-case, unique within its rule
 * @param standard the value where the user sets none
 * @param unit what it counts: {@code rounds}, {@code ms}, {@code share} (0 to 1) …
 * @param meaning one sentence
 */
public record Threshold(String name, double standard, String unit, String meaning) {}
