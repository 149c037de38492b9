package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Steps that are no stay of an agent and take messages all the same: a router that only decides, a
 * gate that only checks. Such a step bears the receiver's name; or it is a decision that bears no
 * name and is the first thing to run after the hand-over.
 */
final class MessagesSteps {
    /** Clocks that count in milliseconds. */
    private static final long TOLERANCE_NANOS = 1_000_000;

    private final Cast cast;
    private final Reading reading;
    private final SpanTree tree;
    private boolean isRead;
    private final Map<String, List<Integer>> named = new HashMap<>();
    private final List<Integer> nameless = new ArrayList<>();
    private final TreeSet<Long> stays = new TreeSet<>();

    MessagesSteps(Cast cast, Reading reading) {
        this.cast = cast;
        this.reading = reading;
        tree = cast.tree();
    }

    /** Most runs have no message that needs them. */
    private void read() {
        isRead = true;
        cast.invocations().forEach(stay -> stays.add(stay.startNanos()));
        for (int node = 0; node < tree.size(); node++) {
            String name = tree.facts(node).agentName();
            if (!name.isEmpty() && mayReceive(reading.kind(node))) {
                named.computeIfAbsent(AgentNames.key(name), key -> new ArrayList<>(2)).add(node);
            } else if (name.isEmpty()
                    && reading.kind(node) == OperationKind.DECISION
                    && cast.invocationOf(node) < 0) {
                nameless.add(node);
            }
        }
        nameless.sort(Comparator.comparingLong(tree::startNanos));
        named.values().forEach(nodes -> nodes.sort(Comparator.comparingLong(tree::startNanos)));
    }

    private static boolean mayReceive(OperationKind kind) {
        return switch (kind) {
            case HANDOFF, QUEUE_SEND, QUEUE_RECEIVE, MODEL_CALL, TOOL_CALL -> false;
            default -> true;
        };
    }

    /** Lets a message that no agent received be received by such a step, where there is one. */
    void receive(MessagesBoard.Draft draft) {
        if (draft.to >= 0 || draft.receivedNode >= 0 || draft.sentNanos == Span.NO_TIME) {
            return;
        }
        if (!isRead) {
            read();
        }
        int step = first(named.getOrDefault(AgentNames.key(draft.receiver), List.of()), draft);
        if (step < 0) {
            int decision = first(nameless, draft);
            Long stay = stays.ceiling(draft.sentNanos);
            boolean next = decision >= 0 && (stay == null || tree.startNanos(decision) <= stay);
            step = next ? decision : -1;
        }
        if (step >= 0) {
            draft.receivedNode = step;
            draft.receivedNanos = tree.startNanos(step);
            AnyValue input = tree.facts(step).input();
            draft.received = draft.received == null ? input : draft.received;
            draft.isReceivedByStep = true;
        }
    }

    /** The first of the nodes that starts after a message was sent, or -1. */
    private int first(List<Integer> nodes, MessagesBoard.Draft draft) {
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
        return low < nodes.size() ? nodes.get(low) : -1;
    }
}
