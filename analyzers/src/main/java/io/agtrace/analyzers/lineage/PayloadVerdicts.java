package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Assessment;
import io.agtrace.analyzers.agents.ContextUse;
import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Message.Verdicts;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.analyzers.agents.Verdict.Answer;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers the five questions about a message from what its payloads, versions and judgements show:
 * yes, or not checked with what is missing. That something went wrong is for the rules to say; here
 * only what has no receiver is answered with no.
 */
public final class PayloadVerdicts {
    /** Less than this says nothing: names of tools and receivers. */
    private static final int LEAST = 5;

    /** Up to this it is hardly more than the names of those it speaks of. */
    private static final int FEW = 2 * LEAST;

    private static final double WHOLE = 0.995;
    private static final double PART = 0.5;

    /** Well above the share at which a message counts as ignored. */
    private static final double USED = 0.2;

    /** Below this confidence it is not certain that there was a message. */
    private static final double CERTAIN = 0.5;

    private static final int LONGEST = 160;

    private static final Verdict UNSENT = Verdict.notChecked("nobody received it");
    private static final Verdict NO_CONTENT = Verdict.notChecked("what was sent is not recorded");
    private static final Verdict NO_INPUT =
            Verdict.notChecked("what the receiver was given is not recorded");
    private static final Verdict NO_OUTPUT =
            Verdict.notChecked("what the receiver made of it is not recorded");
    private static final Verdict TOO_LITTLE =
            Verdict.notChecked("the message says too little of its own to follow it");
    private static final Verdict UNSEEN =
            Verdict.notChecked("too little of it stands in what the receiver wrote to tell");
    private static final Verdict UNJUDGED =
            Verdict.notChecked("the run records no evaluation, guardrail or review");
    private static final Verdict UNCHECKED =
            Verdict.notChecked("no evaluation, guardrail or review is recorded between the two");
    private static final Verdict UNVERSIONED =
            Verdict.notChecked("no version of the context is recorded at the receiver");
    private static final Verdict UNORDERED =
            Verdict.notChecked("versions of the context are no numbers: none is the newer one");

    private final Lineage lineage;
    private final AgentsView view;

    /** By stay: the first version that it read. */
    private final @Nullable ContextUse[] read;

    /** By stay: the last judgement that it gave. */
    private final @Nullable Assessment[] judged;

    public PayloadVerdicts(Lineage lineage) {
        this.lineage = lineage;
        this.view = lineage.view();
        read = new ContextUse[view.invocations().size()];
        judged = new Assessment[read.length];
        for (ContextUse use : view.contextUses()) {
            int stay = view.invocationOf(use.node());
            if (stay >= 0 && !use.written() && !use.version().isEmpty() && read[stay] == null) {
                read[stay] = use;
            }
        }
        for (Assessment each : view.assessments()) {
            int stay = view.invocationOf(each.node());
            if (stay >= 0) {
                judged[stay] = each;
            }
        }
    }

    /** The answers about one of the run's messages. */
    public Verdicts of(Message message) {
        Delivery delivery = lineage.deliveries().get(message.index());
        if (message.to() < 0) {
            Verdict sent = message.verdicts().sent();
            return new Verdicts(sent, lost(message), UNSENT, UNSENT, UNSENT);
        }
        return new Verdicts(
                sent(delivery),
                received(delivery),
                understood(delivery),
                fresh(delivery),
                checked(message));
    }

    /** What nothing but the order of events spoke for is shown by what arrived. */
    private static Verdict sent(Delivery delivery) {
        Verdict stated = delivery.message().verdicts().sent();
        boolean shown = delivery.delivered() >= PART && delivery.arrived().weightOfHard() >= LEAST;
        return stated.answer() == Answer.NOT_CHECKED && shown
                ? Verdict.yes(
                        "no span shows it; what the sender said stands in the receiver's input",
                        new Evidence(delivery.givenNode(), "input", percent(delivery.delivered())))
                : stated;
    }

    private static Verdict lost(Message message) {
        Verdict lost = message.verdicts().received();
        boolean proven = message.kind() != Message.Kind.RETURN && message.confidence() >= CERTAIN;
        return proven || lost.answer() != Answer.NO
                ? lost
                : new Verdict(
                        Answer.NOT_CHECKED,
                        message.sentNode() >= 0
                                ? "nobody is seen to take it; who does may not be recorded"
                                : "nobody is seen to take it; it is not certain that it was sent",
                        lost.evidence());
    }

    private Verdict received(Delivery delivery) {
        Verdict stated = delivery.message().verdicts().received();
        double share = delivery.delivered();
        if (Double.isNaN(share) || stated.answer() == Answer.NO) {
            return stated;
        }
        boolean doubtful = stated.answer() == Answer.NOT_CHECKED && share < PART;
        if (doubtful || share < 1 - WHOLE) {
            return stated;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(delivery.givenNode(), "input", percent(share)));
        evidence.addAll(stated.evidence());
        if (share >= WHOLE) {
            return new Verdict(Answer.YES, "all of it stands in the receiver's input", evidence);
        }
        evidence.addAll(changes(delivery));
        String reason =
                share >= PART
                        ? "most of it stands in the receiver's input"
                        : "a part of it stands in the receiver's input";
        return new Verdict(Answer.YES, reason, evidence);
    }

    /** What was dropped on the way, and what stands there that nobody had said. */
    private List<Evidence> changes(Delivery delivery) {
        List<Evidence> changes = new ArrayList<>(2);
        Message message = delivery.message();
        int from = message.sentNode();
        if (from < 0 && message.from() >= 0) {
            from = lineage.stay(message.from()).answerNode();
        }
        String dropped = quote(message.sent(), delivery.lost());
        if (dropped.isEmpty() && from >= 0) {
            dropped = quote(view.workflow().tree().facts(from).output(), delivery.lost());
        }
        if (!dropped.isEmpty() && from >= 0) {
            changes.add(new Evidence(from, "dropped", dropped));
        }
        long start = view.invocations().get(message.to()).startNanos();
        FactSet strange = lineage.without(delivery.given().hard(), start);
        boolean altered = !strange.isEmpty() && delivery.lost().hasHard();
        String quoted = altered ? quote(input(delivery), strange) : "";
        if (!quoted.isEmpty()) {
            changes.add(new Evidence(delivery.givenNode(), "altered or added", quoted));
        }
        return changes;
    }

    private @Nullable AnyValue input(Delivery delivery) {
        AnyValue prompt = view.workflow().tree().facts(delivery.givenNode()).input();
        return prompt == null ? delivery.message().received() : prompt;
    }

    private String quote(@Nullable AnyValue payload, FactSet facts) {
        String line = lineage.payloads().quote(payload, facts);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "\u2026";
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " % of its words, names and numbers";
    }

    /** Whether what the receiver did speaks of what it was given. */
    private Verdict understood(Delivery delivery) {
        int to = delivery.message().to();
        StayFacts stay = lineage.stay(to);
        if (delivery.given().isEmpty()) {
            return NO_INPUT;
        }
        if (!stay.answered() && stay.firstAct().isEmpty()) {
            return NO_OUTPUT;
        }
        boolean back = delivery.message().kind() == Message.Kind.RETURN;
        FactSet basis = delivery.arrived();
        if (back) {
            // What the receiver had said itself shows nothing when it says it again.
            basis = lineage.saidByOthers(basis, to);
        } else if (basis.weight() < LEAST && delivery.content().weight() < FEW) {
            // It hands on the run's own task in a few words.
            basis = delivery.given().and(lineage.task());
        }
        if (basis.weight() < LEAST) {
            return delivery.content().isEmpty() ? NO_CONTENT : TOO_LITTLE;
        }
        double used = basis.shareIn(stay.output());
        if (used >= USED) {
            return Verdict.yes(
                    "what the receiver gave back speaks of it",
                    new Evidence(stay.answerNode(), "output", percent(used)));
        }
        double asked = back ? 0 : stay.firstAct().minus(lineage.wording()).shareIn(basis);
        if (asked >= PART) {
            return Verdict.yes(
                    "what the receiver first asked a tool for is taken from it",
                    new Evidence(stay.actNode(), "arguments", percent(asked)));
        }
        return stay.answered() ? UNSEEN : NO_OUTPUT;
    }

    private Verdict fresh(Delivery delivery) {
        Message message = delivery.message();
        AgentInvocation receiver = view.invocations().get(message.to());
        ContextUse use = message.kind() == Message.Kind.RETURN ? null : read[receiver.index()];
        if (use != null) {
            return isNumber(use.version())
                    ? Verdict.yes("no newer version had reached the receiver", use.evidence())
                    : UNORDERED;
        }
        boolean whole = delivery.delivered() >= WHOLE && delivery.content().weightOfHard() >= LEAST;
        return whole
                ? Verdict.yes(
                        "it worked from all that the sender had said",
                        new Evidence(delivery.givenNode(), "input", percent(1)))
                : UNVERSIONED;
    }

    private static boolean isNumber(String version) {
        String digits =
                version.startsWith("v") || version.startsWith("V") ? version.substring(1) : version;
        return !digits.isEmpty()
                && digits.length() <= 18
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A receiver that judges what it is given is the check. */
    private Verdict checked(Message message) {
        Verdict stated = message.verdicts().qualityChecked();
        Assessment judgement = judged[message.to()];
        boolean work = message.kind() != Message.Kind.RETURN && message.from() >= 0;
        if (stated.answer() == Answer.YES) {
            return stated;
        }
        if (judgement == null || !work) {
            return view.assessments().isEmpty() ? UNJUDGED : UNCHECKED;
        }
        return Verdict.yes("the receiver judged it", judgement.evidence());
    }
}
