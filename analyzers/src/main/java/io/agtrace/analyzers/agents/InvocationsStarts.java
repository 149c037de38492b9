package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.Operation;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides at which spans a stay inside an agent begins, and which stay each span belongs to. */
final class InvocationsStarts {
    /** How far outwards a span's agent is sought before it counts as a new one. */
    private static final int LEVELS = 4;

    private final SpanTree tree;
    private final Reading reading;
    private final InvocationsSteps steps;
    private final int[] owners;

    /** The nearest span around a node that parts two stays of one agent, or -1. */
    private final int[] barriers;

    /** For each parent the stay of the last loose call below it, or -1. */
    private final int[] loose;

    private final Map<String, Integer> byCheckpoint = new HashMap<>();
    private final List<InvocationsDraft> drafts = new ArrayList<>();
    private final String[] placeholders;

    private InvocationsStarts(Reading reading) {
        this.tree = reading.tree();
        this.reading = reading;
        steps = InvocationsSteps.of(reading);
        owners = new int[tree.size()];
        barriers = new int[tree.size()];
        loose = new int[tree.size() + 1];
        Arrays.fill(loose, -1);
        placeholders = new String[tree.size()];
    }

    static InvocationsStarts of(Reading reading) {
        InvocationsStarts starts = new InvocationsStarts(reading);
        starts.namePlaceholders();
        for (int node = 0; node < starts.tree.size(); node++) {
            starts.place(node);
        }
        return starts;
    }

    List<InvocationsDraft> drafts() {
        return drafts;
    }

    /** For each node the index of its stay, or -1. */
    int[] owners() {
        return owners;
    }

    /** A missing span whose children all belong to one agent was that agent's. */
    private void namePlaceholders() {
        Arrays.fill(placeholders, "");
        String[] paths = new String[tree.size()];
        boolean[] models = new boolean[tree.size()];
        boolean[] mixed = new boolean[tree.size()];
        for (int node = 0; node < tree.size(); node++) {
            int parent = tree.parent(node);
            if (parent < 0 || tree.placement(parent) != SpanTree.Placement.PLACEHOLDER) {
                continue;
            }
            SpanFacts facts = tree.facts(node);
            String name = facts.agentName();
            models[parent] |= facts.operation().kind() == OperationKind.MODEL_CALL;
            String path =
                    CallShapePlaces.lastOf(reading.concepts(node).text(Concept.ANCESTOR_NAMES));
            boolean one = paths[parent] == null || path.isEmpty() || paths[parent].equals(path);
            paths[parent] = one ? (path.isEmpty() ? paths[parent] : path) : "";
            if (name.isEmpty() && facts.operation().kind() != OperationKind.AGENT) {
                continue;
            }
            if (facts.operation().kind() == OperationKind.AGENT
                    || !placeholders[parent].isEmpty() && !placeholders[parent].equals(name)) {
                mixed[parent] = true;
            }
            placeholders[parent] = name;
        }
        for (int node = 0; node < tree.size(); node++) {
            if (mixed[node]) {
                placeholders[node] = "";
            } else if (placeholders[node].isEmpty() && models[node] && paths[node] != null) {
                // Tools name what they stand in; whatever calls a model itself is an agent.
                placeholders[node] = paths[node];
            }
        }
    }

    private void place(int node) {
        int parent = tree.parent(node);
        int around = parent < 0 ? -1 : owners[parent];
        OperationKind kind = reading.kind(node);
        barriers[node] = parent < 0 ? -1 : barriers[parent];
        owners[node] = around;
        String agent = agent(node, kind);
        if (!agent.isEmpty()) {
            owners[node] = stay(node, kind, agent, around);
        }
        if (kind == OperationKind.TOOL_CALL || kind == OperationKind.QUEUE_RECEIVE) {
            barriers[node] = node;
        }
        if (owners[node] >= 0) {
            drafts.get(owners[node]).nodes.add(node);
        }
    }

    /** The agent that the node belongs to as it says itself; empty where it says none. */
    private String agent(int node, OperationKind kind) {
        if (!placeholders[node].isEmpty()) {
            return steps.contains(placeholders[node]) ? "" : placeholders[node];
        }
        String name = InvocationsNames.of(tree, node);
        return switch (kind) {
            case AGENT -> {
                if (name.isEmpty()) {
                    boolean inside = tree.parent(node) >= 0 && owners[tree.parent(node)] >= 0;
                    yield inside ? "" : tree.span(node).name();
                }
                yield steps.isStep(node, name) ? "" : name;
            }
            case MODEL_CALL, CHAIN, RETRIEVAL, PLAN, TOOL_CALL ->
                    name.isEmpty() || steps.contains(name) ? "" : name;
            default -> "";
        };
    }

    private int stay(int node, OperationKind kind, String agent, int around) {
        String key = AgentNames.key(agent);
        if (kind == OperationKind.AGENT
                && around >= 0
                && barriers[node] < drafts.get(around).node
                && AgentNames.isNumber(agent)) {
            return around;
        }
        int outer = around;
        for (int level = 0; outer >= 0 && level < LEVELS; level++) {
            InvocationsDraft draft = drafts.get(outer);
            if (draft.key.equals(key)) {
                boolean again = kind == OperationKind.AGENT && barriers[node] >= draft.node;
                return again ? begin(node, agent, key, around, kind) : around;
            }
            outer = draft.parent;
        }
        if (kind == OperationKind.TOOL_CALL && around >= 0) {
            return calledAgent(node) ? begin(node, agent, key, around, kind) : around;
        }
        if (kind == OperationKind.AGENT) {
            int begun = begin(node, agent, key, around, kind);
            if (steps.isStructural(node)) {
                String checkpoint = checkpoint(node, key);
                if (!checkpoint.isEmpty()) {
                    byCheckpoint.putIfAbsent(checkpoint, begun);
                }
            }
            return begun;
        }
        return looseCall(node, kind, agent, key, around);
    }

    /** Whether a tool call that names another agent is that agent's run, not a mere mention. */
    private boolean calledAgent(int node) {
        boolean works = false;
        for (int i = node + 1; i < tree.subtreeEnd(node); i++) {
            OperationKind kind = tree.facts(i).operation().kind();
            if (kind == OperationKind.AGENT) {
                return false;
            }
            works |= kind == OperationKind.MODEL_CALL;
        }
        return works;
    }

    /** A call that names its agent without a span of the agent around it. */
    private int looseCall(int node, OperationKind kind, String agent, String key, int around) {
        String checkpoint = checkpoint(node, key);
        Integer known = checkpoint.isEmpty() ? null : byCheckpoint.get(checkpoint);
        if (known != null) {
            return known;
        }
        int slot = tree.parent(node) + 1;
        int last = loose[slot];
        boolean call = kind != OperationKind.CHAIN;
        if (call
                && last >= 0
                && drafts.get(last).key.equals(key)
                && tree.span(drafts.get(last).node).traceId().equals(tree.span(node).traceId())) {
            return last;
        }
        int begun = begin(node, agent, key, around, kind);
        loose[slot] = call ? begun : -1;
        if (!checkpoint.isEmpty()) {
            byCheckpoint.put(checkpoint, begun);
        }
        return begun;
    }

    /** The part of LangGraph's checkpoint namespace that stands for this stay of the agent. */
    private String checkpoint(int node, String key) {
        if (!reading.anyNameSays(node, ReadingNames.STATED_GRAPH | ReadingNames.STATED_BAG)) {
            return "";
        }
        String whole = reading.concepts(node).text(Concept.LANGGRAPH_CHECKPOINT_NS);
        int from = 0;
        while (from < whole.length()) {
            int bar = whole.indexOf('|', from);
            int end = bar < 0 ? whole.length() : bar;
            int colon = whole.indexOf(':', from);
            if (colon > 0
                    && colon < end
                    && AgentNames.key(whole.substring(from, colon)).equals(key)) {
                return whole.substring(0, end);
            }
            from = end + 1;
        }
        return "";
    }

    private int begin(int node, String agent, String key, int around, OperationKind kind) {
        InvocationsDraft draft =
                new InvocationsDraft(drafts.size(), agent.strip(), key, node, around);
        drafts.add(draft);
        if (tree.placement(node) == SpanTree.Placement.PLACEHOLDER) {
            draft.evidence.add(
                    new Evidence(node, "children", "all spans below belong to " + agent));
            return draft.index;
        }
        if (kind == OperationKind.AGENT) {
            for (Operation.Evidence each : tree.facts(node).operation().evidence()) {
                if (each.says() == OperationKind.AGENT) {
                    draft.evidence.add(new Evidence(node, each.source(), each.value()));
                }
            }
        }
        if (draft.evidence.isEmpty()) {
            SpanConcepts.Stated stated = reading.concepts(node).get(Concept.AGENT_NAME);
            draft.evidence.add(
                    stated == null
                            ? new Evidence(node, "span name", tree.span(node).name())
                            : new Evidence(node, stated.source(), stated.text()));
        }
        return draft.index;
    }
}
