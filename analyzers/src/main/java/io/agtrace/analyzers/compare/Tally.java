package io.agtrace.analyzers.compare;

import java.util.Locale;

/** How often something occurs in either run. */
public record Tally(Kind kind, String name, int good, int bad) {
    /** What can be counted. */
    public enum Kind {
        AGENT("agent"),
        /** {@code sender → receiver}. */
        MESSAGE("message"),
        TOOL("tool"),
        /** Who decided, and what was chosen. */
        DECISION("decision"),
        /** Further attempts of a call. */
        RETRY("retry"),
        /** Rounds of a loop. */
        ROUND("round");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        /** The word for one of them. */
        public String noun() {
            return noun;
        }

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
