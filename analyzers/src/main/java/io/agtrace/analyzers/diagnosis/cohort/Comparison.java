package io.agtrace.analyzers.diagnosis.cohort;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A difference between two groups of runs of one kind that is too large for chance.
 *
 * @param feature what differs
 * @param sinceNanos since the epoch, where the groups are the later and the earlier runs; else 0
 * @param carrier the trait that the surplus comes from; null where none explains it
 * @param surplus share of the surplus that comes from the carrier, 0 to 1; 0 where there is none
 * @param carried the runs with the carrier; null where there is none
 * @param one the failing runs, the later ones, or those with the carrier
 * @param other the remaining ones
 * @param all all runs of the kind; for a measure likewise
 * @param chance how likely so large a difference is if there is none, all comparisons that were
 *     made taken into account
 * @param examples ids of runs among {@code one} in which it happened, the earliest first
 */
public record Comparison(
        Feature feature,
        Contrast contrast,
        long sinceNanos,
        @Nullable Feature carrier,
        double surplus,
        @Nullable Side carried,
        Side one,
        Side other,
        Side all,
        double chance,
        List<String> examples) {
    /** What the two groups are. */
    public enum Contrast {
        /** Failing and healthy runs. */
        FAILING,
        /** Runs since a point in time, and those before it. */
        SINCE,
        /** Runs with a trait, and those without it. */
        WITH;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Comparison {
        examples = List.copyOf(examples);
    }
}
