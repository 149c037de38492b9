package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.compare.Difference.Level;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What changed between a good run and a bad one.
 *
 * @param settings what they were given and differs, the most telling first
 * @param differences what they did in another way, in causal order: the first is the one that later
 *     ones can follow from
 * @param matched steps that both have
 * @param goodSteps steps of the good run
 * @param badSteps steps of the bad run
 * @param reworded texts that say the same in other words
 * @param tallies what occurs more often in one than in the other
 * @param deltas what agents took
 * @param total what the runs took
 * @param slowest the step that takes most of the additional time; null where none does
 * @param faults what may be wrong with the bad run alone, the likeliest first
 */
public record RunComparison(
        Diagnosis good,
        Diagnosis bad,
        List<Setting> settings,
        List<Difference> differences,
        int matched,
        int goodSteps,
        int badSteps,
        int reworded,
        List<Tally> tallies,
        List<Delta> deltas,
        Delta total,
        @Nullable Slower slowest,
        List<Hypothesis> faults) {
    /**
     * A step that took longer.
     *
     * @param nanos how much longer it took itself, without the steps in it
     */
    public record Slower(int goodNode, int badNode, String agent, String name, long nanos) {}

    public RunComparison {
        settings = List.copyOf(settings);
        differences = List.copyOf(differences);
        tallies = List.copyOf(tallies);
        deltas = List.copyOf(deltas);
        faults = List.copyOf(faults);
    }

    /**
     * Where the runs part; null where they do not. That something went better than in the good run
     * is no cause of trouble, so it counts only where there is nothing else.
     */
    public @Nullable Difference first() {
        for (Difference each : differences) {
            if (each.kind() != Difference.Kind.RECOVERY) {
                return each;
            }
        }
        return differences.isEmpty() ? null : differences.getFirst();
    }

    /** The first difference of a level; null where there is none. */
    public @Nullable Difference first(Level level) {
        for (Difference each : differences) {
            if (each.kind().level() == level) {
                return each;
            }
        }
        return null;
    }

    /** Whether both runs have agents, and none of them takes part in both. */
    public boolean isStrange() {
        boolean common = deltas.stream().anyMatch(RunComparison::isCommon);
        return !common && total.good().stays() > 0 && total.bad().stays() > 0;
    }

    private static boolean isCommon(Delta delta) {
        return delta.good().stays() > 0 && delta.bad().stays() > 0;
    }

    /** Whether either run holds anything that could be compared. */
    public boolean isEmpty() {
        return goodSteps == 0 || badSteps == 0;
    }
}
