package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.AgentsTestSupport.MILLISECOND;
import static io.agtrace.analyzers.agents.AgentsTestSupport.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsTestSupport.Run;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

class InvocationsTest {
    private final Run run = new Run();

    @Test
    void spansOfTheSameAgentInsideEachOtherAreOneStay() {
        Id root = run.span(null, "report-workflow", 0, 100);
        Id frame = run.span(root, "agent:writer", 0, 90, "agent.name", "writer");
        Id loop =
                run.span(
                        frame,
                        "ai.generateText",
                        1,
                        80,
                        "ai.operationId",
                        "ai.generateText",
                        "ai.telemetry.metadata.agent",
                        "writer");
        run.model(loop, 2, 70);
        Cast cast = run.cast();
        assertThat(agents(cast)).containsExactly("writer");
        assertThat(cast.invocationOf(0)).isEqualTo(-1);
        assertThat(cast.invocationOf(1)).isZero();
        assertThat(cast.invocationOf(3)).isZero();
        assertThat(cast.invocation(0).modelCalls()).containsExactly(3);
    }

    @Test
    void anAgentThatCallsItselfAsAToolStaysTwice() {
        Id outer = run.agent(null, "solver", 0, 100);
        Id tool = run.tool(outer, "ask_solver", 10, 60);
        run.agent(tool, "solver", 11, 59);
        assertThat(agents(run.cast())).containsExactly("solver", "solver in solver");
    }

    @Test
    void plainSpansAreNoAgents() {
        Id http =
                run.span(
                        null,
                        "POST /agents/run",
                        0,
                        100,
                        "http.request.method",
                        "POST",
                        "agent.name",
                        "writer");
        run.span(http, "SELECT agent", 1, 5, "db.system", "postgresql");
        run.span(
                http,
                "agent-tasks publish",
                6,
                9,
                "messaging.system",
                "kafka",
                "messaging.destination.name",
                "agent-tasks");
        assertThat(agents(run.cast())).isEmpty();
    }

    @Test
    void spansNamedAsInBlogPosts() {
        Id root = run.span(null, "workflow", 0, 100);
        Id research = run.span(root, "research_agent.invoke", 1, 40);
        run.span(research, "tool.web_search", 2, 10);
        run.span(research, "reasoning_iteration_2", 11, 20);
        run.span(root, "agent.decision_point", 41, 43);
        run.span(root, "synchronization_point", 44, 45);
        Cast cast = run.cast();
        assertThat(agents(cast)).containsExactly("research_agent");
        assertThat(cast.invocation(0).toolCalls()).containsExactly(2);
    }

    @Test
    void aGraphsNodesAreAgentsWhereTheyCallModelsOrHandOver() {
        Id graph = run.span(null, "LangGraph", 0, 100, "openinference.span.kind", "CHAIN");
        Id planner = node(graph, "planner", 1, 1, 20);
        run.span(planner, "ChatX", 2, 19, "openinference.span.kind", "LLM");
        node(graph, "split", 2, 20, 22);
        Id join =
                run.span(
                        graph,
                        "merge",
                        22,
                        24,
                        "openinference.span.kind",
                        "CHAIN",
                        "metadata",
                        metadata("merge", 3),
                        "output.value",
                        "{\"handoff\":{\"from\":\"merge\",\"to\":\"author\"}}");
        Id author = node(graph, "author", 4, 25, 40);
        run.span(author, "ChatX", 26, 39, "openinference.span.kind", "LLM");
        node(graph, "print", 5, 41, 42);
        assertThat(join).isNotNull();
        assertThat(agents(run.cast())).containsExactly("planner", "merge", "author");
    }

    private Id node(Id graph, String name, int step, long start, long end) {
        return run.span(
                graph,
                name,
                start,
                end,
                "openinference.span.kind",
                "CHAIN",
                "metadata",
                metadata(name, step));
    }

    private static String metadata(String node, int step) {
        return "{\"langgraph_node\":\""
                + node
                + "\",\"langgraph_step\":"
                + step
                + ",\"langgraph_checkpoint_ns\":\""
                + node
                + ":1-"
                + step
                + "\"}";
    }

    @Test
    void whatADecoratorCallsAnAgentButDoesNothingIsAStep() {
        Id root = run.span(null, "flow", 0, 100, "traceloop.span.kind", "workflow");
        Id writer = run.span(root, "writer.agent", 0, 50, "traceloop.span.kind", "agent");
        run.model(writer, 1, 49);
        run.span(root, "publish.agent", 51, 52, "traceloop.span.kind", "agent");
        assertThat(agents(run.cast())).containsExactly("writer");
    }

    @Test
    void withoutAnyModelSpanEveryNodeOfAGraphMayBeAnAgent() {
        Id graph = run.span(null, "LangGraph", 0, 100, "openinference.span.kind", "CHAIN");
        node(graph, "planner", 1, 1, 20);
        node(graph, "writer", 2, 21, 40);
        assertThat(agents(run.cast())).containsExactly("planner", "writer");
    }

    @Test
    void callsThatNameTheirAgentMakeAStayTogether() {
        Id root = run.span(null, "pipeline", 0, 100);
        run.model(root, 0, 10, "gen_ai.agent.name", "a");
        run.tool(root, "look_up", 10, 20, "gen_ai.agent.name", "a");
        run.model(root, 20, 30, "gen_ai.agent.name", "a");
        run.model(root, 30, 40, "gen_ai.agent.name", "b");
        run.model(root, 40, 50, "gen_ai.agent.name", "a");
        Cast cast = run.cast();
        assertThat(agents(cast)).containsExactly("a", "b", "a");
        assertThat(cast.invocation(0).modelCalls()).hasSize(2);
        assertThat(cast.invocation(0).toolCalls()).hasSize(1);
        assertThat(cast.invocation(0).endNanos() - cast.invocation(0).startNanos())
                .isEqualTo(30 * MILLISECOND);
    }

    @Test
    void aMissingSpanWhoseChildrenBelongToOneAgentWasThatAgents() {
        Id root = run.span(null, "LangGraph", 0, 100, "openinference.span.kind", "CHAIN");
        Id gone = Id.of(0xabcdef);
        run.model(gone, 10, 20, "gen_ai.agent.name", "lost");
        run.model(gone, 30, 40, "gen_ai.agent.name", "lost");
        run.agent(root, "other", 50, 60);
        assertThat(agents(run.cast())).containsExactlyInAnyOrder("lost", "other");
    }

    @Test
    void aCallThatTwoInstrumentationsRecordIsOne() {
        Id agent = run.agent(null, "a", 0, 100);
        Id outer = run.span(agent, "ChatX", 10, 30, "openinference.span.kind", "LLM");
        run.model(outer, 11, 29, "gen_ai.usage.input_tokens", 7, "gen_ai.usage.output_tokens", 3);
        run.model(
                agent,
                40,
                60,
                "scope",
                "one",
                "gen_ai.usage.input_tokens",
                10,
                "gen_ai.usage.output_tokens",
                5);
        run.model(
                agent,
                40,
                60,
                "scope",
                "two",
                "gen_ai.usage.input_tokens",
                10,
                "gen_ai.usage.output_tokens",
                5);
        Id tool = run.tool(agent, "search", 70, 80);
        run.span(
                tool,
                "tools/call search",
                71,
                79,
                "mcp.method.name",
                "tools/call",
                "gen_ai.tool.name",
                "search");
        AgentInvocation invocation = run.cast().invocation(0);
        assertThat(invocation.modelCalls()).hasSize(2);
        assertThat(invocation.toolCalls()).hasSize(1);
        assertThat(invocation.inputTokens()).isEqualTo(17);
        assertThat(invocation.outputTokens()).isEqualTo(8);
    }

    @Test
    void anAgentsOwnTotalCountsOnlyWhereItsCallsHaveNoNumbers() {
        Id outer = run.agent(null, "a", 0, 100, "gen_ai.usage.input_tokens", 100);
        run.model(outer, 0, 10);
        Id tool = run.tool(outer, "ask_b", 20, 60);
        Id inner = run.agent(tool, "b", 21, 59, "gen_ai.usage.input_tokens", 999);
        run.model(inner, 22, 30, "gen_ai.usage.input_tokens", 40);
        Cast cast = run.cast();
        assertThat(cast.invocation(0).inputTokens()).isEqualTo(60);
        assertThat(cast.invocation(1).inputTokens()).isEqualTo(40);
    }

    @Test
    void timeIsPartedIntoOwnWorkAndWaiting() {
        Id outer = run.agent(null, "a", 0, 100);
        run.model(outer, 10, 30);
        run.tool(outer, "x", 20, 40);
        Id tool = run.tool(outer, "ask_b", 50, 80);
        run.agent(tool, "b", 55, 75);
        AgentInvocation invocation = run.cast().invocation(0);
        // 10 to 40 without counting 20 to 30 twice, and the tool before and after the other agent.
        assertThat(invocation.selfNanos()).isEqualTo(40 * MILLISECOND);
        assertThat(invocation.waitingNanos()).isEqualTo(60 * MILLISECOND);
    }

    @Test
    void anAgentWithoutPartsWorksAllTheTime() {
        run.agent(null, "a", 0, 100);
        assertThat(run.cast().invocation(0).selfNanos()).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void anAgentCalledAsAToolBesideItIsFoundByNameAndTime() {
        Id root = run.span(null, "Agent Workflow", 0, 110, "traceloop.span.kind", "workflow");
        Id caller = run.span(root, "lead.agent", 0, 90, "traceloop.span.kind", "agent");
        run.model(caller, 0, 10);
        run.tool(caller, "ask_math_specialist", 20, 60);
        run.span(root, "math_specialist.agent", 20, 60, "traceloop.span.kind", "agent");
        run.span(root, "closer.agent", 91, 105, "traceloop.span.kind", "agent");
        assertThat(agents(run.cast())).containsExactly("lead", "math_specialist in lead", "closer");
    }

    @Test
    void aCalledAgentWhoseSpanEndsWithTheRunEndsWithItsCall() {
        Id root = run.agent(null, "lead", 0, 100);
        run.model(root, 0, 10);
        Id tool = run.tool(root, "Agent", 20, 60);
        Id inner = run.agent(tool, "helper", 21, 100);
        run.tool(inner, "Bash", 30, 40);
        AgentInvocation helper = run.cast().invocation(1);
        assertThat(helper.endNanos() - helper.startNanos()).isEqualTo(39 * MILLISECOND);
    }

    @Test
    void inputAndOutputComeFromTheModelCallsWhereTheAgentSaysNothing() {
        Id agent = run.agent(null, "a", 0, 100, "traceloop.entity.input", "{\"args\":[]}");
        run.model(agent, 0, 10, "gen_ai.input.messages", "first", "gen_ai.output.messages", "x");
        run.tool(agent, "t", 10, 20, "gen_ai.tool.call.result", "not this");
        run.model(agent, 20, 30, "gen_ai.input.messages", "y", "gen_ai.output.messages", "last");
        AgentInvocation invocation = run.cast().invocation(0);
        assertThat(invocation.input()).isEqualTo(AnyValue.of("first"));
        assertThat(invocation.output()).isEqualTo(AnyValue.of("last"));
    }

    @Test
    void modelCallsThatLostTheirPlaceGoToTheStayWithTheSameInstructions() {
        Id root = run.span(null, "flow", 0, 100);
        String one = "[{\"role\":\"system\",\"content\":\"You look things up in books" + pad();
        String two = "[{\"role\":\"system\",\"content\":\"You look things up in shops" + pad();
        Id first = run.agent(root, "books", 0, 50);
        run.model(first, 30, 40, "gen_ai.input.messages", one + "later");
        Id second = run.agent(root, "shops", 0, 50);
        run.model(second, 30, 40, "gen_ai.input.messages", two + "later");
        Id stray = run.model(root, 10, 20, "gen_ai.input.messages", two + "earlier");
        run.model(root, 60, 70, "gen_ai.input.messages", two + "after all");
        assertThat(stray).isNotNull();
        Cast cast = run.cast();
        for (AgentInvocation each : cast.invocations()) {
            assertThat(each.modelCalls()).hasSize(each.agent().equals("shops") ? 2 : 1);
        }
    }

    private static String pad() {
        return " and answer in short sentences without any ornament, list or headline,"
                + " whatever may be asked of you by anybody, and never in verse.\"},";
    }

    @Test
    void aFailedAgentSaysSo() {
        run.agent(null, "a", 0, 10, "failed", "boom");
        Id quiet = run.agent(null, "b", 20, 40);
        run.model(quiet, 21, 30, "failed", "no answer");
        Cast cast = run.cast();
        assertThat(cast.invocation(0).failed()).isTrue();
        assertThat(cast.invocation(1).failed()).isTrue();
    }

    @Test
    void theOrderOfTheSpansDoesNotMatter() {
        Id root = run.span(null, "flow", 0, 1000);
        for (long i = 0; i < 20; i++) {
            Id agent = run.agent(root, "agent" + i % 3, i * 40, i * 40 + 30);
            run.model(agent, i * 40 + 1, i * 40 + 20, "gen_ai.usage.input_tokens", (int) i);
        }
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(Invocations.of(run.shuffled(seed)))
                    .isEqualTo(Invocations.of(run.workflow()));
        }
    }

    @Test
    void depthIsNoObstacle() {
        Id parent = run.span(null, "flow", 0, 200_000);
        for (long i = 0; i < 20_000; i++) {
            parent = run.agent(parent, "agent" + i % 5, i, 200_000 - i);
        }
        assertThat(run.cast().invocations()).hasSize(20_000);
    }
}
