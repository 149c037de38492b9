package io.agtrace.analyzers.conventions;

/**
 * An id a span carries that may be shared by several traces of one run.
 *
 * @param kind what sort of id; also its strength, in declaration order
 * @param attribute where it was found
 */
public record RunKey(Kind kind, String value, String attribute) {
    /** Strongest first: an equal workflow id means more than an equal session id. */
    public enum Kind {
        WORKFLOW,
        RUN,
        TASK,
        CONVERSATION,
        SESSION,
        BAGGAGE
    }
}
