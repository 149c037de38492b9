package io.agtrace.analyzers.agents;

/** How much of a payload is read. */
final class PayloadsText {
    /** What is longer is read at its beginning and its end only, or not as JSON at all. */
    static final int LONGEST = 1 << 20;

    private PayloadsText() {}
}
