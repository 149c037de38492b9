package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;

/** A consumer ran before its producer had finished, and worked without a part of the payload. */
final class PrematureConsumption implements Rule {
    private static final long TOLERANCE = 5_000_000;

    private static final Threshold MOST_DELIVERED =
            new Threshold(
                    "most-delivered",
                    0.85,
                    "share",
                    "up to which share of the content counts as not all of it");

    private static final RuleInfo INFO =
            new RuleInfo(
                    "premature-consumption",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A consumer ran before its producer had finished, without a part of the"
                            + " payload.",
                    "times of both agents, and what the producer gave back and the consumer was"
                            + " given",
                    MOST_DELIVERED);

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        report.notChecked(INFO, Handed.unreadable(run), "boundaries");
        for (Delivery each : run.lineage().deliveries()) {
            Message message = each.message();
            boolean passes =
                    message.kind() == Message.Kind.HANDOFF || message.kind() == Message.Kind.QUEUE;
            if (passes && message.from() >= 0 && message.to() >= 0 && each.readable()) {
                check(run, each, report);
            }
        }
        new Overtaken(run, INFO, report).check(run.threshold(INFO, MOST_DELIVERED));
    }

    private static void check(Run run, Delivery delivery, Report report) {
        Message message = delivery.message();
        AgentInvocation producer = run.view().invocations().get(message.from());
        AgentInvocation consumer = run.view().invocations().get(message.to());
        int answer = run.lineage().stay(message.from()).answerNode();
        long ready = answer < 0 ? producer.endNanos() : run.tree().endNanos(answer);
        long read = run.tree().startNanos(delivery.givenNode());
        long early = ready - read;
        long tolerance = Math.max(TOLERANCE, (producer.endNanos() - producer.startNanos()) / 20);
        boolean nested =
                isInside(run, consumer.node(), producer.node()) && !isOnlyOne(run, message);
        double delivered = delivery.delivered();
        boolean partly = delivered > 0.02 && delivered <= run.threshold(INFO, MOST_DELIVERED);
        if (early <= tolerance
                || nested
                || !partly
                || delivery.content().weight() < 12
                || !run.view().workflow().skews().isEmpty()) {
            return;
        }
        String quote = Handed.quote(run, message, delivery.lost());
        report.at(INFO, delivery.givenNode())
                .agent(consumer.agent())
                .message(message.index())
                .touches(producer.node())
                .strength(
                        (1 - delivered)
                                * Math.min(
                                        1,
                                        0.5
                                                + (double) early
                                                        / (early + ready - producer.startNanos())))
                .evidence(delivery.givenNode(), "time", Words.moment(run, read))
                .evidence(Math.max(0, answer), "output", quote)
                .measure("early-ms", early / 1e6)
                .measure("delivered", delivered)
                .report(
                        consumer.agent()
                                + " began to work at "
                                + Words.moment(run, read)
                                + ", "
                                + Words.time(early)
                                + " before "
                                + producer.agent()
                                + " had finished what it handed over at "
                                + Words.moment(run, ready)
                                + ". It was given "
                                + Math.round(delivered * 100)
                                + " % of it; "
                                + Words.quote(quote)
                                + " is missing.");
    }

    /**
     * Whether all that a producer hands over goes through this one message of a queue: its receiver
     * stands inside the sender then, and does not work for it.
     */
    private static boolean isOnlyOne(Run run, Message message) {
        int others = 0;
        for (Message other : run.sentBy(message.from())) {
            others += other.kind() != Message.Kind.RETURN ? 1 : 0;
            if (others > 1) {
                return false;
            }
        }
        return message.kind() == Message.Kind.QUEUE && others == 1;
    }

    private static boolean isInside(Run run, int inner, int outer) {
        return inner >= outer && inner < run.tree().subtreeEnd(outer);
    }
}
