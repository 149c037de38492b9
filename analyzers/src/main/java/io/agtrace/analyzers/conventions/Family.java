package io.agtrace.analyzers.conventions;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instrumentation families, the most telling first: where a span bears the marks of several,
 * the first of them wrote it (the GenAI conventions stand last, since most families use their names
 * too).
 */
enum Family {
    MASTRA("mastra", "mastra."),
    GOOGLE_ADK("google-adk", "gcp.vertex.agent."),
    PYDANTIC_AI("pydantic-ai", "pydantic_ai."),
    AGENT_FRAMEWORK(
            "agent-framework",
            "executor.",
            "edge_group.",
            "workflow_builder.",
            "agent_framework.",
            "message.destination_executor_id"),
    STRANDS("strands", "event_loop."),
    AGENTOPS("agentops", "agentops."),
    MONOCLE("monocle", "monocle", "entity.1.", "scope.agentic.", "span.subtype"),
    TRULENS("trulens", "ai.observability."),
    CREWAI("crewai", "crew_key", "crew_id", "crewai", "flow.node.", "kickoff_id"),
    KOOG("koog", "koog."),
    HAYSTACK("haystack", "haystack."),
    N8N("n8n", "n8n."),
    GENKIT("genkit", "genkit:"),
    FLUE("flue", "flue."),
    LIVEKIT("livekit", "lk."),
    OPENAI_AGENTS("openai-agents", "span_data."),
    OPENINFERENCE(
            "openinference",
            "openinference.",
            "llm.input_messages.",
            "llm.output_messages.",
            "llm.token_count.",
            "graph.node."),
    TRACEAI("traceai", "fi.", "gen_ai.agent.graph."),
    LAMINAR("laminar", "lmnr."),
    PATRONUS("patronus", "pat."),
    OPENLLMETRY("openllmetry", "traceloop.", "llm.request.type", "langgraph.command."),
    VERCEL_AI("vercel-ai-sdk", "ai.operationId", "ai.toolCall.", "ai.model.", "ai.telemetry."),
    SPRING_AI("spring-ai", "spring.ai."),
    LANGSMITH("langsmith", "langsmith.", "run_type", "dotted_order"),
    MLFLOW("mlflow", "mlflow."),
    LANGFUSE("langfuse", "langfuse."),
    SEMANTIC_KERNEL("semantic-kernel", "semantic_kernel."),
    AUTOGEN("autogen"),
    CLAUDE_CODE("claude-code", "claude_code."),
    CODEX("codex", "codex."),
    GEMINI_CLI("gemini-cli", "gemini_cli.", "gen_ai.tool.call_id"),
    CODING_AGENT("openlit", "coding_agent.", "gen_ai.groupchat.", "gen_ai.team."),
    A2A("a2a", "a2a."),
    MCP("mcp", "mcp."),
    LOGFIRE("logfire", "logfire."),
    AGTRACE("agtrace", "agtrace."),
    LANGCHAIN4J("langchain4j"),
    GENAI("otel-genai", "gen_ai."),
    UNKNOWN("");

    private static final Family[] ALL = values();

    /** Scopes by the longest prefix that tells them apart. */
    private static final Map<String, Family> SCOPES =
            Map.ofEntries(
                    Map.entry("openinference.instrumentation", OPENINFERENCE),
                    Map.entry("@arizeai/openinference", OPENINFERENCE),
                    Map.entry("traceloop.", OPENLLMETRY),
                    Map.entry("@traceloop/", OPENLLMETRY),
                    Map.entry("@mastra/", MASTRA),
                    Map.entry("gcp.vertex.agent", GOOGLE_ADK),
                    Map.entry("pydantic-ai", PYDANTIC_AI),
                    Map.entry("agent_framework", AGENT_FRAMEWORK),
                    Map.entry("Microsoft.Agents.AI", AGENT_FRAMEWORK),
                    Map.entry("strands.", STRANDS),
                    Map.entry("agentops", AGENTOPS),
                    Map.entry("monocle", MONOCLE),
                    Map.entry("crewai", CREWAI),
                    Map.entry("ai.koog", KOOG),
                    Map.entry("n8n-otel", N8N),
                    Map.entry("genkit-tracer", GENKIT),
                    Map.entry("@flue/", FLUE),
                    Map.entry("livekit-agents", LIVEKIT),
                    Map.entry("langsmith", LANGSMITH),
                    Map.entry("langfuse-sdk", LANGFUSE),
                    Map.entry("semantic_kernel", SEMANTIC_KERNEL),
                    Map.entry("Microsoft.SemanticKernel", SEMANTIC_KERNEL),
                    Map.entry("agent_runtime ", SEMANTIC_KERNEL),
                    Map.entry("autogen ", AUTOGEN),
                    Map.entry("autogen-core", AUTOGEN),
                    Map.entry("com.anthropic.claude_code", CLAUDE_CODE),
                    Map.entry("gemini-cli", GEMINI_CLI),
                    Map.entry("a2a-python-sdk", A2A),
                    Map.entry("openlit", CODING_AGENT),
                    Map.entry("patronus.sdk", PATRONUS),
                    Map.entry("logfire", LOGFIRE),
                    Map.entry("opentelemetry.instrumentation.genai.", GENAI),
                    Map.entry("opentelemetry.instrumentation.openai_v2", GENAI),
                    Map.entry("opentelemetry.util.genai", GENAI));

    /** What frameworks write into {@code gen_ai.system} or {@code gen_ai.provider.name}. */
    private static final Map<String, Family> PROVIDERS =
            Map.of(
                    "strands-agents", STRANDS,
                    "autogen", AUTOGEN,
                    "microsoft.agent_framework", AGENT_FRAMEWORK,
                    "gcp.vertex.agent", GOOGLE_ADK,
                    "spring_ai", SPRING_AI);

    private static final int REMEMBERED = 1024;
    private static final ConcurrentHashMap<String, Family> SEEN_SCOPES = new ConcurrentHashMap<>();

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> marks;

    Family(String label, String... marks) {
        this.label = label;
        this.marks = List.of(marks);
    }

    String label() {
        return label;
    }

    /** The family an attribute's name is the mark of; searched, so callers remember the answer. */
    static Family ofAttribute(String name) {
        for (Family family : ALL) {
            for (String mark : family.marks) {
                if (name.startsWith(mark)) {
                    return family;
                }
            }
        }
        return UNKNOWN;
    }

    static Family ofScope(String scope) {
        if (scope.isEmpty()) {
            return UNKNOWN;
        }
        Family known = SEEN_SCOPES.get(scope);
        if (known != null) {
            return known;
        }
        Family found = searchScope(scope);
        if (SEEN_SCOPES.size() < REMEMBERED) {
            SEEN_SCOPES.put(scope, found);
        }
        return found;
    }

    private static Family searchScope(String scope) {
        if (scope.equals("ai")) {
            return VERCEL_AI;
        }
        for (var entry : SCOPES.entrySet()) {
            if (scope.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return UNKNOWN;
    }

    static Family ofProvider(String provider) {
        return PROVIDERS.getOrDefault(provider, UNKNOWN);
    }

    /** The more telling of the two. */
    Family or(Family other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
