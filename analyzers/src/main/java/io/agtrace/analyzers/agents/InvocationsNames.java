package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.workflow.SpanTree;

/** Names of agents whose own spans do not say them. */
final class InvocationsNames {
    private InvocationsNames() {}

    /**
     * The agent that the node belongs to as it says itself. An agent's span that only repeats the
     * name of the tool which runs it, such as {@code Task}, is named by that call's arguments.
     */
    static String of(SpanTree tree, int node) {
        SpanFacts facts = tree.facts(node);
        int parent = tree.parent(node);
        if (parent < 0
                || facts.operation().kind() != OperationKind.AGENT
                || tree.facts(parent).operation().kind() != OperationKind.TOOL_CALL) {
            return facts.agentName();
        }
        SpanFacts tool = tree.facts(parent);
        boolean repeats = AgentNames.same(facts.agentName(), tool.toolName());
        String named = repeats ? HandoffEnds.runBy(tool.toolName(), tool.input()) : "";
        return named.isEmpty() ? facts.agentName() : named;
    }
}
