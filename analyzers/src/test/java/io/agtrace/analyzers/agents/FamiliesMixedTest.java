package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.AgentsTestSupport.agents;
import static io.agtrace.analyzers.agents.AgentsTestSupport.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsTestSupport.Run;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.workflow.SpanTree;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Spans named by hand, and spans of several families in one run: each is read by its own marks. */
class FamiliesMixedTest {
    @Test
    void readsSpansAsTutorialsNameThem() {
        Run run = new Run();
        Id root = run.span(null, "research-workflow", 0, 1000);
        Id research = run.span(root, "research_agent.invoke", 10, 500);
        run.span(research, "reasoning_iteration_1", 20, 60);
        run.span(research, "tool.web_search", 60, 200);
        run.span(research, "reasoning_iteration_2", 200, 260);
        run.span(
                research,
                "agent.decision_point",
                260,
                270,
                "decision",
                "write_agent",
                "confidence",
                0.8,
                "reasoning",
                "enough was found");
        run.span(root, "synchronization_point", 500, 510);
        Id write = run.span(root, "write_agent.invoke", 520, 990);
        run.span(write, "llm.call", 530, 980);
        run.span(root, "GET /health", 990, 992, "http.request.method", "GET");
        run.span(root, "notify_agent", 992, 995, "messaging.system", "kafka");

        AgentsView view = AgentsView.of(run.workflow());

        assertThat(view.invocations())
                .extracting(AgentInvocation::agent)
                .containsExactly("research_agent", "write_agent");
        assertThat(view.invocations())
                .extracting(each -> each.toolCalls().size())
                .containsExactly(1, 0);
        assertThat(view.invocations())
                .extracting(each -> each.modelCalls().size())
                .containsExactly(0, 1);
        assertThat(view.decisions())
                .singleElement()
                .satisfies(
                        decision -> {
                            assertThat(decision.by()).isEqualTo("research_agent");
                            assertThat(decision.chosen()).isEqualTo("write_agent");
                            assertThat(decision.confidence()).isEqualTo(0.8);
                            assertThat(decision.reason()).isEqualTo("enough was found");
                            assertThat(decision.followed()).isEqualTo("write_agent");
                            assertThat(decision.asDecided()).isTrue();
                        });
        assertThat(view.messages())
                .singleElement()
                .satisfies(
                        message ->
                                assertThat(message.boundary())
                                        .isEqualTo("write_agent←research_agent"));
    }

    @Test
    void tellsTheFamilyOfEachSpan() {
        Run run = new Run();
        Id root = run.span(null, "report.workflow", 0, 900, "traceloop.span.kind", "workflow");
        Id scout =
                run.span(
                        root,
                        "scout",
                        10,
                        200,
                        "openinference.span.kind",
                        "AGENT",
                        "agent.name",
                        "scout");
        run.span(
                scout,
                "ChatOpenAI",
                20,
                190,
                "openinference.span.kind",
                "LLM",
                "llm.token_count.prompt",
                10,
                "llm.token_count.completion",
                5);
        Id analyst = run.agent(root, "analyst", 210, 400);
        run.span(
                analyst,
                "ai.generateText.doGenerate",
                220,
                390,
                "ai.operationId",
                "ai.generateText.doGenerate",
                "ai.usage.inputTokens",
                20,
                "ai.usage.outputTokens",
                6);
        Id writer = run.span(root, "writer run", 410, 600, "scope", "pydantic-ai");
        run.span(
                writer,
                "chat m",
                420,
                590,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.agent.name",
                "writer",
                "gen_ai.usage.input_tokens",
                30,
                "gen_ai.usage.output_tokens",
                7);
        run.span(root, "orders publish", 610, 620, "messaging.system", "kafka");
        run.span(root, "agent_store", 620, 640, "db.system", "redis", "span-kind", SpanKind.CLIENT);

        Cast cast = run.cast();

        assertThat(agents(cast)).containsExactly("scout", "analyst", "writer");
        assertThat(cast.invocations())
                .extracting(each -> each.inputTokens() + "/" + each.outputTokens())
                .containsExactly("10/5", "20/6", "30/7");
        assertThat(families(cast.tree()))
                .containsExactly(
                        "openllmetry",
                        "openinference",
                        "openinference",
                        "otel-genai",
                        "vercel-ai-sdk",
                        "pydantic-ai",
                        "otel-genai",
                        "",
                        "");
    }

    @Test
    void namesSubAgentsByTheCallThatRunsThem() {
        Run run = new Run();
        Id boss = run.agent(null, "boss", 0, 1000, "gen_ai.tool.definitions", "[]");
        for (int i = 0; i < 2; i++) {
            String name = i == 0 ? "historian" : "botanist";
            Id tool =
                    run.tool(
                            boss,
                            "task",
                            10 + 400 * i,
                            390 + 400 * i,
                            "gen_ai.tool.call.arguments",
                            "{\"subagent_type\":\"" + name + "\",\"prompt\":\"look\"}");
            run.agent(tool, "Task", 20 + 400 * i, 380 + 400 * i);
        }

        assertThat(agents(run.cast()))
                .containsExactly("boss", "historian in boss", "botanist in boss");
        assertThat(messages(run.workflow()))
                .containsExactly(
                        "delegation boss → historian",
                        "return historian → boss",
                        "delegation boss → botanist",
                        "return botanist → boss");
        assertThat(AgentsView.of(run.workflow()).decisions())
                .extracting(each -> each.type() + " " + each.chosen())
                .containsExactly("delegation historian", "delegation botanist");
    }

    private static List<String> families(SpanTree tree) {
        List<String> families = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            families.add(tree.facts(node).family());
        }
        return families;
    }
}
