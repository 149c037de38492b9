package io.agtrace.analyzers.check;

import java.util.Set;

/**
 * Problems of an earlier time, which fail no more.
 *
 * @param fingerprints of all problems in it
 */
public record Baseline(Set<String> fingerprints) {
    /** Nothing is known from earlier. */
    public static final Baseline NONE = new Baseline(Set.of());

    public Baseline {
        fingerprints = Set.copyOf(fingerprints);
    }

    boolean has(Problem problem) {
        return fingerprints.contains(problem.fingerprint());
    }
}
