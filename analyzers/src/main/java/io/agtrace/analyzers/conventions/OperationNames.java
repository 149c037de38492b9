package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The attributes by which the families say what a span does, in the order in which they are
 * believed, and what their values mean. Values that say nothing ({@code unknown}, {@code span}) are
 * left out.
 */
final class OperationNames {
    /** One attribute's vocabulary, and its place in the order. */
    record Source(int rank, Map<String, OperationKind> values) {
        @Nullable OperationKind kind(String value) {
            OperationKind known = values.get(value);
            return known != null ? known : values.get(value.toLowerCase(Locale.ROOT));
        }
    }

    private static final Map<String, Source> SOURCES = new LinkedHashMap<>();

    /** The vocabulary of attributes that users name: the kinds' own words. */
    private static final Source OWN;

    static {
        Map<String, OperationKind> labels = new HashMap<>();
        for (OperationKind kind : OperationKind.values()) {
            labels.put(kind.label(), kind);
            labels.put(kind.name().toLowerCase(Locale.ROOT), kind);
        }
        OWN = new Source(-1, labels);
        source("agtrace.operation", labels);
        Map<String, OperationKind> openInference =
                words(
                        MODEL_CALL, "llm embedding",
                        CHAIN, "chain prompt",
                        RETRIEVAL, "retriever reranker",
                        TOOL_CALL, "tool",
                        AGENT, "agent",
                        GUARDRAIL, "guardrail",
                        EVALUATION, "evaluator");
        source("openinference.span.kind", openInference);
        source(
                "mastra.span.type",
                words(
                        WORKFLOW, "workflow_run",
                        AGENT, "agent_run",
                        MODEL_CALL, "model_inference llm_generation rag_embedding",
                        CHAIN,
                                "model_generation model_step workflow_step workflow_parallel"
                                    + " workflow_loop workflow_sleep workflow_wait_event"
                                    + " workflow_conditional_eval processor_run memory_operation"
                                    + " mapping",
                        OTHER, "model_chunk generic workspace_action",
                        TOOL_CALL, "tool_call client_tool_call provider_tool_call mcp_tool_call",
                        DECISION, "workflow_conditional",
                        EVALUATION, "scorer_run scorer_step",
                        RETRIEVAL, "rag_retrieval rag_query rag_vector_operation rag_action"));
        source(
                "gen_ai.operation.name",
                words(
                        MODEL_CALL,
                                "chat generate_content text_completion completion generate response"
                                    + " embeddings embedding image speech_generation transcription"
                                    + " llm_request llm_call model_inference",
                        RETRIEVAL, "retrieval vector_db_retrieve rerank search_memory",
                        AGENT, "invoke_agent agent_call",
                        TOOL_CALL, "execute_tool tool_call",
                        WORKFLOW, "invoke_workflow invoke_swarm invoke_graph",
                        CHAIN,
                                "workflow chain task execute_task agent_step invoke_node run_step"
                                        + " execute_event_loop_cycle react framework user_prompt"
                                        + " schedule_tool_calls",
                        DECISION, "goto",
                        HANDOFF, "agent_handoff handoff",
                        GUARDRAIL, "guardrail_check apply_guardrail run_guardrail",
                        PLAN, "plan",
                        EVALUATION, "evaluate evaluation",
                        OTHER,
                                "create_agent create_memory_store delete_memory_store create_memory"
                                    + " update_memory upsert_memory delete_memory fetch_response"
                                    + " system_prompt"));
        source(
                "traceloop.span.kind",
                words(
                        WORKFLOW, "workflow",
                        CHAIN, "task",
                        AGENT, "agent",
                        TOOL_CALL, "tool",
                        HANDOFF, "handoff",
                        OTHER, "session server"));
        Map<String, OperationKind> langSmith =
                words(
                        MODEL_CALL, "llm embedding",
                        CHAIN, "chain prompt parser",
                        TOOL_CALL, "tool",
                        RETRIEVAL, "retriever");
        source("langsmith.span.kind", langSmith);
        source("run_type", langSmith);
        source(
                "mlflow.spanType",
                words(
                        MODEL_CALL, "llm chat_model embedding",
                        CHAIN, "chain parser task",
                        AGENT, "agent",
                        TOOL_CALL, "tool",
                        RETRIEVAL, "retriever reranker memory",
                        WORKFLOW, "workflow",
                        GUARDRAIL, "guardrail",
                        EVALUATION, "evaluator"));
        source(
                "span.type",
                words(
                        WORKFLOW, "interaction workflow agentic.turn agentic.request",
                        MODEL_CALL, "llm_request inference inference.framework inference.modelapi",
                        TOOL_CALL, "tool agentic.tool.invocation agentic.mcp.invocation",
                        AGENT, "agentic.invocation",
                        HANDOFF, "agentic.delegation",
                        RETRIEVAL, "retrieval",
                        CHAIN, "tool.execution tool.blocked_on_user hook",
                        OTHER, "generic http.process http.send"));
        source(
                "agentops.span.kind",
                words(
                        WORKFLOW, "workflow session team",
                        CHAIN, "task operation workflow.step agent.thinking agent.action chain",
                        AGENT, "agent",
                        TOOL_CALL, "tool",
                        MODEL_CALL, "llm",
                        DECISION, "agent.decision",
                        GUARDRAIL, "guardrail",
                        HANDOFF, "handoff"));
        source(
                "span_data.type",
                words(
                        AGENT, "agent",
                        TOOL_CALL, "function",
                        MODEL_CALL, "generation response transcription speech",
                        HANDOFF, "handoff",
                        GUARDRAIL, "guardrail",
                        CHAIN, "custom speech_group task turn",
                        OTHER, "mcp_tools"));
        source(
                "spring.ai.kind",
                words(
                        CHAIN, "chat_client advisor",
                        TOOL_CALL, "tool_call",
                        RETRIEVAL, "vector_store"));
        source(
                "ai.operationId",
                words(
                        CHAIN,
                        "ai.generatetext ai.streamtext ai.generateobject ai.streamobject"
                                + " ai.embed ai.embedmany ai.rerank",
                        MODEL_CALL,
                        "ai.generatetext.dogenerate ai.streamtext.dostream"
                                + " ai.generateobject.dogenerate ai.streamobject.dostream"
                                + " ai.embed.doembed ai.embedmany.doembed",
                        RETRIEVAL,
                        "ai.rerank.dorerank",
                        TOOL_CALL,
                        "ai.toolcall"));
        source(
                "langfuse.observation.type",
                words(
                        MODEL_CALL, "generation embedding",
                        AGENT, "agent",
                        TOOL_CALL, "tool",
                        CHAIN, "chain",
                        RETRIEVAL, "retriever",
                        GUARDRAIL, "guardrail",
                        EVALUATION, "evaluator"));
        source(
                "ai.observability.span_type",
                words(
                        WORKFLOW, "record_root nested_record_root",
                        EVALUATION, "eval_root eval eval_decision",
                        RETRIEVAL, "retrieval reranking",
                        MODEL_CALL, "generation",
                        CHAIN, "graph_task graph_node workflow_step",
                        AGENT, "agent",
                        TOOL_CALL, "tool mcp",
                        GUARDRAIL, "guardrail"));
        Map<String, OperationKind> traceAi = new HashMap<>(openInference);
        traceAi.put("step", CHAIN);
        traceAi.put("workflow", WORKFLOW);
        source("gen_ai.span.kind", traceAi);
        source("fi.span.kind", traceAi);
        source("aws.genai.span_kind", traceAi);
        source(
                "lmnr.span.type",
                words(
                        MODEL_CALL, "llm",
                        TOOL_CALL, "tool",
                        EVALUATION, "evaluator human_evaluator evaluation",
                        CHAIN, "pipeline executor"));
        source(
                "genkit:metadata:subtype",
                words(
                        MODEL_CALL, "model embedder",
                        TOOL_CALL, "tool tool.v2",
                        RETRIEVAL, "retriever indexer reranker",
                        EVALUATION, "evaluator",
                        WORKFLOW, "flow"));
        source("flow.node.type", words(DECISION, "router", CHAIN, "start listen"));
        source("span.subtype", words(DECISION, "routing"));
        source(
                "edge_group.type",
                words(
                        DECISION, "switchcaseedgegroup",
                        CHAIN, "edgegroup singleedgegroup fanoutedgegroup faninedgegroup"));
        source("mcp.method.name", words(TOOL_CALL, "tools/call"));
        source(
                "llm.request.type",
                words(MODEL_CALL, "chat completion embedding", RETRIEVAL, "rerank"));
        Map<String, OperationKind> messaging =
                words(
                        QUEUE_SEND, "send publish create",
                        QUEUE_RECEIVE, "receive process deliver consume");
        source("messaging.operation.type", messaging);
        source("messaging.operation", messaging);
    }

    private OperationNames() {}

    private static void source(String attribute, Map<String, OperationKind> values) {
        SOURCES.put(attribute, new Source(SOURCES.size(), values));
    }

    /** Pairs of a kind and the words that mean it. */
    private static Map<String, OperationKind> words(Object... pairs) {
        Map<String, OperationKind> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            for (String word : ((String) pairs[i + 1]).split(" ", -1)) {
                values.put(word, (OperationKind) pairs[i]);
                values.put(word.toUpperCase(Locale.ROOT), (OperationKind) pairs[i]);
            }
        }
        return values;
    }

    static void addTo(NameTable.Builder table) {
        table.row(Concept.OPERATION, SOURCES.keySet().toArray(String[]::new));
    }

    /** The vocabulary of an attribute that states an operation. */
    static Source source(String attribute) {
        return SOURCES.getOrDefault(attribute, OWN);
    }
}
