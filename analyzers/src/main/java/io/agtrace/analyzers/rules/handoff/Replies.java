package io.agtrace.analyzers.rules.handoff;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.rules.Run;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Words of people in a talk: they answer what the receiver itself had said, in few words, and mean
 * nothing without that. How near somebody's work is to them says nothing.
 */
final class Replies {
    private Replies() {}

    /**
     * Indices of the messages whose sender calls neither models nor tools and was itself just given
     * something by the receiver.
     */
    static BitSet of(Run run) {
        Map<Integer, Set<String>> senders = new HashMap<>();
        for (Message message : run.view().messages()) {
            if (message.to() >= 0) {
                senders.computeIfAbsent(message.to(), stay -> new HashSet<>())
                        .add(message.sender());
            }
        }
        BitSet replies = new BitSet();
        for (Message message : run.view().messages()) {
            if (message.from() < 0 || message.to() < 0) {
                continue;
            }
            AgentInvocation from = run.view().invocations().get(message.from());
            boolean silent = from.modelCalls().isEmpty() && from.toolCalls().isEmpty();
            Set<String> given = senders.getOrDefault(message.from(), Set.of());
            replies.set(message.index(), silent && given.contains(message.receiver()));
        }
        return replies;
    }
}
