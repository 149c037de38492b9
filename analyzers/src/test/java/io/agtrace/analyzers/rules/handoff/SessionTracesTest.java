package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Traces that only an id of the whole run ties together. */
final class SessionTracesTest {
    private static final String ORDER =
            "Ship order ORD-8841 with 14 crates of pears to depot D-27 before 2027-05-02";

    private final RuleRuns run = new RuleRuns();

    private Id sender() {
        Id root = run.span(null, "orders", 0, 900, "session.id", "s-77");
        Id clerk = run.agent(root, "clerk", 1, 100, "session.id", "s-77");
        run.model(clerk, 2, 80, "New order", ORDER, "session.id", "s-77");
        return run.span(
                clerk,
                "handoff",
                85,
                86,
                "session.id",
                "s-77",
                "handoff.from",
                "clerk",
                "handoff.to",
                "shipper",
                "handoff.payload",
                ORDER);
    }

    private void receiver(long start, String given, Object... attributes) {
        Object[] all = new Object[attributes.length + 4];
        System.arraycopy(attributes, 0, all, 4, attributes.length);
        all[0] = "session.id";
        all[1] = "s-77";
        all[2] = "input.value";
        all[3] = given;
        run.trace();
        Id shipper = run.agent(null, "shipper", start, start + 90, all);
        run.model(shipper, start + 1, start + 80, given, "Shipped", "session.id", "s-77");
    }

    @Test
    void findsAReceiverThatOnlyTheSessionTies() {
        sender();
        receiver(120, ORDER);

        assertThat(run.found(new BrokenPropagation()))
                .containsExactly("broken-propagation defect at 5 (shipper)");
        assertThat(run.check(new BrokenPropagation()).findings().getFirst().boundary())
                .isEqualTo("shipper←clerk");
    }

    @Test
    void leavesAReceiverAloneThatLinksToItsSender() {
        Id sent = sender();
        receiver(120, ORDER, "link", sent);

        assertThat(run.found(new BrokenPropagation())).isEmpty();
    }

    @Test
    void leavesTheNextTurnOfAConversationAlone() {
        sender();
        receiver(2000, "Thank you. What does the depot charge for a night?");

        assertThat(run.found(new BrokenPropagation())).isEmpty();
    }
}
