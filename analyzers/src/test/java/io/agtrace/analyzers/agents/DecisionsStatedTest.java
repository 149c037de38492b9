package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class DecisionsStatedTest {
    @Test
    void readsADecisionInFlatAttributes() {
        List<Decision> decisions =
                run().agent(1, 0, "planner", 0, 100)
                        .span(
                                2,
                                1,
                                "agent.decision_point",
                                10,
                                20,
                                "agent.decision",
                                "researcher",
                                "decision_type",
                                "delegate",
                                "confidence",
                                78,
                                "reasoning",
                                "needs sources",
                                "reasoning_steps",
                                List.of("read the task", "no sources in it"),
                                "alternatives_considered",
                                "[{\"name\":\"writer\",\"score\":0.12,\"reason\":\"too early\"}]",
                                "triggered_by",
                                "user request")
                        .agent(3, 1, "researcher", 25, 90)
                        .decisions();

        assertThat(decisions).hasSize(1);
        Decision decision = decisions.getFirst();
        assertThat(decision.explicit()).isTrue();
        assertThat(decision.by()).isEqualTo("planner");
        assertThat(decision.type()).isEqualTo("delegate");
        assertThat(decision.chosen()).isEqualTo("researcher");
        assertThat(decision.confidence()).isEqualTo(0.78);
        assertThat(decision.reason()).isEqualTo("needs sources");
        assertThat(decision.reasonInferred()).isFalse();
        assertThat(decision.steps()).containsExactly("read the task", "no sources in it");
        assertThat(decision.alternatives())
                .containsExactly(new Decision.Alternative("writer", 0.12, "too early"));
        assertThat(decision.triggeredBy()).isEqualTo("user request");
        assertThat(decision.followed()).isEqualTo("researcher");
        assertThat(decision.asDecided()).isTrue();
        assertThat(decision.outcome()).isEqualTo("ok");
        assertThat(decision.timeNanos()).isEqualTo(DecisionsRun.START + 20_000_000);
        assertThat(decision.evidence()).extracting(Evidence::source).contains("agent.decision");
    }

    @Test
    void readsTheSameDecisionAsNestedJsonAsMapAndInAnEvent() {
        String json =
                "{\"route\":\"billing\",\"confidence\":0.91,\"reason\":\"mentions an invoice\","
                        + "\"alternatives\":{\"sales\":0.07,\"support\":0.02}}";
        Map<String, Object> map =
                Map.of(
                        "chosen",
                        "billing",
                        "confidence",
                        0.91,
                        "reason",
                        "mentions an invoice",
                        "alternatives",
                        List.of("sales (0.07)", "support: 0.02"));
        List<DecisionsRun> runs =
                List.of(
                        run().span(1, 0, "triage", 0, 10, "decision", json),
                        run().span(1, 0, "triage", 0, 10, "routing_decision_details", json),
                        run().span(1, 0, "triage", 0, 10, "decision", map),
                        run().span(1, 0, "triage", 0, 10).event("routed", 5, "decision", json));
        for (DecisionsRun each : runs) {
            assertThat(each.decisions())
                    .extracting(
                            Decision::chosen,
                            Decision::confidence,
                            Decision::reason,
                            decision ->
                                    decision.alternatives().stream()
                                            .filter(other -> other.name().equals("sales"))
                                            .map(Decision.Alternative::score)
                                            .toList())
                    .containsExactly(tuple("billing", 0.91, "mentions an invoice", List.of(0.07)));
        }
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                arguments(
                        "Command(goto)",
                        run().span(
                                        1,
                                        0,
                                        "goto writer",
                                        0,
                                        5,
                                        "langgraph.command.source_node",
                                        "planner",
                                        "langgraph.command.goto_node",
                                        "writer")
                                .agent(2, 0, "writer", 6, 9),
                        "routing: planner -> writer => writer"),
                arguments(
                        "LangGraph JS branch",
                        run().span(
                                        1,
                                        0,
                                        "Branch<agent,tools,__end__>",
                                        0,
                                        5,
                                        "openinference.span.kind",
                                        "CHAIN",
                                        "output.value",
                                        "tools")
                                .span(2, 0, "tools", 6, 9, "openinference.span.kind", "CHAIN"),
                        "routing: Branch<agent,tools,__end__> -> tools => tools"),
                arguments(
                        "LangGraph Send list",
                        run().span(
                                        1,
                                        0,
                                        "Branch<agent,tools>",
                                        0,
                                        5,
                                        "openinference.span.kind",
                                        "CHAIN",
                                        "output.value",
                                        "[{\"lg_name\":\"Send\",\"node\":\"tools\",\"args\":{\"x\":1}}]"),
                        "routing: Branch<agent,tools> -> tools"),
                arguments(
                        "LangGraph router function",
                        run().span(
                                        1,
                                        0,
                                        "should_continue",
                                        0,
                                        5,
                                        "openinference.span.kind",
                                        "CHAIN",
                                        "output.value",
                                        "__end__"),
                        "termination: should_continue -> __end__"),
                arguments(
                        "CrewAI router",
                        run().span(
                                        1,
                                        0,
                                        "Flow.classify",
                                        0,
                                        5,
                                        "openinference.span.kind",
                                        "CHAIN",
                                        "flow.node.type",
                                        "router",
                                        "output.value",
                                        "urgent"),
                        "decision: Flow.classify -> urgent"),
                arguments(
                        "Mastra conditional",
                        run().span(
                                        1,
                                        0,
                                        "conditional 2 conditions",
                                        0,
                                        50,
                                        "mastra.span.type",
                                        "workflow_conditional",
                                        "mastra.workflow_conditional.selected_steps",
                                        "[\"handle-refund\"]")
                                .span(
                                        2,
                                        1,
                                        "condition 0",
                                        1,
                                        2,
                                        "mastra.span.type",
                                        "workflow_conditional_eval",
                                        "mastra.workflow_conditional_eval.result",
                                        true)
                                .span(
                                        3,
                                        1,
                                        "condition 1",
                                        1,
                                        2,
                                        "mastra.span.type",
                                        "workflow_conditional_eval",
                                        "mastra.workflow_conditional_eval.result",
                                        false)
                                .span(
                                        4,
                                        1,
                                        "workflow_step handle-refund",
                                        3,
                                        40,
                                        "mastra.span.type",
                                        "workflow_step"),
                        "routing: conditional 2 conditions -> handle-refund"
                                + " => workflow_step handle-refund"),
                arguments(
                        "Mastra loop condition",
                        run().span(
                                        1,
                                        0,
                                        "condition dountil",
                                        0,
                                        5,
                                        "mastra.span.type",
                                        "workflow_conditional_eval",
                                        "mastra.workflow_conditional_eval.output",
                                        "false"),
                        "termination: condition dountil -> continue"),
                arguments(
                        "Agent Framework switch",
                        run().span(
                                        1,
                                        0,
                                        "edge_group.process SwitchCaseEdgeGroup",
                                        0,
                                        5,
                                        "edge_group.type",
                                        "SwitchCaseEdgeGroup",
                                        "edge_group.delivery_status",
                                        "delivered",
                                        "message.source_id",
                                        "triage",
                                        "message.target_id",
                                        "billing")
                                .span(
                                        2,
                                        0,
                                        "executor.process billing",
                                        6,
                                        9,
                                        "executor.id",
                                        "billing"),
                        "routing: triage -> billing => billing"),
                arguments(
                        "Agent Framework condition",
                        run().span(
                                        1,
                                        0,
                                        "edge_group.process SingleEdgeGroup",
                                        0,
                                        5,
                                        "edge_group.type",
                                        "SingleEdgeGroup",
                                        "edge_group.delivery_status",
                                        "dropped condition evaluated to false",
                                        "message.source_id",
                                        "triage",
                                        "message.target_id",
                                        "billing"),
                        "routing: triage -> not billing"),
                arguments(
                        "OpenLIT",
                        run().agent(
                                        1,
                                        0,
                                        "chat_manager",
                                        0,
                                        5,
                                        "gen_ai.groupchat.speaker_selection",
                                        "coder")
                                .agent(2, 0, "coder", 6, 9),
                        "routing: chat_manager -> coder => coder"),
                arguments(
                        "Monocle",
                        run().span(
                                        1,
                                        0,
                                        "supervisor.route",
                                        0,
                                        5,
                                        "span.type",
                                        "generic",
                                        "span.subtype",
                                        "routing",
                                        "entity.1.from_agent",
                                        "supervisor",
                                        "entity.1.to_agent",
                                        "booker"),
                        "decision: supervisor.route -> booker"),
                arguments(
                        "AgentOps",
                        run().span(
                                        1,
                                        0,
                                        "pick",
                                        0,
                                        5,
                                        "agentops.span.kind",
                                        "agent.decision",
                                        "agentops.entity.output",
                                        "{\"selected_tool\":\"search\",\"confidence\":0.5}"),
                        "tool choice: pick -> search"),
                arguments(
                        "Gemini CLI",
                        run().span(1, 0, "user_prompt", 0, 9)
                                .event(
                                        "gemini_cli.model_routing",
                                        1,
                                        "decision_model",
                                        "gemini-2.5-pro",
                                        "decision_source",
                                        "classifier",
                                        "reasoning",
                                        "a hard task"),
                        "routing: classifier -> gemini-2.5-pro"),
                arguments(
                        "Claude Code",
                        run().span(1, 0, "claude_code.interaction", 0, 50)
                                .event(
                                        "claude_code.tool_decision",
                                        10,
                                        "tool_name",
                                        "Bash",
                                        "decision",
                                        "accept",
                                        "source",
                                        "user_temporary")
                                .tool(2, 1, "Bash", 11, 20),
                        "approval: user_temporary -> accept => Bash"),
                arguments(
                        "Codex, with the fields in the record's body",
                        run().span(1, 0, "session_loop", 0, 50)
                                .event(
                                        "codex.tool_decision",
                                        10,
                                        "log.body",
                                        Map.of(
                                                "tool_name", "shell",
                                                "decision", "denied",
                                                "source", "config")),
                        "approval: config -> denied"),
                arguments(
                        "a reviewer's event",
                        run().span(1, 0, "report", 0, 50)
                                .event("review", 10, "verdict", "revise", "confidence", 0.6)
                                .agent(2, 1, "writer", 12, 20),
                        "review: report -> revise => writer"),
                arguments(
                        "an access check",
                        run().span(
                                        1,
                                        0,
                                        "authz.check",
                                        0,
                                        5,
                                        "http.request.method",
                                        "GET",
                                        "decision",
                                        "deny"),
                        "approval: authz.check -> deny"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void readsEachFamilysWords(String family, DecisionsRun run, String decision) {
        assertThat(run.chain()).as(family).containsExactly(decision);
        assertThat(run.decisions()).allMatch(Decision::explicit);
    }

    static Stream<Arguments> nearMisses() {
        return Stream.of(
                arguments(
                        "speech recognition is sure of its words, not of a decision",
                        run().span(1, 0, "stt", 0, 5, "confidence", 0.93, "transcript", "hello")),
                arguments(
                        "quality of an industrial sensor",
                        run().span(1, 0, "opc.read", 0, 5, "quality", "GOOD", "reason", "poll")),
                arguments(
                        "a web framework's router",
                        run().span(
                                        1,
                                        0,
                                        "router - /orders",
                                        0,
                                        5,
                                        "express.type",
                                        "router",
                                        "http.route",
                                        "/orders")),
                arguments(
                        "a search's candidates",
                        run().span(
                                        1,
                                        0,
                                        "search",
                                        0,
                                        5,
                                        "openinference.span.kind",
                                        "RETRIEVER",
                                        "candidates",
                                        "a, b",
                                        "confidence",
                                        0.4)),
                arguments(
                        "a way to choose, not a choice",
                        run().agent(1, 0, "m", 0, 5, "gen_ai.groupchat.speaker_selection", "auto")),
                arguments(
                        "an edge without a condition",
                        run().span(
                                        1,
                                        0,
                                        "edge_group.process SingleEdgeGroup",
                                        0,
                                        5,
                                        "edge_group.type",
                                        "SingleEdgeGroup",
                                        "edge_group.delivery_status",
                                        "delivered",
                                        "message.target_id",
                                        "billing")),
                arguments(
                        "a cache that decides to retry a request",
                        run().span(
                                        1,
                                        0,
                                        "GET",
                                        0,
                                        5,
                                        "http.request.method",
                                        "GET",
                                        "decision",
                                        "retry")),
                arguments(
                        "a reason alone",
                        run().agent(1, 0, "writer", 0, 5, "reason", "because", "trigger", "cron")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nearMisses")
    void findsNoDecisionIn(String what, DecisionsRun run) {
        assertThat(run.decisions()).as(what).isEmpty();
    }

    @Test
    void namesTheOtherBranchesAsAlternatives() {
        DecisionsRun branch =
                run().span(
                                1,
                                0,
                                "Branch<agent,tools,writer,__end__>",
                                0,
                                5,
                                "openinference.span.kind",
                                "CHAIN",
                                "output.value",
                                "writer");

        assertThat(branch.decisions().getFirst().alternatives())
                .extracting(Decision.Alternative::name)
                .containsExactly("tools", "__end__");
    }

    @Test
    void mergesTheModelsAnswerTheAgentsResultAndTheEvent() {
        String answer = "{\"verdict\":\"revise\",\"confidence\":0.6,\"feedback\":\"add a test\"}";
        DecisionsRun run =
                run().span(1, 0, "report", 0, 100)
                        .event("review", 41, "verdict", "revise", "confidence", 0.6)
                        .agent(2, 1, "critic", 20, 40, "output.value", answer)
                        .model(3, 2, 21, 39, "output.value", answer)
                        .agent(4, 1, "writer", 42, 60);

        assertThat(run.chain()).containsExactly("review: critic -> revise => writer");
        Decision decision = run.decisions().getFirst();
        assertThat(decision.reason()).isEqualTo("add a test");
        assertThat(decision.evidence().stream().map(Evidence::node).distinct()).hasSize(3);
    }

    @Test
    void doesNotTakeStateThatIsCarriedAlongForAnotherDecision() {
        String state = "{\"decision\":{\"route\":\"devops\",\"confidence\":0.9},\"answer\":\"x\"}";
        DecisionsRun run =
                run().agent(1, 0, "devops", 0, 10, "input.value", state, "output.value", state);

        assertThat(run.decisions()).isEmpty();
    }
}
