package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that work on another task, and those who only word theirs differently. */
final class MessageMisunderstoodTest {
    private static final String TASK =
            "Find out why ferry line 7 between Tromvik and Sandnes runs late on Sundays";
    private static final String FOREIGN =
            "Compose a birthday greeting for our colleague who collects porcelain elephants and"
                    + " likes chess";
    private static final String PLAN =
            "Look for delays of ferry line 7, ask harbour offices in Tromvik and Sandnes";

    private final RuleRuns run = new RuleRuns();

    private void prompted(String prompt) {
        Id root = run.span(null, "inquiry", 0, 500, "input.value", TASK);
        Id planner = run.agent(root, "planner", 10, 200);
        run.model(planner, 11, 199, TASK, PLAN);
        run.span(planner, "handoff", 198, 199, "handoff.from", "planner", "handoff.to", "scout");
        Id scout = run.agent(root, "scout", 210, 490);
        run.model(scout, 211, 489, prompt, "Done as asked");
    }

    private void searched(String query, String answer) {
        Id graph = run.graph(null, "CHAIN", "LangGraph", 0, 500, TASK, answer);
        Id planner = run.graph(graph, "AGENT", "planner", 10, 200, TASK, PLAN);
        run.graph(planner, "LLM", "ChatOpenAI", 11, 199, TASK, PLAN);
        Id scout = run.graph(graph, "AGENT", "scout", 210, 490, TASK + "\n" + PLAN, answer);
        run.graph(scout, "LLM", "ChatOpenAI", 211, 250, TASK + "\n" + PLAN, "I search");
        run.graph(scout, "TOOL", "search", 251, 300, "{\"query\":\"" + query + "\"}", "7 hits");
        run.graph(scout, "LLM", "ChatOpenAI", 301, 489, "7 hits", answer);
    }

    @Test
    void findsATaskThatComesFromNowhere() {
        prompted(FOREIGN);

        assertThat(run.found(new MessageMisunderstood()))
                .containsExactly("message-misunderstood defect at 4 (planner)");
        assertThat(run.check(new MessageMisunderstood()).findings().getFirst().narrative())
                .contains("porcelain elephants", "scout");
    }

    @Test
    void findsASearchForSomethingElse() {
        searched(
                "porcelain elephants auction catalogue prices",
                "Elephants of porcelain fetch good prices in every auction catalogue");

        assertThat(run.found(new MessageMisunderstood()))
                .containsExactly("message-misunderstood suspicion at 5 (scout)");
    }

    @Test
    void findsAForeignTaskOfADelegation() {
        Id manager = run.agent(null, "manager", 0, 500, "input.value", TASK);
        run.model(manager, 1, 90, TASK, "I ask my scout");
        Id tool = run.tool(manager, "ask_scout", 100, 400, FOREIGN, "Happy birthday");
        Id scout = run.agent(tool, "scout", 101, 399);
        run.model(scout, 102, 398, "Please handle: " + FOREIGN, "Happy birthday");

        assertThat(run.check(new MessageMisunderstood()).findings()).hasSize(1);
    }

    /** A receiver that is given a claim and asks its tool for another one. */
    private void claim(String asked, String answer) {
        String task = "Check claim CL-20419 of the bakery in Vik and its invoice INV-3310";
        Id root = run.span(null, "claims", 0, 500, "input.value", task);
        Id lead = run.agent(root, "lead", 10, 200);
        run.model(lead, 11, 190, task, task);
        run.span(lead, "handoff", 198, 199, "handoff.from", "lead", "handoff.to", "clerk");
        Id clerk = run.agent(root, "clerk", 210, 490);
        run.model(clerk, 211, 250, task, "I look it up");
        run.tool(clerk, "claims", 251, 300, "{\"claim\":\"" + asked + "\"}", answer);
        run.model(clerk, 301, 489, answer, answer);
    }

    @Test
    void blamesTheReceiverThatAsksForAnotherThing() {
        claim(
                "KM-77812",
                "KM-77812 is a lease of 14 vans, signed 2026-11-30 by M. Oduya for 8820.40 a"
                        + " month");

        assertThat(run.found(new MessageMisunderstood()))
                .containsExactly("message-misunderstood suspicion at 6 (clerk)");
    }

    @Test
    void leavesAReceiverAloneThatComesBackToItsTask() {
        claim(
                "KM-77812",
                "KM-77812 stands for claim CL-20419 of the bakery in Vik, invoice INV-3310, paid"
                        + " 8820.40 on 2026-11-30");

        assertThat(run.found(new MessageMisunderstood())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Words of a template around the payload.
                "You work together with several colleagues. Answer briefly, cite sources, never"
                        + " guess numbers. Assignment follows below, in full: "
                        + TASK,
                "Look for delays of ferry line 7, ask harbour offices in Tromvik and Sandnes"
            })
    void leavesTemplatesAndPartsOfAPlanAlone(String prompt) {
        prompted(prompt);

        assertThat(run.found(new MessageMisunderstood())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "punctuality statistics weekend Tromvik Sandnes route",
                "Verspätung Fähre Linie 7 Tromvik Sandnes Sonntag",
                "verspätungen sonntags fährverkehr ursachen"
            })
    void leavesParaphrasedAndTranslatedQueriesAlone(String query) {
        searched(
                query,
                "Ferry line 7 between Tromvik and Sandnes runs late on Sundays because of loading");

        assertThat(run.found(new MessageMisunderstood())).isEmpty();
    }
}
