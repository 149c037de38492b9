package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Decision.Alternative;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one JSON object says of a decision.
 *
 * @param key the field that names the choice
 * @param isNamed whether that field can mean nothing but a choice
 * @param confidence 0 to 1, or -1
 */
record ChoiceStatement(
        String key,
        boolean isNamed,
        String chosen,
        String type,
        double confidence,
        String reason,
        List<String> steps,
        List<Alternative> alternatives,
        String triggeredBy) {
    private static final Set<String> WRAPPERS =
            Set.of(
                    "decision",
                    "routing_decision",
                    "routing",
                    "route",
                    "review",
                    "verdict",
                    "agent_decision",
                    "decision_made");

    /** In the order in which they are believed. */
    private static final List<String> NAMED =
            List.of(
                    "decision",
                    "decision_made",
                    "routing_decision",
                    "selected_agent",
                    "chosen_agent",
                    "target_agent",
                    "next_agent",
                    "next_speaker",
                    "next_node",
                    "next_worker",
                    "route",
                    "route_to",
                    "routed_to",
                    "selected_route",
                    "goto",
                    "handoff_to",
                    "hand_off_to",
                    "transfer_to",
                    "delegate_to",
                    "selected_tool",
                    "chosen_tool",
                    "selected",
                    "chosen",
                    "choice",
                    "selection",
                    "verdict",
                    "outcome");

    /** Mean a choice only beside a confidence, a reason or alternatives. */
    private static final List<String> VAGUE =
            List.of(
                    "next",
                    "next_step",
                    "next_action",
                    "action",
                    "agent",
                    "destination",
                    "department",
                    "team",
                    "assigned_to",
                    "category",
                    "intent",
                    "label",
                    "classification");

    private static final Set<String> ROUTES =
            Set.of(
                    "selected_agent",
                    "chosen_agent",
                    "target_agent",
                    "next_agent",
                    "next_speaker",
                    "next_node",
                    "next_worker",
                    "route",
                    "route_to",
                    "routed_to",
                    "selected_route",
                    "goto",
                    "next",
                    "agent",
                    "destination",
                    "routing_decision",
                    "department",
                    "team",
                    "assigned_to");

    private static final Set<String> HANDOFFS =
            Set.of("handoff_to", "hand_off_to", "transfer_to", "delegate_to");

    private static final List<String> CONFIDENCE =
            List.of(
                    "confidence",
                    "confidence_score",
                    "decision_confidence",
                    "routing_confidence",
                    "certainty",
                    "probability");

    private static final List<String> REASON =
            List.of(
                    "reason",
                    "reasoning",
                    "rationale",
                    "explanation",
                    "justification",
                    "why",
                    "because",
                    "thought",
                    "feedback",
                    "decision_reason",
                    "routing_reason");

    private static final List<String> STEPS =
            List.of("reasoning_steps", "thought_process", "reasoning_chain", "decision_steps");

    private static final List<String> ALTERNATIVES =
            List.of(
                    "alternatives",
                    "alternatives_considered",
                    "candidates",
                    "options",
                    "options_considered",
                    "model_scores",
                    "scores",
                    "available_agents");

    private static final List<String> TYPE = List.of("decision_type", "type");
    private static final List<String> TRIGGER =
            List.of("triggered_by", "trigger", "caused_by", "parent_decision");

    private static final NameCheck NAMES_A_CHOICE =
            new NameCheck(
                    key -> {
                        String snake = snake(key);
                        return NAMED.contains(snake)
                                || VAGUE.contains(snake)
                                || WRAPPERS.contains(snake);
                    });

    /** What the object says, or null where it is no decision. */
    static @Nullable ChoiceStatement of(Attributes object) {
        return mayState(object) ? of(object, null) : null;
    }

    private static boolean mayState(Attributes object) {
        for (int i = 0; i < object.size(); i++) {
            if (NAMES_A_CHOICE.test(object.key(i))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ChoiceStatement of(Attributes object, @Nullable String wrapper) {
        for (int i = 0; i < object.size() && wrapper == null; i++) {
            String key = snake(object.key(i));
            if (WRAPPERS.contains(key)
                    && object.value(i) instanceof KvlistValue(Attributes inner)) {
                ChoiceStatement inside = of(inner, key);
                if (inside != null) {
                    return inside.beside(object);
                }
            }
        }
        Field choice = choice(object, NAMED);
        boolean named = choice != null;
        if (choice == null && (wrapper != null || hasCompanion(object))) {
            choice = choice(object, VAGUE);
        }
        if (choice == null) {
            return null;
        }
        // A bare "outcome", "selected" or "choice" stands in much that is no decision.
        if (wrapper == null
                && List.of("outcome", "selected", "selection", "choice").contains(choice.key())
                && !hasCompanion(object)) {
            return null;
        }
        String stated = ChoiceValues.scalar(first(object, TYPE));
        return new ChoiceStatement(
                choice.key(),
                named || wrapper != null,
                choice.value(),
                stated.length() <= 60 && first(object, List.of("decision_type")) != null
                        ? stated
                        : type(choice.key()),
                ChoiceValues.confidence(first(object, CONFIDENCE)),
                ChoiceValues.quote(ChoiceValues.scalar(first(object, REASON))),
                steps(first(object, STEPS)),
                without(choice.value(), alternatives(first(object, ALTERNATIVES))),
                ChoiceValues.quote(ChoiceValues.scalar(first(object, TRIGGER))));
    }

    private record Field(String key, String value) {}

    private static @Nullable Field choice(Attributes object, List<String> keys) {
        for (String key : keys) {
            AnyValue value = first(object, List.of(key));
            String text = name(value);
            if (!text.isEmpty() && text.length() <= ChoiceValues.LONGEST_CHOICE) {
                return new Field(key, text);
            }
        }
        return null;
    }

    /** A choice as text: a scalar, a list of scalars or an object with a name. */
    static String name(@Nullable AnyValue value) {
        AnyValue opened = ChoiceValues.opened(value);
        if (opened instanceof KvlistValue(Attributes fields)) {
            return ChoiceValues.scalar(
                    first(
                            fields,
                            List.of("name", "node", "agent", "tool", "id", "label", "action")));
        }
        if (opened instanceof AnyValue.ArrayValue(List<AnyValue> items)) {
            List<String> names = new ArrayList<>();
            for (AnyValue item : items) {
                String name = item instanceof AnyValue.ArrayValue ? "" : name(item);
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
            return String.join(", ", names);
        }
        return ChoiceValues.scalar(value).strip();
    }

    private ChoiceStatement beside(Attributes around) {
        return new ChoiceStatement(
                key,
                isNamed,
                chosen,
                type,
                confidence < 0 ? ChoiceValues.confidence(first(around, CONFIDENCE)) : confidence,
                reason.isEmpty()
                        ? ChoiceValues.quote(ChoiceValues.scalar(first(around, REASON)))
                        : reason,
                steps.isEmpty() ? steps(first(around, STEPS)) : steps,
                alternatives.isEmpty()
                        ? without(chosen, alternatives(first(around, ALTERNATIVES)))
                        : alternatives,
                triggeredBy.isEmpty()
                        ? ChoiceValues.quote(ChoiceValues.scalar(first(around, TRIGGER)))
                        : triggeredBy);
    }

    private static boolean hasCompanion(Attributes object) {
        return ChoiceValues.confidence(first(object, CONFIDENCE)) >= 0
                || first(object, REASON) instanceof Text text && !text.isBlank()
                || first(object, ALTERNATIVES) != null;
    }

    static String type(String key) {
        return ROUTES.contains(key)
                ? "routing"
                : HANDOFFS.contains(key)
                        ? "handoff"
                        : key.endsWith("_tool")
                                ? "tool choice"
                                : key.equals("verdict") ? "review" : "";
    }

    /** The steps of a reasoning: a list, or the lines of a text. */
    static List<String> steps(@Nullable AnyValue value) {
        List<String> steps = new ArrayList<>();
        List<AnyValue> items = ChoiceValues.items(value);
        for (AnyValue item : items) {
            String step =
                    item instanceof KvlistValue(Attributes fields)
                            ? ChoiceValues.scalar(
                                    first(
                                            fields,
                                            List.of(
                                                    "step",
                                                    "thought",
                                                    "description",
                                                    "content",
                                                    "text",
                                                    "reasoning")))
                            : ChoiceValues.scalar(item);
            if (!step.isBlank()) {
                steps.add(ChoiceValues.quote(step));
            }
        }
        if (items.isEmpty()) {
            for (String line : ChoiceValues.scalar(value).split("\n", -1)) {
                if (!line.isBlank()) {
                    steps.add(ChoiceValues.quote(line));
                }
            }
        }
        return steps;
    }

    /**
     * Alternatives: names, objects with a name and a score, a map from names to scores or reasons,
     * or a text such as {@code writer (0.12), critic: 0.05}.
     */
    static List<Alternative> alternatives(@Nullable AnyValue value) {
        AnyValue opened = ChoiceValues.opened(value);
        List<Alternative> all = new ArrayList<>();
        switch (opened) {
            case null -> {}
            case AnyValue.ArrayValue(List<AnyValue> items) -> {
                for (AnyValue item : items) {
                    add(all, item);
                }
            }
            case KvlistValue(Attributes fields) -> {
                for (int i = 0; i < fields.size(); i++) {
                    AnyValue inner = fields.value(i);
                    double score = ChoiceValues.confidence(inner);
                    String reason = score < 0 ? ChoiceValues.quote(ChoiceValues.scalar(inner)) : "";
                    if (inner instanceof KvlistValue(Attributes details)) {
                        score = ChoiceValues.confidence(first(details, SCORE));
                        reason = ChoiceValues.quote(ChoiceValues.scalar(first(details, REASON)));
                    }
                    all.add(new Alternative(fields.key(i), score, reason));
                }
            }
            default -> {
                for (String part : ChoiceValues.scalar(opened).split("[,;\n|]", -1)) {
                    add(all, AnyValue.of(part.strip()));
                }
            }
        }
        return all;
    }

    private static final List<String> SCORE =
            List.of("score", "confidence", "probability", "weight", "confidence_score");

    private static void add(List<Alternative> all, AnyValue item) {
        if (item instanceof KvlistValue(Attributes fields)) {
            String name =
                    ChoiceValues.scalar(
                            first(
                                    fields,
                                    List.of(
                                            "name",
                                            "agent",
                                            "option",
                                            "alternative",
                                            "tool",
                                            "route",
                                            "node",
                                            "id",
                                            "label",
                                            "action",
                                            "choice",
                                            "decision",
                                            "model")));
            if (!name.isEmpty()) {
                all.add(
                        new Alternative(
                                name,
                                ChoiceValues.confidence(first(fields, SCORE)),
                                ChoiceValues.quote(
                                        ChoiceValues.scalar(
                                                first(
                                                        fields,
                                                        List.of(
                                                                "reason",
                                                                "reasoning",
                                                                "rejected_because",
                                                                "rejection_reason",
                                                                "why",
                                                                "rationale"))))));
            }
            return;
        }
        String text = ChoiceValues.scalar(item);
        if (text.isEmpty() || text.length() > ChoiceValues.LONGEST_CHOICE) {
            return;
        }
        int cut =
                Math.max(
                        text.lastIndexOf('('),
                        Math.max(text.lastIndexOf(':'), text.lastIndexOf('=')));
        if (cut > 0) {
            String tail = text.substring(cut + 1).replace(")", "").strip();
            double score = ChoiceValues.confidence(AnyValue.of(tail));
            if (score >= 0) {
                all.add(new Alternative(text.substring(0, cut).strip(), score, ""));
                return;
            }
        }
        all.add(new Alternative(text, -1, ""));
    }

    /** The alternatives without the choice itself, each once. */
    static List<Alternative> without(String chosen, List<Alternative> all) {
        List<Alternative> rest = new ArrayList<>();
        Set<String> seen = new java.util.HashSet<>();
        for (String each : chosen.split(", ", -1)) {
            seen.add(ChoiceNames.key(each));
        }
        for (Alternative each : all) {
            if (seen.add(ChoiceNames.key(each.name()))) {
                rest.add(each);
            }
        }
        return rest;
    }

    /** The value of the first of the names, which are compared without regard to spelling. */
    static @Nullable AnyValue first(Attributes object, List<String> names) {
        AnyValue found = null;
        int rank = names.size();
        for (int i = 0; i < object.size() && rank > 0; i++) {
            int known = object.value(i) instanceof AnyValue.EmptyValue ? 0 : rank;
            int here = indexOf(names, known, object.key(i));
            if (here >= 0) {
                rank = here;
                found = object.value(i);
            }
        }
        return found;
    }

    /** Index of the name that the key spells among the first few, or -1. */
    private static int indexOf(List<String> names, int most, String key) {
        String snake = null;
        for (int i = 0; i < most; i++) {
            String name = names.get(i);
            if (Math.abs(key.length() - name.length()) <= 2) {
                snake = snake == null ? snake(key) : snake;
                if (snake.equals(name)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** The key in lower case, its words joined by {@code _}. */
    static String snake(String key) {
        return isSnake(key) ? key : inSnake(key);
    }

    private static boolean isSnake(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '-' || c == ' ' || c == '.' || Character.isUpperCase(c)) {
                return false;
            }
        }
        return true;
    }

    private static String inSnake(String key) {
        StringBuilder out = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '-' || c == ' ' || c == '.') {
                out.append('_');
            } else if (Character.isUpperCase(c)) {
                if (i > 0 && Character.isLowerCase(key.charAt(i - 1))) {
                    out.append('_');
                }
                out.append(Character.toLowerCase(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
