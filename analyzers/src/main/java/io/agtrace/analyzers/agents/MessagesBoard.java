package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects hand-overs. What is found more than once, by whatever evidence, is one hand-over:
 * between two stays there is at most one in each direction.
 */
final class MessagesBoard {
    private final Cast cast;
    private final Map<Long, Draft> byEnds = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final List<List<Draft>> into = new ArrayList<>();
    private final List<List<Draft>> outOf = new ArrayList<>();

    MessagesBoard(Cast cast) {
        this.cast = cast;
        for (int i = 0; i < cast.invocations().size(); i++) {
            into.add(new ArrayList<>(1));
            outOf.add(new ArrayList<>(1));
        }
    }

    /** A message in the making. */
    static final class Draft {
        final int from;
        final int to;
        final String sender;
        final String receiver;
        Kind kind = Kind.HANDOFF;
        double strength;
        double doubt = 1;
        int sentNode = -1;
        int receivedNode = -1;
        long sentNanos = Span.NO_TIME;
        long receivedNanos = Span.NO_TIME;
        @Nullable AnyValue sent;
        @Nullable AnyValue received;

        /** Why nobody received it, where that is known; else empty. */
        String lost = "";

        /** Whether a step that is no agent, but bears the receiver's name, took it. */
        boolean isReceivedByStep;

        /** Whether the receiver's input shows what was sent. */
        @Nullable Evidence arrived;

        final List<Evidence> evidence = new ArrayList<>(2);

        private Draft(int from, String sender, int to, String receiver) {
            this.from = from;
            this.sender = sender;
            this.to = to;
            this.receiver = receiver;
        }

        /** Adds a reason to believe in the hand-over; the strongest one says of what kind it is. */
        Draft because(Kind says, double confidence, Evidence reason) {
            if (confidence > strength) {
                strength = confidence;
                kind = says;
            }
            if (!evidence.contains(reason)) {
                doubt *= 1 - confidence;
                evidence.add(reason);
            }
            return this;
        }

        Draft shownBy(int node, long nanos) {
            if (sentNode < 0) {
                sentNode = node;
                sentNanos = nanos;
            }
            return this;
        }

        Draft carrying(@Nullable AnyValue payload) {
            sent = sent == null ? payload : sent;
            return this;
        }
    }

    /** The hand-over between two stays. */
    Draft between(int from, int to) {
        Draft known = byEnds.get((long) from << 32 | to);
        if (known != null) {
            return known;
        }
        AgentInvocation sender = cast.invocation(from);
        AgentInvocation receiver = cast.invocation(to);
        Draft draft = add(new Draft(from, sender.agent(), to, receiver.agent()));
        byEnds.put((long) from << 32 | to, draft);
        return draft;
    }

    /** A hand-over to a stay by someone who has none: a step, or the world outside. */
    Draft fromNobody(String sender, int to) {
        for (Draft known : into.get(to)) {
            if (known.from < 0 && cast.same(known.sender, sender)) {
                return known;
            }
        }
        return add(new Draft(-1, sender, to, cast.invocation(to).agent()));
    }

    /** A hand-over that nobody took. */
    Draft lost(int from, String sender, String receiver) {
        return add(
                new Draft(from, from < 0 ? sender : cast.invocation(from).agent(), -1, receiver));
    }

    private Draft add(Draft draft) {
        drafts.add(draft);
        if (draft.to >= 0) {
            into.get(draft.to).add(draft);
        }
        if (draft.from >= 0) {
            outOf.get(draft.from).add(draft);
        }
        return draft;
    }

    boolean has(int from, int to) {
        return byEnds.containsKey((long) from << 32 | to);
    }

    List<Draft> into(int invocation) {
        return into.get(invocation);
    }

    List<Draft> outOf(int invocation) {
        return outOf.get(invocation);
    }

    List<Draft> drafts() {
        return drafts;
    }
}
