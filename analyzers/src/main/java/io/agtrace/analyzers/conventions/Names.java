package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;

import io.agtrace.analyzers.span.Span;

/** Which agent and which tool a span names, once it is known what it does. */
final class Names {
    private static final int TOOL_START = "tool..start".length();

    private final SpanConcepts concepts;
    private final Span span;
    private final SpanName name;
    private final LangGraph graph;
    private final OperationKind kind;

    Names(SpanConcepts concepts, SpanName name, LangGraph graph, OperationKind kind) {
        this.concepts = concepts;
        this.span = concepts.span();
        this.name = name;
        this.graph = graph;
        this.kind = kind;
    }

    /** The agent, or the empty string. A name that is an id yields to one that is not. */
    String agent(Monocle monocle) {
        String stated = concepts.text(Concept.AGENT_NAME);
        if (!stated.isEmpty() && !isPlaceholder(stated)) {
            if (!looksLikeId(stated)) {
                return stated;
            }
        } else {
            stated = "";
        }
        String other = otherAgent(monocle);
        if (!other.isEmpty() && !looksLikeId(other)) {
            return other;
        }
        if (!stated.isEmpty() || !other.isEmpty()) {
            return stated.isEmpty() ? other : stated;
        }
        return kind == AGENT ? concepts.text(Concept.AGENT_ID) : "";
    }

    private String otherAgent(Monocle monocle) {
        if (!monocle.agent().isEmpty()) {
            return monocle.agent();
        }
        if (kind == AGENT) {
            String own = ownName();
            if (!own.isEmpty()) {
                return own;
            }
        }
        if (kind == HANDOFF) {
            String from = HandoffEnds.of(concepts, name).from();
            if (!from.isEmpty()) {
                return from;
            }
        }
        if (kind == WORKFLOW || span.name().equals("__start__")) {
            return "";
        }
        if (!graph.agent().isEmpty()) {
            return graph.agent();
        }
        // What people name by hand may be infrastructure; what a framework names is what it says.
        return kind != OTHER || name.coined() ? name.agent() : "";
    }

    /** The name of the agent whose run the span is, where it does not say so plainly. */
    private String ownName() {
        String node = concepts.text(Concept.GRAPH_NODE);
        if (!node.isEmpty()) {
            return node;
        }
        String entity = concepts.text(Concept.ENTITY_NAME);
        if (!entity.isEmpty()) {
            return entity;
        }
        if (graph.isAgentNode(span.name())) {
            return span.name();
        }
        if (name.kind() == AGENT) {
            return name.agent().equals(concepts.text(Concept.MODEL_ASKED)) ? "" : name.agent();
        }
        return name.coined() ? "" : withoutMethod(span.name());
    }

    /** {@code CodeAgent.run} is the run of {@code CodeAgent}. */
    private static String withoutMethod(String spanName) {
        int dot = spanName.lastIndexOf('.');
        if (dot <= 0) {
            return spanName;
        }
        return switch (spanName.substring(dot + 1)) {
            case "run", "arun", "invoke", "ainvoke", "kickoff", "query", "forward", "__call__" ->
                    spanName.substring(0, dot);
            default -> spanName;
        };
    }

    /** What contrib instrumentations write on spans that belong to no agent. */
    private boolean isPlaceholder(String stated) {
        return kind != AGENT
                && (stated.equals("OpenAI Agent")
                        || stated.equals("agent")
                                && "agent".equals(concepts.text(Concept.AGENT_ID)));
    }

    /** A UUID or a long hexadecimal number. */
    static boolean looksLikeId(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) >= 0) {
                digits++;
            } else if (c != '-') {
                return false;
            }
        }
        return digits >= 16;
    }

    /** The tool, or the empty string. */
    String tool(Monocle monocle) {
        String stated = concepts.text(Concept.TOOL_NAME);
        if (!stated.isEmpty()) {
            return stated.equals("(merged tools)") ? "" : stated;
        }
        if (!monocle.tool().isEmpty()) {
            return monocle.tool();
        }
        if (kind != TOOL_CALL && kind != HANDOFF) {
            return "";
        }
        String entity = concepts.text(Concept.ENTITY_NAME);
        if (!entity.isEmpty()) {
            return entity;
        }
        if (!name.tool().isEmpty()) {
            String event = Classifier.beeAiEvent(span);
            boolean begins = event.endsWith(".start") && event.length() > TOOL_START;
            return begins
                    ? event.substring(event.indexOf('.') + 1, event.length() - 6)
                    : name.tool();
        }
        return kind == TOOL_CALL && !name.coined() ? span.name() : "";
    }
}
