package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.Locale;

/** Finds the business outcome that a run states of itself. */
final class OutcomesOfRun {
    private OutcomesOfRun() {}

    /**
     * The outcome that the outermost span with one states, in its own words; of several at one
     * depth the last one's. The empty string where none does.
     */
    static String of(Reading reading) {
        SpanTree tree = reading.tree();
        String outcome = "";
        int depth = Integer.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int node = 0; node < tree.size(); node++) {
            if (tree.depth(node) > depth || !speaksForTheRun(reading.kind(node))) {
                continue;
            }
            String stated = tree.facts(node).outcome();
            if (stated.isEmpty()) {
                stated = inEvents(node, reading);
            }
            boolean later = tree.depth(node) < depth || tree.endNanos(node) >= end;
            if (!stated.isEmpty() && later) {
                outcome = stated;
                depth = tree.depth(node);
                end = tree.endNanos(node);
            }
        }
        return outcome;
    }

    private static boolean speaksForTheRun(OperationKind kind) {
        return switch (kind) {
            case TOOL_CALL, MODEL_CALL, RETRIEVAL, QUEUE_SEND, QUEUE_RECEIVE, GUARDRAIL -> false;
            default -> true;
        };
    }

    private static String inEvents(int node, Reading reading) {
        String outcome = "";
        for (SpanEvent event : reading.tree().span(node).events()) {
            String stated = reading.concepts(node, event).text(Concept.OUTCOME);
            outcome = stated.isEmpty() ? outcome : stated.toLowerCase(Locale.ROOT);
        }
        return outcome;
    }
}
