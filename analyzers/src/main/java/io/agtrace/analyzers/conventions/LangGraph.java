package io.agtrace.analyzers.conventions;

import java.util.Locale;
import java.util.Set;

/**
 * What LangGraph's run metadata say of a span. Every span inside a node carries its node's
 * metadata, and the graph's root a copy of some child's, so that they count only where the span's
 * own name agrees.
 */
record LangGraph(String node, String checkpoint, boolean isGraphRun) {
    static final LangGraph NONE = new LangGraph("", "", false);

    /** Nodes that prebuilt agents are made of; the agent is what surrounds them. */
    private static final Set<String> PARTS =
            Set.of(
                    "tools",
                    "tool_node",
                    "toolnode",
                    "model",
                    "model_request",
                    "call_model",
                    "llm",
                    "prompt",
                    "generate_structured_response",
                    "pre_model_hook",
                    "post_model_hook",
                    "__start__",
                    "__end__",
                    "__interrupt__",
                    "__root__");

    static LangGraph of(SpanConcepts concepts) {
        String node = concepts.text(Concept.LANGGRAPH_NODE);
        String integration = concepts.text(Concept.LANGGRAPH_INTEGRATION);
        if (node.isEmpty() && integration.isEmpty()) {
            return NONE;
        }
        return new LangGraph(
                node,
                concepts.text(Concept.LANGGRAPH_CHECKPOINT_NS),
                node.isEmpty() && integration.equals("langgraph"));
    }

    /** Whether the span of that name is the execution of an agent's node. */
    boolean isAgentNode(String spanName) {
        return !node.isEmpty() && node.equals(spanName) && isAgent(node, depth());
    }

    /** Whether the span of that name is the execution of a node at all. */
    boolean isNode(String spanName) {
        return !node.isEmpty() && node.equals(spanName);
    }

    /** The innermost agent whose node the span stands in, or the empty string. */
    String agent() {
        String[] levels = checkpoint.split("\\|", -1);
        for (int i = levels.length - 1; i >= 0; i--) {
            int colon = levels[i].indexOf(':');
            String name = colon < 0 ? levels[i] : levels[i].substring(0, colon);
            if (!name.isEmpty() && isAgent(name, i)) {
                return name;
            }
        }
        return checkpoint.isEmpty() && !node.isEmpty() && isAgent(node, 0) ? node : "";
    }

    private int depth() {
        int depth = 0;
        for (int i = checkpoint.indexOf('|'); i >= 0; i = checkpoint.indexOf('|', i + 1)) {
            depth++;
        }
        return depth;
    }

    /** {@code agent} inside another agent's graph is that agent's call of its model. */
    private static boolean isAgent(String name, int depth) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !PARTS.contains(lower)
                && !(depth > 0 && lower.equals("agent"))
                && name.indexOf('<') < 0
                && !lower.startsWith("runnable")
                && !lower.contains(".before_")
                && !lower.contains(".after_");
    }
}
