package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

/** What a placeholder for a missing span stands for, and where that belongs. */
final class CallShapePlaces {
    private CallShapePlaces() {}

    /** The agent that all children which name one agree on. */
    static String agentOf(Reading reading, int node) {
        SpanTree tree = reading.tree();
        String found = "";
        for (int child = node + 1; child < tree.subtreeEnd(node); child = tree.subtreeEnd(child)) {
            String agent = tree.facts(child).agentName();
            if (agent.isEmpty()) {
                agent = lastOf(reading.concepts(child).text(Concept.ANCESTOR_NAMES));
            }
            if (agent.isEmpty()) {
                continue;
            }
            if (!found.isEmpty() && !found.equals(agent)) {
                return "";
            }
            found = agent;
        }
        return found;
    }

    /** The last name of a path with dots, or of a list. */
    static String lastOf(String path) {
        int end = path.length();
        while (end > 0 && (path.charAt(end - 1) == ']' || path.charAt(end - 1) == '"')) {
            end--;
        }
        int start = end;
        while (start > 0 && ".,\"[".indexOf(path.charAt(start - 1)) < 0) {
            start--;
        }
        return path.substring(start, end).strip();
    }

    /**
     * Where it belongs: beside an agent that it was placed in by time only, if that agent made
     * calls of its own meanwhile.
     *
     * @param agents by node, for those before this one
     * @param own the agent that the placeholder stands for, or the empty string
     */
    static int parentOf(SpanTree tree, String[] agents, int node, String own) {
        int above = tree.parent(node);
        String around = above < 0 ? "" : agents[above];
        while (above >= 0
                && !own.isEmpty()
                && !around.isEmpty()
                && !own.equals(around)
                && isBusyMeanwhile(tree, above, node)) {
            above = tree.parent(above);
            around = above < 0 ? "" : agents[above];
        }
        return above;
    }

    /** Whether calls of the agent's own ran while the other node did. */
    private static boolean isBusyMeanwhile(SpanTree tree, int agent, int node) {
        for (int child = agent + 1;
                child < tree.subtreeEnd(agent);
                child = tree.subtreeEnd(child)) {
            OperationKind kind = tree.facts(child).operation().kind();
            if (child != node
                    && (kind == OperationKind.MODEL_CALL || kind == OperationKind.TOOL_CALL)
                    && tree.startNanos(child) < tree.endNanos(node)
                    && tree.startNanos(node) < tree.endNanos(child)) {
                return true;
            }
        }
        return false;
    }
}
