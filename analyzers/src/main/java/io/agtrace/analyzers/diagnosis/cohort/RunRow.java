package io.agtrace.analyzers.diagnosis.cohort;

import io.agtrace.analyzers.diagnosis.Diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is kept of one run, to be compared with others of its kind. Its size is bounded, whatever
 * the run's.
 *
 * @param name what runs of the kind are called; digits stand as {@code #}
 * @param entry the agent that such runs begin with; runs that branch off or end early have the same
 * @param failing whether something is wrong with the run
 * @param features what happened in it and what was given
 * @param measures by their kind; those that are not known are left out
 */
public record RunRow(
        String name,
        String entry,
        String id,
        long startNanos,
        List<String> agents,
        boolean failing,
        Set<Feature> features,
        Map<Feature.Kind, Double> measures) {
    public RunRow {
        agents = List.copyOf(agents);
        features = Set.copyOf(features);
        measures = Map.copyOf(measures);
    }

    /** The row of a diagnosed run. */
    public static RunRow of(Diagnosis diagnosis) {
        return new RunRowReader(diagnosis).row();
    }
}
