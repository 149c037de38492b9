package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Finds the decisions of a workflow: those that spans, events and payloads state, and those that
 * show in what models asked for and in which way a graph went on.
 */
final class Decisions {
    private final DecisionsScene scene;
    private final DecisionsFollow follow;
    private final List<DecisionsDraft> drafts = new ArrayList<>();

    private Decisions(DecisionsScene scene) {
        this.scene = scene;
        follow = new DecisionsFollow(scene);
    }

    /**
     * The decisions in order of time.
     *
     * @param invocationOf for each node the index of the innermost invocation it belongs to, or -1
     * @param agentOf for each node the name of the agent it belongs to, or the empty string
     */
    static List<Decision> of(
            Reading reading, IntUnaryOperator invocationOf, IntFunction<String> agentOf) {
        return new Decisions(new DecisionsScene(reading, invocationOf, agentOf)).decisions();
    }

    private List<Decision> decisions() {
        DecisionsRouters.collect(scene, follow, drafts);
        DecisionsStays stays = new DecisionsStays(scene);
        new DecisionsTurns(scene, follow, stays, drafts).collect();
        DecisionsStated.collect(scene, drafts);
        for (int node = 0; node < scene.tree.size(); node++) {
            result(node);
        }
        for (DecisionsDraft draft : drafts) {
            approved(stays, draft);
            follow.settle(draft);
        }
        drafts.sort(BY_TIME);
        List<DecisionsDraft> merged =
                DecisionsMerge.merge(scene, drafts, DecisionsRouters.transitions(scene));
        merged.sort(BY_TIME);
        List<Decision> decisions = new ArrayList<>(merged.size());
        for (DecisionsDraft draft : merged) {
            explain(stays, draft);
            if (draft.chosen.isEmpty() && draft.followed.isEmpty() && !draft.isExplained()) {
                continue;
            }
            decisions.add(draft.done(decisions.size()));
        }
        return decisions;
    }

    private static final Comparator<DecisionsDraft> BY_TIME =
            Comparator.comparingLong((DecisionsDraft draft) -> draft.time)
                    .thenComparingInt(draft -> draft.node)
                    .thenComparing(draft -> draft.chosen);

    /** A decision in what an agent or a graph's node gave back and was not given itself. */
    private void result(int node) {
        SpanTree tree = scene.tree;
        boolean isNode = scene.isGraphNode(node);
        if (scene.kind(node) != OperationKind.AGENT && !isNode
                || scene.kind(node) == OperationKind.DECISION) {
            return;
        }
        Attributes result = scene.reading.fields(tree.facts(node).output());
        ChoiceStatement stated = ChoiceStatement.of(result);
        if (stated == null || !stated.isNamed() || stated.chosen().contains("\n")) {
            stated = ChoiceStatement.of(scene.reading.turn(node).document());
        }
        if (stated == null || !stated.isNamed() || isEcho(node, stated)) {
            return;
        }
        DecisionsDraft draft =
                new DecisionsDraft(node, tree.endNanos(node), scene.owner(node), stated.chosen())
                        .says(stated)
                        .because(node, "output", stated.key() + ": " + stated.chosen());
        draft.explicit = true;
        draft.by = scene.by(node);
        drafts.add(draft);
    }

    /** State that a graph carries along holds decisions that others made before. */
    private boolean isEcho(int node, ChoiceStatement stated) {
        ChoiceStatement before =
                ChoiceStatement.of(scene.reading.fields(scene.tree.facts(node).input()));
        return before != null
                && before.chosen().equals(stated.chosen())
                && before.confidence() == stated.confidence();
    }

    /** An approval is followed by the call that it is about. */
    private void approved(DecisionsStays stays, DecisionsDraft draft) {
        if (draft.settled || draft.toolCall.isEmpty()) {
            return;
        }
        int tool =
                scene.kind(draft.node) == OperationKind.TOOL_CALL
                        ? draft.node
                        : stays.called(draft.toolCall, draft.owner, draft.time);
        if (tool >= 0) {
            draft.followedBy = tool;
            draft.followed = scene.name(tool);
            draft.outcome = follow.outcome(tool);
            boolean refused =
                    ChoiceNames.key(draft.chosen).startsWith("reject")
                            || ChoiceNames.key(draft.chosen).startsWith("den")
                            || ChoiceNames.key(draft.chosen).startsWith("block");
            draft.asDecided = refused ? null : Boolean.TRUE;
        }
        draft.settled = tool >= 0 || draft.type.equals("approval");
    }

    /** Where no reason is stated, the text before the choice. */
    private void explain(DecisionsStays stays, DecisionsDraft draft) {
        if (!draft.reason.isEmpty()
                || draft.type.equals("approval")
                || draft.type.equals("termination")) {
            return;
        }
        DecisionsStays.Turn last = stays.lastBefore(draft.owner, draft.time);
        String text = last == null ? "" : last.text();
        if (!text.startsWith("{") && !text.startsWith("[") && !text.equals(draft.chosen)) {
            draft.reason = text;
            draft.reasonInferred = !text.isEmpty();
        }
    }
}
