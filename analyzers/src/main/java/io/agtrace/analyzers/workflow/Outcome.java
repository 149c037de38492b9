package io.agtrace.analyzers.workflow;

/** How a run ended, as far as its spans tell. */
public enum Outcome {
    OK,
    /** It ended well, but something in it failed on the way to the result. */
    SUSPECT,
    FAILED,
    UNKNOWN;

    /** The word in JSON and tables. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
