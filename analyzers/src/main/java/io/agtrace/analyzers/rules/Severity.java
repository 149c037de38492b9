package io.agtrace.analyzers.rules;

import java.util.Locale;

/** How much a finding matters to the result of a run. */
public enum Severity {
    /** The result is wrong, missing or not to be trusted. */
    ERROR,
    /** The result may suffer, or time and money were lost. */
    WARNING,
    /** Worth knowing. */
    NOTE;

    /** The word in JSON and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
