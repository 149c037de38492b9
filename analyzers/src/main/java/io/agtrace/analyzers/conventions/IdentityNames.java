package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.Concept.*;

/** Names of agents, tools, models and runs, in each family's words. */
final class IdentityNames {
    private IdentityNames() {}

    static void addTo(NameTable.Builder table) {
        table.row(
                        AGENT_NAME,
                        "agtrace.agent.name",
                        "gen_ai.agent.name",
                        "agent.name",
                        "agent_name",
                        "crewai.agent.role",
                        "agent_role",
                        "agent.role",
                        "meta:agent_name",
                        "meta:lc_agent_name",
                        "meta:agent",
                        "flue.task.agent",
                        "gen_ai.agent.task.agent_id",
                        "executor.id",
                        "subagent_type",
                        "~agentName")
                .row(
                        AGENT_ID,
                        "gen_ai.agent.id",
                        "agent.id",
                        "agent_id",
                        "crewai.agent.id",
                        "coding_agent.agent.id")
                .row(
                        AGENT_VERSION,
                        "gen_ai.agent.version",
                        "agent.version",
                        "agent_version",
                        "traceloop.entity.version")
                .row(
                        PARENT_AGENT,
                        "gen_ai.agent.handoff_parent",
                        "parent_agent_id",
                        "coding_agent.agent.parent_id")
                .row(CALLER_NAME, "gen_ai.caller.name")
                .row(
                        WORKFLOW_NAME,
                        "agtrace.workflow.name",
                        "gen_ai.workflow.name",
                        "traceloop.workflow.name",
                        "workflow.name",
                        "langfuse.trace.name",
                        "langsmith.trace.name",
                        "n8n.workflow.name",
                        "workflow_name",
                        "gen_ai.agent.workflow.name",
                        "crewai.crew.name")
                .row(
                        ENTITY_NAME,
                        "traceloop.entity.name",
                        "agentops.entity.name",
                        "span_data.name",
                        "genkit:name",
                        "haystack.component.name",
                        "n8n.node.name",
                        "mastra.workflow_step.step_id",
                        "flow.node.name")
                .row(NODE_NAME, "koog.node.name", "node_id", "gen_ai.step.name")
                .row(GRAPH_NODE, "graph.node.id", "graph.node.name", "gen_ai.agent.graph.node_id")
                .row(GRAPH_NODE_PARENT, "graph.node.parent_id", "gen_ai.agent.graph.parent_node_id")
                .row(
                        TOOL_NAME,
                        "gen_ai.tool.name",
                        "tool.name",
                        "tool_name",
                        "ai.toolCall.name",
                        "spring.ai.tool.definition.name",
                        "haystack.tool.name",
                        "meta:tool_name",
                        "function_name",
                        "~toolName")
                .row(
                        TOOL_CALL_ID,
                        "gen_ai.tool.call.id",
                        "gen_ai.tool.call_id",
                        "tool_call.id",
                        "ai.toolCall.id",
                        "spring.ai.tool.call.id",
                        "tool_use_id",
                        "call_id",
                        "haystack.tool.call.id",
                        "tool.call_id",
                        "tool.id",
                        "meta:tool_call_id",
                        "~toolCallId")
                .row(
                        MODEL_ANSWERED,
                        "gen_ai.response.model",
                        "llm.response.model_name",
                        "ai.response.model")
                .row(
                        MODEL_ASKED,
                        "gen_ai.request.model",
                        "llm.model_name",
                        "llm.request.model_name",
                        "ai.model.id",
                        "mlflow.llm.model",
                        "langfuse.observation.model.name",
                        "span_data.model",
                        "meta:ls_model_name",
                        "model_name",
                        "model",
                        "embedding.model_name",
                        "reranker.model_name")
                .row(
                        PROVIDER,
                        "gen_ai.provider.name",
                        "gen_ai.system",
                        "llm.provider",
                        "llm.system",
                        "ai.model.provider",
                        "mlflow.llm.provider",
                        "meta:ls_provider");
        runs(table);
        langGraph(table);
        ancestry(table);
        plainSpans(table);
    }

    private static void runs(NameTable.Builder table) {
        table.row(
                        RUN_WORKFLOW,
                        "agtrace.workflow.id",
                        "workflow.id",
                        "workflow_id",
                        "gen_ai.workflow.id",
                        "gen_ai.agent.workflow.id",
                        "meta:workflow_id",
                        "~workflowId")
                .row(
                        RUN_RUN,
                        "run_id",
                        "run.id",
                        "gen_ai.run.id",
                        "meta:run_id",
                        "gcp.vertex.agent.invocation_id",
                        "gen_ai.agent.call.id",
                        "mlflow.traceRequestId",
                        "n8n.execution.id",
                        "n8n.execution.retry_of",
                        "crew_id",
                        "kickoff_id",
                        "flow_id",
                        "traceloop.correlation.id",
                        "scope.agentic.turn",
                        "scope.agentic.request",
                        "monocle.scope.agentic.turn",
                        "monocle.scope.agentic.request",
                        "agent_trace_id",
                        "ai.observability.record_id")
                .row(
                        RUN_TASK,
                        "a2a.task.id",
                        "gen_ai.task.id",
                        "gen_ai.agent.task.id",
                        "task_id",
                        "task.id",
                        "meta:task_id",
                        "~taskId")
                .row(
                        RUN_CONVERSATION,
                        "gen_ai.conversation.id",
                        "conversation.id",
                        "conversation_id",
                        "spring.ai.chat.client.conversation.id",
                        "meta:conversation_id",
                        "meta:thread_id",
                        "thread_id",
                        "thread.id",
                        "group_id",
                        "group.id",
                        "~threadId",
                        "~conversationId")
                .row(
                        RUN_SESSION,
                        "session.id",
                        "langfuse.session.id",
                        "meta:session_id",
                        "meta:langfuse_session_id",
                        "gcp.vertex.agent.session_id",
                        "mlflow.trace.session",
                        "coding_agent.session.id",
                        "scope.agentic.session",
                        "monocle.scope.agentic.session",
                        "session_id",
                        "~sessionId")
                .row(RUN_BAGGAGE, "baggage.*");
    }

    private static void langGraph(NameTable.Builder table) {
        table.row(METADATA, "metadata", "langfuse.observation.metadata", "langfuse.trace.metadata")
                .row(LANGGRAPH_STEP, "meta:langgraph_step", "langgraph_step")
                .row(LANGGRAPH_NODE, "meta:langgraph_node", "langgraph_node")
                .row(LANGGRAPH_TRIGGERS, "meta:langgraph_triggers", "langgraph_triggers")
                .row(LANGGRAPH_PATH, "meta:langgraph_path", "langgraph_path")
                .row(
                        LANGGRAPH_CHECKPOINT_NS,
                        "meta:langgraph_checkpoint_ns",
                        "meta:checkpoint_ns",
                        "langgraph_checkpoint_ns")
                .row(LANGGRAPH_INTEGRATION, "meta:ls_integration")
                .row(
                        CHECKPOINT_ID,
                        "meta:checkpoint_id",
                        "checkpoint_id",
                        "gen_ai.checkpoint.id",
                        "checkpoint.id")
                .row(GRAPH_NODES, "gen_ai.workflow.nodes", "gen_ai.graph.nodes")
                .row(
                        GRAPH_EDGES,
                        "gen_ai.workflow.edges",
                        "gen_ai.graph.edges",
                        "workflow.definition")
                .row(GRAPH_EXECUTED_NODES, "gen_ai.graph.executed_nodes");
    }

    private static void ancestry(NameTable.Builder table) {
        table.row(ANCESTOR_NAMES, "traceloop.entity.path", "lmnr.span.path")
                .row(ANCESTOR_IDS, "lmnr.span.ids_path", "parent_run_ids", "dotted_order")
                .row(
                        CAUSE_ID,
                        "agtrace.cause.span_id",
                        "entity.1.from_agent_span_id",
                        "parent.span.id",
                        "parent_run_id",
                        "event_loop.parent_cycle_id",
                        "logfire.pending_parent_id",
                        "inference.decision.span.id",
                        "gen_ai.task.parent.id",
                        "meta:parent_run_id")
                .row(
                        TRACEPARENT,
                        "traceparent",
                        "messaging.message.traceparent",
                        "message.traceparent",
                        "meta:traceparent")
                .row(TAGS, "tag.tags", "langsmith.span.tags", "langfuse.trace.tags", "tags")
                .row(RECORD_STATE, "logfire.span_type", "agentops.in-flight");
    }

    private static void plainSpans(NameTable.Builder table) {
        table.row(
                PLAIN,
                "http.request.method",
                "http.method",
                "http.url",
                "http.route",
                "http.target",
                "url.full",
                "db.system",
                "db.system.name",
                "db.statement",
                "db.query.text",
                "rpc.system",
                "rpc.system.name",
                "faas.trigger",
                "faas.name",
                "graphql.operation.type",
                "graphql.operation.name",
                "graphql.document",
                "asgi.event.type",
                "messaging.system",
                "messaging.operation.type");
    }
}
