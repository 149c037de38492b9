package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.conventions.Concept.*;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decisions that spans and their events state in so many words. */
final class DecisionsStated {
    /** Names of ways to choose a speaker, not of speakers. */
    private static final Set<String> METHODS =
            Set.of("auto", "manual", "random", "roundrobin", "custom", "default", "selector");

    private static final String CONDITION = "mastra.span.type";
    private static final String EDGE = "edge_group.type";

    /** What the name of an attribute says without which no span states a decision. */
    private static final int TELLING =
            ReadingNames.STATED_DECISION
                    | ReadingNames.METADATA
                    | ReadingNames.DECISION
                    | ReadingNames.EDGE;

    static final List<Concept> STATED =
            List.of(
                    DECISION_OUTCOME,
                    DECISION_TYPE,
                    DECISION_CONFIDENCE,
                    DECISION_REASON,
                    DECISION_STEPS);

    private static final List<String> MENTIONED =
            List.of("ecision", "rout", "hosen", "elected", "onfidence", "erdict", "next_");

    private final DecisionsScene scene;
    private final SpanTree tree;
    private final List<DecisionsDraft> drafts;

    private DecisionsStated(DecisionsScene scene, List<DecisionsDraft> drafts) {
        this.scene = scene;
        this.tree = scene.tree;
        this.drafts = drafts;
    }

    static void collect(DecisionsScene scene, List<DecisionsDraft> drafts) {
        DecisionsStated stated = new DecisionsStated(scene, drafts);
        for (int node = 0; node < scene.tree.size(); node++) {
            stated.span(node);
            for (SpanEvent event : scene.tree.span(node).events()) {
                stated.event(node, event);
            }
        }
    }

    private void span(int node) {
        boolean decides = scene.kind(node) == OperationKind.DECISION;
        if (!decides && !scene.reading.anyNameSays(node, TELLING)) {
            return;
        }
        Span span = tree.span(node);
        SpanConcepts concepts = scene.reading.concepts(node);
        String type = span.attributes().text(CONDITION);
        if ("workflow_conditional_eval".equals(type)) {
            loopCondition(node);
            return;
        }
        if (edgeGroup(node, concepts)) {
            return;
        }
        DecisionsDraft draft = draft(node, tree.endNanos(node), concepts, "");
        if (draft == null && decides && !scene.isPlain(node)) {
            draft = decisionSpan(node, concepts);
        }
        if (draft == null) {
            draft = nested(node, span);
        }
        if (draft == null || scene.isPlain(node) && !DecisionsFollow.isApproval(draft.chosen)) {
            return;
        }
        if (decides && "workflow_conditional".equals(type)) {
            conditions(node, draft);
        }
        drafts.add(draft);
    }

    /** Whether an attribute of that name marks a condition or an edge. */
    static boolean isEdge(String name) {
        return name.equals(CONDITION) || name.equals(EDGE);
    }

    private void event(int node, SpanEvent event) {
        if (event.attributes().isEmpty() || event.name().equals("exception")) {
            return;
        }
        SpanConcepts concepts = scene.reading.concepts(node, event);
        long time = event.timeNanos() == Span.NO_TIME ? tree.endNanos(node) : event.timeNanos();
        DecisionsDraft draft = draft(node, time, concepts, event.name());
        if (draft != null && !isRepeated(draft, node)) {
            drafts.add(draft);
        }
    }

    /** A tool call's own span may say the same as the event that was joined to it. */
    private boolean isRepeated(DecisionsDraft draft, int node) {
        DecisionsDraft last = drafts.isEmpty() ? null : drafts.getLast();
        if (last != null
                && last.node == node
                && last.chosen.equals(draft.chosen)
                && last.confidence == draft.confidence
                && last.time == draft.time) {
            last.absorb(draft);
            return true;
        }
        return false;
    }

    /** What attributes state, of a span where the event's name is empty. */
    private @Nullable DecisionsDraft draft(
            int node, long time, SpanConcepts concepts, String event) {
        if (!ChoiceConcepts.mayState(scene.reading, concepts, STATED, MENTIONED)) {
            return null;
        }
        SpanConcepts.Stated outcome = concepts.get(DECISION_OUTCOME);
        ChoiceStatement inner =
                outcome == null ? null : ChoiceStatement.of(ChoiceValues.fields(outcome.value()));
        String chosen = "";
        if (inner != null) {
            chosen = inner.chosen();
        } else if (outcome != null) {
            chosen = choice(ChoiceStatement.name(outcome.value()), outcome.source());
        }
        if (chosen.isEmpty() && !isDecision(node, concepts, event)) {
            return null;
        }
        if (chosen.isEmpty() && event.isEmpty() && scene.kind(node) == OperationKind.DECISION) {
            chosen = DecisionsRouters.choice(scene.reading, node);
        }
        DecisionsDraft draft = new DecisionsDraft(node, time, scene.owner(node), chosen);
        draft.explicit = true;
        draft.by = by(node, concepts, event);
        if (inner != null) {
            draft.says(inner);
        }
        fill(draft, concepts, outcome == null ? "" : outcome.source());
        draft.toolCall = concepts.text(TOOL_CALL_ID);
        if (draft.toolCall.isEmpty() && !event.isEmpty()) {
            draft.toolCall = concepts.text(TOOL_NAME);
        }
        if (draft.type.isEmpty() && DecisionsFollow.isApproval(chosen)) {
            draft.type = "approval";
        }
        String prefix = event.isEmpty() ? "" : "event " + event + ": ";
        if (outcome != null) {
            draft.because(node, prefix + outcome.source(), outcome.text());
        } else {
            draft.because(node, event.isEmpty() ? "span name" : "event", concepts.span().name());
        }
        return draft;
    }

    private static String choice(String text, String source) {
        boolean method = source.endsWith("speaker_selection");
        if (text.length() > ChoiceValues.LONGEST_CHOICE
                || method && METHODS.contains(ChoiceNames.key(text))) {
            return "";
        }
        return text;
    }

    /** Whether a span or event without a choice is a decision all the same. */
    private boolean isDecision(int node, SpanConcepts concepts, String event) {
        if (event.isEmpty() && scene.kind(node) == OperationKind.RETRIEVAL) {
            return false;
        }
        boolean explained =
                concepts.get(DECISION_REASON) != null
                        || concepts.get(DECISION_CONFIDENCE) != null
                        || concepts.get(DECISION_STEPS) != null;
        boolean decides =
                event.isEmpty()
                        ? scene.kind(node) == OperationKind.DECISION
                        : event.toLowerCase(Locale.ROOT).contains("decision");
        return concepts.get(DECISION_TYPE) != null
                || explained && (decides || concepts.get(DECISION_ALTERNATIVES) != null);
    }

    private void fill(DecisionsDraft draft, SpanConcepts concepts, String source) {
        String type = concepts.text(DECISION_TYPE);
        if (!type.isEmpty()) {
            draft.type = ChoiceValues.quote(type);
        } else if (draft.type.isEmpty()) {
            draft.type = typeOf(source);
        }
        if (draft.confidence < 0) {
            draft.confidence = ChoiceValues.confidence(concepts.value(DECISION_CONFIDENCE));
        }
        if (draft.reason.isEmpty()) {
            draft.reason = ChoiceValues.quote(concepts.text(DECISION_REASON));
        }
        if (draft.steps.isEmpty()) {
            draft.steps = ChoiceStatement.steps(concepts.value(DECISION_STEPS));
        }
        if (draft.alternatives.isEmpty()) {
            draft.alternatives =
                    ChoiceStatement.without(
                            draft.chosen,
                            ChoiceStatement.alternatives(concepts.value(DECISION_ALTERNATIVES)));
        }
        if (draft.triggeredBy.isEmpty()) {
            draft.triggeredBy = ChoiceValues.quote(concepts.text(DECISION_TRIGGERED_BY));
        }
        addEvidence(draft, concepts, DECISION_CONFIDENCE);
        addEvidence(draft, concepts, DECISION_REASON);
    }

    private static void addEvidence(DecisionsDraft draft, SpanConcepts concepts, Concept concept) {
        SpanConcepts.Stated stated = concepts.get(concept);
        if (stated != null) {
            draft.because(draft.node, stated.source(), stated.text());
        }
    }

    /** The kind of decision that an attribute's name speaks of. */
    private static String typeOf(String source) {
        String key = ChoiceStatement.snake(source);
        String last = key.substring(key.lastIndexOf('_') + 1);
        if (key.contains("goto")
                || key.contains("rout")
                || key.contains("speaker")
                || key.contains("branch")
                || key.contains("selected_steps")
                || key.equals("decision_model")
                || last.equals("agent")
                || last.equals("node")) {
            return "routing";
        }
        return last.equals("tool") ? "tool choice" : last.equals("verdict") ? "review" : "";
    }

    private String by(int node, SpanConcepts concepts, String event) {
        String source = concepts.text(DECISION_SOURCE);
        if (!source.isEmpty()) {
            return source;
        }
        if (!event.isEmpty()) {
            AnyValue plain = concepts.span().attributes().get("source");
            String named = ChoiceValues.scalar(plain);
            if (!named.isEmpty() && named.length() <= 60) {
                return named;
            }
        }
        return scene.by(node);
    }

    /** A span that is a decision by its name or kind; the choice stands in what it gave back. */
    private @Nullable DecisionsDraft decisionSpan(int node, SpanConcepts concepts) {
        String name = tree.span(node).name();
        ChoiceStatement inner = ChoiceStatement.of(scene.reading.fields(tree.facts(node).output()));
        String chosen =
                inner != null ? inner.chosen() : DecisionsRouters.choice(scene.reading, node);
        String source = "output";
        if (chosen.isEmpty()) {
            chosen = HandoffEnds.of(concepts).to();
            source = "span name";
        }
        if (chosen.isEmpty()) {
            chosen = monocleTarget(concepts);
            source = "entity.to_agent";
        }
        if (chosen.isEmpty()) {
            return null;
        }
        DecisionsDraft draft =
                new DecisionsDraft(node, tree.endNanos(node), scene.owner(node), chosen);
        draft.explicit = true;
        draft.by = scene.by(node);
        if (inner != null) {
            draft.says(inner);
        }
        fill(draft, concepts, "");
        if (draft.type.isEmpty() && !DecisionsFollow.isApproval(chosen)) {
            boolean routes = name.startsWith("Branch<") || scene.knows(chosen);
            draft.type = ChoiceNames.isEnd(chosen) ? "termination" : routes ? "routing" : "";
        }
        branch(draft, name);
        return draft.because(node, source, chosen).because(node, "span name", name);
    }

    private static String monocleTarget(SpanConcepts concepts) {
        Attributes attributes = concepts.span().attributes();
        for (int i = 1; i <= 9; i++) {
            String target = attributes.text("entity." + i + ".to_agent");
            if (target != null && !target.isBlank()) {
                return target;
            }
        }
        return "";
    }

    /** {@code Branch<source,one,other>}: LangGraph cuts the name to 63 characters. */
    private static void branch(DecisionsDraft draft, String name) {
        if (!name.startsWith("Branch<")) {
            return;
        }
        boolean whole = name.endsWith(">");
        String[] parts = name.substring(7, name.length() - (whole ? 1 : 0)).split(",", -1);
        if (draft.triggeredBy.isEmpty()) {
            draft.triggeredBy = parts[0];
        }
        List<Decision.Alternative> all = new ArrayList<>();
        for (int i = 1; i < parts.length - (whole ? 0 : 1); i++) {
            all.add(new Decision.Alternative(parts[i].strip(), -1, ""));
        }
        draft.alternatives = ChoiceStatement.without(draft.chosen, all);
    }

    /** A decision as JSON in an attribute of any name that speaks of a decision. */
    private @Nullable DecisionsDraft nested(int node, Span span) {
        if (!scene.reading.anyNameSays(node, ReadingNames.DECISION)) {
            return null;
        }
        Attributes attributes = span.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            if (!scene.reading.names().says(attributes.key(i), ReadingNames.DECISION)) {
                continue;
            }
            ChoiceStatement inner = ChoiceStatement.of(scene.reading.fields(attributes.value(i)));
            if (inner != null) {
                DecisionsDraft draft =
                        new DecisionsDraft(
                                        node,
                                        tree.endNanos(node),
                                        scene.owner(node),
                                        inner.chosen())
                                .says(inner)
                                .because(node, attributes.key(i), inner.chosen());
                draft.explicit = true;
                draft.by = scene.by(node);
                return draft;
            }
        }
        return null;
    }

    /** The conditions below a conditional: those that did not hold were the alternatives. */
    private void conditions(int node, DecisionsDraft draft) {
        draft.type = "routing";
        List<Decision.Alternative> others = new ArrayList<>();
        for (int child : scene.children(node)) {
            Attributes attributes = tree.span(child).attributes();
            if (!"workflow_conditional_eval".equals(attributes.text(CONDITION))) {
                continue;
            }
            Boolean held = held(child);
            String name = tree.span(child).name();
            if (held != null) {
                draft.because(child, "span name", name + " is " + held);
            }
            if (Boolean.FALSE.equals(held)) {
                others.add(new Decision.Alternative(name, -1, ""));
            }
        }
        if (draft.alternatives.isEmpty()) {
            draft.alternatives = others;
        }
    }

    private @Nullable Boolean held(int condition) {
        Attributes attributes = tree.span(condition).attributes();
        Boolean stated =
                ChoiceValues.flag(attributes.get("mastra.workflow_conditional_eval.result"));
        return stated == null ? ChoiceValues.flag(tree.facts(condition).output()) : stated;
    }

    /** The condition by which a loop goes on or ends; Mastra names it after the loop's form. */
    private void loopCondition(int node) {
        String name = tree.span(node).name();
        Boolean held = held(node);
        boolean until = name.endsWith("dountil");
        if (held == null || !until && !name.endsWith("dowhile")) {
            return;
        }
        String chosen = held == until ? "end" : "continue";
        DecisionsDraft draft =
                new DecisionsDraft(node, tree.endNanos(node), scene.owner(node), chosen)
                        .because(node, "output", held.toString())
                        .because(node, "span name", name);
        draft.explicit = true;
        draft.type = "termination";
        draft.by = scene.by(node);
        draft.alternatives =
                List.of(
                        new Decision.Alternative(
                                chosen.equals("end") ? "continue" : "end", -1, ""));
        drafts.add(draft);
    }

    /** Agent Framework's edges: only those with conditions decide. */
    private boolean edgeGroup(int node, SpanConcepts concepts) {
        String group = concepts.span().attributes().text(EDGE);
        if (group == null) {
            return false;
        }
        String status =
                ChoiceValues.scalar(concepts.span().attributes().get("edge_group.delivery_status"));
        String target = concepts.text(MESSAGE_RECIPIENT);
        boolean cases = group.contains("SwitchCase");
        boolean refused = status.contains("condition evaluated to false");
        if (!cases && !refused || target.isEmpty()) {
            return true;
        }
        DecisionsDraft draft =
                new DecisionsDraft(
                                node,
                                tree.endNanos(node),
                                scene.owner(node),
                                refused ? "not " + target : target)
                        .because(node, "edge_group.type", group)
                        .because(node, "edge_group.delivery_status", status);
        draft.explicit = true;
        draft.type = "routing";
        String source = concepts.text(MESSAGE_SENDER);
        draft.by = source.isEmpty() ? scene.by(node) : source;
        draft.triggeredBy = source;
        if (refused) {
            draft.alternatives = List.of(new Decision.Alternative(target, -1, ""));
        }
        drafts.add(draft);
        return true;
    }
}
