package io.agtrace.analyzers.rules.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Agents that pass work on, decisions made again, unsure ones, and runs that stop short. */
final class HandoffRulesTest {
    private static final String REQUEST = "Invoice 5512 was charged twice to card 88-21";

    private final RuleRuns run = new RuleRuns();

    /** A stay that says something and hands over by a tool. */
    private Id transfer(Id root, String from, String to, long at, String words) {
        Id agent = run.agent(root, from, at, at + 90);
        run.model(agent, at + 1, at + 60, REQUEST, words);
        run.span(
                agent,
                "handoff to " + to,
                at + 61,
                at + 62,
                "openinference.span.kind",
                "TOOL",
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.name",
                "transfer_to_" + to);
        return agent;
    }

    @Test
    void findsTwoAgentsThatHandTheSameWorkToAndFro() {
        Id root = run.span(null, "support", 0, 900);
        for (int i = 0; i < 3; i++) {
            transfer(root, "billing", "cards", 10 + 200 * i, "Cards are for the other desk");
            transfer(root, "cards", "billing", 110 + 200 * i, "Invoices are for the other desk");
        }

        assertThat(run.found(new HandoffPingPong()))
                .containsExactly("handoff-ping-pong suspicion at 7 (cards)");
        assertThat(run.found(new NoProgressLoop())).isEmpty();
    }

    @Test
    void findsItAmongSpansOfHandoffs() {
        Id root = run.graph(null, "CHAIN", "Agent workflow", 0, 900, REQUEST, "");
        for (int i = 0; i < 4; i++) {
            String from = i % 2 == 0 ? "alpha" : "beta";
            String to = i % 2 == 0 ? "beta" : "alpha";
            Id agent = run.graph(root, "AGENT", from, 10 + 100L * i, 100 + 100L * i, REQUEST, "");
            run.graph(
                    agent,
                    "LLM",
                    "response",
                    11 + 100L * i,
                    80 + 100L * i,
                    REQUEST,
                    "Not mine, it goes to " + to);
            run.graph(
                    agent,
                    "TOOL",
                    "handoff to " + to,
                    81 + 100L * i,
                    82 + 100L * i,
                    "{\"from_agent\":\"" + from + "\"}",
                    "{\"to_agent\":\"" + to + "\"}");
        }

        assertThat(run.found(new HandoffPingPong()))
                .containsExactly("handoff-ping-pong suspicion at 7 (beta)");
    }

    @Test
    void findsWorkThatWentToAndFroBeforeOneOfThemDidIt() {
        Id root = run.span(null, "support", 0, 2_000);
        for (int i = 0; i < 4; i++) {
            transfer(root, "billing", "cards", 10 + 200 * i, "Cards are for the other desk");
            transfer(root, "cards", "billing", 110 + 200 * i, "Invoices are for the other desk");
        }
        Id billing = run.agent(root, "billing", 900, 1_200);
        run.model(billing, 901, 950, REQUEST, "I look at the ledger");
        run.tool(billing, "ledger", 951, 990, "{}", "charge 77002 went twice to account 44101");
        run.model(billing, 991, 1_190, REQUEST, "Charge 77002 is refunded to account 44101");

        assertThat(run.found(new HandoffPingPong()))
                .containsExactly("handoff-ping-pong suspicion at 7 (cards)");
    }

    @Test
    void leavesAQuestionAloneThatWasAskedTwiceBeforeTheWorkWasDone() {
        Id root = run.span(null, "support", 0, 2_000);
        for (int i = 0; i < 2; i++) {
            transfer(root, "billing", "cards", 10 + 200 * i, "Cards are for the other desk");
            transfer(root, "cards", "billing", 110 + 200 * i, "Invoices are for the other desk");
        }
        Id billing = run.agent(root, "billing", 900, 1_200);
        run.tool(billing, "ledger", 951, 990, "{}", "charge 77002 went twice to account 44101");
        run.model(billing, 991, 1_190, REQUEST, "Charge 77002 is refunded to account 44101");

        assertThat(run.found(new HandoffPingPong())).isEmpty();
    }

    @Test
    void leavesAgentsAloneThatBringSomethingNewEachTime() {
        Id root = run.span(null, "support", 0, 900);
        transfer(root, "billing", "cards", 10, "Please look up the charges of card 88-21");
        transfer(root, "cards", "billing", 110, "Charges 77001 and 77002 of 14 May, 99.50 each");
        transfer(root, "billing", "cards", 210, "Refund charge 77002 with reference RF-9931");
        transfer(root, "cards", "billing", 310, "Refund RF-9931 is booked for 16 May");

        assertThat(run.found(new HandoffPingPong())).isEmpty();
    }

    @Test
    void leavesAgentsAloneThatWorkWithTools() {
        Id root = run.span(null, "support", 0, 900);
        for (int i = 0; i < 2; i++) {
            Id billing = transfer(root, "billing", "cards", 10 + 200 * i, "Cards are yours");
            run.tool(
                    billing,
                    "ledger",
                    70 + 200 * i,
                    80 + 200 * i,
                    "{}",
                    "entry of page " + i + " says charge 7700" + i + " went to account 4410" + i);
            transfer(root, "cards", "billing", 110 + 200 * i, "Invoices are yours");
        }

        assertThat(run.found(new HandoffPingPong())).isEmpty();
    }

    private void decide(Id root, String by, String chosen, long at, Object... more) {
        Object[] all = new Object[more.length + 4];
        all[0] = "agent.decision.outcome";
        all[1] = chosen;
        all[2] = "agent.decision.type";
        all[3] = "routing";
        System.arraycopy(more, 0, all, 4, more.length);
        Id agent = run.agent(root, by, at, at + 40);
        run.span(agent, "decision", at + 30, at + 31, all);
    }

    @Test
    void findsADecisionThatIsMadeAgainThoughNothingIsNew() {
        Id root = run.span(null, "support", 0, 2_000);
        for (int i = 0; i < 3; i++) {
            decide(root, "boss", "archive", 10 + 300 * i);
            Id archive = run.agent(root, "archive", 60 + 300 * i, 120 + 300 * i);
            run.model(archive, 61 + 300 * i, 119 + 300 * i, REQUEST, "Nothing about invoice 5512");
        }
        run.agent(root, "clerk", 1_000, 1_100, "failed", "no file");

        assertThat(run.check(new RepeatedDecision()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.agent()).isEqualTo("boss"));
    }

    @Test
    void leavesADecisionAloneThatBringsSomethingNewEachTime() {
        Id root = run.span(null, "support", 0, 2_000);
        for (int i = 0; i < 4; i++) {
            decide(root, "boss", "archive", 10 + 300 * i);
            Id archive = run.agent(root, "archive", 60 + 300 * i, 120 + 300 * i);
            run.model(
                    archive,
                    61 + 300 * i,
                    119 + 300 * i,
                    REQUEST,
                    "Box " + (400 + i) + " holds letter LT-" + i + "7 and receipt RC-" + i + "9");
        }

        assertThat(run.found(new RepeatedDecision())).isEmpty();
    }

    /** A router beside the agents that states the same choice so many times at once. */
    private void routedAgain(int times, String archive) {
        Id root = run.span(null, "support", 0, 2_000);
        for (int i = 0; i < times; i++) {
            run.span(
                    root,
                    "route",
                    10 + 20 * i,
                    20 + 20 * i,
                    "agent.decision.outcome",
                    "archive",
                    "agent.decision.confidence",
                    0.9,
                    "agent.decision.type",
                    "routing");
        }
        run.model(run.agent(root, archive, 500, 600), 501, 599, REQUEST, "Box 17 holds it");
    }

    @Test
    void findsADecisionMadeAgainBeforeAnythingCameOfIt() {
        routedAgain(4, "archive");

        assertThat(run.check(new RepeatedDecision()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void leavesADecisionAloneThatWasMadeTwice() {
        routedAgain(2, "archive");

        assertThat(run.found(new RepeatedDecision())).isEmpty();
    }

    @Test
    void leavesDecisionsAloneOfWhichNothingCameThatIsRecorded() {
        Id root = run.span(null, "support", 0, 2_000);
        for (int i = 0; i < 4; i++) {
            decide(root, "boss", "archive", 10 + 300 * i);
            run.agent(root, "archive", 60 + 300 * i, 120 + 300 * i);
        }

        assertThat(run.found(new RepeatedDecision())).isEmpty();
    }

    @Test
    void findsAChoiceThatScoredLowerThanAnother() {
        Id root = run.span(null, "support", 0, 2_000);
        decide(
                root,
                "boss",
                "archive",
                10,
                "agent.decision.confidence",
                0.31,
                "agent.decision.alternatives",
                "[{\"name\":\"billing\",\"score\":0.62}]");
        run.agent(root, "archive", 60, 120);

        assertThat(run.check(new LowConfidenceDecision()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.WARNING));
    }

    private void unsure(String confidence) {
        Id root = run.span(null, "support", 0, 400);
        Id desk = run.agent(root, "desk", 5, 100);
        run.model(
                desk, 6, 99, REQUEST, "{\"route\":\"billing\",\"confidence\":" + confidence + "}");
        run.model(run.agent(root, "billing", 110, 390), 111, 389, REQUEST, "Refunded 5512");
    }

    @Test
    void notesAnUnsureChoice() {
        unsure("0.45");

        assertThat(run.check(new LowConfidenceDecision()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void findsAGuessThatWasActedOn() {
        unsure("0.3");

        assertThat(run.check(new LowConfidenceDecision()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void notesAGuessThatIsStillFarTheBestChoice() {
        Id root = run.span(null, "support", 0, 2_000);
        decide(
                root,
                "boss",
                "archive",
                10,
                "agent.decision.confidence",
                0.38,
                "agent.decision.alternatives",
                "[{\"name\":\"billing\",\"score\":0.12},{\"name\":\"cards\",\"score\":0.1}]");
        run.agent(root, "archive", 60, 120);

        assertThat(run.check(new LowConfidenceDecision()).findings())
                .singleElement()
                .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void leavesSureChoicesAlone() {
        Id root = run.span(null, "support", 0, 2_000);
        decide(
                root,
                "boss",
                "archive",
                10,
                "agent.decision.confidence",
                0.8,
                "agent.decision.alternatives",
                "[{\"name\":\"billing\",\"score\":0.2}]");
        run.agent(root, "archive", 60, 120);

        assertThat(run.found(new LowConfidenceDecision())).isEmpty();
    }

    @Test
    void leavesUnsureChoicesAloneThatNobodyActedOn() {
        Id root = run.span(null, "support", 0, 2_000);
        decide(root, "boss", "archive", 10, "agent.decision.confidence", 0.1);

        assertThat(run.found(new LowConfidenceDecision())).isEmpty();
    }
}
