package io.agtrace.analyzers.lineage;

/** What part a text plays in the work of its span. */
public enum Side {
    /** What was asked of the run from outside. */
    TASK(false),
    /** What a model was prompted with, its instructions left out. */
    PROMPT(false),
    /** What an agent or step was given. */
    INPUT(false),
    /** What a tool was called with. */
    ARGUMENTS(true),
    /** What a tool or a search gave back. */
    RESULT(true),
    /** What a model said. */
    ANSWER(true),
    /** What was handed over. */
    MESSAGE(true),
    /** What an agent or step gave back. */
    OUTPUT(true);

    private final boolean made;

    Side(boolean made) {
        this.made = made;
    }

    /** Whether the span made the text, rather than being given it. */
    public boolean isMade() {
        return made;
    }
}
