package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsTestSupport.Run;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.Workflow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One agent with two model calls of 100 and 30 input tokens, 20 and 5 output tokens, as each family
 * writes it that repeats its calls' numbers further out: 130/25, and what two calls cost.
 */
class FamiliesUsageTest {
    private record Family(String name, double costUsd, Consumer<Run> spans) {
        Family(String name, Consumer<Run> spans) {
            this(name, -1, spans);
        }
    }

    private static final List<Family> FAMILIES =
            List.of(
                    new Family("Agent Framework", FamiliesUsageTest::agentFramework),
                    new Family("Strands", FamiliesUsageTest::strands),
                    new Family("Google ADK", FamiliesUsageTest::googleAdk),
                    new Family("Pydantic AI", 0.003, FamiliesUsageTest::pydanticAi),
                    new Family("OpenInference", 0.003, FamiliesUsageTest::openInference),
                    new Family("OpenLLMetry", FamiliesUsageTest::openLlmetry),
                    new Family("Vercel AI SDK", FamiliesUsageTest::vercel),
                    new Family("Vercel AI SDK 7", FamiliesUsageTest::vercelNew),
                    new Family("Mastra", FamiliesUsageTest::mastra),
                    new Family("Spring AI", FamiliesUsageTest::springAi),
                    new Family("MLflow", FamiliesUsageTest::mlflow),
                    new Family("Langfuse", 0.003, FamiliesUsageTest::langfuse),
                    new Family("Claude Code", FamiliesUsageTest::claudeCode),
                    new Family("two instrumentations", FamiliesUsageTest::twoInstrumentations),
                    new Family("the agent alone", FamiliesUsageTest::agentAlone));

    @TestFactory
    Stream<DynamicTest> countsEachCallOnce() {
        return FAMILIES.stream()
                .map(family -> DynamicTest.dynamicTest(family.name, () -> check(family)));
    }

    private static void check(Family family) {
        Run run = new Run();
        family.spans.accept(run);
        Workflow workflow = run.workflow();
        AgentInvocation agent = AgentsView.of(workflow).invocations().getFirst();

        assertThat(agent.agent()).isEqualTo("writer");
        assertThat(agent.inputTokens() + "/" + agent.outputTokens()).isEqualTo("130/25");
        assertThat(workflow.summary().inputTokens() + "/" + workflow.summary().outputTokens())
                .isEqualTo("130/25");
        assertThat(Math.rint(agent.costUsd() * 1e6) / 1e6).isEqualTo(family.costUsd);
    }

    private static Object[] with(Object[] attributes, Object... more) {
        List<Object> all = new ArrayList<>(List.of(attributes));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private static Object[] used(int input, int output, Object... more) {
        return with(more, "gen_ai.usage.input_tokens", input, "gen_ai.usage.output_tokens", output);
    }

    private static void calls(Run run, Id parent, Object... more) {
        run.model(parent, 10, 100, used(100, 20, more));
        run.model(parent, 200, 300, used(30, 5, more));
    }

    /** The agent repeats the sum; the workflow around it too. */
    private static void agentFramework(Run run) {
        Id root = run.span(null, "workflow.run", 0, 420, used(130, 25, "workflow.id", "w"));
        calls(
                run,
                run.agent(
                        root,
                        "writer",
                        0,
                        400,
                        used(130, 25, "gen_ai.provider.name", "microsoft.agent_framework")));
    }

    /** The agent holds the sum, and each cycle what its call used. */
    private static void strands(Run run) {
        Object[] system = {"gen_ai.system", "strands-agents"};
        Id agent = run.agent(null, "writer", 0, 400, used(130, 25, system));
        Id first = run.span(agent, "execute_event_loop_cycle", 5, 150, used(100, 20, system));
        run.model(first, 10, 100, used(100, 20, system));
        Id second = run.span(agent, "execute_event_loop_cycle", 160, 350, used(30, 5, system));
        run.model(second, 200, 300, used(30, 5, system));
    }

    /** Each call is recorded by the framework and by the client inside it. */
    private static void googleAdk(Run run) {
        Id root = run.span(null, "invocation", 0, 410, "scope", "gcp.vertex.agent");
        Id agent = run.agent(root, "writer", 0, 400, "scope", "gcp.vertex.agent");
        Id first = run.span(agent, "call_llm", 10, 100, used(100, 20, "scope", "gcp.vertex.agent"));
        run.span(
                first,
                "generate_content m",
                11,
                99,
                used(100, 20, "gen_ai.operation.name", "generate_content"));
        Id second = run.span(agent, "call_llm", 200, 300, used(30, 5, "scope", "gcp.vertex.agent"));
        run.span(
                second,
                "generate_content m",
                201,
                299,
                used(30, 5, "gen_ai.operation.name", "generate_content"));
    }

    private static void pydanticAi(Run run) {
        Id agent =
                run.span(
                        null,
                        "writer run",
                        0,
                        400,
                        used(
                                130,
                                25,
                                "agent_name",
                                "writer",
                                "operation.cost",
                                0.003,
                                "scope",
                                "pydantic-ai"));
        run.model(agent, 10, 100, used(100, 20, "operation.cost", 0.002));
        run.model(agent, 200, 300, used(30, 5, "operation.cost", 0.001));
    }

    private static Object[] counted(int input, int output, double cost, Object... more) {
        return with(
                more,
                "llm.token_count.prompt",
                input,
                "llm.token_count.completion",
                output,
                "llm.token_count.total",
                input + output,
                "llm.cost.total",
                cost);
    }

    private static void openInference(Run run) {
        String kind = "openinference.span.kind";
        Id agent =
                run.span(
                        null,
                        "writer",
                        0,
                        400,
                        counted(130, 25, 0.003, kind, "AGENT", "agent.name", "writer"));
        Id chain = run.span(agent, "Step 1", 5, 350, counted(130, 25, 0.003, kind, "CHAIN"));
        run.span(chain, "ChatOpenAI", 10, 100, counted(100, 20, 0.002, kind, "LLM"));
        run.span(chain, "ChatOpenAI", 200, 300, counted(30, 5, 0.001, kind, "LLM"));
    }

    private static void openLlmetry(Run run) {
        String kind = "traceloop.span.kind";
        Id root =
                run.span(
                        null,
                        "report.workflow",
                        0,
                        420,
                        kind,
                        "workflow",
                        "llm.usage.total_tokens",
                        155);
        Id agent =
                run.span(
                        root,
                        "writer.agent",
                        0,
                        400,
                        kind,
                        "agent",
                        "traceloop.entity.name",
                        "writer");
        run.span(
                agent,
                "openai.chat",
                10,
                100,
                used(100, 20, "llm.request.type", "chat", "llm.usage.total_tokens", 120));
        run.span(
                agent,
                "openai.chat",
                200,
                300,
                used(30, 5, "llm.request.type", "chat", "llm.usage.total_tokens", 35));
    }

    private static Object[] vercelCall(String operation, int input, int output) {
        return new Object[] {
            "ai.operationId",
            operation,
            "ai.telemetry.metadata.agent",
            "writer",
            "ai.usage.inputTokens",
            input,
            "ai.usage.outputTokens",
            output
        };
    }

    /** The outer span holds the sum of its steps. */
    private static void vercel(Run run) {
        Id outer =
                run.span(null, "ai.generateText", 0, 400, vercelCall("ai.generateText", 130, 25));
        String call = "ai.generateText.doGenerate";
        run.span(outer, call, 10, 100, vercelCall(call, 100, 20));
        run.span(outer, call, 200, 300, vercelCall(call, 30, 5));
    }

    private static void vercelNew(Run run) {
        Id agent = run.agent(null, "writer", 0, 400, used(130, 25, "scope", "gen_ai"));
        Object[] step = {"gen_ai.operation.name", "agent_step"};
        run.model(run.span(agent, "step 1", 5, 150, used(100, 20, step)), 10, 100, used(100, 20));
        run.model(run.span(agent, "step 2", 160, 350, used(30, 5, step)), 200, 300, used(30, 5));
    }

    private static void mastra(Run run) {
        Id agent = run.agent(null, "writer", 0, 400, "mastra.span.type", "agent_run");
        Id generation =
                run.span(
                        agent,
                        "model_generation m",
                        5,
                        350,
                        used(130, 25, "mastra.span.type", "model_generation"));
        calls(run, generation, "mastra.span.type", "model_inference");
    }

    /** The chat client around the call of the model repeats its usage. */
    private static void springAi(Run run) {
        Id agent = run.agent(null, "writer", 0, 400);
        Object[] client = {"spring.ai.kind", "chat_client"};
        Id first = run.span(agent, "openai chat_client", 5, 150, used(100, 20, client));
        run.model(first, 10, 100, used(100, 20));
        Id second = run.span(agent, "openai chat_client", 160, 350, used(30, 5, client));
        run.model(second, 200, 300, used(30, 5));
    }

    private static Object[] mlflowSpan(String type, int input, int output) {
        return new Object[] {
            "mlflow.spanType",
            type,
            "mlflow.chat.tokenUsage",
            "{\"input_tokens\": " + input + ", \"output_tokens\": " + output + "}"
        };
    }

    private static void mlflow(Run run) {
        Id agent = run.span(null, "writer", 0, 400, mlflowSpan("AGENT", 130, 25));
        run.span(agent, "predict", 10, 100, mlflowSpan("CHAT_MODEL", 100, 20));
        run.span(agent, "predict", 200, 300, mlflowSpan("CHAT_MODEL", 30, 5));
    }

    private static Object[] observation(String type, int input, int output, double cost) {
        return new Object[] {
            "langfuse.observation.type",
            type,
            "langfuse.observation.usage_details",
            "{\"input\": " + input + ", \"output\": " + output + "}",
            "langfuse.observation.cost_details",
            "{\"total\": " + cost + "}"
        };
    }

    private static void langfuse(Run run) {
        Id agent = run.span(null, "writer", 0, 400, observation("agent", 130, 25, 0.003));
        run.span(agent, "ask", 10, 100, observation("generation", 100, 20, 0.002));
        run.span(agent, "ask", 200, 300, observation("generation", 30, 5, 0.001));
    }

    private static Object[] claude(int input, int output) {
        return new Object[] {
            "span.type",
            "llm_request",
            "agent_name",
            "writer",
            "input_tokens",
            input,
            "output_tokens",
            output,
            "scope",
            "com.anthropic.claude_code.tracing"
        };
    }

    private static void claudeCode(Run run) {
        Id root =
                run.span(
                        null,
                        "claude_code.interaction",
                        0,
                        400,
                        "span.type",
                        "interaction",
                        "input_tokens",
                        130,
                        "output_tokens",
                        25,
                        "scope",
                        "com.anthropic.claude_code.tracing");
        run.span(root, "claude_code.llm_request", 10, 100, claude(100, 20));
        run.span(root, "claude_code.llm_request", 200, 300, claude(30, 5));
    }

    /** A framework and a client library record each call. */
    private static void twoInstrumentations(Run run) {
        Id agent = run.agent(null, "writer", 0, 400);
        Object[] client = {"llm.request.type", "chat", "scope", "client"};
        Id first = run.model(agent, 10, 100, used(100, 20, "scope", "framework"));
        run.span(first, "openai.chat", 11, 99, used(100, 20, client));
        Id second = run.model(agent, 200, 300, used(30, 5, "scope", "framework"));
        run.span(second, "openai.chat", 201, 299, used(30, 5, client));
    }

    @Test
    void countsACallOnceThatTwoInstrumentationsRecordSideBySide() {
        Run run = new Run();
        Id agent = run.agent(null, "writer", 0, 400);
        run.model(agent, 10, 300, used(30, 5, "scope", "framework"));
        run.model(agent, 11, 299, used(30, 5, "scope", "client"));

        assertThat(run.cast().invocation(0).inputTokens()).isEqualTo(30);
        assertThat(run.cast().invocation(0).modelCalls()).hasSize(1);
    }

    /** No call is recorded: what the agent says of itself counts. */
    private static void agentAlone(Run run) {
        Id agent = run.agent(null, "writer", 0, 400, used(130, 25));
        run.tool(agent, "search", 10, 20);
    }
}
