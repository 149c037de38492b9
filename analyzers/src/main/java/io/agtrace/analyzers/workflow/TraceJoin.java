package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;

/**
 * Why two traces are held to be parts of one run.
 *
 * @param evidence in plain words, such as {@code session.id = s-17}
 * @param confidence 0 to 1
 */
public record TraceJoin(Kind kind, Id from, Id to, String evidence, double confidence) {
    /** The sorts of evidence, strongest first. */
    public enum Kind {
        SPAN_LINK,
        PARENT_IN_OTHER_TRACE,
        MESSAGE_ID,
        TRACEPARENT_IN_PAYLOAD,
        WORKFLOW_ID,
        RUN_ID,
        CONVERSATION_ID,
        SESSION_ID,
        BAGGAGE
    }
}
