package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.TokenUsage;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The model and tool calls of each stay, each call once. Two instrumentations that record one call
 * do so by nesting (one span directly inside the other) or side by side (the same time, the same
 * name, another scope). A model span with several others directly inside it is no call but the
 * frame of several.
 */
final class InvocationsCalls {
    private static final int NONE = -1;

    private final SpanTree tree;

    /** The nearest span of the same kind around the node that may record the same call. */
    private final int[] around;

    private final int[] inside;
    private final int[] onlyInside;
    private final Own[] owns;

    /** Input and output tokens of each stay with all those inside it. */
    private final long[][] whole;

    /** The calls of one stay and what they used; the cost is negative where unknown. */
    record Own(
            List<Integer> modelCalls,
            List<Integer> toolCalls,
            long inputTokens,
            long outputTokens,
            double costUsd) {}

    private InvocationsCalls(SpanTree tree, int stays) {
        this.tree = tree;
        around = new int[tree.size()];
        inside = new int[tree.size()];
        onlyInside = new int[tree.size()];
        owns = new Own[stays];
        whole = new long[stays][2];
    }

    static InvocationsCalls of(SpanTree tree, List<InvocationsDraft> drafts, int[] owners) {
        InvocationsCalls calls = new InvocationsCalls(tree, drafts.size());
        calls.nest(owners);
        // Stays inside a stay have greater numbers, and are wanted when it is counted.
        for (int i = drafts.size() - 1; i >= 0; i--) {
            calls.owns[i] = calls.count(drafts.get(i));
        }
        return calls;
    }

    Own own(InvocationsDraft draft) {
        return owns[draft.index];
    }

    private void nest(int[] owners) {
        int[] model = new int[tree.size()];
        int[] tool = new int[tree.size()];
        Arrays.fill(onlyInside, NONE);
        for (int node = 0; node < tree.size(); node++) {
            int parent = tree.parent(node);
            boolean within = parent >= 0 && owners[parent] == owners[node];
            model[node] = within ? model[parent] : NONE;
            tool[node] = within ? tool[parent] : NONE;
            around[node] = NONE;
            switch (tree.facts(node).operation().kind()) {
                case MODEL_CALL -> {
                    around[node] = model[node];
                    model[node] = node;
                    tool[node] = NONE;
                }
                case TOOL_CALL -> {
                    around[node] = isSameTool(tool[node], node) ? tool[node] : NONE;
                    tool[node] = node;
                    model[node] = NONE;
                }
                case RETRIEVAL, AGENT, WORKFLOW -> {
                    model[node] = NONE;
                    tool[node] = NONE;
                }
                default -> {}
            }
            if (around[node] >= 0) {
                inside[around[node]]++;
                onlyInside[around[node]] = node;
            }
        }
    }

    private boolean isSameTool(int outer, int node) {
        if (outer < 0) {
            return false;
        }
        String inner = AgentNames.key(tree.facts(node).toolName());
        return inner.isEmpty() || inner.equals(AgentNames.key(tree.facts(outer).toolName()));
    }

    private Own count(InvocationsDraft draft) {
        List<Integer> models = new ArrayList<>();
        List<Integer> tools = new ArrayList<>();
        long input = 0;
        long output = 0;
        double cost = -1;
        boolean counted = false;
        int lastModel = NONE;
        int lastTool = NONE;
        for (int node : draft.nodes) {
            OperationKind kind = tree.facts(node).operation().kind();
            if (kind == OperationKind.TOOL_CALL && node != draft.calledBy) {
                if (around[node] < 0 && !isTwin(lastTool, node)) {
                    tools.add(node);
                    lastTool = node;
                }
            } else if (kind == OperationKind.MODEL_CALL && isCall(node)) {
                if (isTwin(lastModel, node)) {
                    continue;
                }
                lastModel = node;
                models.add(richest(node));
                TokenUsage tokens = counted(node);
                counted |= tokens.isKnown();
                input += input(tokens);
                output += output(tokens);
                double stated = cost(node);
                cost = stated < 0 ? cost : Math.max(0, cost) + stated;
            }
        }
        for (InvocationsDraft other : calledThrough(draft)) {
            tools.add(other.calledBy);
        }
        tools.sort(null);
        if (!counted) {
            TokenUsage summed = summed(draft);
            input = input(summed);
            output = output(summed);
            for (InvocationsDraft nested : draft.children) {
                input = Math.max(0, input - whole[nested.index][0]);
                output = Math.max(0, output - whole[nested.index][1]);
            }
        }
        if (cost < 0) {
            cost =
                    tree.facts(draft.node).costUsd() >= 0 && models.isEmpty()
                            ? tree.facts(draft.node).costUsd()
                            : -1;
        }
        whole[draft.index][0] += input;
        whole[draft.index][1] += output;
        if (draft.parent >= 0) {
            whole[draft.parent][0] += whole[draft.index][0];
            whole[draft.parent][1] += whole[draft.index][1];
        }
        return new Own(List.copyOf(models), List.copyOf(tools), input, output, cost);
    }

    /** Agents whose own outermost span is the tool call by which this stay called them. */
    private static List<InvocationsDraft> calledThrough(InvocationsDraft draft) {
        List<InvocationsDraft> called = List.of();
        for (InvocationsDraft other : draft.children) {
            if (other.calledBy == other.node) {
                called = called.isEmpty() ? new ArrayList<>() : called;
                called.add(other);
            }
        }
        return called;
    }

    /** Whether the span stands for a call: neither inside another that does nor a mere frame. */
    private boolean isCall(int node) {
        if (inside[node] > 1) {
            return false;
        }
        int outer = around[node];
        return outer < 0 || inside[outer] > 1;
    }

    /** Of the spans that record one call the one that says what went in and out. */
    private int richest(int call) {
        int node = call;
        while (node >= 0) {
            SpanFacts facts = tree.facts(node);
            if (facts.output() != null) {
                return node;
            }
            node = inside[node] == 1 ? onlyInside[node] : NONE;
        }
        return call;
    }

    /** The innermost numbers of a call. */
    private TokenUsage counted(int call) {
        TokenUsage known = TokenUsage.NONE;
        for (int node = call; node >= 0; node = inside[node] == 1 ? onlyInside[node] : NONE) {
            TokenUsage tokens = tree.facts(node).tokens();
            known = tokens.isKnown() ? tokens : known;
        }
        return known;
    }

    private double cost(int call) {
        double known = -1;
        for (int node = call; node >= 0; node = inside[node] == 1 ? onlyInside[node] : NONE) {
            double cost = tree.facts(node).costUsd();
            known = cost >= 0 ? cost : known;
        }
        return known;
    }

    /** The greatest numbers that any span of the stay states for the whole of it. */
    private TokenUsage summed(InvocationsDraft draft) {
        TokenUsage greatest = TokenUsage.NONE;
        for (int node : draft.nodes) {
            TokenUsage tokens = tree.facts(node).tokens();
            if (tokens.isKnown() && tokens.sum() > greatest.sum()) {
                greatest = tokens;
            }
        }
        return greatest;
    }

    private static long input(TokenUsage tokens) {
        return tokens.input() >= 0
                ? tokens.input()
                : Math.max(0, tokens.total() - Math.max(0, tokens.output()));
    }

    private static long output(TokenUsage tokens) {
        if (tokens.output() >= 0) {
            return tokens.output();
        }
        return tokens.input() < 0 ? 0 : Math.max(0, tokens.total() - tokens.input());
    }

    /** Whether both spans record one call side by side. */
    private boolean isTwin(int before, int node) {
        if (before < 0 || tree.parent(before) != tree.parent(node)) {
            return false;
        }
        Span one = tree.span(before);
        Span other = tree.span(node);
        if (one.scope().name().equals(other.scope().name()) || one.durationNanos() == 0) {
            return false;
        }
        SpanFacts first = tree.facts(before);
        SpanFacts second = tree.facts(node);
        boolean alike =
                isAlike(first.model(), second.model())
                        && isAlike(first.toolName(), second.toolName())
                        && isAlike(first.toolCallId(), second.toolCallId())
                        && (!first.tokens().isKnown()
                                || !second.tokens().isKnown()
                                || first.tokens().sum() == second.tokens().sum());
        long common =
                Math.min(tree.endNanos(before), tree.endNanos(node))
                        - Math.max(tree.startNanos(before), tree.startNanos(node));
        long longer = Math.max(length(before), length(node));
        return alike && common >= longer - longer / 10;
    }

    private long length(int node) {
        return tree.endNanos(node) - tree.startNanos(node);
    }

    private static boolean isAlike(String one, String other) {
        return one.isEmpty() || other.isEmpty() || one.startsWith(other) || other.startsWith(one);
    }
}
