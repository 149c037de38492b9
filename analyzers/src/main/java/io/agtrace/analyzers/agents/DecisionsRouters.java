package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.conventions.Concept.*;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decisions that show in a graph: small functions whose result is the name of the node that runs
 * next, conditional edges in LangGraph's triggers, and steps that are followed now by one step and
 * now by another.
 */
final class DecisionsRouters {
    private static final Pattern GOTO =
            Pattern.compile("(?:goto|node)\\s*=\\s*\\[?\\s*['\"]([^'\"]{1,80})['\"]");

    private static final int LONGEST_RESULT = 4096;

    private final DecisionsScene scene;
    private final SpanTree tree;
    private final List<DecisionsDraft> drafts;

    private DecisionsRouters(DecisionsScene scene, List<DecisionsDraft> drafts) {
        this.scene = scene;
        this.tree = scene.tree;
        this.drafts = drafts;
    }

    /** Routers' results and triggers; what followed is settled for all of them. */
    static void collect(DecisionsScene scene, DecisionsFollow follow, List<DecisionsDraft> drafts) {
        DecisionsRouters routers = new DecisionsRouters(scene, drafts);
        for (int node = 0; node < scene.tree.size(); node++) {
            if (scene.kind(node) == OperationKind.CHAIN
                    || scene.kind(node) == OperationKind.OTHER
                    || scene.kind(node) == OperationKind.WORKFLOW) {
                routers.function(node, follow);
            }
            if (scene.isGraphNode(node)) {
                routers.trigger(node);
            }
        }
    }

    /** A leaf whose whole result is the name of something that runs next. */
    private void function(int node, DecisionsFollow follow) {
        if (tree.childCount(node) > 0 || scene.isGraphNode(node) || scene.isPlain(node)) {
            return;
        }
        String chosen = choice(scene.reading, node);
        boolean ends = chosen.equals("__end__") || chosen.equals("END");
        if (chosen.isEmpty()
                || !ends && !scene.knows(chosen)
                || ChoiceNames.same(chosen, tree.span(node).name())
                || ChoiceValues.quote(tree.facts(node).input()).equals(chosen)) {
            return;
        }
        SpanConcepts concepts = scene.reading.concepts(node);
        boolean inGraph = !concepts.text(LANGGRAPH_NODE).isEmpty();
        DecisionsDraft draft =
                new DecisionsDraft(node, tree.endNanos(node), scene.owner(node), chosen)
                        .because(node, "output", chosen)
                        .because(node, "span name", tree.span(node).name());
        draft.type = ChoiceNames.isEnd(chosen) ? "termination" : "routing";
        String of = concepts.text(LANGGRAPH_NODE);
        draft.by = scene.agent(node).isEmpty() && inGraph ? of : scene.by(node);
        if (!draft.by.equals(of)) {
            draft.triggeredBy = of;
        }
        follow.settle(draft);
        if (inGraph || Boolean.TRUE.equals(draft.asDecided) && !ends) {
            scene.isRouter(node);
            drafts.add(draft);
        }
    }

    /**
     * The choice that a router's result is: a name, a list of names, LangGraph's {@code Send} and
     * {@code Command}; the empty string for anything else.
     */
    static String choice(Reading reading, int node) {
        AnyValue output = reading.tree().facts(node).output();
        if (output == null
                || output instanceof Text text && text.recordedLength() > LONGEST_RESULT) {
            return "";
        }
        return choice(reading, output);
    }

    private static String choice(Reading reading, AnyValue output) {
        AnyValue value = unwrapped(reading.opened(output));
        if (value instanceof KvlistValue(Attributes fields)) {
            ChoiceStatement inner = ChoiceStatement.of(fields);
            return inner == null ? "" : inner.chosen();
        }
        String text = ChoiceStatement.name(value);
        Matcher command = GOTO.matcher(text);
        if ((text.startsWith("Command(") || text.startsWith("Send(") || text.startsWith("[Send("))
                && command.find()) {
            return command.group(1);
        }
        for (String name : text.split(", ", -1)) {
            if (!ChoiceNames.isName(name)) {
                return "";
            }
        }
        return text;
    }

    /** The one value of wrappers such as {@code {"output": …}}. */
    private static @Nullable AnyValue unwrapped(@Nullable AnyValue output) {
        AnyValue value = output;
        for (int i = 0; i < 3; i++) {
            if (!(value instanceof KvlistValue(Attributes fields)) || fields.size() != 1) {
                return value;
            }
            switch (fields.key(0)) {
                case "output", "outputs", "result", "value", "return", "returns" ->
                        value = ChoiceValues.opened(fields.value(0));
                default -> {
                    return value;
                }
            }
        }
        return value;
    }

    /** {@code branch:source:function:target}, by which older releases mark a conditional edge. */
    private void trigger(int node) {
        AnyValue triggers = scene.reading.concepts(node).value(LANGGRAPH_TRIGGERS);
        for (AnyValue item : ChoiceValues.items(triggers)) {
            String[] parts = ChoiceValues.scalar(item).split(":", -1);
            if (parts.length != 4 || !parts[0].equals("branch") || parts[1].isEmpty()) {
                continue;
            }
            int source = scene.lastNamed(parts[1], node);
            DecisionsDraft draft =
                    new DecisionsDraft(
                                    source < 0 ? node : source,
                                    tree.startNanos(node),
                                    source < 0 ? -1 : scene.owner(source),
                                    parts[3])
                            .because(node, "langgraph_triggers", ChoiceValues.scalar(item));
            draft.type = "routing";
            draft.by = parts[1];
            follow(draft, node, true);
            drafts.add(draft);
        }
    }

    private void follow(DecisionsDraft draft, int node, @Nullable Boolean asDecided) {
        draft.followedBy = node;
        draft.followed = scene.name(node);
        draft.asDecided = asDecided;
        draft.outcome = tree.facts(node).failed() ? "failed" : tree.span(node).hasEnd() ? "ok" : "";
        draft.settled = true;
    }

    /** Steps that are followed by different steps at different times. */
    static List<DecisionsDraft> transitions(DecisionsScene scene) {
        DecisionsRouters routers = new DecisionsRouters(scene, new ArrayList<>());
        for (int node = -1; node < scene.tree.size(); node++) {
            if (node < 0 || scene.tree.childCount(node) >= 3) {
                routers.transitions(scene.children(node));
            }
        }
        return routers.drafts;
    }

    private void transitions(List<Integer> siblings) {
        List<Integer> steps = new ArrayList<>();
        for (int sibling : siblings) {
            if (scene.isAgentStart(sibling)
                    || scene.isGraphNode(sibling) && scene.isStep(sibling)) {
                steps.add(sibling);
            }
        }
        Map<String, Set<String>> successors = new HashMap<>();
        for (int i = 1; i < steps.size(); i++) {
            if (isHandedOn(steps, i) && !isRepeated(steps, i)) {
                successors
                        .computeIfAbsent(name(steps.get(i - 1)), key -> new HashSet<>(2))
                        .add(name(steps.get(i)));
            }
        }
        for (int i = 1; i < steps.size(); i++) {
            Set<String> all = successors.getOrDefault(name(steps.get(i - 1)), Set.of());
            if (all.size() > 1 && isHandedOn(steps, i) && !isRepeated(steps, i)) {
                transition(steps.get(i - 1), steps.get(i));
            }
        }
    }

    /** Whether the step follows the one before it and neither ran beside another. */
    private boolean isHandedOn(List<Integer> steps, int i) {
        return isAfter(steps.get(i), steps.get(i - 1))
                && (i < 2 || isAfter(steps.get(i - 1), steps.get(i - 2)))
                && (i + 1 >= steps.size() || isAfter(steps.get(i + 1), steps.get(i)));
    }

    /** A step that runs once more is a loop, and shows no choice. */
    private boolean isRepeated(List<Integer> steps, int i) {
        return name(steps.get(i)).equals(name(steps.get(i - 1)));
    }

    private boolean isAfter(int later, int earlier) {
        return tree.startNanos(later) >= tree.endNanos(earlier) - DecisionsScene.TOLERANCE_NANOS;
    }

    private String name(int node) {
        return ChoiceNames.core(scene.name(node));
    }

    private void transition(int from, int to) {
        DecisionsDraft draft =
                new DecisionsDraft(from, tree.endNanos(from), scene.owner(from), scene.name(to))
                        .because(to, "time", scene.name(from) + " is not always followed by it");
        draft.type = "routing";
        draft.by = scene.name(from);
        follow(draft, to, null);
        drafts.add(draft);
    }
}
