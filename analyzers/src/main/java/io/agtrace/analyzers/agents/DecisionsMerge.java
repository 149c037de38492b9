package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one decision of the several records of it: a model's answer, the agent's result, the event
 * and the router's output may all say the same.
 */
final class DecisionsMerge {
    /** How many records of one choice are compared; more than any framework makes. */
    private static final int MOST_COMPARED = 8;

    /** What graphs call the node that runs whatever tools the model asked for. */
    private static final Set<String> TOOL_NODES =
            Set.of("tools", "toolnode", "calltools", "calltool", "executetools", "runtools");

    private final DecisionsScene scene;

    private DecisionsMerge(DecisionsScene scene) {
        this.scene = scene;
    }

    /**
     * @param drafts in order of time, settled
     * @param transitions ways on that were not always taken; those that no draft accounts for are
     *     decisions of their own
     */
    static List<DecisionsDraft> merge(
            DecisionsScene scene, List<DecisionsDraft> drafts, List<DecisionsDraft> transitions) {
        DecisionsMerge merge = new DecisionsMerge(scene);
        List<DecisionsDraft> merged = merge.records(drafts);
        merge.account(merged, transitions);
        return merged;
    }

    private List<DecisionsDraft> records(List<DecisionsDraft> drafts) {
        List<DecisionsDraft> merged = new ArrayList<>(drafts.size());
        Map<String, List<DecisionsDraft>> byChoice = new HashMap<>();
        for (DecisionsDraft draft : drafts) {
            String choice = ChoiceNames.core(draft.chosen);
            List<DecisionsDraft> known =
                    byChoice.computeIfAbsent(choice, key -> new ArrayList<>(2));
            DecisionsDraft same = toolLoop(merged, draft);
            int last = Math.max(0, known.size() - MOST_COMPARED);
            for (int i = known.size() - 1; i >= last && same == null; i--) {
                same = isSame(known.get(i), draft) ? known.get(i) : null;
            }
            if (same == null) {
                known.add(draft);
                merged.add(draft);
            } else {
                same.absorb(draft);
            }
        }
        return merged;
    }

    /** A model's call of a tool, where the draft only says that the graph went to its tools. */
    private static @Nullable DecisionsDraft toolLoop(
            List<DecisionsDraft> merged, DecisionsDraft draft) {
        if (!TOOL_NODES.contains(ChoiceNames.key(draft.chosen)) || draft.explicit) {
            return null;
        }
        int last = Math.max(0, merged.size() - MOST_COMPARED);
        for (int i = merged.size() - 1; i >= last; i--) {
            DecisionsDraft known = merged.get(i);
            if (known.owner == draft.owner && known.time <= draft.time) {
                boolean calls =
                        known.type.equals("tool choice")
                                || known.type.equals("handoff")
                                || known.type.equals("delegation");
                return calls ? known : null;
            }
        }
        return null;
    }

    private boolean isSame(DecisionsDraft one, DecisionsDraft other) {
        if (one.confidence >= 0
                && other.confidence >= 0
                && Math.abs(one.confidence - other.confidence) > 0.005) {
            return false;
        }
        if (isMadeAgain(one, other) || areOfOthers(one, other)) {
            return false;
        }
        boolean nested =
                scene.isInside(one.node, other.node) || scene.isInside(other.node, one.node);
        if (one.followedBy < 0 || other.followedBy < 0) {
            return nested && one.node != other.node;
        }
        boolean together =
                one.followedBy == other.followedBy
                        || scene.isInside(one.followedBy, other.followedBy)
                        || scene.isInside(other.followedBy, one.followedBy);
        boolean byOne = one.owner == other.owner || one.owner < 0 || other.owner < 0;
        return together && (byOne || nested);
    }

    /** Whether the same step ran a second time after the first, and decided again. */
    private boolean isMadeAgain(DecisionsDraft one, DecisionsDraft other) {
        SpanTree tree = scene.tree;
        DecisionsDraft first = one.time <= other.time ? one : other;
        DecisionsDraft second = first == one ? other : one;
        return one.explicit
                && other.explicit
                && one.node != other.node
                && tree.parent(one.node) == tree.parent(other.node)
                && tree.span(one.node).name().equals(tree.span(other.node).name())
                && tree.startNanos(second.node) >= tree.endNanos(first.node);
    }

    /** Whether a step beside the agents states a choice of its own, or in another's name. */
    private boolean areOfOthers(DecisionsDraft one, DecisionsDraft other) {
        DecisionsDraft step = one.owner < 0 ? one : other;
        DecisionsDraft stay = step == one ? other : one;
        if (step.owner >= 0 || stay.owner < 0 || !step.explicit || stay.by.isEmpty()) {
            return false;
        }
        String named = scene.tree.facts(step.node).agentName();
        boolean another = !named.isEmpty() && !ChoiceNames.same(named, stay.by);
        boolean own = named.isEmpty() && step.confidence >= 0 && stay.confidence < 0;
        return another || own && scene.kind(step.node) == OperationKind.DECISION;
    }

    private void account(List<DecisionsDraft> merged, List<DecisionsDraft> transitions) {
        List<DecisionsDraft> byFollowed = new ArrayList<>();
        for (DecisionsDraft draft : merged) {
            if (draft.followedBy >= 0) {
                byFollowed.add(draft);
            }
        }
        byFollowed.sort(Comparator.comparingInt(draft -> draft.followedBy));
        for (DecisionsDraft transition : transitions) {
            DecisionsDraft known = accounting(byFollowed, transition);
            if (known == null) {
                merged.add(transition);
            } else {
                known.evidence.addAll(transition.evidence);
            }
        }
    }

    /** The latest decision between the two steps that led to the second of them. */
    private @Nullable DecisionsDraft accounting(
            List<DecisionsDraft> byFollowed, DecisionsDraft transition) {
        long from = scene.tree.startNanos(transition.node);
        long to = scene.tree.startNanos(transition.followedBy) + DecisionsScene.TOLERANCE_NANOS;
        int end = scene.tree.subtreeEnd(transition.followedBy);
        DecisionsDraft latest = null;
        int compared = 0;
        for (int i = firstFrom(byFollowed, transition.followedBy);
                i < byFollowed.size()
                        && byFollowed.get(i).followedBy < end
                        && compared < MOST_COMPARED;
                i++, compared++) {
            DecisionsDraft draft = byFollowed.get(i);
            if (draft.time >= from
                    && draft.time <= to
                    && (latest == null || draft.time > latest.time)) {
                latest = draft;
            }
        }
        return latest;
    }

    private static int firstFrom(List<DecisionsDraft> drafts, int followed) {
        int low = 0;
        int high = drafts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (drafts.get(middle).followedBy < followed) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
