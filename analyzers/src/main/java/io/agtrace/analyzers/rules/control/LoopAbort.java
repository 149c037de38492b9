package io.agtrace.analyzers.rules.control;

import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

/**
 * A loop that something around it put an end to: the container failed while the loop was the last
 * thing that ran, and no call inside the last round had failed.
 *
 * @param node the container that gave up
 * @param error what it says
 * @param countedRounds whether the error names a number that is the number of rounds
 */
record LoopAbort(int node, String error, boolean countedRounds) {
    /** Containers looked at, from the loop outwards. */
    private static final int LEVELS = 64;

    static @Nullable LoopAbort of(Run run, Loop loop) {
        SpanTree tree = run.tree();
        Loop.Iteration last = loop.iterations().getLast();
        int end = Math.max(tree.subtreeEnd(last.first()), tree.subtreeEnd(last.last()));
        for (int node = last.first(); node < end; node++) {
            if (isCall(run, node) && run.facts(node).failed()) {
                return null;
            }
        }
        int above = loop.parentNode();
        if (above < 0) {
            above = tree.parent(last.first());
        }
        int from = end;
        for (int level = 0; above >= 0 && level < LEVELS; level++, above = tree.parent(above)) {
            int to = tree.subtreeEnd(above);
            if (wentOn(run, from, to, last.endNanos())) {
                return null;
            }
            from = Math.max(from, to);
            if (run.facts(above).failed()) {
                String error = run.facts(above).errorMessage();
                return new LoopAbort(above, error, names(error, loop.iterations().size()));
            }
        }
        return null;
    }

    private static boolean isCall(Run run, int node) {
        OperationKind kind = run.kind(node);
        return kind == OperationKind.MODEL_CALL
                || kind == OperationKind.TOOL_CALL
                || kind == OperationKind.RETRIEVAL;
    }

    /** Whether the container went on with other work once the loop had ended, or failed in it. */
    private static boolean wentOn(Run run, int from, int to, long since) {
        SpanTree tree = run.tree();
        for (int node = from; node < to; node++) {
            boolean works = isCall(run, node) && tree.startNanos(node) >= since;
            if (works || run.facts(node).failed()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a number in the text is that of the rounds, give or take the one that was refused.
     */
    private static boolean names(String text, int rounds) {
        long number = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isDigit(c)) {
                number = Math.min(1_000_000, Math.max(0, number) * 10 + Character.digit(c, 10));
            } else {
                if (number >= 0 && Math.abs(number - rounds) <= 1) {
                    return true;
                }
                number = -1;
            }
        }
        return false;
    }
}
