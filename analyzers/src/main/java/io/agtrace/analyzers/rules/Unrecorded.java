package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.lineage.Holes;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Pieces;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What a trace does not show although it happened: payloads that spans of the same kind and family
 * bear, texts missing from a conversation, spans that are in no input. A rule that concludes from
 * absence asks here first; what is not recorded proves nothing.
 */
public final class Unrecorded {
    private final Run run;
    private final Map<String, Count> counts = new HashMap<>();

    /** How many spans of a kind there are, and how many of them bear their payloads. */
    private static final class Count {
        int spans;
        int inputs;
        int outputs;
    }

    Unrecorded(Run run) {
        this.run = run;
        for (int node = 0; node < run.tree().size(); node++) {
            if (run.tree().placement(node) != SpanTree.Placement.PLACEHOLDER) {
                Count count = counts.computeIfAbsent(kind(node), _ -> new Count());
                count.spans++;
                count.inputs += run.facts(node).input() != null ? 1 : 0;
                count.outputs += run.facts(node).output() != null ? 1 : 0;
            }
        }
    }

    private String kind(int node) {
        return run.kind(node) + " " + run.facts(node).family();
    }

    /** Whether a span lacks what it was given, or a part of it, and most others like it do not. */
    public boolean input(int node) {
        AnyValue input = run.facts(node).input();
        if (input != null) {
            return Holes.in(input);
        }
        Count count = counts.get(kind(node));
        return count != null && count.inputs * 2 >= count.spans;
    }

    /** Whether a span lacks what it gave back, and most others like it do not. */
    public boolean output(int node) {
        Count count = counts.get(kind(node));
        return run.facts(node).output() == null
                && count != null
                && count.outputs * 2 >= count.spans;
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
        return results(prompt) > 0 || areResultsRecorded(stay, run.tree().startNanos(call));
    }

    /**
     * Whether all that an agent could know without a look at its prompts is recorded: what it was
     * given, what its tools gave back, and no span inside it is missing.
     */
    public boolean isFrameWhole(AgentInvocation stay) {
        if (stay.input() == null || Holes.in(stay.input())) {
            return false;
        }
        int end = run.tree().subtreeEnd(stay.node());
        for (int node = stay.node() + 1; node < end; node++) {
            if (run.tree().placement(node) == SpanTree.Placement.PLACEHOLDER) {
                return false;
            }
        }
        return areResultsRecorded(stay, Long.MAX_VALUE);
    }

    private boolean areResultsRecorded(AgentInvocation stay, long until) {
        for (int tool : stay.toolCalls()) {
            boolean silent = run.facts(tool).output() == null && !run.facts(tool).failed();
            if (silent && run.tree().endNanos(tool) <= until) {
                return false;
            }
        }
        return true;
    }

    private static int results(@Nullable AnyValue prompt) {
        int results = 0;
        for (Piece piece : Pieces.of(prompt)) {
            results += piece.speaker() == Speaker.TOOL ? 1 : 0;
        }
        return results;
    }

    /** Whether a span is missing that would stand around a node, below its agent's own span. */
    public boolean isTornFrom(AgentInvocation stay, int node) {
        int above = run.tree().parent(node);
        while (above > stay.node()) {
            if (run.tree().placement(above) == SpanTree.Placement.PLACEHOLDER) {
                return true;
            }
            above = run.tree().parent(above);
        }
        return false;
    }

    /** Whether a node is a model call whose answer is not recorded. */
    public boolean isSilent(int node) {
        return run.kind(node) == OperationKind.MODEL_CALL && output(node);
    }
}
