package io.agtrace.analyzers.agents;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A point at which the run could have gone more than one way.
 *
 * @param index position in {@link AgentsView#decisions}, in order of time
 * @param node the span that shows it
 * @param invocation index of the invocation that decided, or -1
 * @param by the name of the agent, node or component that decided
 * @param explicit whether the trace states the decision as such; else it is inferred
 * @param type what was decided: routing, tool choice, handoff, approval, retry, termination, or
 *     what the trace calls it
 * @param chosen what was decided
 * @param timeNanos since the epoch
 * @param confidence 0 to 1, or -1 where not stated
 * @param reason why; empty where neither stated nor near
 * @param reasonInferred whether the reason is text that stood before the choice, not a stated one
 * @param steps stated steps of the reasoning
 * @param alternatives what else could have been chosen
 * @param triggeredBy what the trace names as the cause; empty where none
 * @param followedBy node of what ran next because of it, or -1
 * @param followed name of what ran next; empty where nothing did
 * @param asDecided whether what followed is what was decided; null where that can't be told
 * @param outcome how what followed ended: ok, failed, or what the trace says; empty where unknown
 */
public record Decision(
        int index,
        int node,
        int invocation,
        String by,
        boolean explicit,
        String type,
        String chosen,
        long timeNanos,
        double confidence,
        String reason,
        boolean reasonInferred,
        List<String> steps,
        List<Alternative> alternatives,
        String triggeredBy,
        int followedBy,
        String followed,
        @Nullable Boolean asDecided,
        String outcome,
        List<Evidence> evidence) {
    /**
     * Another way the run could have gone.
     *
     * @param score 0 to 1, or -1 where not stated
     * @param reason empty where not stated
     */
    public record Alternative(String name, double score, String reason) {}

    public Decision {
        steps = List.copyOf(steps);
        alternatives = List.copyOf(alternatives);
        evidence = List.copyOf(evidence);
    }
}
