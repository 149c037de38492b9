package io.agtrace.analyzers.rules.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Steps that a plan names and the run leaves out, and runs that stop on a choice to go on. */
final class StepRulesTest {
    private static final String PLAN =
            "{\"steps\":[{\"who\":\"collector\",\"what\":\"collect\"},{\"who\":\"auditor\","
                    + "\"what\":\"audit\"},{\"who\":\"publisher\",\"what\":\"publish\"}]}";

    private final RuleRuns run = new RuleRuns();

    private void planned(Object... agents) {
        Id root = run.span(null, "job", 0, 2_000);
        Id planner = run.agent(root, "planner", 0, 100);
        run.model(planner, 1, 99, "Plan the yearly report", PLAN);
        long at = 110;
        for (Object each : agents) {
            Id agent = run.agent(root, each.toString(), at, at + 90);
            run.model(agent, at + 1, at + 89, "Do your part", "Part done by " + each);
            at += 100;
        }
    }

    @Test
    void findsAStepOfThePlanThatNeverRan() {
        planned("collector", "publisher");

        assertThat(run.found(new SkippedStep()))
                .containsExactly("skipped-step suspicion at 6 (publisher)");
    }

    @Test
    void findsTheLastStepLeftOutInOtherSpellings() {
        Id graph = run.graph(null, "CHAIN", "graph", 0, 900, "go", "done");
        Id planner = run.graph(graph, "AGENT", "planner", 0, 90, "go", "");
        run.graph(
                planner,
                "LLM",
                "llm",
                1,
                89,
                "go",
                "[{\"actor\":\"Data Agent\"},{\"actor\":\"text_agent\"},"
                        + "{\"actor\":\"LegalAgent\"}]");
        run.graph(graph, "AGENT", "data-agent", 100, 200, "go", "numbers");
        run.graph(graph, "AGENT", "TextAgent", 210, 300, "numbers", "text");

        assertThat(run.found(new SkippedStep()))
                .containsExactly("skipped-step suspicion at 3 (planner)");
    }

    @Test
    void leavesAPlanAloneThatWasCarriedOut() {
        planned("collector", "auditor", "publisher");

        assertThat(run.found(new SkippedStep())).isEmpty();
    }

    @Test
    void leavesFieldsAloneThatNameNoAgents() {
        Id root = run.span(null, "job", 0, 2_000);
        run.model(
                run.agent(root, "planner", 0, 100),
                1,
                99,
                "Plan",
                "[{\"city\":\"Lyon\"},{\"city\":\"Nancy\"},{\"city\":\"Metz\"}]");
        run.agent(root, "Lyon", 110, 200);

        assertThat(run.found(new SkippedStep())).isEmpty();
    }

    private static String call(String tool) {
        return "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c9\",\"name\":\""
                + tool
                + "\",\"arguments\":{\"q\":\"rows\"}}],\"finish_reason\":\"tool_call\"}]";
    }

    private Id asks(Id agent, long at, String tool) {
        return run.silentModel(
                agent,
                at,
                at + 50,
                "gen_ai.output.messages",
                call(tool),
                "gen_ai.response.finish_reasons",
                "tool_calls");
    }

    @Test
    void findsARunThatEndsOnACallThatNeverRan() {
        Id agent = run.agent(null, "clerk", 0, 400);
        asks(agent, 0, "search");
        run.tool(agent, "search", 60, 90, "{\"q\":\"rows\"}", "row 12");
        asks(agent, 100, "book");

        assertThat(run.found(new PrematureTermination()))
                .containsExactly("premature-termination suspicion at 4 (clerk)");
    }

    @Test
    void findsATransferThatNobodyTookUp() {
        Id root = run.span(null, "job", 0, 600);
        Id clerk = run.agent(root, "clerk", 0, 100);
        asks(clerk, 0, "search");
        run.tool(clerk, "search", 60, 90, "{\"q\":\"rows\"}", "row 12");
        Id writer = run.agent(root, "writer", 110, 300);
        asks(writer, 120, "print");

        assertThat(run.found(new PrematureTermination()))
                .containsExactly("premature-termination suspicion at 6 (writer)");
    }

    @Test
    void leavesARunAloneThatEndsWithAnAnswer() {
        Id agent = run.agent(null, "clerk", 0, 400);
        asks(agent, 0, "search");
        run.tool(agent, "search", 60, 90, "{\"q\":\"rows\"}", "row 12");
        run.model(agent, 100, 150, "row 12", "It is row 12");

        assertThat(run.found(new PrematureTermination())).isEmpty();
    }

    @Test
    void saysSoWhereToolsLeaveNoSpans() {
        Id agent = run.agent(null, "clerk", 0, 400);
        asks(agent, 0, "search");

        assertThat(run.found(new PrematureTermination())).isEmpty();
        assertThat(run.check(new PrematureTermination()).notChecked()).hasSize(1);
    }

    @Test
    void leavesARunAloneThatFailed() {
        Id agent = run.agent(null, "clerk", 0, 400, "failed", "killed");
        asks(agent, 0, "search");
        run.tool(agent, "search", 60, 90, "{\"q\":\"rows\"}", "row 12");
        asks(agent, 100, "book");

        assertThat(run.found(new PrematureTermination())).isEmpty();
    }

    /** A plan of four steps, of which so many run, each given what the one before made. */
    private void carriedOut(int steps) {
        carriedOut(run.span(null, "job", 0, 2_000), steps);
    }

    private void carriedOut(Id root, int steps) {
        List<String> agents = List.of("digger", "counter", "scribe", "examiner");
        StringBuilder plan = new StringBuilder();
        for (String each : agents) {
            plan.append(plan.isEmpty() ? "{\"steps\":[" : ",")
                    .append("{\"agent\":\"" + each + "\",\"task\":\"the part of " + each + "\"}");
        }
        Id planner = run.agent(root, "planner", 0, 100);
        run.model(planner, 1, 99, "Report on quarry 5512", plan + "]}");
        String known = "Report on quarry 5512";
        for (int i = 0; i < steps; i++) {
            Id agent = run.agent(root, agents.get(i), 110 + 100 * i, 200 + 100 * i);
            String said = "Sheet SH-" + i + "77 says that " + (400 + i) + " carts left on day " + i;
            run.model(agent, 111 + 100 * i, 199 + 100 * i, known, known + ". " + said);
            known = known + ". " + said;
        }
    }

    @Test
    void findsThatTheLastStepOfAPlanWasLeftOut() {
        carriedOut(3);

        assertThat(run.found(new SkippedStep()))
                .containsExactly("skipped-step suspicion at 8 (scribe)");
        assertThat(run.found(new PrematureTermination())).isEmpty();
        assertThat(PlanTail.notYetSent(run.run())).hasSize(1);
    }

    @Test
    void findsARunThatEndedInTheMiddleOfItsPlan() {
        carriedOut(2);

        assertThat(run.found(new PrematureTermination()))
                .containsExactly("premature-termination suspicion at 6 (counter)");
        assertThat(run.found(new SkippedStep())).isEmpty();
        assertThat(PlanTail.notYetSent(run.run())).hasSize(2);
    }

    @Test
    void leavesAPlanAloneWhoseLastStepMayBeMissingFromTheTrace() {
        carriedOut(3);
        run.model(Id.of(99), 510, 590, "Check the report", "The report is sound");

        assertThat(run.found(new SkippedStep())).isEmpty();
        assertThat(run.found(new PrematureTermination())).isEmpty();
    }

    @Test
    void leavesAPlanAloneThatWasCarriedOutToItsEnd() {
        carriedOut(4);

        assertThat(run.found(new SkippedStep())).isEmpty();
        assertThat(run.found(new PrematureTermination())).isEmpty();
    }

    @Test
    void leavesAPlanAloneWhoseLastCallFailedWhereTheRunsOwnSpanIsMissing() {
        Id missing = Id.of(98);
        carriedOut(missing, 2);
        Id agent = run.agent(missing, "counter", 310, 400);
        run.tool(agent, "scales", 320, 390, "{}", "", "failed", "connection refused");

        assertThat(run.found(new PrematureTermination())).isEmpty();
        assertThat(PlanTail.notYetSent(run.run())).hasSize(2);
    }
}
