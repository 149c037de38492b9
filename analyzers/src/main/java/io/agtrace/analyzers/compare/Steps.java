package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The steps of one run, as a tree. */
final class Steps {
    private final Run run;
    private final SpanTree tree;
    private final List<Step> steps = new ArrayList<>();
    private final @Nullable ToolUse[] uses;

    /** The step that a node is or lies in, or -1. */
    private final int[] stepOf;

    /** Children of step {@code i - 1} stand from {@code from[i]} to {@code from[i + 1]}. */
    private int[] from = new int[0];

    private int[] children = new int[0];

    private Steps(Run run) {
        this.run = run;
        tree = run.tree();
        stepOf = new int[tree.size()];
        uses = new ToolUse[tree.size()];
    }

    static Steps of(Run run) {
        Steps steps = new Steps(run);
        for (ToolUse use : run.toolUses()) {
            if (use.call() >= 0) {
                steps.uses[use.call()] = use;
            }
        }
        steps.read();
        steps.link();
        return steps;
    }

    private void read() {
        String[] stays = new String[tree.size()];
        for (AgentInvocation stay : run.view().invocations()) {
            stays[stay.node()] = stay.agent();
        }
        BitSet around = around(stays);
        BitSet beneath = new BitSet();
        for (int node = 0; node < tree.size(); node++) {
            int above = tree.parent(node);
            int parent = above < 0 ? -1 : stepOf[above];
            stepOf[node] = parent;
            OperationKind kind = run.kind(node);
            boolean agent = stays[node] != null;
            boolean other = kind == OperationKind.OTHER && !agent;
            if (kind == OperationKind.TOOL_CALL && isDrawnTwice(parent, node)) {
                ToolUse use = uses[node];
                int outer = steps.get(parent).node();
                uses[outer] = uses[outer] == null ? use : uses[outer];
                continue;
            }
            if (other && (isRequest(node) || above >= 0 && beneath.get(above))) {
                beneath.set(node);
            } else if (tree.placement(node) != SpanTree.Placement.PLACEHOLDER
                    && !(other && tree.span(node).kind() == SpanKind.SERVER)
                    && (agent || !around.get(node))) {
                stepOf[node] = steps.size();
                steps.add(
                        new Step(
                                steps.size(),
                                parent,
                                node,
                                agent ? OperationKind.AGENT : kind,
                                Fingerprint.steady(name(node, kind, stays[node])),
                                run.agentOf(node)));
            }
        }
    }

    /** Whether a tool call lies in one of the same tool: two instrumentations saw one call. */
    private boolean isDrawnTwice(int parent, int node) {
        if (parent < 0 || steps.get(parent).kind() != OperationKind.TOOL_CALL) {
            return false;
        }
        String name = Fingerprint.steady(name(node, OperationKind.TOOL_CALL, null));
        return steps.get(parent).name().equals(name);
    }

    /**
     * Nodes that only hold agents together. They are no steps: what agents do is the same whether
     * or not something is drawn around them.
     */
    private BitSet around(@Nullable String[] stays) {
        BitSet around = new BitSet();
        for (int node = tree.size() - 1; node >= 0; node--) {
            boolean holds = stays[node] != null || around.get(node);
            if (holds && tree.parent(node) >= 0) {
                around.set(tree.parent(node));
            }
        }
        for (int node = 0; node < tree.size(); node++) {
            switch (run.kind(node)) {
                case AGENT, TOOL_CALL, MODEL_CALL, RETRIEVAL, DECISION -> around.clear(node);
                default -> {}
            }
        }
        return around;
    }

    private boolean isRequest(int node) {
        SpanKind kind = tree.span(node).kind();
        return kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER || kind == SpanKind.CONSUMER;
    }

    private String name(int node, OperationKind kind, @Nullable String stay) {
        if (stay != null) {
            return stay;
        }
        SpanFacts facts = tree.facts(node);
        String own =
                switch (kind) {
                    case TOOL_CALL -> facts.toolName();
                    case AGENT -> facts.agentName();
                    case WORKFLOW -> facts.workflowName();
                    default -> "";
                };
        return own.isEmpty() ? tree.span(node).name() : own;
    }

    private void link() {
        from = new int[steps.size() + 2];
        for (Step each : steps) {
            from[each.parent() + 2]++;
        }
        for (int i = 1; i < from.length; i++) {
            from[i] += from[i - 1];
        }
        int[] next = Arrays.copyOf(from, from.length);
        children = new int[steps.size()];
        for (Step each : steps) {
            children[next[each.parent() + 1]++] = each.index();
        }
    }

    Run run() {
        return run;
    }

    SpanTree tree() {
        return tree;
    }

    int size() {
        return steps.size();
    }

    Step get(int index) {
        return steps.get(index);
    }

    /** The step that a node is or lies in, or -1. */
    int stepOf(int node) {
        return node < 0 ? -1 : stepOf[node];
    }

    /** Children in order of time; those of -1 are the roots. */
    int[] children(int step) {
        return Arrays.copyOfRange(children, from[step + 1], from[step + 2]);
    }

    /** The first step behind a step and all below it. */
    int subtreeEnd(int step) {
        return firstFrom(tree.subtreeEnd(steps.get(step).node()));
    }

    /** The first step at a node or behind it. */
    int firstFrom(int node) {
        int first = 0;
        int last = steps.size();
        while (first < last) {
            int middle = (first + last) >>> 1;
            if (steps.get(middle).node() < node) {
                first = middle + 1;
            } else {
                last = middle;
            }
        }
        return first;
    }

    /** The use of a tool that a step is, or null. */
    @Nullable ToolUse use(Step step) {
        return uses[step.node()];
    }

    boolean failed(Step step) {
        ToolUse use = use(step);
        return run.facts(step.node()).failed() || use != null && use.failed();
    }

    long start(Step step) {
        return tree.startNanos(step.node());
    }

    long end(Step step) {
        return tree.endNanos(step.node());
    }
}
