package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.Span;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what one agent did out of another one beside it: agents that run at the same time contain
 * each other in time, but an agent that calls models and tools of its own meanwhile does not wait
 * for one inside it.
 */
final class BusyAgents {
    private static final int MOST_CALLS = 512;

    private final Draft draft;
    private final Map<Integer, List<Integer>> calls = new HashMap<>();
    private boolean known;

    BusyAgents(Draft draft) {
        this.draft = draft;
    }

    /**
     * The span itself, or the nearest one around it that may hold a missing one.
     *
     * @param span a node, or {@link Draft#NONE}
     * @param missing the placeholder
     * @param children the placeholder's
     */
    int around(int span, int missing, List<Integer> children) {
        boolean works = false;
        String agent = "";
        boolean one = true;
        for (int child : children) {
            String name = draft.facts(child).agentName();
            works |= kind(child) == OperationKind.MODEL_CALL;
            one &= name.isEmpty() || agent.isEmpty() || name.equals(agent);
            agent = name.isEmpty() ? agent : name;
        }
        int at = span;
        while (at >= 0 && works && one && isOther(at, agent, missing)) {
            at = draft.parent(at);
        }
        return at;
    }

    private boolean isOther(int node, String agent, int missing) {
        return switch (kind(node)) {
            case MODEL_CALL -> true;
            case AGENT ->
                    (agent.isEmpty() || !agent.equals(draft.facts(node).agentName()))
                            && isBusyMeanwhile(node, draft.span(missing));
            default -> false;
        };
    }

    private boolean isBusyMeanwhile(int agent, Span missing) {
        int looked = 0;
        for (int call : calls().getOrDefault(agent, List.of())) {
            Span span = draft.span(call);
            if (span.startNanos() < missing.endNanos() && missing.startNanos() < span.endNanos()) {
                return true;
            }
            if (++looked == MOST_CALLS) {
                return false;
            }
        }
        return false;
    }

    /** The calls of models and tools below each span. */
    private Map<Integer, List<Integer>> calls() {
        if (!known) {
            known = true;
            for (int node = 0; node < draft.real(); node++) {
                OperationKind kind = kind(node);
                if (draft.parent(node) >= 0
                        && (kind == OperationKind.MODEL_CALL || kind == OperationKind.TOOL_CALL)) {
                    calls.computeIfAbsent(draft.parent(node), _ -> new ArrayList<>()).add(node);
                }
            }
        }
        return calls;
    }

    private OperationKind kind(int node) {
        return draft.facts(node).operation().kind();
    }
}
