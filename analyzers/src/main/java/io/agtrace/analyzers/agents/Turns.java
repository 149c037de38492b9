package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.OpenedTexts;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;

import java.util.IdentityHashMap;

/**
 * What the models of one run answered, each answer taken apart once for all who ask, as long as
 * there is room: all of a small run, of a large one what was asked for last. For one thread at a
 * time.
 */
public final class Turns {
    /** Characters of answers that are remembered. */
    private static final int ROOM = 1 << 21;

    private static final int ENTRY = 100;

    private final SpanTree tree;
    private final OpenedTexts texts;
    private final IdentityHashMap<Span, ChoiceTurn> turns = new IdentityHashMap<>();
    private int taken;

    Turns(SpanTree tree, OpenedTexts texts) {
        this.tree = tree;
        this.texts = texts;
    }

    /** The answers of a run, none of which anybody has looked at yet. */
    public static Turns of(Workflow workflow) {
        return new Turns(workflow.tree(), workflow.texts());
    }

    /** The answer that the node's model gave. */
    ChoiceTurn of(int node) {
        Span span = tree.span(node);
        ChoiceTurn known = turns.get(span);
        if (known == null) {
            known = ChoiceTurn.of(texts, span, tree.facts(node));
            int length = known.length() + ENTRY;
            if (taken + length > ROOM) {
                turns.clear();
                taken = 0;
            }
            taken += length;
            turns.put(span, known);
        }
        return known;
    }

    /** The same, as others may know it. */
    public Answer answer(int node) {
        ChoiceTurn turn = of(node);
        return new Answer(turn.text(), turn.calls().size());
    }
}
