package io.agtrace.analyzers.diagnosis.cohort;

import java.util.List;

/**
 * Runs of one kind, compared.
 *
 * @param name what they are called; digits stand as {@code #}
 * @param entry the agent they begin with
 * @param agents that occur in any of them, sorted
 * @param runs that were compared
 * @param failing of them
 * @param leftOut further ones that were not compared since there are too many
 * @param comparisons what differs beyond chance, the most telling first
 */
public record Cohort(
        String name,
        String entry,
        List<String> agents,
        int runs,
        int failing,
        int leftOut,
        List<Comparison> comparisons) {
    public Cohort {
        agents = List.copyOf(agents);
        comparisons = List.copyOf(comparisons);
    }
}
