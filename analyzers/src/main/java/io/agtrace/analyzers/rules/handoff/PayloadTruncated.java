package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.StayFacts;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A payload was cut off, or lost its content, on its way between two agents. */
final class PayloadTruncated implements Rule {
    private static final Threshold LEAST_CONTENT =
            new Threshold(
                    "least-content",
                    12,
                    "weight",
                    "how much content there must be to lose; words count 1, names and numbers 2,"
                            + " ids 3");

    private static final Threshold MOST_DELIVERED =
            new Threshold(
                    "most-delivered",
                    0.3,
                    "share",
                    "up to which share of the content counts as lost on the way");

    /** A number or two is no other state. */
    private static final int LEAST_REPLACED = 6;

    /** Of a sender's other messages so many are looked at. */
    private static final int MOST_BESIDE = 64;

    private static final long EARLY = 5_000_000;

    private static final RuleInfo INFO =
            new RuleInfo(
                    "payload-truncated",
                    Group.HANDOFF,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A payload was cut off, or lost its content, between two agents.",
                    "what the sender gave back and what the receiver was given"
                            + " (gen_ai.output.messages and gen_ai.input.messages, output.value and"
                            + " input.value)",
                    LEAST_CONTENT,
                    MOST_DELIVERED);

    /** Of what was cut off something arrives. */
    private static final double LEAST_ARRIVED = 0.05;

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        report.notChecked(INFO, Handed.unreadable(run), "boundaries");
        List<List<Delivery>> received = Handed.byReceiver(run);
        List<Hop> hops = Hop.all(run);
        // Where no call of a model is recorded, a stay without one may well have worked itself.
        boolean recorded = run.view().workflow().summary().modelCalls() > 0;
        CutOnTheWay onTheWay = new CutOnTheWay(run, INFO, report, hops);
        for (AgentInvocation stay : run.view().invocations()) {
            List<Delivery> deliveries = received.get(stay.index());
            if (stay.modelCalls().isEmpty() && stay.toolCalls().isEmpty()) {
                if (recorded) {
                    relayed(run, stay, deliveries, report);
                }
            } else {
                boolean told =
                        delivered(run, stay, deliveries, hops, report)
                                || CutBySender.check(run, INFO, deliveries, report);
                if (!told) {
                    onTheWay.check(stay);
                }
            }
        }
    }

    /** A step that only passes on gave out much less than it was given. */
    private static void relayed(
            Run run, AgentInvocation stay, List<Delivery> deliveries, Report report) {
        StayFacts facts = run.lineage().stay(stay.index());
        FactSet arrived = FactSet.EMPTY;
        Delivery largest = null;
        for (Delivery each : deliveries) {
            if (each.readable()) {
                arrived = arrived.or(each.arrived());
                boolean more =
                        largest == null || each.arrived().weight() > largest.arrived().weight();
                largest = more ? each : largest;
            }
        }
        Message next = next(run, stay);
        boolean passesOn = facts.answered() && !facts.output().isEmpty() && next != null;
        if (largest == null || !passesOn || arrived.weight() < run.threshold(INFO, LEAST_CONTENT)) {
            return;
        }
        double kept = arrived.shareIn(facts.output());
        double lived = arrived.shareIn(run.lineage().madeSince(arrived, stay.endNanos()));
        double most = run.threshold(INFO, MOST_DELIVERED);
        Cuts.@Nullable Cut cut =
                Cuts.between(
                        run.payloads().pieces(stay.input()), run.payloads().pieces(stay.output()));
        if (kept > most && cut == null || lived > 0.6) {
            return;
        }
        FactSet lost = arrived.minus(facts.output());
        String quote = run.payloads().quote(stay.input(), lost);
        Report.Draft draft =
                report.at(INFO, stay.node())
                        .agent(stay.agent())
                        .strength(CutStory.strength(lost, kept))
                        .evidence(stay.node(), "input", quote)
                        .measure("kept", kept)
                        .measure("lost", lost.weight());
        if (next != null) {
            draft.message(next.index());
        }
        draft.report(
                stay.agent()
                        + " was given "
                        + Words.quote(quote)
                        + " and passed on "
                        + Math.round(kept * 100)
                        + " % of what it was given at "
                        + Words.moment(run, stay.endNanos())
                        + CutStory.of(cut)
                        + ".");
    }

    private static @Nullable Message next(Run run, AgentInvocation stay) {
        for (Message message : run.sentBy(stay.index())) {
            if (message.to() >= 0) {
                return message;
            }
        }
        return null;
    }

    /** What an agent was given lacks what the sender said. */
    private static boolean delivered(
            Run run,
            AgentInvocation stay,
            List<Delivery> deliveries,
            List<Hop> hops,
            Report report) {
        double least = run.threshold(INFO, LEAST_CONTENT);
        double most = run.threshold(INFO, MOST_DELIVERED);
        Delivery worst = null;
        double share = 1;
        for (Delivery each : deliveries) {
            boolean whole = each.message().kind() != Message.Kind.RETURN;
            if (!each.readable()
                    || !whole
                    || each.content().weight() < least
                    || isEarly(run, each)) {
                continue;
            }
            double delivered = each.delivered();
            if (delivered < share) {
                share = delivered;
                worst = each;
            }
        }
        if (worst == null) {
            return false;
        }
        AnyValue said = Handed.said(run, worst.message());
        AnyValue given = Handed.given(run, worst);
        Cuts.@Nullable Cut cut =
                share < 0.9
                        ? Cuts.between(run.payloads().pieces(said), run.payloads().pieces(given))
                        : null;
        if (share > most && cut == null
                || isGuess(run, worst, share)
                || isReplaced(run, deliveries, worst)
                || isPlan(run, worst)) {
            return false;
        }
        report(run, stay, hops, worst, share, cut, said, report);
        return true;
    }

    /**
     * The sender had not finished when the receiver read: nothing was cut, it was not there yet.
     */
    private static boolean isEarly(Run run, Delivery delivery) {
        int from = delivery.message().from();
        if (from < 0 || delivery.message().kind() == Message.Kind.DELEGATION) {
            return false;
        }
        int answer = run.lineage().stay(from).answerNode();
        long read = run.tree().startNanos(delivery.givenNode());
        return run.tree().endNanos(answer) > read + EARLY;
    }

    /**
     * Whether nothing of it arrived, and only the order of the two agents says that it was to:
     * where spans are missing they may both have been sent by somebody else.
     */
    private static boolean isGuess(Run run, Delivery delivery, double share) {
        return delivery.message().sentNode() < 0
                && share < LEAST_ARRIVED
                && run.unrecorded().areSpansMissing();
    }

    /** Other data stands in place of the content: a matter of freshness or of the task. */
    private static boolean isReplaced(Run run, List<Delivery> deliveries, Delivery delivery) {
        FactSet other = delivery.given().minus(run.lineage().task()).minus(run.lineage().wording());
        for (Delivery each : deliveries) {
            other = other.minus(each.content());
        }
        return other.weightOfHard() >= LEAST_REPLACED;
    }

    /** A plan goes to several agents in parts: each gets what is meant for it, none the whole. */
    private static boolean isPlan(Run run, Delivery delivery) {
        int others = 0;
        for (Message message : run.sentBy(delivery.message().from())) {
            boolean other = message.index() != delivery.message().index();
            if (other && message.kind() != Message.Kind.RETURN) {
                FactSet given = run.lineage().deliveries().get(message.index()).given();
                if (delivery.content().shareIn(given) > 0.6) {
                    return false;
                }
                if (++others == MOST_BESIDE) {
                    break;
                }
            }
        }
        return others > 0;
    }

    private static void report(
            Run run,
            AgentInvocation stay,
            List<Hop> hops,
            Delivery worst,
            double share,
            Cuts.@Nullable Cut cut,
            @Nullable AnyValue said,
            Report report) {
        Message message = worst.message();
        int node = origin(run, worst);
        String agent = run.agentOf(node);
        FactSet lost = worst.lost();
        String quote = run.payloads().quote(said, lost);
        Report.Draft draft =
                report.at(INFO, node).agent(agent.isEmpty() ? message.sender() : agent);
        hops.get(stay.index()).name(draft, stay, message.index());
        draft.touches(worst.givenNode())
                .strength(CutStory.strength(lost, share))
                .evidence(
                        Math.max(0, run.lineage().stay(Math.max(0, message.from())).answerNode()),
                        "output",
                        quote)
                .measure("delivered", share)
                .measure("lost", lost.weight())
                .report(
                        Handed.sender(message)
                                + " said "
                                + Words.quote(quote)
                                + ", but "
                                + stay.agent()
                                + " was given "
                                + Math.round(share * 100)
                                + " % of it at "
                                + Words.moment(run, stay.startNanos())
                                + CutStory.of(cut)
                                + ".");
    }

    /** The sending span; the sender where its own output lacks the content; else the receiver. */
    private static int origin(Run run, Delivery delivery) {
        Message message = delivery.message();
        if (message.sentNode() >= 0) {
            return message.sentNode();
        }
        if (message.from() >= 0) {
            AgentInvocation sender = run.view().invocations().get(message.from());
            boolean lacks =
                    sender.output() != null
                            && delivery.content().shareIn(run.payloads().facts(sender.output()))
                                    < 0.5;
            if (lacks) {
                return sender.node();
            }
        }
        return delivery.givenNode();
    }
}
