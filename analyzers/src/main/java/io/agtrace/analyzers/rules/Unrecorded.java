package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.lineage.Holes;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

/**
 * What a trace does not show although it happened: texts missing from a conversation, results of
 * tools, spans that are in no input. A rule that concludes from absence asks here first; what is
 * not recorded proves nothing.
 */
public final class Unrecorded {
    private final SpanTree tree;
    private final Run run;
    private final boolean spansMissing;

    Unrecorded(Run run) {
        this.run = run;
        tree = run.tree();
        boolean missing = false;
        for (int node = 0; node < tree.size() && !missing; node++) {
            missing = tree.placement(node) == SpanTree.Placement.PLACEHOLDER;
        }
        spansMissing = missing;
    }

    /** Whether some span has a parent that is in no input. */
    public boolean areSpansMissing() {
        return spansMissing;
    }

    /**
     * Whether all that a model call could know stands in its prompt: the prompt is recorded, no
     * message in it is without its text, and it holds the results of the tools that the agent had
     * used by then where these are not recorded themselves.
     */
    public boolean isKnownWhole(AgentInvocation stay, int call) {
        AnyValue prompt = run.facts(call).input();
        if (prompt == null || Holes.in(prompt)) {
            return false;
        }
        return areResultsRecorded(stay, tree.startNanos(call)) || results(prompt) > 0;
    }

    /**
     * Whether all that an agent could know without a look at its prompts is recorded: what it was
     * given, what its tools gave back, and no span inside it is missing.
     */
    public boolean isFrameWhole(AgentInvocation stay) {
        if (stay.input() == null || Holes.in(stay.input())) {
            return false;
        }
        int end = tree.subtreeEnd(stay.node());
        for (int node = stay.node() + 1; node < end; node++) {
            if (tree.placement(node) == SpanTree.Placement.PLACEHOLDER) {
                return false;
            }
        }
        return areResultsRecorded(stay, Long.MAX_VALUE) && areRequestsAnswered(stay);
    }

    /** Whether every tool that the models asked for has a span, where spans are known to miss. */
    private boolean areRequestsAnswered(AgentInvocation stay) {
        if (!spansMissing) {
            return true;
        }
        int asked = 0;
        for (int call : stay.modelCalls()) {
            asked += run.answer(call).calls();
        }
        return asked <= stay.toolCalls().size();
    }

    private boolean areResultsRecorded(AgentInvocation stay, long until) {
        for (int tool : stay.toolCalls()) {
            boolean silent = run.facts(tool).output() == null && !run.facts(tool).failed();
            if (silent && tree.endNanos(tool) <= until) {
                return false;
            }
        }
        return true;
    }

    private int results(AnyValue prompt) {
        int results = 0;
        for (Piece piece : run.payloads().pieces(prompt)) {
            results += piece.speaker() == Speaker.TOOL ? 1 : 0;
        }
        return results;
    }
}
