package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Cuts;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
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

    /** So much of a payload is all of it. */
    private static final double WHOLE = 0.9;

    private static final int LONG_END = 20;
    private static final int ONE_FACT = 3;

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

    @Override
    public RuleInfo info() {
        return INFO;
    }

    @Override
    public void check(Run run, Report report) {
        report.notChecked(INFO, Handed.unreadable(run), "boundaries");
        List<List<Delivery>> received = Handed.byReceiver(run);
        List<Hop> hops = Hop.all(run);
        for (AgentInvocation stay : run.view().invocations()) {
            List<Delivery> deliveries = received.get(stay.index());
            if (stay.modelCalls().isEmpty() && stay.toolCalls().isEmpty()) {
                relayed(run, stay, deliveries, report);
            } else {
                boolean told =
                        delivered(run, stay, deliveries, report)
                                || cutBySender(run, deliveries, report);
                if (!told && !onTheWay(run, stay, hops.get(stay.index()), report)) {
                    dropped(run, stay, report);
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
        boolean passesOn = facts.answered() && !facts.output().isEmpty() && sendsOn(run, stay);
        if (largest == null || !passesOn || arrived.weight() < run.threshold(INFO, LEAST_CONTENT)) {
            return;
        }
        double kept = arrived.shareIn(facts.output());
        double lived = arrived.shareIn(Handed.madeAfter(run, stay.endNanos()));
        double most = run.threshold(INFO, MOST_DELIVERED);
        Cuts.@Nullable Cut cut = Cuts.between(stay.input(), stay.output());
        if (kept > most && cut == null || lived > 0.6) {
            return;
        }
        FactSet lost = arrived.minus(facts.output());
        String quote = Lineage.quote(stay.input(), lost);
        Message next = next(run, stay);
        Report.Draft draft =
                report.at(INFO, stay.node())
                        .agent(stay.agent())
                        .strength(strength(lost, kept))
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
                        + cutStory(cut)
                        + ".");
    }

    private static boolean sendsOn(Run run, AgentInvocation stay) {
        return next(run, stay) != null;
    }

    private static @Nullable Message next(Run run, AgentInvocation stay) {
        for (Message message : run.view().messages()) {
            if (message.from() == stay.index() && message.to() >= 0) {
                return message;
            }
        }
        return null;
    }

    private static @Nullable AnyValue given(Run run, AgentInvocation stay) {
        int prompt = run.lineage().stay(stay.index()).promptNode();
        return stay.input() == null && prompt >= 0 ? run.facts(prompt).input() : stay.input();
    }

    /** What left for an agent ends earlier where it arrived. */
    private static boolean onTheWay(Run run, AgentInvocation stay, Hop hop, Report report) {
        StayFacts facts = run.lineage().stay(stay.index());
        FactSet arrived = facts.prompt().or(facts.input());
        FactSet sent = Lineage.facts(hop.payload());
        double share = sent.shareIn(arrived);
        boolean other = !hop.sender().equals(stay.agent());
        boolean less = hop.node() >= 0 && other && share < WHOLE;
        Cuts.@Nullable Cut cut = less ? Cuts.between(hop.payload(), given(run, stay)) : null;
        // The cut may go through a number; more of its own is another state.
        if (cut == null
                || cut.end().length() < LONG_END
                || arrived.minus(sent).hard().weight() > ONE_FACT) {
            return false;
        }
        tell(run, stay, hop, hop.node(), cut, sent.minus(arrived), share, report);
        return true;
    }

    /** What others had written for an agent ends earlier where it arrived. */
    private static void dropped(Run run, AgentInvocation stay, Report report) {
        StayFacts facts = run.lineage().stay(stay.index());
        int prompt = facts.promptNode();
        @Nullable AnyValue given = given(run, stay);
        FactSet arrived = facts.prompt().or(facts.input());
        for (int source : Hop.possibleSources(run, stay)) {
            AgentInvocation other = run.view().invocations().get(source);
            FactSet made = run.lineage().stay(source).output();
            double share = made.shareIn(arrived);
            boolean hands = other.output() != null && !sendsToMany(run, source);
            // What an agent wrote before is not handed to it: who judged it in between is missing.
            boolean early =
                    other.endNanos() > stay.startNanos() || other.agent().equals(stay.agent());
            Cuts.@Nullable Cut cut =
                    hands && !early && share < WHOLE ? Cuts.between(other.output(), given) : null;
            if (cut != null
                    && cut.end().length() >= LONG_END
                    && run.lineage().without(arrived, stay.startNanos()).hard().weight()
                            <= ONE_FACT) {
                int node = prompt >= 0 ? prompt : stay.node();
                Hop from = new Hop(-1, other.agent(), -1, other.output());
                tell(run, stay, from, node, cut, made.minus(arrived), share, report);
                return;
            }
        }
    }

    private static boolean sendsToMany(Run run, int sender) {
        int receivers = 0;
        for (Message message : run.view().messages()) {
            boolean out = message.from() == sender && message.kind() != Message.Kind.RETURN;
            receivers += out ? 1 : 0;
        }
        return receivers > 1;
    }

    private static void tell(
            Run run,
            AgentInvocation stay,
            Hop hop,
            int node,
            Cuts.Cut cut,
            FactSet lost,
            double share,
            Report report) {
        String by = run.agentOf(node);
        Report.Draft draft =
                report.at(INFO, node).agent(by.isEmpty() ? stay.agent() : by).touches(stay.node());
        if (hop.node() >= 0) {
            hop.name(draft, stay, -1);
        } else {
            draft.boundary(hop.sender(), stay.agent());
        }
        draft.strength(Math.max(strength(lost, share), 0.5 + Math.min(0.4, lost.weight() / 60.0)))
                .evidence(stay.node(), "input", "\u2026" + tail(cut.end()))
                .measure("delivered", share)
                .measure("lost", lost.weight())
                .measure("missing", cut.missingLength())
                .report(
                        stay.agent()
                                + " was given "
                                + Math.round(share * 100)
                                + " % of what "
                                + hop.sender()
                                + " had for it at "
                                + Words.moment(run, stay.startNanos())
                                + cutStory(cut)
                                + ".");
    }

    /** What an agent was given lacks what the sender said. */
    private static boolean delivered(
            Run run, AgentInvocation stay, List<Delivery> deliveries, Report report) {
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
        Cuts.@Nullable Cut cut = share < 0.9 ? Cuts.between(said, given) : null;
        if (share > most && cut == null
                || isReplaced(run, deliveries, worst)
                || isPlan(run, worst)) {
            return false;
        }
        report(run, stay, worst, share, cut, said, report);
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

    /** Who delegates passed on less of a text than it had. */
    private static boolean cutBySender(Run run, List<Delivery> deliveries, Report report) {
        for (Delivery each : deliveries) {
            Message message = each.message();
            int prompt = promptBefore(run, message);
            if (prompt < 0 || message.sent() == null) {
                continue;
            }
            Cuts.Cut cut = Cuts.between(run.facts(prompt).input(), message.sent());
            if (cut == null || !endsOpen(message.sent())) {
                continue;
            }
            report.at(INFO, prompt)
                    .agent(message.sender())
                    .message(message.index())
                    .touches(Math.max(0, message.sentNode()))
                    .strength(Math.min(1, 0.5 + cut.missingLength() / 400.0))
                    .evidence(prompt, "input", Words.cut(cut.end() + cut.missing(), 200))
                    .measure("missing", cut.missingLength())
                    .report(
                            Handed.sender(message)
                                    + " handed "
                                    + message.receiver()
                                    + " only the beginning of what it had"
                                    + cutStory(cut)
                                    + ".");
            return true;
        }
        return false;
    }

    /** A text that ends with a mark of omission, or in the middle of a word or bracket. */
    private static boolean endsOpen(@Nullable AnyValue payload) {
        String text = String.valueOf(payload).replaceAll("[\\s\"'}\\]\\\\]+$", "");
        if (text.isEmpty()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        return text.endsWith("...")
                || last == '\u2026'
                || Character.isLetterOrDigit(last)
                || last == ','
                || last == '(';
    }

    /** The sender's last model call before it sent, or -1. */
    private static int promptBefore(Run run, Message message) {
        if (message.from() < 0 || message.kind() != Message.Kind.DELEGATION) {
            return -1;
        }
        int found = -1;
        for (int call : run.view().invocations().get(message.from()).modelCalls()) {
            if (run.tree().endNanos(call) <= message.sentNanos() + 1_000_000
                    && (found < 0 || run.tree().endNanos(call) >= run.tree().endNanos(found))) {
                found = call;
            }
        }
        return found;
    }

    /** Other data stands in place of the content: a matter of freshness or of the task. */
    private static boolean isReplaced(Run run, List<Delivery> deliveries, Delivery delivery) {
        FactSet other = delivery.given().minus(run.lineage().task()).minus(run.lineage().wording());
        for (Delivery each : deliveries) {
            other = other.minus(each.content());
        }
        return other.hard().weight() >= LEAST_REPLACED;
    }

    /** A plan goes to several agents in parts: each gets what is meant for it, none the whole. */
    private static boolean isPlan(Run run, Delivery delivery) {
        int others = 0;
        boolean whole = false;
        for (Delivery each : run.lineage().deliveries()) {
            boolean same =
                    each.message().from() == delivery.message().from()
                            && each.message().index() != delivery.message().index()
                            && each.message().kind() != Message.Kind.RETURN;
            others += same ? 1 : 0;
            whole |= same && delivery.content().shareIn(each.given()) > 0.6;
        }
        return others > 0 && !whole && delivery.message().from() >= 0;
    }

    private static void report(
            Run run,
            AgentInvocation stay,
            Delivery worst,
            double share,
            Cuts.@Nullable Cut cut,
            @Nullable AnyValue said,
            Report report) {
        Message message = worst.message();
        int node = origin(run, worst);
        String agent = run.agentOf(node);
        FactSet lost = worst.lost();
        String quote = Lineage.quote(said, lost);
        Report.Draft draft =
                report.at(INFO, node).agent(agent.isEmpty() ? message.sender() : agent);
        Hop.all(run).get(stay.index()).name(draft, stay, message.index());
        draft.touches(worst.givenNode())
                .strength(strength(lost, share))
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
                                + cutStory(cut)
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
                            && delivery.content().shareIn(Lineage.facts(sender.output())) < 0.5;
            if (lacks) {
                return sender.node();
            }
        }
        return delivery.givenNode();
    }

    private static String cutStory(Cuts.@Nullable Cut cut) {
        return cut == null
                ? ""
                : "; the text ends at "
                        + Words.quote("\u2026" + Words.cut(tail(cut.end()), 60))
                        + ", where the original goes on with "
                        + Words.quote(Words.cut(cut.missing(), 60));
    }

    private static String tail(String text) {
        return text.length() <= 40 ? text : text.substring(text.length() - 40);
    }

    private static double strength(FactSet lost, double share) {
        return (1 - share) * Math.min(1, 0.4 + lost.weight() / 30.0);
    }
}
