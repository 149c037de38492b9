package io.agtrace.analyzers.compare;

import java.util.Comparator;
import java.util.Locale;

/** Something about a run that is a number; empty {@code agent} where it is about the whole run. */
public record Measure(Kind kind, String agent) implements Comparable<Measure> {
    private static final Comparator<Measure> ORDER =
            Comparator.comparing(Measure::agent).thenComparing(Measure::kind);

    /** What is measured. */
    public enum Kind {
        /** Nanoseconds; of an agent, in which it worked itself. */
        TIME,
        TOKENS,
        MODEL_CALLS,
        TOOL_CALLS,
        /** Rounds of loops. */
        ROUNDS,
        /** Attempts of retries that failed. */
        FAILED_ATTEMPTS;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(Measure other) {
        return ORDER.compare(this, other);
    }
}
