package io.agtrace.analyzers.check;

import java.util.Set;

/** Problems of an earlier time, which fail no more. */
public final class Baseline {
    /** Nothing is known from earlier. */
    public static final Baseline NONE = new Baseline(Set.of(), false);

    /** Everything is known: the baseline of now, which is being made. */
    public static final Baseline EVERYTHING = new Baseline(Set.of(), true);

    private final Set<String> fingerprints;
    private final boolean hasAll;

    /**
     * @param fingerprints of all problems in it
     */
    public Baseline(Set<String> fingerprints) {
        this(fingerprints, false);
    }

    private Baseline(Set<String> fingerprints, boolean hasAll) {
        this.fingerprints = Set.copyOf(fingerprints);
        this.hasAll = hasAll;
    }

    boolean has(Problem problem) {
        return hasAll || fingerprints.contains(problem.fingerprint());
    }
}
