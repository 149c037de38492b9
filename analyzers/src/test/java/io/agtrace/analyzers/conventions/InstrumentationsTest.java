package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.FamilyRow.*;
import static io.agtrace.analyzers.conventions.OperationKind.*;
import static io.agtrace.analyzers.conventions.SpanSketch.span;

import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** What the spans of standards, instrumentations and hands mean. */
class InstrumentationsTest {
    @ParameterizedTest
    @MethodSource({"standards", "python", "byHand"})
    void isReadAsItsFamilyMeansIt(FamilyRow row) {
        row.check();
    }

    static Stream<FamilyRow> standards() {
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
                row("", span("tools/list.mcp"), OTHER),
                row("", span("gen_ai.workflow report"), WORKFLOW),
                row("", span("a2a.server.request_handlers.Default.on_message"), OTHER));
    }

    static Stream<FamilyRow> python() {
        String kind = "openinference.span.kind";
        String traceloop = "traceloop.span.kind";
        return Stream.of(
                agent(
                        "openinference",
                        span("planner", kind, "AGENT", "agent.name", "planner"),
                        "planner"),
                agent("openinference", span("CodeAgent.run", kind, "AGENT"), "CodeAgent"),
                row("openinference", span("route_to_agent", kind, "AGENT"), DECISION),
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
                new FamilyRow(
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

    static Stream<FamilyRow> byHand() {
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
                new FamilyRow(
                        "", span("handoff planner -> writer"), HANDOFF, "planner", "", "", ""),
                row("", span("llm.call"), MODEL_CALL),
                row("", span("GET /agents", "http.request.method", "GET"), OTHER),
                row("", span("planner_agent", "db.system", "postgresql"), OTHER),
                row("", span("agent.Run/Invoke", "rpc.system", "grpc"), OTHER),
                row("", span("user_agent"), OTHER),
                agent("", span("Research Agent"), "Research Agent"),
                agent("", span("Web Research Agent invoke"), "Web Research Agent"),
                row("", span("Create Agent"), OTHER),
                row("", span("The agent answers"), OTHER),
                row("", span("route_to_agent"), DECISION),
                row("", span("POST / http send", "asgi.event.type", "http.response.body"), OTHER),
                row("", span("graphql.execution", "graphql.document", "{ me }"), OTHER),
                row("", span("transfer_to_savings", "tool_name", "transfer_to_savings"), TOOL_CALL)
                        .withTool("transfer_to_savings"),
                row(
                                "",
                                span(
                                        "transfer_to_account_agent",
                                        "tool_name",
                                        "transfer_to_account_agent"),
                                HANDOFF)
                        .withTool("transfer_to_account_agent"),
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
