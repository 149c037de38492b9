package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.workflow.SpanTree;

/**
 * What one model call answered.
 *
 * @param text what it said, thoughts left out; empty where it said nothing
 * @param calls how many tools it asked for
 */
public record Answer(String text, int calls) {
    /** The answer that a model call's span shows. */
    public static Answer of(SpanTree tree, int node) {
        ChoiceTurn turn = ChoiceTurn.of(tree.span(node), tree.facts(node));
        return new Answer(turn.text(), turn.calls().size());
    }
}
