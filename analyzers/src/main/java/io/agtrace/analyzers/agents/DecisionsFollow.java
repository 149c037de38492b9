package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a decision led to. What was chosen is looked for by its name, first inside the span
 * that decided, then after it; where it did not run next, what did run next is taken, and whether
 * that contradicts the choice is said only where the choice plainly names something else that could
 * have run.
 */
final class DecisionsFollow {
    private static final int LONGEST_PROMPT = 1 << 16;

    private final DecisionsScene scene;
    private final SpanTree tree;

    DecisionsFollow(DecisionsScene scene) {
        this.scene = scene;
        tree = scene.tree;
    }

    void settle(DecisionsDraft draft) {
        if (draft.settled) {
            return;
        }
        draft.settled = true;
        int next = scene.nextStep(draft.node, draft.time);
        if (draft.type.isEmpty() && draft.explicit && next >= 0 && isAmongAgents(draft, next)) {
            draft.type = "routing";
        }
        int match = match(draft);
        if (match >= 0 && isPrompt(match, next)) {
            follow(draft, match, true);
        } else if (next >= 0) {
            follow(draft, next, contradicts(draft, next) ? Boolean.FALSE : null);
        } else if (match >= 0) {
            follow(draft, match, true);
        } else if (ChoiceNames.isEnd(draft.chosen)) {
            draft.asDecided = true;
        }
        if (draft.type.isEmpty()) {
            draft.type = type(draft);
        }
    }

    private int match(DecisionsDraft draft) {
        for (String name : draft.chosen.split(", ", -1)) {
            if (!ChoiceNames.isName(name)) {
                continue;
            }
            int inside = scene.firstNamedInside(name, draft.node);
            int found = inside >= 0 ? inside : scene.firstNamed(name, draft.node, draft.time);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /** Whether nothing of weight ran between the decision and what matches it. */
    private boolean isPrompt(int match, int next) {
        if (next < 0 || match == next) {
            return true;
        }
        return scene.isInside(match, next)
                || scene.isInside(next, match)
                || tree.startNanos(match) <= tree.endNanos(next)
                || !scene.isAgentStart(next)
                        && scene.kind(next) != OperationKind.TOOL_CALL
                        && tree.parent(next) == tree.parent(match);
    }

    private void follow(DecisionsDraft draft, int node, @Nullable Boolean asDecided) {
        draft.followedBy = node;
        draft.followed = scene.name(node);
        draft.asDecided = asDecided;
        draft.outcome = outcome(node);
    }

    /** How the node ended. */
    String outcome(int node) {
        if (tree.facts(node).failed()) {
            return "failed";
        }
        return tree.span(node).hasEnd() ? "ok" : "";
    }

    private boolean contradicts(DecisionsDraft draft, int next) {
        String name = scene.name(next);
        if (ChoiceNames.same(name, draft.chosen) || resembles(draft.chosen, name)) {
            return false;
        }
        if (ChoiceNames.isEnd(draft.chosen)) {
            return draft.chosen.startsWith("__")
                    && tree.parent(next) == tree.parent(actor(draft.node));
        }
        boolean directs = draft.type.equals("routing") || draft.type.equals("handoff");
        if (!directs || !ChoiceNames.isName(draft.chosen)) {
            return false;
        }
        boolean offered =
                draft.alternatives.stream().anyMatch(each -> ChoiceNames.same(each.name(), name));
        return offered
                || scene.knows(draft.chosen)
                || ChoiceNames.areOfOneScheme(draft.chosen, name)
                || listsBoth(tree.facts(draft.node).input(), draft.chosen, name);
    }

    /** Whether the choice was one of which agent runs, and an agent that was offered ran. */
    private boolean isAmongAgents(DecisionsDraft draft, int next) {
        if (draft.alternatives.isEmpty()) {
            return false;
        }
        String name = scene.name(next);
        return scene.isAgentStart(next)
                && ChoiceNames.isName(draft.chosen)
                && !ChoiceNames.same(name, draft.chosen)
                && draft.alternatives.stream()
                        .anyMatch(each -> ChoiceNames.same(each.name(), name));
    }

    /** One name is part of the other, as a label is of the name of what handles it. */
    private static boolean resembles(String chosen, String name) {
        String first = ChoiceNames.core(chosen);
        String second = ChoiceNames.core(name);
        return first.length() > 2
                && second.length() > 2
                && (first.contains(second) || second.contains(first));
    }

    private static boolean listsBoth(@Nullable AnyValue prompt, String chosen, String name) {
        if (!(prompt instanceof Text || prompt instanceof AnyValue.ArrayValue)) {
            return false;
        }
        String text =
                prompt instanceof Text long_ ? long_.prefix(LONGEST_PROMPT) : prompt.toString();
        return text.contains(chosen) && text.contains(name);
    }

    /** The graph's node or the agent's stay that the node belongs to, else the node. */
    private int actor(int node) {
        int levels = 0;
        for (int at = node;
                at >= 0 && levels < DecisionsScene.MOST_LEVELS;
                at = tree.parent(at), levels++) {
            if (scene.isAgentStart(at) || scene.isGraphNode(at)) {
                return at;
            }
        }
        return node;
    }

    private String type(DecisionsDraft draft) {
        if (isApproval(draft.chosen)) {
            return "approval";
        }
        if (draft.chosen.equals("revise") || draft.chosen.equals("rework")) {
            return "review";
        }
        if (Boolean.TRUE.equals(draft.asDecided) && draft.followedBy >= 0) {
            return scene.kind(draft.followedBy) == OperationKind.TOOL_CALL
                    ? "tool choice"
                    : "routing";
        }
        return ChoiceNames.isEnd(draft.chosen) ? "termination" : "";
    }

    static boolean isApproval(String chosen) {
        return switch (ChoiceNames.key(chosen)) {
            case "accept",
                    "accepted",
                    "reject",
                    "rejected",
                    "allow",
                    "allowed",
                    "deny",
                    "denied",
                    "approve",
                    "approved",
                    "permit",
                    "permitted",
                    "block",
                    "blocked",
                    "autoaccept",
                    "modify" ->
                    true;
            default -> false;
        };
    }
}
