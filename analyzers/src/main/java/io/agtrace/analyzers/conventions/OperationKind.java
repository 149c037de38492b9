package io.agtrace.analyzers.conventions;

/** What a span does, whatever its instrumentation calls it. */
public enum OperationKind {
    WORKFLOW("workflow"),
    AGENT("agent"),
    MODEL_CALL("model call"),
    TOOL_CALL("tool call"),
    RETRIEVAL("retrieval"),
    HANDOFF("handoff"),
    DECISION("decision"),
    GUARDRAIL("guardrail"),
    EVALUATION("evaluation"),
    PLAN("plan"),
    CHAIN("chain"),
    QUEUE_SEND("queue send"),
    QUEUE_RECEIVE("queue receive"),
    OTHER("other");

    private final String label;

    OperationKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
