package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecisionsRoutersTest {
    private static String node(String name) {
        return "{\"langgraph_node\":\""
                + name
                + "\",\"langgraph_step\":1,\"langgraph_checkpoint_ns\":\""
                + name
                + ":1\"}";
    }

    private static String inner(String name) {
        return node(name).replace(name + ":1", "scout:1|" + name + ":1");
    }

    @Test
    void tellsTheModelsRouteFromTheRoutersWhereTheyDiffer() {
        DecisionsRun run =
                run().span(1, 0, "LangGraph", 0, 200, "openinference.span.kind", "CHAIN")
                        .span(
                                2,
                                1,
                                "triage",
                                5,
                                50,
                                "openinference.span.kind",
                                "CHAIN",
                                "metadata",
                                node("triage"))
                        .model(
                                3,
                                2,
                                6,
                                40,
                                "output.value",
                                "{\"route\":\"ops_team\",\"confidence\":0.93}",
                                "metadata",
                                node("triage"))
                        .span(
                                4,
                                2,
                                "RunnableLambda",
                                41,
                                42,
                                "openinference.span.kind",
                                "CHAIN",
                                "metadata",
                                node("triage"),
                                "output.value",
                                "web_team")
                        .span(
                                5,
                                1,
                                "web_team",
                                51,
                                90,
                                "openinference.span.kind",
                                "CHAIN",
                                "metadata",
                                node("web_team"));

        assertThat(run.chain())
                .containsExactly(
                        "routing: triage -> ops_team => web_team (!)",
                        "routing: triage -> web_team => web_team");
    }

    @Test
    void doesNotCallALabelAContradictionOfTheStepThatServesIt() {
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 200)
                        .agent(2, 1, "triage", 0, 50)
                        .model(3, 2, 5, 20, "output.value", "{\"route\":\"simple\"}")
                        .agent(4, 1, "fast_answer", 51, 90);

        assertThat(run.chain()).containsExactly("routing: triage -> simple => fast_answer");
        assertThat(run.decisions().getFirst().asDecided()).isNull();
    }

    @Test
    void takesTheWayToTheToolsAsPartOfTheModelsChoice() {
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 200)
                        .span(2, 1, "agent", 1, 50, "metadata", inner("agent"))
                        .model(
                                3,
                                2,
                                2,
                                40,
                                "ai.response.toolCalls",
                                "[{\"toolCallId\":\"c1\",\"toolName\":\"look\",\"args\":{}}]")
                        .span(
                                4,
                                2,
                                "RunnableLambda",
                                41,
                                42,
                                "openinference.span.kind",
                                "CHAIN",
                                "metadata",
                                inner("agent"),
                                "output.value",
                                "tools")
                        .span(
                                5,
                                1,
                                "tools",
                                51,
                                90,
                                "openinference.span.kind",
                                "CHAIN",
                                "metadata",
                                inner("tools"))
                        .tool(6, 5, "look", 52, 80);

        assertThat(run.chain()).containsExactly("tool choice: scout -> look => look");
    }

    @Test
    void readsConditionalEdgesInOldTriggers() {
        String metadata =
                "{\"langgraph_node\":\"writer\",\"langgraph_triggers\":"
                        + "[\"branch:planner:route:writer\"]}";
        String plain =
                "{\"langgraph_node\":\"planner\",\"langgraph_triggers\":[\"branch:to:planner\"]}";
        DecisionsRun run =
                run().span(1, 0, "LangGraph", 0, 200, "openinference.span.kind", "CHAIN")
                        .span(2, 1, "planner", 5, 50, "metadata", plain)
                        .span(3, 1, "writer", 51, 90, "metadata", metadata);

        assertThat(run.chain()).containsExactly("routing: planner -> writer => writer");
        assertThat(run.decisions().getFirst().explicit()).isFalse();
    }

    @Test
    void infersADecisionWhereAStepIsNotAlwaysFollowedByTheSame() {
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 900)
                        .agent(2, 1, "writer", 0, 50)
                        .agent(3, 1, "critic", 60, 90)
                        .agent(4, 1, "writer", 100, 150)
                        .agent(5, 1, "critic", 160, 190)
                        .agent(6, 1, "publisher", 200, 250);

        assertThat(run.chain())
                .containsExactly(
                        "routing: critic -> writer => writer",
                        "routing: critic -> publisher => publisher");
        assertThat(run.decisions()).noneMatch(Decision::explicit);
    }

    @Test
    void infersNothingFromAFixedOrderOrFromWhatRunsSideBySide() {
        DecisionsRun line =
                run().span(1, 0, "flow", 0, 900)
                        .agent(2, 1, "a", 0, 50)
                        .agent(3, 1, "b", 60, 90)
                        .agent(4, 1, "c", 100, 150)
                        .agent(5, 1, "a", 160, 170)
                        .agent(6, 1, "b", 180, 190)
                        .agent(7, 1, "c", 200, 210);
        DecisionsRun parallel =
                run().span(1, 0, "flow", 0, 900)
                        .agent(2, 1, "a", 0, 50)
                        .agent(3, 1, "b", 60, 90)
                        .agent(4, 1, "c", 61, 91)
                        .agent(5, 1, "a", 100, 120)
                        .agent(6, 1, "c", 130, 150)
                        .agent(7, 1, "b", 131, 151);

        assertThat(line.decisions()).isEmpty();
        assertThat(parallel.decisions()).isEmpty();
    }

    @Test
    void takesNoShortResultForARoute() {
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 200)
                        .span(
                                2,
                                1,
                                "StrOutputParser",
                                0,
                                5,
                                "openinference.span.kind",
                                "CHAIN",
                                "output.value",
                                "Paris")
                        .agent(3, 1, "writer", 6, 9);

        assertThat(run.decisions()).isEmpty();
    }

    @Test
    void staysLinearOnLongLoops() {
        DecisionsRun run = run().span(1, 0, "flow", 0, 9_000_000);
        int id = 2;
        for (int i = 0; i < 10_000; i++) {
            run.agent(id++, 1, "writer", 40L * i, 40L * i + 10);
            run.agent(id++, 1, "critic", 40L * i + 20, 40L * i + 30);
        }
        run.agent(id, 1, "publisher", 8_000_000, 8_000_001);

        assertThat(run.decisions()).hasSize(10_000);
    }
}
