package io.agtrace.analyzers.diagnosis.cohort;

import java.util.Comparator;

/**
 * Something by which runs of one kind differ.
 *
 * @param of the agent, service or input field that it is about; empty where it is about the run
 * @param value what was chosen, or which model, version or value it was; empty for measures
 */
public record Feature(Kind kind, String of, String value) implements Comparable<Feature> {
    private static final Comparator<Feature> ORDER =
            Comparator.comparing(Feature::kind)
                    .thenComparing(Feature::of)
                    .thenComparing(Feature::value);

    /** The sorts of features; of equally telling ones the earlier sort comes first. */
    public enum Kind {
        /** Something that happens in some runs: the run fails. */
        FAILURE(Sort.EVENT),
        /** An agent or router decides so. */
        DECISION(Sort.EVENT),
        /** The run takes this way through its agents; loops are folded. */
        ROUTE(Sort.EVENT),
        /** An agent is one of this version. */
        AGENT_VERSION(Sort.TRAIT),
        /** A service is one of this version. */
        SERVICE_VERSION(Sort.TRAIT),
        /** An agent's calls go to this model. */
        MODEL(Sort.TRAIT),
        /** An agent gets its work from this one. */
        INPUT_FROM(Sort.TRAIT),
        /** A field of what an agent is given has this value. */
        INPUT_VALUE(Sort.TRAIT),
        /** The run's length in nanoseconds. */
        DURATION(Sort.MEASURE),
        /** Time in which nothing ran, in nanoseconds. */
        WAITING(Sort.MEASURE),
        /** Rounds of loops. */
        ROUNDS(Sort.MEASURE),
        /** Attempts of retries that failed. */
        FAILED_ATTEMPTS(Sort.MEASURE),
        /** The lowest confidence of a decision, 0 to 1. */
        CONFIDENCE(Sort.MEASURE),
        /** Tokens read and written. */
        TOKENS(Sort.MEASURE),
        /** US dollars. */
        COST(Sort.MEASURE);

        private final Sort sort;

        Kind(Sort sort) {
            this.sort = sort;
        }

        /** What can be told of features of this kind. */
        public Sort sort() {
            return sort;
        }

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What can be told of a feature. */
    public enum Sort {
        /** Happens or does not. */
        EVENT,
        /** Is given before the run begins, so that it may be a cause. */
        TRAIT,
        /** Is a number. */
        MEASURE
    }

    /** A feature of the run as a whole. */
    static Feature of(Kind kind) {
        return new Feature(kind, "", "");
    }

    @Override
    public int compareTo(Feature other) {
        return ORDER.compare(this, other);
    }
}
