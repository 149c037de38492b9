package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.api.Test;

/** Runs of which spans or attributes got lost before they were read. */
final class IncompleteTracesTest {
    private static final Id GONE = Id.of(99);
    private static final String SESSION = "session.id";
    private static final String ORDER =
            "Ship order ORD-8841 with 14 crates of pears to depot D-27 before 2027-05-02";

    private final RuleRuns run = new RuleRuns();

    private Id root() {
        return run.span(null, "orders", 0, 900, SESSION, "s-77");
    }

    private Id published(Object... attributes) {
        Id root = root();
        Id clerk = run.agent(root, "clerk", 1, 100, SESSION, "s-77");
        run.model(clerk, 2, 80, "New order", ORDER, SESSION, "s-77");
        return run.span(root, "send shipper-jobs", 101, 102, attributes);
    }

    private void shipper(Id parent) {
        run.trace();
        Id shipper = run.agent(parent, "shipper", 120, 300, SESSION, "s-77", "input.value", ORDER);
        run.model(shipper, 121, 299, ORDER, "Shipped", SESSION, "s-77");
    }

    @Test
    void aQueueIsKnownByTheNameOfTheSpanThatSends() {
        published("span-kind", SpanKind.PRODUCER, SESSION, "s-77");

        assertThat(run.found(new MessageLost()))
                .containsExactly("message-lost defect at 4 (clerk)");
    }

    @Test
    void aMissingSpanThatTookAMessageMayHaveBorneALink() {
        published(
                "span-kind",
                SpanKind.PRODUCER,
                SESSION,
                "s-77",
                "messaging.system",
                "nats",
                "input.value",
                ORDER);
        shipper(GONE);

        assertThat(run.found(new BrokenPropagation())).isEmpty();
    }

    @Test
    void aFindingAtAMissingSpanLiesAtTheFirstRecordedOneBelowIt() {
        Id root = root();
        run.agent(root, "keeper", 10, 100, "context.version", 4);
        run.model(GONE, 200, 299, ORDER, "Soup it is", "gen_ai.agent.name", "cook");
        run.agent(root, "cook", 300, 400, "context.version", 3);
        run.span(GONE, "handoff", 299, 300, "handoff.from", "cook", "handoff.to", "nobody");

        assertThat(run.check(new MessageLost()).findings())
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(run.run().tree().span(each.node()).spanId())
                                        .isNotEqualTo(GONE));
    }

    @Test
    void aRequestWithoutItsArgumentsIsNoOtherTask() {
        Id root = run.span(null, "claims", 0, 900, "input.value", "Settle claim ZJ735376 in Marl");
        Id clerk = run.agent(root, "clerk", 1, 100);
        run.model(clerk, 2, 90, "Settle claim ZJ735376 in Marl", "Establish cover for ZJ735376");
        Id checker = run.agent(root, "checker", 110, 300);
        String asked =
                "[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_537_cafaea28_b22\","
                        + "\"function\":{\"name\":\"estimate_garden_repair_costs\"}}]}]";
        run.span(
                checker,
                "chat m",
                111,
                200,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.input.messages",
                RuleRuns.message("user", "Establish cover for claim ZJ735376, street of Marl"),
                "gen_ai.output.messages",
                asked);

        assertThat(run.found(new MessageMisunderstood())).isEmpty();
    }

    @Test
    void nothingWasCutBetweenTwoWhoMayBothHaveBeenSentByAMissingSpan() {
        String found = "Crack of 14 mm at frame F-118, bearing B-2207 worn to 38.5 percent";
        Id root = run.span(null, "checks", 0, 900, "input.value", "Check the turbine");
        run.model(run.agent(root, "eye", 10, 100), 11, 99, "Look at the frame", found);
        run.model(run.agent(root, "ear", 110, 200), 111, 199, "Listen to it", "Hums at 50 Hz");
        assertThat(run.found(new PayloadTruncated())).hasSize(1);

        run.model(GONE, 2, 9, "Check the turbine", "Look, then listen");
        assertThat(run.found(new PayloadTruncated())).isEmpty();
    }

    private void lookedUpTwice(String reported, String given) {
        Id root = run.span(null, "menu", 0, 900, "input.value", "Plan the menu of the hut");
        Id buyer = run.agent(root, "buyer", 10, 300);
        run.tool(
                buyer,
                "stock",
                20,
                50,
                "{\"of\":\"hut\"}",
                "{\"id\":\"LOT-4471\",\"of\":\"BIN-2207\",\"flour\":\"1140"
                        + " kg\",\"eggs\":\"2210\",\"ham\":\"335 kg\"}");
        run.tool(
                buyer,
                "stock",
                60,
                90,
                "{\"of\":\"hut\"}",
                "{\"id\":\"LOT-4471\",\"of\":\"BIN-2207\",\"flour\":\"7750"
                        + " kg\",\"eggs\":\"8460\",\"ham\":\"912 kg\"}");
        run.model(buyer, 100, 290, "Plan the menu of the hut", reported);
        Id cook = run.agent(root, "cook", 400, 600);
        run.model(cook, 410, 590, given, "Soup it is");
    }

    @Test
    void anOlderResultThatWasHandedOnIsStale() {
        lookedUpTwice(
                "LOT-4471 has 7750 kg of flour, 8460 eggs, 912 kg of ham",
                "Cook with LOT-4471: 1140 kg of flour, 2210 eggs, 335 kg of ham");

        assertThat(run.found(new StaleContext()))
                .containsExactly("stale-context suspicion at 6 (cook)");
        assertThat(run.check(new StaleContext()).findings().getFirst().narrative())
                .contains("cook", "1140", "7750", "buyer");
    }

    @Test
    void theNewestResultIsNotStaleNorOneThatItsAgentMeant() {
        lookedUpTwice(
                "LOT-4471 has 7750 kg of flour, 8460 eggs, 912 kg of ham",
                "Cook with LOT-4471: 7750 kg of flour, 8460 eggs, 912 kg of ham");

        assertThat(run.found(new StaleContext())).isEmpty();
    }

    @Test
    void whatTheAgentItselfReportedIsNotStale() {
        lookedUpTwice(
                "LOT-4471 had 1140 kg of flour, 2210 eggs, 335 kg of ham at first",
                "Cook with LOT-4471: 1140 kg of flour, 2210 eggs, 335 kg of ham");

        assertThat(run.found(new StaleContext())).isEmpty();
    }

    @Test
    void aMissingAgentStandsBesideOneThatWorkedMeanwhile() {
        Id root = run.span(null, "brief", 0, 900);
        Id slow = run.agent(root, "eye", 10, 300);
        run.model(slow, 11, 150, "Look at the frame", "A crack of 14 mm");
        run.model(slow, 160, 299, "Look again", "Another of 9 mm");
        run.model(GONE, 20, 90, "Listen", "Hums", "gen_ai.agent.name", "ear");
        run.model(GONE, 100, 190, "Listen again", "Rattles", "gen_ai.agent.name", "ear");

        assertThat(run.run().view().invocations())
                .filteredOn(each -> each.agent().equals("ear"))
                .singleElement()
                .satisfies(each -> assertThat(each.parent()).isNegative());
    }

    private void researched(Id root, long start, Object... own) {
        String task = "Find prices of oat drinks for dossier MN-881460";
        String answer = "Oat drinks cost 3.49 at Mirelli, 2.99 at Ostberg (source KX-4410)";
        Id scout = run.agent(root, "scout", start, start + 100, own);
        run.model(scout, start + 1, start + 20, task, "I look it up");
        run.tool(scout, "shop", start + 21, start + 60, "{\"q\":\"oat\"}", answer);
        run.model(scout, start + 61, start + 99, task, answer);
    }

    @Test
    void theSameWorkIsKnownByTheTaskAndByThePrompt() {
        Id root = run.span(null, "brief", 0, 900);
        researched(
                root,
                10,
                "input.value",
                "{\"inputs\":\"Find prices of oat drinks for dossier MN-881460\",\"tags\":[]}");
        researched(root, 20);

        assertThat(run.found(new DuplicateDelivery()))
                .containsExactly("duplicate-delivery suspicion at 6 (scout)");
    }
}
