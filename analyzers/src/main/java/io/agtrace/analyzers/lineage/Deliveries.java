package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Works out what became of each message. */
final class Deliveries {
    /** JavaScript rounds starts down to whole milliseconds. */
    private static final long TOLERANCE = 1_000_000;

    /** Less than this is no content: names of tools and receivers. */
    private static final int LEAST = 5;

    private static final double PART = 0.7;
    private static final double MOST = 0.9;
    private static final double HALF = 0.5;

    private final AgentsView view;
    private final Lineage lineage;

    /** Prompts of each stay's models in order of time. */
    private final List<List<Passage>> prompts = new ArrayList<>();

    /** How many hand-overs each stay makes. */
    private final int[] receivers;

    private Deliveries(Lineage lineage) {
        this.lineage = lineage;
        this.view = lineage.view();
        receivers = new int[view.invocations().size()];
        for (int i = 0; i < receivers.length; i++) {
            prompts.add(new ArrayList<>(2));
        }
        for (Message message : view.messages()) {
            if (message.from() >= 0 && message.kind() != Message.Kind.RETURN) {
                receivers[message.from()]++;
            }
        }
        for (Passage passage : lineage.passages()) {
            if (passage.side() == Side.PROMPT
                    && passage.invocation() >= 0
                    && !Holes.in(view.workflow().tree().facts(passage.node()).input())) {
                prompts.get(passage.invocation()).add(passage);
            }
        }
    }

    /** One for each message, by its index. */
    static List<Delivery> of(Lineage lineage) {
        Deliveries work = new Deliveries(lineage);
        List<Delivery> all = new ArrayList<>();
        for (Message message : lineage.view().messages()) {
            all.add(work.delivery(message));
        }
        return all;
    }

    private Delivery delivery(Message message) {
        FactSet content = content(message);
        if (message.to() < 0) {
            return new Delivery(message, content, FactSet.EMPTY, FactSet.EMPTY, false, -1, false);
        }
        AgentInvocation receiver = view.invocations().get(message.to());
        StayFacts stay = lineage.stay(message.to());
        FactSet given = stay.prompt();
        int node = stay.promptNode() < 0 ? receiver.node() : stay.promptNode();
        boolean recorded =
                stay.prompted() || receiver.input() != null && !Holes.in(receiver.input());
        if (message.kind() == Message.Kind.RETURN) {
            Passage later = promptAfter(message);
            given = later == null ? FactSet.EMPTY : later.facts();
            node = later == null ? receiver.node() : later.node();
            recorded = later != null;
        }
        boolean relay = receiver.modelCalls().isEmpty() && receiver.toolCalls().isEmpty();
        return new Delivery(
                message,
                content,
                given,
                stay.output(),
                relay,
                node,
                recorded && !content.isEmpty());
    }

    private FactSet content(Message message) {
        // Who delegates goes on afterwards, and says more than it handed over.
        boolean part = message.kind() == Message.Kind.DELEGATION;
        FactSet said = part ? lineage.payloads().facts(message.sent()) : FactSet.EMPTY;
        if (said.isEmpty() && message.from() >= 0 && !part) {
            said = meant(message, lineage.stay(message.from()).output());
        }
        FactSet shown =
                message.sentNode() >= 0 ? lineage.payloads().facts(message.sent()) : FactSet.EMPTY;
        // What a queue is shown to carry need not be of the agent that was there last.
        boolean others = message.kind() == Message.Kind.QUEUE && shown.shareIn(said) < HALF;
        if (said.isEmpty() || others) {
            said = lineage.payloads().facts(message.sent());
        }
        if (message.kind() == Message.Kind.QUEUE && message.to() >= 0) {
            said = took(message, said);
        }
        FactSet own = said.minus(lineage.task()).minus(lineage.wording());
        boolean silent = own.weight() < LEAST && message.kind() != Message.Kind.RETURN;
        return silent && message.to() >= 0 ? passedOn(message.to()) : own;
    }

    /**
     * Who was there last before a queue's span need not be who wrote what it carries: where all
     * that arrived is of others, it was theirs.
     */
    private FactSet took(Message message, FactSet said) {
        FactSet taken =
                lineage.payloads()
                        .facts(message.received())
                        .minus(lineage.task())
                        .minus(lineage.wording());
        long start = view.invocations().get(message.to()).startNanos();
        boolean theirs =
                taken.weight() >= LEAST
                        && taken.shareIn(said) < HALF
                        && lineage.without(taken, start).weight() < (1 - MOST) * taken.weight();
        return theirs ? taken : said;
    }

    /** Of a plan for several agents the part for this one, where the message tells it. */
    private FactSet meant(Message message, FactSet output) {
        FactSet sent = lineage.payloads().facts(message.sent());
        boolean part =
                receivers[message.from()] > 1
                        && !sent.isEmpty()
                        && sent.weight() < PART * output.weight();
        int span = message.sentNode();
        boolean shown = span >= 0 && view.workflow().tree().facts(span).input() != null;
        return part && (shown || sent.shareIn(output) > MOST) ? sent : output;
    }

    /** What the sender passes on of others, where it says nothing itself. */
    private FactSet passedOn(int receiver) {
        FactSet prompt = lineage.stay(receiver).prompt();
        FactSet foreign = lineage.without(prompt, view.invocations().get(receiver).startNanos());
        return prompt.minus(lineage.task()).minus(lineage.wording()).minus(foreign);
    }

    private @Nullable Passage promptAfter(Message message) {
        long since = message.receivedNanos();
        since = since == Span.NO_TIME ? message.sentNanos() : since;
        if (since == Span.NO_TIME) {
            return null;
        }
        for (Passage prompt : prompts.get(message.to())) {
            if (prompt.nanos() >= since - TOLERANCE) {
                return prompt;
            }
        }
        return null;
    }
}
