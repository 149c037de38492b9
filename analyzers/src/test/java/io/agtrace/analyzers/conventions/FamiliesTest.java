package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;
import static io.agtrace.analyzers.conventions.SpanSketch.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** What each family's spans mean, as its documentation and its source describe them. */
class FamiliesTest {
    /** A span and what is to be read from it; {@code tokens} is input/output, or empty. */
    record Row(
            String family,
            SpanSketch span,
            OperationKind kind,
            String agent,
            String tool,
            String model,
            String tokens) {
        Row withFamily(String other) {
            return new Row(other, span, kind, agent, tool, model, tokens);
        }

        Row withTool(String other) {
            return new Row(family, span, kind, agent, other, model, tokens);
        }

        @Override
        public String toString() {
            return family + ": " + span.build().name() + " is a " + kind;
        }
    }

    private static Row row(String family, SpanSketch span, OperationKind kind) {
        return new Row(family, span, kind, "", "", "", "");
    }

    private static Row agent(String family, SpanSketch span, String agent) {
        return new Row(family, span, AGENT, agent, "", "", "");
    }

    private static Row tool(String family, SpanSketch span, String tool) {
        return new Row(family, span, TOOL_CALL, "", tool, "", "");
    }

    private static Row model(String family, SpanSketch span, String model, String tokens) {
        return new Row(family, span, MODEL_CALL, "", "", model, tokens);
    }

    @ParameterizedTest
    @MethodSource({"standards", "python", "graphs", "typescript", "platforms", "byHand"})
    void isReadAsItsFamilyMeansIt(Row row) {
        SpanFacts facts = row.span().facts();

        assertThat(facts.operation().kind()).isEqualTo(row.kind());
        assertThat(facts.agentName()).isEqualTo(row.agent());
        assertThat(facts.toolName()).isEqualTo(row.tool());
        assertThat(facts.model()).isEqualTo(row.model());
        TokenUsage tokens = facts.tokens();
        assertThat(tokens.isKnown() ? tokens.input() + "/" + tokens.output() : "")
                .isEqualTo(row.tokens());
        assertThat(facts.family()).isEqualTo(row.family());
        if (row.kind() != OTHER) {
            assertThat(facts.operation().evidence()).isNotEmpty();
            assertThat(facts.operation().evidence().getFirst().says()).isEqualTo(row.kind());
        }
    }

    static Stream<Row> standards() {
        String op = "gen_ai.operation.name";
        return Stream.of(
                model(
                        "otel-genai",
                        span(
                                "chat gpt-4o",
                                op,
                                "chat",
                                "gen_ai.request.model",
                                "gpt-4o",
                                "gen_ai.response.model",
                                "gpt-4o-2024-08-06",
                                "gen_ai.usage.input_tokens",
                                12,
                                "gen_ai.usage.output_tokens",
                                7),
                        "gpt-4o-2024-08-06",
                        "12/7"),
                agent(
                        "otel-genai",
                        span(
                                "invoke_agent billing",
                                op,
                                "invoke_agent",
                                "gen_ai.agent.name",
                                "billing"),
                        "billing"),
                agent("otel-genai", span("invoke_agent billing", op, "invoke_agent"), "billing"),
                tool(
                        "otel-genai",
                        span(
                                "execute_tool search",
                                op,
                                "execute_tool",
                                "gen_ai.tool.name",
                                "search"),
                        "search"),
                row("otel-genai", span("invoke_workflow report", op, "invoke_workflow"), WORKFLOW),
                row("otel-genai", span("plan trip", op, "plan"), PLAN),
                row("otel-genai", span("retrieval kb", op, "retrieval"), RETRIEVAL),
                row("otel-genai", span("create_agent a", op, "create_agent"), OTHER),
                tool("mcp", span("tools/call lookup", "mcp.method.name", "tools/call"), "lookup"),
                row("mcp", span("initialize", "mcp.method.name", "initialize"), OTHER),
                row("", span("a2a.server.request_handlers.Default.on_message"), OTHER));
    }

    static Stream<Row> python() {
        String kind = "openinference.span.kind";
        String traceloop = "traceloop.span.kind";
        return Stream.of(
                agent(
                        "openinference",
                        span("planner", kind, "AGENT", "agent.name", "planner"),
                        "planner"),
                agent("openinference", span("CodeAgent.run", kind, "AGENT"), "CodeAgent"),
                tool("openinference", span("web_search", kind, "TOOL"), "web_search"),
                model(
                        "openinference",
                        span(
                                "ChatOpenAI",
                                kind,
                                "LLM",
                                "llm.model_name",
                                "gpt-4o",
                                "llm.token_count.prompt",
                                5,
                                "llm.token_count.completion",
                                "6"),
                        "gpt-4o",
                        "5/6"),
                row("openinference", span("check", kind, "GUARDRAIL"), GUARDRAIL),
                row("openinference", span("Hallucination", kind, "EVALUATOR"), EVALUATION),
                row("openinference", span("Step 3", kind, "CHAIN"), CHAIN),
                row("openinference", span("research.kickoff", kind, "CHAIN"), WORKFLOW),
                row(
                        "openinference",
                        span("Agent workflow", kind, "AGENT")
                                .scope("openinference.instrumentation.openai_agents"),
                        WORKFLOW),
                row(
                        "openinference",
                        span("trip planning", kind, "AGENT")
                                .scope("openinference.instrumentation.openai_agents"),
                        WORKFLOW),
                agent(
                        "openinference",
                        span("triage", kind, "AGENT", "graph.node.id", "triage")
                                .scope("openinference.instrumentation.openai_agents"),
                        "triage"),
                agent(
                        "openllmetry",
                        span("writer.agent", traceloop, "agent", "traceloop.entity.name", "writer"),
                        "writer"),
                tool(
                        "openllmetry",
                        span("search.tool", traceloop, "tool", "traceloop.entity.name", "search"),
                        "search"),
                row("openllmetry", span("report.workflow", traceloop, "workflow"), WORKFLOW),
                row("openllmetry", span("node.task", traceloop, "task"), CHAIN),
                row(
                        "openllmetry",
                        span(
                                "workflow RunnableSequence",
                                "gen_ai.operation.name",
                                "workflow",
                                traceloop,
                                "workflow"),
                        CHAIN),
                row(
                        "openllmetry",
                        span("goto writer", "gen_ai.operation.name", "goto", traceloop, "task"),
                        DECISION),
                agent(
                        "pydantic-ai",
                        span("agent run", "agent_name", "joker", "pydantic_ai.all_messages", "[1]"),
                        "joker"),
                new Row(
                        "pydantic-ai",
                        span(
                                        "joker run",
                                        "agent_name",
                                        "joker",
                                        "model_name",
                                        "gpt-4o-mini",
                                        "gen_ai.usage.input_tokens",
                                        2,
                                        "gen_ai.usage.output_tokens",
                                        3)
                                .scope("pydantic-ai"),
                        AGENT,
                        "joker",
                        "",
                        "gpt-4o-mini",
                        "2/3"),
                tool(
                        "pydantic-ai",
                        span("running tool: roll_dice").scope("pydantic-ai"),
                        "roll_dice"),
                row("pydantic-ai", span("running 3 tools").scope("pydantic-ai"), CHAIN),
                agent("langfuse", span("router", "langfuse.observation.type", "agent"), "router"),
                row("langfuse", span("ask", "langfuse.observation.type", "generation"), MODEL_CALL),
                tool("langsmith", span("search", "langsmith.span.kind", "tool"), "search"),
                row("langsmith", span("parse", "langsmith.span.kind", "parser"), CHAIN),
                model(
                        "mlflow",
                        span(
                                "predict",
                                "mlflow.spanType",
                                "\"CHAT_MODEL\"",
                                "mlflow.llm.model",
                                "\"gpt-4o\"",
                                "mlflow.chat.tokenUsage",
                                "{\"input_tokens\": 4, \"output_tokens\": 2, \"total_tokens\": 6}"),
                        "gpt-4o",
                        "4/2"),
                agent("mlflow", span("helper", "mlflow.spanType", "\"AGENT\""), "helper"));
    }

    static Stream<Row> graphs() {
        String kind = "openinference.span.kind";
        String writer =
                "{\"ls_integration\":\"langgraph\",\"langgraph_step\":5,\"langgraph_node\":\"writer\","
                    + "\"langgraph_triggers\":[\"branch:to:writer\"],"
                    + "\"langgraph_checkpoint_ns\":\"writer:8f\"}";
        String inner =
                "{\"ls_integration\":\"langgraph\",\"langgraph_step\":1,\"langgraph_node\":\"agent\","
                    + "\"langgraph_checkpoint_ns\":\"writer:8f|agent:9a\"}";
        String root = "{\"ls_integration\":\"langgraph\",\"thread_id\":\"t\"}";
        return Stream.of(
                agent("openinference", span("writer", kind, "CHAIN", "metadata", writer), "writer"),
                new Row(
                        "openinference",
                        span("RunnableSequence", kind, "CHAIN", "metadata", writer),
                        CHAIN,
                        "writer",
                        "",
                        "",
                        ""),
                new Row(
                        "openinference",
                        span("agent", kind, "AGENT", "metadata", inner),
                        CHAIN,
                        "writer",
                        "",
                        "",
                        ""),
                row("openinference", span("LangGraph", kind, "AGENT", "metadata", root), WORKFLOW),
                row("openinference", span("trip_graph", kind, "CHAIN", "metadata", root), WORKFLOW),
                row("openinference", span("Branch<writer,publish>", kind, "CHAIN"), DECISION),
                new Row(
                        "openinference",
                        span(
                                "transfer_to_writer",
                                kind,
                                "TOOL",
                                "tool.name",
                                "transfer_to_writer",
                                "metadata",
                                writer.replace("writer", "planner")),
                        HANDOFF,
                        "planner",
                        "transfer_to_writer",
                        "",
                        ""),
                new Row(
                        "openinference",
                        span(
                                "handoff to writer",
                                kind,
                                "TOOL",
                                "input.value",
                                "{\"from_agent\":\"planner\"}",
                                "output.value",
                                "{\"to_agent\":\"writer\"}"),
                        HANDOFF,
                        "planner",
                        "",
                        "",
                        ""),
                agent(
                        "langsmith",
                        span(
                                "writer",
                                "langsmith.span.kind",
                                "chain",
                                "langsmith.metadata.langgraph_node",
                                "writer",
                                "langsmith.metadata.langgraph_checkpoint_ns",
                                "writer:8f"),
                        "writer"),
                row(
                        "agent-framework",
                        span("workflow.run", "workflow.id", "w1").scope("agent_framework"),
                        WORKFLOW),
                agent(
                        "agent-framework",
                        span(
                                "executor.process writer",
                                "executor.id",
                                "writer",
                                "executor.type",
                                "AgentExecutor"),
                        "writer"),
                row(
                        "agent-framework",
                        span("edge_group.process Switch", "edge_group.type", "SwitchCaseEdgeGroup"),
                        DECISION),
                agent(
                        "autogen",
                        span("autogen process writer.(default)-A", "messaging.operation", "process")
                                .scope("autogen SingleThreadedAgentRuntime"),
                        "writer"),
                row(
                        "autogen",
                        span("autogen publish topic.(a)-T", "messaging.operation", "publish")
                                .scope("autogen SingleThreadedAgentRuntime"),
                        QUEUE_SEND),
                row("google-adk", span("invocation").scope("gcp.vertex.agent"), WORKFLOW),
                agent("google-adk", span("agent_run [root]").scope("gcp.vertex.agent"), "root"),
                row(
                        "google-adk",
                        span(
                                        "execute_tool (merged)",
                                        "gen_ai.operation.name",
                                        "execute_tool",
                                        "gen_ai.tool.name",
                                        "(merged tools)")
                                .scope("gcp.vertex.agent"),
                        OTHER),
                row(
                        "strands",
                        span("invoke_swarm", "gen_ai.operation.name", "invoke_swarm")
                                .scope("strands.telemetry.tracer"),
                        WORKFLOW),
                row(
                        "strands",
                        span("execute_event_loop_cycle", "event_loop.cycle_id", "c1"),
                        CHAIN),
                agent(
                        "semantic-kernel",
                        span("invoke_agent Reviewer").scope("semantic_kernel.agents"),
                        "Reviewer"),
                agent(
                                "openllmetry",
                                span(
                                                "Researcher.agent",
                                                "crewai.agent.role",
                                                "Researcher",
                                                "traceloop.span.kind",
                                                "agent")
                                        .scope("opentelemetry.instrumentation.crewai")
                                        .kind(SpanKind.INTERNAL),
                                "Researcher")
                        .withFamily("crewai"),
                row(
                                "crewai",
                                span("Tool Usage", "tool_name", "x").scope("crewai.telemetry"),
                                TOOL_CALL)
                        .withTool("x"),
                row("crewai", span("Crew Created").scope("crewai.telemetry"), OTHER));
    }

    static Stream<Row> typescript() {
        return Stream.of(
                new Row(
                        "vercel-ai-sdk",
                        span(
                                "ai.generateText",
                                "ai.operationId",
                                "ai.generateText",
                                "ai.telemetry.metadata.agent",
                                "writer",
                                "ai.model.id",
                                "gpt-4o"),
                        CHAIN,
                        "writer",
                        "",
                        "gpt-4o",
                        ""),
                model(
                        "vercel-ai-sdk",
                        span(
                                "ai.generateText.doGenerate",
                                "ai.operationId",
                                "ai.generateText.doGenerate",
                                "ai.response.model",
                                "gpt-4o-1",
                                "ai.usage.promptTokens",
                                8,
                                "ai.usage.completionTokens",
                                9),
                        "gpt-4o-1",
                        "8/9"),
                tool(
                        "vercel-ai-sdk",
                        span(
                                "ai.toolCall",
                                "ai.operationId",
                                "ai.toolCall",
                                "ai.toolCall.name",
                                "s"),
                        "s"),
                row("otel-genai", span("step 2", "gen_ai.operation.name", "agent_step"), CHAIN),
                agent(
                        "mastra",
                        span(
                                "invoke_agent W",
                                "mastra.span.type",
                                "agent_run",
                                "gen_ai.agent.name",
                                "W"),
                        "W"),
                row(
                        "mastra",
                        span(
                                "model_generation gpt",
                                "mastra.span.type",
                                "model_generation",
                                "gen_ai.operation.name",
                                "model_generation"),
                        CHAIN),
                row(
                        "mastra",
                        span(
                                "chat gpt",
                                "mastra.span.type",
                                "model_generation",
                                "gen_ai.operation.name",
                                "chat"),
                        MODEL_CALL),
                row(
                        "mastra",
                        span(
                                "conditional 2 conditions",
                                "mastra.span.type",
                                "workflow_conditional"),
                        DECISION),
                row(
                        "mastra",
                        span("invoke_workflow w", "mastra.span.type", "workflow_run"),
                        WORKFLOW),
                row(
                        "spring-ai",
                        span("spring_ai chat_client", "spring.ai.kind", "chat_client"),
                        CHAIN),
                tool(
                        "spring-ai",
                        span(
                                "tool_call web",
                                "spring.ai.kind",
                                "tool_call",
                                "spring.ai.tool.definition.name",
                                "web"),
                        "web"),
                row("genkit", span("flow", "genkit:metadata:subtype", "model"), MODEL_CALL),
                row("livekit", span("llm_node", "lk.chat_ctx", "[]"), MODEL_CALL),
                row("livekit", span("user_turn", "lk.user_transcript", "hi"), CHAIN));
    }

    static Stream<Row> platforms() {
        return Stream.of(
                row("agentops", span("d", "agentops.span.kind", "agent.decision"), DECISION),
                agent(
                        "agentops",
                        span("W.agent", "agentops.span.kind", "agent", "agent.name", "W"),
                        "W"),
                new Row(
                        "monocle",
                        span(
                                "google.adk.tools.FunctionTool.run_async",
                                "span.type",
                                "agentic.tool.invocation",
                                "entity.1.type",
                                "tool.adk",
                                "entity.1.name",
                                "book",
                                "entity.2.type",
                                "agent.adk",
                                "entity.2.name",
                                "flights"),
                        TOOL_CALL,
                        "flights",
                        "book",
                        "",
                        ""),
                model(
                        "monocle",
                        span(
                                        "openai.Completions",
                                        "span.type",
                                        "inference",
                                        "entity.1.type",
                                        "inference.openai",
                                        "entity.2.type",
                                        "model.llm.gpt-4o",
                                        "entity.2.name",
                                        "gpt-4o")
                                .event("metadata", "prompt_tokens", 10, "completion_tokens", 5),
                        "gpt-4o",
                        "10/5"),
                new Row(
                        "monocle",
                        span(
                                "BaseTool.run",
                                "span.type",
                                "agentic.delegation",
                                "entity.1.type",
                                "agent.langgraph",
                                "entity.1.from_agent",
                                "boss",
                                "entity.1.to_agent",
                                "air"),
                        HANDOFF,
                        "boss",
                        "",
                        "",
                        ""),
                row("trulens", span("q", "ai.observability.span_type", "record_root"), WORKFLOW),
                row("laminar", span("q", "lmnr.span.type", "LLM"), MODEL_CALL),
                row(
                        "haystack",
                        span("haystack.pipeline.run", "haystack.pipeline.name", "p"),
                        WORKFLOW),
                row(
                        "haystack",
                        span("haystack.component.run", "haystack.component.visits", 2),
                        CHAIN),
                row("n8n", span("workflow.execute", "n8n.workflow.id", "7"), WORKFLOW),
                row("n8n", span("node.execute", "n8n.node.type", "set"), CHAIN),
                model(
                        "claude-code",
                        span(
                                        "claude_code.llm_request",
                                        "span.type",
                                        "llm_request",
                                        "model",
                                        "claude",
                                        "input_tokens",
                                        3,
                                        "output_tokens",
                                        4)
                                .scope("com.anthropic.claude_code.tracing"),
                        "claude",
                        "3/4"),
                tool(
                        "claude-code",
                        span("claude_code.tool", "span.type", "tool", "tool_name", "Bash")
                                .scope("com.anthropic.claude_code.tracing"),
                        "Bash"),
                tool(
                        "gemini-cli",
                        span(
                                        "tool_call",
                                        "gen_ai.operation.name",
                                        "tool_call",
                                        "gen_ai.tool.name",
                                        "ls")
                                .scope("gemini-cli"),
                        "ls"),
                agent(
                        "openai-agents",
                        span("triage", "span_data.type", "agent", "span_data.name", "triage"),
                        "triage"),
                new Row(
                        "openai-agents",
                        span(
                                "handoff",
                                "span_data.type",
                                "handoff",
                                "span_data.from_agent",
                                "triage",
                                "span_data.to_agent",
                                "billing"),
                        HANDOFF,
                        "triage",
                        "",
                        "",
                        ""),
                row("koog", span("node.callLLM", "koog.node.name", "callLLM"), OTHER),
                agent(
                        "koog",
                        span(
                                        "run.1",
                                        "gen_ai.operation.name",
                                        "invoke_agent",
                                        "gen_ai.agent.name",
                                        "greeter")
                                .scope("ai.koog"),
                        "greeter"),
                row("traceai", span("q", "gen_ai.span.kind", "RETRIEVER", "fi.x", "1"), RETRIEVAL));
    }

    static Stream<Row> byHand() {
        return Stream.of(
                agent("", span("research_agent.invoke"), "research_agent"),
                agent("", span("ResearchAgent"), "ResearchAgent"),
                agent("", span("agent:writer", "agent.name", "writer"), "writer"),
                agent("", span("agent.writer.run"), "writer"),
                tool("", span("tool.web_search"), "web_search"),
                row("", span("agent.decision_point"), DECISION),
                row("", span("quality_gate", "quality_score", 0.4), DECISION),
                row("", span("reasoning_iteration_2"), CHAIN),
                row("", span("synchronization_point"), CHAIN),
                row("", span("report-workflow"), WORKFLOW),
                new Row("", span("handoff planner -> writer"), HANDOFF, "planner", "", "", ""),
                row("", span("llm.call"), MODEL_CALL),
                row("", span("GET /agents", "http.request.method", "GET"), OTHER),
                row("", span("planner_agent", "db.system", "postgresql"), OTHER),
                row("", span("agent.Run/Invoke", "rpc.system", "grpc"), OTHER),
                row("", span("user_agent"), OTHER),
                row("", span("reagent.invoke"), OTHER),
                row("", span("agent.memory.load"), CHAIN),
                row(
                        "",
                        span(
                                "jobs send",
                                "messaging.system",
                                "redis",
                                "messaging.operation.type",
                                "send"),
                        QUEUE_SEND),
                row(
                        "",
                        span("jobs", "messaging.system", "kafka").kind(SpanKind.CONSUMER),
                        QUEUE_RECEIVE));
    }
}
