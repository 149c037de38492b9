package io.agtrace.analyzers.rules;

import java.util.Locale;

/** How sure a finding is. */
public enum Tier {
    /** Proven by the trace: ids, times, statuses, payloads that differ. */
    DEFECT,
    /** Likely, but it has an innocent reading. */
    SUSPICION;

    /** The word in JSON and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
