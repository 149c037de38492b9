package io.agtrace.analyzers.diagnosis;

/**
 * What is wrong at the end of a run, as its user would see it.
 *
 * @param node the span that shows it
 * @param text in plain words
 */
public record Symptom(Kind kind, int node, String text) {
    /** The sorts of symptoms, the gravest first. */
    public enum Kind {
        /** The run ended in an error. */
        ERROR,
        /** It gave no result, or an empty one. */
        NO_RESULT,
        /** It says itself that it failed, or was judged badly. */
        BAD_OUTCOME,
        /** It ran into a limit of time or cost. */
        LIMIT
    }
}
