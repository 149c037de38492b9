package io.agtrace.analyzers.rules;

/** The groups of the catalogue. */
public enum Group {
    HANDOFF("handoff"),
    CONTROL_FLOW("control flow"),
    RESILIENCE("resilience"),
    MODEL_AND_TOOL("model and tool"),
    TIME_AND_COST("time and cost"),
    INSTRUMENTATION("instrumentation"),
    /** Not of the catalogue: what a team's own policy asks for. */
    POLICY("policy");

    private final String label;

    Group(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
