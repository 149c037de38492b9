package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who takes part in a workflow, and which span belongs to whose stay. */
final class Cast {
    private final Workflow workflow;
    private final List<AgentInvocation> invocations;
    private final int[] owners;
    private final Map<String, List<AgentInvocation>> byKey = new HashMap<>();

    /** For each stay the number of its agent; -1 where that has no name. */
    private final int[] agents;

    /**
     * @param invocations in tree order
     * @param owners for each node the index of the innermost invocation it belongs to, or -1
     */
    Cast(Workflow workflow, List<AgentInvocation> invocations, int[] owners) {
        this.workflow = workflow;
        this.invocations = List.copyOf(invocations);
        this.owners = owners;
        agents = new int[this.invocations.size()];
        for (AgentInvocation each : this.invocations) {
            String key = AgentNames.key(each.agent());
            List<AgentInvocation> stays = byKey.computeIfAbsent(key, _ -> new ArrayList<>(2));
            stays.add(each);
            agents[each.index()] = key.isEmpty() ? -1 : stays.getFirst().index();
        }
    }

    Owners owners() {
        return new Owners(owners);
    }

    Workflow workflow() {
        return workflow;
    }

    SpanTree tree() {
        return workflow.tree();
    }

    /** In tree order. */
    List<AgentInvocation> invocations() {
        return invocations;
    }

    AgentInvocation invocation(int index) {
        return invocations.get(index);
    }

    /** Index of the innermost invocation that the node belongs to, or -1. */
    int invocationOf(int node) {
        return owners[node];
    }

    /** The name of the agent that the node belongs to, or the empty string. */
    String agentOf(int node) {
        return owners[node] < 0 ? "" : invocations.get(owners[node]).agent();
    }

    /** The stays of the agent of that name in tree order, however the name is spelt. */
    List<AgentInvocation> named(String agent) {
        String known = spelling(agent);
        return known == null ? List.of() : byKey.getOrDefault(known, List.of());
    }

    /** The keys of all agents that take part. */
    Set<String> keys() {
        return Collections.unmodifiableSet(byKey.keySet());
    }

    /** Whether an agent of that name, however it is spelt, takes part. */
    boolean knows(String agent) {
        return spelling(agent) != null;
    }

    /** The key of the agent that a name means, or null where there is none. */
    @Nullable String spelling(String agent) {
        String key = AgentNames.key(agent);
        if (key.isEmpty() || byKey.containsKey(key)) {
            return key.isEmpty() ? null : key;
        }
        String shorter = AgentNames.withoutAgent(key);
        if (byKey.containsKey(shorter)) {
            return shorter;
        }
        String longer = key + "agent";
        return byKey.containsKey(longer) ? longer : null;
    }

    /** Whether both are stays of one agent. */
    boolean same(AgentInvocation one, AgentInvocation other) {
        int agent = agents[one.index()];
        return agent >= 0 && agent == agents[other.index()];
    }

    /** Whether both names mean one agent. */
    boolean same(String one, String other) {
        if (one.equals(other)) {
            return !one.isBlank();
        }
        String first = AgentNames.key(one);
        if (!first.isEmpty() && first.equals(AgentNames.key(other))) {
            return true;
        }
        String known = spelling(one);
        return known != null && known.equals(spelling(other));
    }
}
