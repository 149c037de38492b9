package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.Operation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a graph's agents from its mere steps. That a span is the execution of a node does not make
 * it an agent: it is one where it calls a model itself, or where work is handed over by it or to
 * it. A node that did so once is an agent each time. The same goes for what a decorator calls an
 * agent but has no parts and takes no time. Where no span of the run is a model call, the models
 * were not instrumented and every node gets the benefit of the doubt.
 */
final class InvocationsSteps {
    private static final String BY_NODE = "langgraph_node";
    private static final String BY_DECORATOR = "traceloop.span.kind";

    /** No model answers faster. */
    private static final long SHORTEST_WORK = 10_000_000;

    private final SpanTree tree;
    private final Set<String> steps = new HashSet<>();

    private InvocationsSteps(SpanTree tree) {
        this.tree = tree;
    }

    static InvocationsSteps of(Reading reading) {
        SpanTree tree = reading.tree();
        InvocationsSteps steps = new InvocationsSteps(tree);
        Set<String> agents = new HashSet<>();
        boolean anyModel = false;
        int[] nearest = new int[tree.size()];
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = reading.kind(node);
            int parent = tree.parent(node);
            nearest[node] = parent < 0 ? -1 : nearest[parent];
            if (kind == OperationKind.AGENT) {
                nearest[node] = node;
                String key = AgentNames.key(tree.facts(node).agentName());
                if (steps.isStructural(node)) {
                    steps.steps.add(key);
                } else {
                    agents.add(key);
                }
            } else if (kind == OperationKind.MODEL_CALL) {
                anyModel = true;
                if (nearest[node] >= 0) {
                    agents.add(AgentNames.key(tree.facts(nearest[node]).agentName()));
                }
                agents.add(AgentNames.key(tree.facts(node).agentName()));
            }
        }
        steps.steps.removeAll(agents);
        if (!anyModel) {
            steps.steps.clear();
        }
        if (!steps.steps.isEmpty()) {
            steps.removeEnds(reading);
        }
        return steps;
    }

    /** Who hands over, or is handed something, is an agent. */
    private void removeEnds(Reading reading) {
        for (int node = 0; node < tree.size() && !steps.isEmpty(); node++) {
            OperationKind kind = tree.facts(node).operation().kind();
            if (kind == OperationKind.HANDOFF) {
                HandoffEnds ends = HandoffEnds.of(reading.concepts(node));
                steps.remove(AgentNames.key(ends.from()));
                steps.remove(AgentNames.key(ends.to()));
            } else if (kind == OperationKind.AGENT) {
                List<MessagesStated.Entry> entries =
                        MessagesStated.in(reading, tree.facts(node).output());
                for (MessagesStated.Entry entry : entries) {
                    steps.remove(AgentNames.key(entry.from()));
                    if (entry.isPlain()) {
                        steps.remove(AgentNames.key(entry.to()));
                    }
                }
            }
        }
    }

    /** Whether nothing but its place in a graph, or a decorator, says that it is an agent. */
    boolean isStructural(int node) {
        Operation operation = tree.facts(node).operation();
        if (operation.kind() != OperationKind.AGENT || operation.evidence().isEmpty()) {
            return false;
        }
        String source = operation.evidence().getFirst().source();
        return source.equals(BY_NODE)
                || source.equals(BY_DECORATOR)
                        && tree.childCount(node) == 0
                        && tree.endNanos(node) - tree.startNanos(node) < SHORTEST_WORK;
    }

    boolean isStep(int node, String agent) {
        return isStructural(node) && contains(agent);
    }

    boolean contains(String agent) {
        return !steps.isEmpty() && steps.contains(AgentNames.key(agent));
    }
}
