package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps that bear an agent's name and are no stay of an agent: a router that only decides, a gate
 * that only checks. What was handed to such a one was received when it ran.
 */
final class MessagesSteps {
    /** Clocks that count in milliseconds. */
    private static final long TOLERANCE_NANOS = 1_000_000;

    private final SpanTree tree;
    private final Map<String, List<Integer>> named = new HashMap<>();

    MessagesSteps(Cast cast, Reading reading) {
        tree = cast.tree();
        for (int node = 0; node < tree.size(); node++) {
            String name = tree.facts(node).agentName();
            if (!name.isEmpty() && mayReceive(reading.kind(node))) {
                named.computeIfAbsent(AgentNames.key(name), key -> new ArrayList<>(2)).add(node);
            }
        }
        named.values().forEach(nodes -> nodes.sort(Comparator.comparingLong(tree::startNanos)));
    }

    private static boolean mayReceive(OperationKind kind) {
        return switch (kind) {
            case HANDOFF, QUEUE_SEND, QUEUE_RECEIVE, MODEL_CALL, TOOL_CALL -> false;
            default -> true;
        };
    }

    /** Lets the first step of the receiver's name that runs afterwards receive a message. */
    void receive(MessagesBoard.Draft draft) {
        if (draft.to >= 0 || draft.receivedNode >= 0 || draft.sentNanos == Span.NO_TIME) {
            return;
        }
        List<Integer> nodes = named.getOrDefault(AgentNames.key(draft.receiver), List.of());
        int low = 0;
        int high = nodes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree.startNanos(nodes.get(middle)) < draft.sentNanos - TOLERANCE_NANOS) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < nodes.size()) {
            draft.receivedNode = nodes.get(low);
            draft.receivedNanos = tree.startNanos(draft.receivedNode);
            draft.received =
                    draft.received == null
                            ? tree.facts(draft.receivedNode).input()
                            : draft.received;
            draft.isReceivedByStep = true;
        }
    }
}
