package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Severity;

import java.util.List;

/**
 * A possible root cause of what is wrong with a run.
 *
 * @param rank 1 for the likeliest
 * @param cause the finding that it says is the cause
 * @param confidence 0 to 1, calibrated: of those given 0.8, about 80 % are right
 * @param narrative what happened and what came of it, in plain words
 * @param explains findings that are its consequences, in order of time
 */
public record Hypothesis(
        int rank, Finding cause, double confidence, String narrative, List<Finding> explains) {
    public Hypothesis {
        explains = List.copyOf(explains);
    }

    /** Whether it only names a place to look at, where nothing is found that could be a cause. */
    public boolean isRemark() {
        return cause.severity() == Severity.NOTE;
    }
}
