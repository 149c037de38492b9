package io.agtrace.analyzers.compare;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something that some runs have and others lack.
 *
 * @param of the agent, service or input field that it is about; empty where it is about the run
 * @param value which one it is
 */
public record Trait(Kind kind, String of, String value) implements Comparable<Trait> {
    private static final Comparator<Trait> ORDER =
            Comparator.comparing(Trait::kind).thenComparing(Trait::of).thenComparing(Trait::value);

    /** The sorts of traits; of equally telling ones the earlier sort comes first. */
    public enum Kind {
        /** Something is wrong with the run. */
        FAILURE,
        /** A rule finds something. */
        RULE,
        AGENT,
        TOOL,
        /** {@code sender → receiver}. */
        MESSAGE,
        /** Who decides, and what. */
        DECISION,
        /** The way through the agents. */
        ROUTE,
        /** A call that is tried more than once; without a value, any. */
        RETRY,
        /** What a loop runs. */
        LOOP,
        /** Which version an agent or a service is of. */
        VERSION,
        /** Which model an agent's calls go to. */
        MODEL,
        /** What an agent is given, or by whom. */
        INPUT;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(Trait other) {
        return ORDER.compare(this, other);
    }
}
