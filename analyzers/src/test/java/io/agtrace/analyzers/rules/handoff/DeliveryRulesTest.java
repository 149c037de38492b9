package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that get lost, come broken, too early, twice, or in a trace of their own. */
final class DeliveryRulesTest {
    private final RuleRuns run = new RuleRuns();

    private Id handoff(Id sender, long at, String from, String to, Object... attributes) {
        Object[] all = new Object[attributes.length + 4];
        System.arraycopy(attributes, 0, all, 4, attributes.length);
        all[0] = "handoff.from";
        all[1] = from;
        all[2] = "handoff.to";
        all[3] = to;
        return run.span(sender, "handoff", at, at + 1, all);
    }

    private Id send(Id sender, long at, String queue, String id) {
        return run.span(
                sender,
                queue + " send",
                at,
                at + 1,
                "span-kind",
                SpanKind.PRODUCER,
                "messaging.system",
                "nats",
                "messaging.destination.name",
                queue,
                "messaging.operation.type",
                "send",
                "messaging.message.id",
                id);
    }

    private Id take(String queue, long start, long end, String id, Object... attributes) {
        Object[] all = new Object[attributes.length + 10];
        System.arraycopy(attributes, 0, all, 10, attributes.length);
        Object[] own = {
            "span-kind",
            SpanKind.CONSUMER,
            "messaging.system",
            "nats",
            "messaging.destination.name",
            queue,
            "messaging.operation.type",
            "process",
            "messaging.message.id",
            id
        };
        System.arraycopy(own, 0, all, 0, own.length);
        return run.span(null, queue + " process", start, end, all);
    }

    @Test
    void findsAHandoffThatNobodyTakes() {
        Id root = run.span(null, "flow", 0, 500);
        Id clerk = run.agent(root, "clerk", 0, 100);
        run.model(clerk, 1, 80, "Pay invoice 4711", "Cashier shall pay");
        handoff(clerk, 90, "clerk", "cashier");
        Id archivist = run.agent(root, "archivist", 200, 300);
        run.model(archivist, 201, 299, "File invoice 4711", "Filed");

        assertThat(run.found(new MessageLost()))
                .containsExactly("message-lost defect at 4 (clerk)");
        assertThat(run.check(new MessageLost()).findings().getFirst().boundary())
                .isEqualTo("cashier←clerk");
    }

    @Test
    void findsAMessageThatStaysInAQueue() {
        Id clerk = run.agent(null, "clerk", 0, 100);
        run.model(clerk, 1, 80, "Pay invoice 4711", "Cashier shall pay");
        send(clerk, 90, "cashier.tasks", "m-1");

        assertThat(run.found(new MessageLost()))
                .containsExactly("message-lost defect at 3 (clerk)");
    }

    @Test
    void leavesMessagesAloneThatArrived() {
        Id root = run.span(null, "flow", 0, 500);
        Id clerk = run.agent(root, "clerk", 0, 100);
        handoff(clerk, 90, "clerk", "cashier");
        run.agent(root, "cashier", 200, 300);

        assertThat(run.found(new MessageLost())).isEmpty();
    }

    @Test
    void leavesTopicsAloneThatNoAgentReads() {
        Id clerk = run.agent(null, "clerk", 0, 100);
        run.model(clerk, 1, 80, "Pay invoice 4711", "Paid");
        send(clerk, 90, "audit-log", "m-1");

        assertThat(run.found(new MessageLost())).isEmpty();
    }

    @Test
    void findsJsonThatBreaksOff() {
        Id root = run.span(null, "flow", 0, 500);
        Id clerk = run.agent(root, "clerk", 0, 100);
        handoff(
                clerk,
                90,
                "clerk",
                "cashier",
                "handoff.payload",
                "{\"order\":\"{\\\"invoice\\\": 4711, \\\"lines\\\": [{\\\"sum\\\": 12.5\"}");
        run.agent(root, "cashier", 200, 300);

        assertThat(run.found(new PayloadMalformed()))
                .containsExactly("payload-malformed defect at 3 (clerk)");
    }

    @Test
    void findsItInWhatTheReceiverWasGiven() {
        Id root = run.span(null, "flow", 0, 500);
        run.agent(root, "clerk", 0, 100, "output.value", "invoice 4711");
        run.agent(
                root,
                "cashier",
                200,
                300,
                "input.value",
                "{\"from\":\"clerk\",\"order\":\"[{\\\"invoice\\\": 4711, \\\"lines\\\": [\"}");

        assertThat(run.found(new PayloadMalformed()))
                .containsExactly("payload-malformed defect at 3 (cashier)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"order\":\"[1] see the invoice 4711 {urgent\"}",
                "{\"order\":\"{\\\"invoice\\\": 4711, \\\"lines\\\": [{\\\"sum\\\": 12.5}]}\"}",
                "{\"order\":\"{{template}} with braces {\"}",
                "{\"order\":{\"invoice\":4711"
            })
    void leavesProseAndWholeJsonAlone(String payload) {
        Id root = run.span(null, "flow", 0, 500);
        Id clerk = run.agent(root, "clerk", 0, 100);
        handoff(clerk, 90, "clerk", "cashier", "handoff.payload", payload);
        run.agent(root, "cashier", 200, 300);

        assertThat(run.found(new PayloadMalformed())).isEmpty();
    }

    private static final String FIRST = "Ward 12 needs 40 blankets and 15 litres of saline;";
    private static final String REST =
            " ward 31 needs 22 syringes of size B-7 and a visit by doctor Okonkwo at 18:30";

    /** A nurse hands over at 50 and has said all at {@code ready}. */
    private void nurse(long ready, long consumed, String given) {
        Id root = run.span(null, "round", 0, 900, "input.value", "Supply the wards");
        Id nurse = run.agent(root, "nurse", 0, ready + 5);
        handoff(nurse, 50, "nurse", "porter");
        run.model(nurse, 1, ready, "Supply the wards", FIRST + REST);
        Id porter = run.agent(root, "porter", consumed, 800);
        run.model(porter, consumed + 1, 799, "Supply the wards: " + given, "Brought 40 blankets");
    }

    @Test
    void findsAConsumerThatDidNotWait() {
        nurse(400, 100, FIRST);

        assertThat(run.found(new PrematureConsumption()))
                .containsExactly("premature-consumption defect at 6 (porter)");
    }

    @Test
    void findsItThroughAQueue() {
        Id nurse = run.agent(null, "nurse", 0, 410);
        send(nurse, 50, "porter.tasks", "m-7");
        run.model(nurse, 1, 400, "Supply the wards", FIRST + REST);
        run.trace();
        Id porter = run.agent(take("porter.tasks", 100, 800, "m-7"), "porter", 101, 799);
        run.model(porter, 102, 798, "Supply the wards: " + FIRST, "Brought 40 blankets");

        assertThat(run.found(new PrematureConsumption()))
                .containsExactly("premature-consumption defect at 6 (porter)");
    }

    @Test
    void leavesConsumersAloneThatGotAll() {
        nurse(400, 100, FIRST + REST);

        assertThat(run.found(new PrematureConsumption())).isEmpty();
    }

    @Test
    void leavesConsumersAloneThatWaited() {
        nurse(400, 420, FIRST);

        assertThat(run.found(new PrematureConsumption())).isEmpty();
    }

    /** A message that is taken twice, by agents of these names; the first try may fail. */
    private void takenTwice(String first, String second, boolean failed) {
        Id clerk = run.agent(null, "clerk", 0, 100);
        run.model(clerk, 1, 80, "Pay invoice 4711", "Cashier shall pay");
        send(clerk, 90, "payments", "m-1");
        run.trace();
        Id once =
                failed
                        ? take("payments", 200, 300, "m-1", "failed", "connection reset")
                        : take("payments", 200, 300, "m-1");
        run.model(run.agent(once, first, 201, 299), 202, 298, "Pay invoice 4711", "Paid 12.50");
        run.trace();
        Id again = take("payments", 400, 500, "m-1");
        run.model(run.agent(again, second, 401, 499), 402, 498, "Pay invoice 4711", "Paid 12.50");
    }

    @Test
    void findsAMessageThatWasWorkedOnTwice() {
        takenTwice("cashier", "cashier", false);

        assertThat(run.found(new DuplicateDelivery()))
                .containsExactly("duplicate-delivery defect at 7 (cashier)");
    }

    @Test
    void findsItWithinOneTrace() {
        Id clerk = run.agent(null, "clerk", 0, 900);
        send(clerk, 90, "payments", "m-1");
        for (int i = 0; i < 2; i++) {
            Id taken =
                    run.span(
                            clerk,
                            "payments process",
                            200 + 200L * i,
                            300 + 200L * i,
                            "span-kind",
                            SpanKind.CONSUMER,
                            "messaging.system",
                            "sqs",
                            "messaging.operation.type",
                            "process",
                            "messaging.message.id",
                            "m-1");
            run.tool(taken, "pay", 210 + 200L * i, 290 + 200L * i, "{\"invoice\":4711}", "paid");
        }

        assertThat(run.found(new DuplicateDelivery()))
                .containsExactly("duplicate-delivery defect at 5 (clerk)");
    }

    @Test
    void leavesASecondTryAlone() {
        takenTwice("cashier", "cashier", true);

        assertThat(run.found(new DuplicateDelivery())).isEmpty();
    }

    @Test
    void leavesATopicWithTwoSubscribersAlone() {
        takenTwice("cashier", "archivist", false);

        assertThat(run.found(new DuplicateDelivery())).isEmpty();
    }

    private void inTwoTraces(Object... attributes) {
        Id clerk = run.agent(null, "clerk", 0, 100);
        run.model(clerk, 1, 80, "Pay invoice 4711", "Cashier shall pay");
        Id sent = send(clerk, 90, "payments", "m-1");
        run.trace();
        Object[] own = attributes.length == 0 ? attributes : new Object[] {"link", sent};
        Id taken = take("payments", 200, 300, "m-1", own);
        run.model(run.agent(taken, "cashier", 201, 299), 202, 298, "Pay 4711", "Paid");
    }

    @Test
    void findsAReceiverInATraceOfItsOwn() {
        inTwoTraces();

        assertThat(run.found(new BrokenPropagation()))
                .containsExactly("broken-propagation defect at 4 (cashier)");
        assertThat(run.check(new BrokenPropagation()).findings().getFirst().boundary())
                .isEqualTo("cashier←clerk");
    }

    @Test
    void leavesAReceiverAloneThatLinksToItsSender() {
        inTwoTraces("link");

        assertThat(run.found(new BrokenPropagation())).isEmpty();
    }

    @Test
    void leavesAReceiverAloneThatIsInTheSendersTrace() {
        Id clerk = run.agent(null, "clerk", 0, 100);
        Id sent = send(clerk, 90, "payments", "m-1");
        Id taken =
                run.span(
                        sent,
                        "payments process",
                        200,
                        300,
                        "span-kind",
                        SpanKind.CONSUMER,
                        "messaging.system",
                        "nats",
                        "messaging.operation.type",
                        "process",
                        "messaging.message.id",
                        "m-1");
        run.agent(taken, "cashier", 201, 299);

        assertThat(run.found(new BrokenPropagation())).isEmpty();
    }

    /** A plan for two agents, of which the second has no span; its tool may say whose it is. */
    private void planned(Object... tool) {
        Id root = run.span(null, "flow", 0, 900);
        Id planner = run.agent(root, "planner", 0, 100);
        run.model(
                planner,
                1,
                99,
                "Settle invoice 4711",
                "{\"steps\":[{\"agent\":\"cashier\",\"task\":\"pay invoice 4711\"},"
                        + "{\"agent\":\"archivist\",\"task\":\"file invoice 4711\"}]}");
        Id archivist = run.agent(root, "archivist", 110, 200);
        run.model(archivist, 111, 199, "file invoice 4711", "Filed as FX-991");
        run.model(Id.of(99), 210, 290, "pay invoice 4711", "I call the bank");
        run.tool(Id.of(99), "bank", 295, 300, "{\"invoice\":4711}", "paid", tool);
    }

    @Test
    void doesNotCheckReceiversThatMayBeOneWithoutAName() {
        planned();

        assertThat(run.found(new MessageLost())).isEmpty();
        assertThat(run.check(new MessageLost()).notChecked())
                .extracting(NotChecked::what)
                .containsExactly("boundaries");
    }

    @Test
    void knowsAReceiverWithoutASpanByWhatItsToolsSay() {
        planned("traceloop.entity.path", "cashier");

        assertThat(run.found(new MessageLost())).isEmpty();
        assertThat(run.check(new MessageLost()).notChecked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsWorkDoneTwiceWhereAnAgentsOwnPayloadsAreMissing(boolean same) {
        Id root = run.span(null, "flow", 0, 900);
        run.model(run.agent(root, "clerk", 0, 100), 1, 80, "Pay all", "Pay invoice 4711 of Vogt");
        String input = "Pay invoice 4711 of Vogt";
        Id first = run.agent(root, "cashier", 110, 200, "input.value", input);
        run.model(first, 111, 190, input, "Paid 12.50 to Vogt, receipt RX-91");
        Id second = run.agent(root, "cashier", 115, 210);
        run.model(
                second,
                116,
                199,
                same ? input : input + " and 4712",
                "Paid 12.50 to Vogt, receipt RX-91");

        assertThat(run.found(new DuplicateDelivery())).hasSize(same ? 1 : 0);
    }
}
