package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.List;

/**
 * Work of which nobody knows whose it is: the span around it is missing from the trace. Whoever is
 * said not to have run may have done it.
 */
public final class Nameless {
    private final List<Integer> nodes = new ArrayList<>();
    private final SpanTree tree;

    public Nameless(Run run) {
        tree = run.tree();
        int node = 0;
        while (node < tree.size()) {
            boolean missing = tree.placement(node) == SpanTree.Placement.PLACEHOLDER;
            if (missing && !isBelow(run, node, node) && isDirectlyAround(run, node)) {
                nodes.add(node);
                node = tree.subtreeEnd(node);
            } else {
                node++;
            }
        }
    }

    /** Whether a model was called there by nobody who is known. */
    private boolean isDirectlyAround(Run run, int missing) {
        int end = tree.subtreeEnd(missing);
        for (int node = missing + 1; node < end; node = tree.subtreeEnd(node)) {
            if (run.kind(node) == OperationKind.MODEL_CALL && !isBelow(run, node, missing)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node's agent was told from the spans there, not guessed from the time. */
    private static boolean isBelow(Run run, int node, int missing) {
        AgentInvocation stay = run.invocation(run.invocationOf(node));
        return stay != null && stay.node() >= missing;
    }

    /** How many stays without a name began in a span of time, in nanoseconds since the epoch. */
    public int between(long from, long until) {
        int count = 0;
        for (int node : nodes) {
            count += tree.startNanos(node) >= from && tree.startNanos(node) <= until ? 1 : 0;
        }
        return count;
    }

    /** When the last of them ended; {@link Long#MIN_VALUE} where there is none. */
    public long lastEndNanos() {
        long last = Long.MIN_VALUE;
        for (int node : nodes) {
            last = Math.max(last, tree.endNanos(node));
        }
        return last;
    }
}
