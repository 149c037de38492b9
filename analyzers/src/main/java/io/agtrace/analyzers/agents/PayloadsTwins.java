package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds what an agent was given in a second span for the same execution: one that stands beside the
 * agent's, covers its time and gave back the same. Decorators record a call without its state, the
 * framework's own instrumentation beside them the state without the agent.
 */
final class PayloadsTwins {
    private static final long TOLERANCE = 5_000_000;

    private record Key(int parent, AnyValue output) {}

    private final SpanTree tree;
    private @Nullable Map<Key, Integer> candidates;

    PayloadsTwins(SpanTree tree) {
        this.tree = tree;
    }

    /** The input that the second span states, or null. */
    @Nullable AnyValue input(InvocationsDraft draft, AnyValue output) {
        Integer twin = candidates().get(new Key(tree.parent(draft.node), output));
        if (twin == null
                || tree.startNanos(twin) > draft.startNanos + TOLERANCE
                || tree.endNanos(twin) < draft.endNanos - TOLERANCE) {
            return null;
        }
        return PayloadsOfStay.content(tree.facts(twin).input());
    }

    private Map<Key, Integer> candidates() {
        Map<Key, Integer> known = candidates;
        if (known != null) {
            return known;
        }
        Map<Key, Integer> found = new HashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            AnyValue output = tree.facts(node).output();
            if (tree.facts(node).operation().kind() == OperationKind.CHAIN
                    && tree.childCount(node) == 0
                    && output != null
                    && tree.facts(node).input() != null) {
                // Of several executions with one outcome none is told apart from the others.
                found.merge(new Key(tree.parent(node), output), node, (one, other) -> one);
            }
        }
        candidates = found;
        return found;
    }
}
