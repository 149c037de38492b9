package io.agtrace.analyzers.rules.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Routers that choose wrongly or are not heeded. */
final class RoutingRulesTest {
    private static final String REQUEST =
            "The heating in flat 4711 drips since Monday and the cellar is getting wet";
    private static final String BESIDE =
            "Our opening hours are printed on every season ticket for members";
    private static final String HELPFUL =
            "A plumber comes to flat 4711 today and looks after the heating";

    private final RuleRuns run = new RuleRuns();

    private static String route(String to, double confidence) {
        return "{\"route\":\"" + to + "\",\"confidence\":" + confidence + "}";
    }

    private void routed(String to, double confidence, String ran, String answer) {
        Id root = run.span(null, "support", 0, 400);
        Id desk = run.agent(root, "desk", 5, 100);
        run.model(desk, 6, 99, REQUEST, route(to, confidence));
        Id clerk = run.agent(root, ran, 110, 390);
        run.model(clerk, 111, 389, REQUEST, answer);
    }

    private void routedInGraph(String decided, String taken, String answer) {
        Id graph = run.graph(null, "CHAIN", "LangGraph", 0, 400, REQUEST, answer);
        Id desk = run.graph(graph, "AGENT", "desk", 5, 100, REQUEST, decided);
        run.graph(desk, "LLM", "ChatOpenAI", 6, 90, REQUEST, decided);
        run.graph(desk, "CHAIN", "RunnableLambda", 92, 93, decided, taken);
        Id clerk = run.graph(graph, "AGENT", taken, 110, 390, REQUEST, answer);
        run.graph(clerk, "LLM", "ChatOpenAI", 111, 389, REQUEST, answer);
    }

    @Test
    void findsAnEdgeThatTurnsTheDecision() {
        routedInGraph(route("repairs_agent", 0.93), "tickets_agent", BESIDE);

        assertThat(run.found(new ContradictedDecision()))
                .containsExactly("contradicted-decision defect at 4 (desk)");
    }

    @Test
    void findsAnAgentThatRanInsteadOfTheOneDecidedFor() {
        routed("repairs_agent", 0.9, "tickets_agent", BESIDE);

        assertThat(run.found(new ContradictedDecision()))
                .containsExactly("contradicted-decision defect at 3 (desk)");
    }

    @Test
    void findsAnAgentThatRanInsteadByWhatIsLeftOfIt() {
        Id root = run.span(null, "support", 0, 900);
        Id desk = run.agent(root, "desk", 5, 100);
        run.model(desk, 6, 99, REQUEST, route("repairs_agent", 0.9));
        run.model(Id.of(99), 111, 389, REQUEST, BESIDE, "gen_ai.agent.name", "tickets_agent");
        run.agent(root, "archive", 400, 500);

        assertThat(run.found(new ContradictedDecision()))
                .containsExactly("contradicted-decision defect at 3 (desk)");
        assertThat(run.check(new ContradictedDecision()).findings().getFirst().narrative())
                .contains("tickets_agent ran next");
    }

    @Test
    void leavesDecisionsAloneThatWereFollowed() {
        routed("repairs_agent", 0.9, "repairs_agent", HELPFUL);

        assertThat(run.found(new ContradictedDecision())).isEmpty();
        assertThat(run.found(new Misrouted())).isEmpty();
    }

    @Test
    void leavesAGraphAloneThatTookTheDecidedEdge() {
        routedInGraph(route("repairs_agent", 0.6), "repairs_agent", HELPFUL);

        assertThat(run.found(new ContradictedDecision())).isEmpty();
        assertThat(run.found(new Misrouted())).isEmpty();
    }

    @Test
    void findsAnUnsureRouterWhoseChoiceAnswersBesideThePoint() {
        routed("tickets_agent", 0.5, "tickets_agent", BESIDE);

        assertThat(run.found(new Misrouted())).containsExactly("misrouted suspicion at 3 (desk)");
    }

    @Test
    void findsItInAGraphToo() {
        routedInGraph(route("tickets_agent", 0.41), "tickets_agent", BESIDE);

        assertThat(run.found(new Misrouted())).containsExactly("misrouted suspicion at 3 (desk)");
    }

    @Test
    void trustsASureRouterThoughTheAnswerUsesOtherWords() {
        routed("tickets_agent", 0.95, "tickets_agent", BESIDE);

        assertThat(run.found(new Misrouted())).isEmpty();
    }

    @Test
    void trustsAnUnsureRouterWhoseChoiceWorksOnTheRequest() {
        routed("repairs_agent", 0.45, "repairs_agent", HELPFUL);

        assertThat(run.found(new Misrouted())).isEmpty();
    }

    @Test
    void saysWhereAnAnswerIsNotRecorded() {
        Id root = run.span(null, "support", 0, 400);
        Id desk = run.agent(root, "desk", 5, 100);
        run.model(desk, 6, 99, REQUEST, route("tickets_agent", 0.5));
        run.silentModel(run.agent(root, "tickets_agent", 110, 390), 111, 389);

        assertThat(run.check(new Misrouted()).notChecked())
                .singleElement()
                .satisfies(each -> assertThat(each.count()).isEqualTo(1));
    }

    /** A router beside the agents that had the choice between two. */
    private void offered(String chosen, String other, String ran, String answer) {
        Id root = run.span(null, "support", 0, 400);
        run.span(
                root,
                "choose",
                5,
                100,
                "agent.decision.outcome",
                chosen,
                "agent.decision.confidence",
                0.9,
                "agent.decision.alternatives",
                "[\"" + chosen + "\",\"" + other + "\"]");
        Id clerk = run.agent(root, ran, 110, 390);
        run.model(clerk, 111, 389, REQUEST, answer);
        Id writer = run.agent(root, "letters", 400, 500);
        run.model(writer, 401, 490, REQUEST, "Somebody will be in touch about flat 4711 soon");
    }

    @Test
    void findsThatTheOtherOfTwoAgentsRan() {
        offered("plumbing", "ticketing", "ticketing", BESIDE);

        assertThat(run.found(new ContradictedDecision()))
                .containsExactly("contradicted-decision defect at 2 (choose)");
    }

    @Test
    void doesNotSayThatAnotherAgentRanWhereTheChosenOneMayBeMissing() {
        Id root = run.span(null, "support", 0, 900);
        run.span(
                root,
                "choose",
                5,
                100,
                "agent.decision.outcome",
                "plumbing",
                "agent.decision.alternatives",
                "[\"plumbing\",\"ticketing\"]");
        run.model(Id.of(99), 110, 390, REQUEST, HELPFUL);
        run.model(run.agent(root, "ticketing", 400, 500), 401, 490, REQUEST, "A ticket is made");

        assertThat(run.found(new ContradictedDecision())).isEmpty();
    }

    @Test
    void findsWorkThatTheChosenAgentTurnedAway() {
        offered(
                "ticketing",
                "plumbing",
                "ticketing",
                "Dripping heatings are nothing for me, plumbing does that.");

        assertThat(run.found(new Misrouted())).containsExactly("misrouted suspicion at 2 (choose)");
    }

    @Test
    void leavesAnAnswerAloneThatSpeaksOfAnotherAgentsTrade() {
        offered(
                "ticketing",
                "plumbing",
                "ticketing",
                "Ticket TK-90233 for the plumbing of flat 4711 is open until 14 May.");

        assertThat(run.found(new Misrouted())).isEmpty();
    }
}
