package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.lineage.Delivery;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What the rules about hand-overs ask of deliveries. */
final class Handed {
    private Handed() {}

    /** Deliveries into each stay that carry content, by the stay's index. */
    static List<List<Delivery>> byReceiver(Run run) {
        List<List<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < run.view().invocations().size(); i++) {
            all.add(new ArrayList<>(2));
        }
        for (Delivery each : run.lineage().deliveries()) {
            if (each.message().to() >= 0) {
                all.get(each.message().to()).add(each);
            }
        }
        return all;
    }

    /** How many messages have no readable payload at one of their ends. */
    static int unreadable(Run run) {
        int count = 0;
        for (Delivery each : run.lineage().deliveries()) {
            count += each.message().to() >= 0 && !each.readable() ? 1 : 0;
        }
        return count;
    }

    /** What the sender said, for quoting. */
    static @Nullable AnyValue said(Run run, Message message) {
        if (message.from() >= 0) {
            int answer = run.lineage().stay(message.from()).answerNode();
            AnyValue output = answer < 0 ? null : run.facts(answer).output();
            if (output != null) {
                return output;
            }
            return run.view().invocations().get(message.from()).output();
        }
        return message.sent();
    }

    /** What the receiver was given, for quoting. */
    static @Nullable AnyValue given(Run run, Delivery delivery) {
        AnyValue prompt = run.facts(delivery.givenNode()).input();
        return prompt != null ? prompt : delivery.message().received();
    }

    /** The line of what the sender said that holds most of some facts. */
    static String quote(Run run, Message message, FactSet facts) {
        return run.payloads().quote(said(run, message), facts);
    }

    /**
     * Who works on what a node took: the first agent that begins inside it, since the node itself
     * may stand among the sender's spans; else the agent it belongs to.
     */
    static String worker(Run run, int node) {
        for (int i = node; i < run.tree().subtreeEnd(node); i++) {
            int stay = run.invocationOf(i);
            if (stay >= 0 && run.view().invocations().get(stay).node() >= node) {
                return run.view().invocations().get(stay).agent();
            }
        }
        return run.agentOf(node);
    }

    /** The sender's name in a story. */
    static String sender(Message message) {
        return message.sender().isEmpty() ? "the run" : message.sender();
    }
}
