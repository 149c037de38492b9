package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.diagnosis.cohort.Side;

import java.util.List;

/**
 * What differs between a set of good runs and a set of bad ones.
 *
 * @param goodRuns how many runs the good set has
 * @param badRuns how many the bad one has
 * @param goodFailing in how many of the good runs something is wrong
 * @param badFailing likewise of the bad ones
 * @param traits what is more frequent in one set; what separates them best first
 * @param measures numbers that are known in both sets; of the whole run first, then by agent
 */
public record SetComparison(
        int goodRuns,
        int badRuns,
        int goodFailing,
        int badFailing,
        List<TraitRates> traits,
        List<MeasureSides> measures) {
    /** More than this chance is no difference. */
    public static final double CHANCE = 0.05;

    /**
     * In how many runs of either set a trait is.
     *
     * @param chance how likely so large a difference is if there is none, all that was compared
     *     taken into account
     * @param example a run of the bad set that has it, else one of the good set
     */
    public record TraitRates(Trait trait, Side good, Side bad, double chance, String example) {
        /** Whether the difference is too large for chance. */
        public boolean isCertain() {
            return chance < CHANCE;
        }
    }

    /** Median and quartiles of a number in either set; {@code chance} likewise. */
    public record MeasureSides(Measure measure, Side good, Side bad, double chance) {
        /** Whether the difference is too large for chance. */
        public boolean isCertain() {
            return chance < CHANCE;
        }
    }

    public SetComparison {
        traits = List.copyOf(traits);
        measures = List.copyOf(measures);
    }

    /** Whether the sets differ beyond chance in what their runs do. */
    public boolean differs() {
        return traits.stream().anyMatch(TraitRates::isCertain);
    }
}
