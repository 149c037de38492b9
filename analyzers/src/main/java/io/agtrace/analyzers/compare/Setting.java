package io.agtrace.analyzers.compare;

import java.util.Locale;

/**
 * Something that was given before the runs began to differ.
 *
 * @param of the agent, service or attribute that it is about; empty where it is about the run
 * @param good what it was in the good run; empty where it was not given
 * @param bad likewise in the bad one
 */
public record Setting(Kind kind, String of, String good, String bad) {
    /** The sorts of settings, the most telling first. */
    public enum Kind {
        /** What the run was asked for. */
        TASK,
        /** The version that an agent says it has. */
        AGENT_VERSION,
        /** The model that an agent's calls go to. */
        MODEL,
        /** What the program tells an agent's model to do. */
        INSTRUCTIONS,
        /** An attribute of a service's resource. */
        RESOURCE;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
