package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.lineage.FactSet;

/**
 * One turn of an agent: an answer of its model, or all it gave back where its calls are not
 * recorded.
 *
 * @param index position in the run's turns, in order of time
 * @param node the span that shows it
 * @param agent the agent's name; empty where none is known
 * @param said the facts of what it said and asked of tools
 * @param model whether the call of a model shows it
 * @param code whether it holds a block of code between fences
 * @param calls whether it asks for tools
 * @param toolFailed whether one of these tools failed
 * @param rareTool a tool it asks for that the run hardly uses; empty where none
 * @param backed whether tools gave something back since the turn before
 * @param delegates whether other agents work inside it
 * @param delegated whether it is work inside another agent's turn
 */
record Turn(
        int index,
        int node,
        String agent,
        FactSet said,
        boolean model,
        boolean code,
        boolean calls,
        boolean toolFailed,
        String rareTool,
        boolean backed,
        boolean delegates,
        boolean delegated) {
    /** Says less than this weight of facts: a nod, a greeting, a word of command. */
    private static final int SHORT = 12;

    boolean isShort() {
        return said.weight() < SHORT;
    }

    /** Whether tools gave it something and it tells what. */
    boolean reads() {
        return backed && !calls;
    }
}
