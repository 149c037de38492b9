package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One hand-over of work, or of its result, between two agents.
 *
 * @param index position in {@link AgentsView#messages}
 * @param sender the sending agent's name; empty where the work comes from outside the run
 * @param receiver the receiving agent's name; empty where nobody received it and none is named
 * @param from index of the sending invocation, or -1
 * @param to index of the receiving invocation, or -1: sent and never received
 * @param sentNode the span that shows the sending, or -1 where it is inferred
 * @param receivedNode the span that shows the receiving, or -1
 * @param sentNanos since the epoch, or {@link io.agtrace.analyzers.span.Span#NO_TIME}
 * @param receivedNanos likewise
 * @param sent the payload as it was sent; null where not recorded
 * @param received the payload as it was received; null where not recorded
 * @param inferred whether no span of its own shows the hand-over
 * @param confidence 0 to 1 that this hand-over took place as said
 */
public record Message(
        int index,
        Kind kind,
        String sender,
        String receiver,
        int from,
        int to,
        int sentNode,
        int receivedNode,
        long sentNanos,
        long receivedNanos,
        @Nullable AnyValue sent,
        @Nullable AnyValue received,
        boolean inferred,
        double confidence,
        List<Evidence> evidence,
        Verdicts verdicts) {
    /** The sorts of hand-overs. */
    public enum Kind {
        /** An agent has another one do a part of its work, and goes on afterwards. */
        DELEGATION,
        /** An agent passes control on for good. */
        HANDOFF,
        /** The result of a delegation goes back. */
        RETURN,
        /** Work goes through a queue or topic. */
        QUEUE
    }

    /** The five questions, in their order. */
    public record Verdicts(
            Verdict sent,
            Verdict received,
            Verdict understood,
            Verdict fresh,
            Verdict qualityChecked) {}

    public Message {
        evidence = List.copyOf(evidence);
    }

    /** The same message with other answers to the five questions. */
    public Message with(Verdicts others) {
        return new Message(
                index,
                kind,
                sender,
                receiver,
                from,
                to,
                sentNode,
                receivedNode,
                sentNanos,
                receivedNanos,
                sent,
                received,
                inferred,
                confidence,
                evidence,
                others);
    }

    /** The boundary's name: {@code receiver←sender}. */
    public String boundary() {
        return receiver + "←" + sender;
    }
}
