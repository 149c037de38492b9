package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.FamilyRow.*;
import static io.agtrace.analyzers.conventions.OperationKind.*;
import static io.agtrace.analyzers.conventions.SpanSketch.span;

import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** What the frameworks' own spans mean, as their documentation and source describe them. */
class FrameworksTest {
    @ParameterizedTest
    @MethodSource({"graphs", "typescript", "platforms"})
    void isReadAsItsFamilyMeansIt(FamilyRow row) {
        row.check();
    }

    static Stream<FamilyRow> graphs() {
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
                new FamilyRow(
                        "openinference",
                        span("RunnableSequence", kind, "CHAIN", "metadata", writer),
                        CHAIN,
                        "writer",
                        "",
                        "",
                        ""),
                new FamilyRow(
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
                new FamilyRow(
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
                new FamilyRow(
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
                row("", span("edge_group.process FanOut"), CHAIN),
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
                row("openinference", beeAi("agent.react.update-12", "AGENT"), OTHER),
                row("openinference", beeAi("backend.openai.chat.success-1", "LLM"), OTHER),
                row("openinference", beeAi("backend.openai.chat.start-1", "LLM"), MODEL_CALL),
                tool("openinference", beeAi("tool.web.start-3", "TOOL"), "web"),
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

    static Stream<FamilyRow> typescript() {
        return Stream.of(
                new FamilyRow(
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

    static Stream<FamilyRow> platforms() {
        return Stream.of(
                row("agentops", span("d", "agentops.span.kind", "agent.decision"), DECISION),
                agent(
                        "agentops",
                        span("W.agent", "agentops.span.kind", "agent", "agent.name", "W"),
                        "W"),
                new FamilyRow(
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
                new FamilyRow(
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
                new FamilyRow(
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
                row("traceai", span("q", "gen_ai.span.kind", "RETRIEVER", "fi.x", "1"), RETRIEVAL),
                row("traceai", span("q", "fi.span.kind", "GUARDRAIL"), GUARDRAIL),
                row("patronus", span("score", "pat.app", "x"), OTHER),
                tool(
                        "monocle",
                        span(
                                "BaseSession.send_request",
                                "span.type",
                                "agentic.mcp.invocation",
                                "span.subtype",
                                "routing",
                                "entity.1.type",
                                "mcp.server",
                                "entity.1.name",
                                "get_weather"),
                        "get_weather"));
    }

    private static SpanSketch beeAi(String name, String kind) {
        return span(name, "openinference.span.kind", kind)
                .scope("openinference.instrumentation.beeai");
    }
}
