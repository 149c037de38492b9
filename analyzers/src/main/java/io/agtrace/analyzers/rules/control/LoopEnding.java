package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.rules.Run;

import org.jspecify.annotations.Nullable;

/**
 * Whether a loop came to its end by itself.
 *
 * @param abort what stopped it; null where nothing did
 */
record LoopEnding(Rounds rounds, @Nullable LoopAbort abort, Limits limits) {
    /** Fewest rounds of a loop that was cut, and of one that was never satisfied. */
    record Limits(double cut, double unconvinced) {}

    static LoopEnding of(Run run, Rounds.SaidByNode said, Loop loop, Limits limits) {
        return new LoopEnding(Rounds.of(run, said, loop), LoopAbort.of(run, loop), limits);
    }

    boolean isRunaway() {
        int count = rounds.count();
        if (rounds.passed() || rounds.turned()) {
            return false;
        }
        if (abort != null && count >= limits.cut()) {
            return true;
        }
        return count >= limits.unconvinced()
                && rounds.isOneWork()
                && !rounds.verdicts().getLast().isEmpty()
                && !rounds.sameVerdict().isEmpty();
    }
}
