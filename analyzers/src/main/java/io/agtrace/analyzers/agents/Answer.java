package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

/**
 * What one model call answered.
 *
 * @param text what it said, thoughts left out; empty where it said nothing
 * @param calls how many tools it asked for
 */
public record Answer(String text, int calls) {
    /** The answer that a model call's span shows. */
    public static Answer of(Workflow workflow, int node) {
        SpanTree tree = workflow.tree();
        ChoiceTurn turn = ChoiceTurn.of(workflow.texts(), tree.span(node), tree.facts(node));
        return new Answer(turn.text(), turn.calls().size());
    }
}
