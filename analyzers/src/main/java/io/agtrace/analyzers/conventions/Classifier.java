package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;

import io.agtrace.analyzers.conventions.Operation.Evidence;
import io.agtrace.analyzers.conventions.SpanConcepts.Stated;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what one span does. Attributes that name the operation come first, in the order of {@link
 * OperationNames}; a vague one (a chain) yields to a precise one behind it. Then the exceptions
 * that single families need, then the marks of plain infrastructure, then the span's name, then
 * what the presence of other attributes suggests. All that was found is kept as evidence.
 */
final class Classifier {
    private static final String NAME = "span name";

    private final SpanConcepts concepts;
    private final Span span;
    private final SpanName name;
    private final LangGraph graph;
    private final List<Evidence> evidence = new ArrayList<>(3);
    private boolean plain;

    private Classifier(SpanConcepts concepts, SpanName name, LangGraph graph) {
        this.concepts = concepts;
        this.span = concepts.span();
        this.name = name;
        this.graph = graph;
    }

    static Operation classify(SpanConcepts concepts, SpanName name, LangGraph graph) {
        return new Classifier(concepts, name, graph).classify();
    }

    private Operation classify() {
        OperationKind kind = byAttribute();
        if (isBeeAiMoment()) {
            kind = because(Operation.Evidence.MOMENT, span.name(), OTHER);
        } else if (kind != null) {
            kind = corrected(kind);
        } else if (hasHandoffEnds()) {
            kind = because(Concept.HANDOFF_TO, HANDOFF);
        } else if (namesTool()) {
            kind = corrected(because(toolConcept(), TOOL_CALL));
        } else if (plain) {
            kind = plainKind();
        } else {
            kind = byName();
        }
        return kind == OTHER && evidence.isEmpty()
                ? Operation.OTHER
                : new Operation(kind, ordered(kind));
    }

    /** What the attributes say that exist to say it. */
    private @Nullable OperationKind byAttribute() {
        int bestRank = Integer.MAX_VALUE;
        OperationKind best = null;
        int preciseRank = Integer.MAX_VALUE;
        OperationKind precise = null;
        List<Stated> stated = concepts.each();
        for (int i = 0; i < stated.size(); i++) {
            Stated statement = stated.get(i);
            if (statement.concept() == Concept.PLAIN) {
                plain = true;
            } else if (statement.concept() == Concept.OPERATION) {
                OperationNames.Source source = OperationNames.source(statement.source());
                String value = statement.text();
                OperationKind says = source.kind(value);
                if (says == null) {
                    continue;
                }
                evidence.add(new Evidence(statement.source(), value, says));
                if (source.rank() < bestRank) {
                    bestRank = source.rank();
                    best = says;
                }
                if (source.rank() < preciseRank && says != CHAIN && says != OTHER) {
                    preciseRank = source.rank();
                    precise = says;
                }
            }
        }
        boolean vague = best == CHAIN || best == OTHER;
        // OpenLLMetry calls every LangChain runnable a workflow.
        return vague && precise != null && precise != WORKFLOW ? precise : best;
    }

    /** The exceptions to what the attributes say. */
    private OperationKind corrected(OperationKind kind) {
        return switch (kind) {
            case TOOL_CALL -> correctedTool();
            case AGENT -> correctedAgent();
            case CHAIN, WORKFLOW -> correctedChain(kind);
            case QUEUE_RECEIVE, QUEUE_SEND ->
                    name.coined() && name.kind() != null ? because(name.kind()) : kind;
            default -> kind;
        };
    }

    private OperationKind correctedTool() {
        if (name.kind() == HANDOFF && name.coined()) {
            return because(HANDOFF);
        }
        String tool = concepts.text(Concept.TOOL_NAME);
        if (tool.equals("(merged tools)")) {
            return because(Concept.TOOL_NAME, OTHER);
        }
        if (HandoffTools.target(tool) != null) {
            return because(Concept.TOOL_NAME, HANDOFF);
        }
        String named = name.tool().isEmpty() ? span.name() : name.tool();
        if (HandoffTools.target(named) != null) {
            return because(HANDOFF);
        }
        return TOOL_CALL;
    }

    private OperationKind correctedAgent() {
        if (name.kind() == WORKFLOW && name.coined() && !graph.isAgentNode(span.name())) {
            return because(WORKFLOW);
        }
        boolean identified =
                concepts.has(Concept.GRAPH_NODE)
                        || concepts.has(Concept.AGENT_NAME)
                        || concepts.has(Concept.AGENT_ID);
        if (identified || !saidBy("openinference.span.kind", AGENT)) {
            return AGENT;
        }
        String scope = span.scope().name();
        if (scope.contains("openai_agents") || scope.contains("openai-agents")) {
            // The SDK's trace, which the bridge exports as an agent; agents have a graph node.
            return because("scope", scope, WORKFLOW);
        }
        if (name.kind() == DECISION) {
            return because(DECISION);
        }
        if (concepts.text(Concept.AGENT_NAME).equals(span.name())) {
            return AGENT;
        }
        // The bridge to LangChain calls whatever has "agent" in its name an agent.
        if (graph.isGraphRun()) {
            return because("metadata", "ls_integration", WORKFLOW);
        }
        return graph.node().isEmpty() || graph.isAgentNode(span.name())
                ? AGENT
                : because("metadata", graph.node(), CHAIN);
    }

    private OperationKind correctedChain(OperationKind kind) {
        if (graph.isAgentNode(span.name())) {
            return because("langgraph_node", graph.node(), AGENT);
        }
        if (graph.isNode(span.name())) {
            return CHAIN;
        }
        if (isRouter(span.name())) {
            return because(DECISION);
        }
        if (name.kind() != null && name.coined() && name.kind() != kind && corrects(name.kind())) {
            return because(name.kind());
        }
        String agent = concepts.text(Concept.AGENT_NAME);
        if (concepts.family() == Family.AGENT_FRAMEWORK && isAgentExecutor()) {
            return because(Concept.AGENT_NAME, AGENT);
        }
        if (kind == CHAIN && graph.isGraphRun()) {
            return agent.equals(span.name())
                    ? because(Concept.AGENT_NAME, AGENT)
                    : because("metadata", "ls_integration", WORKFLOW);
        }
        return kind == CHAIN && span.name().toLowerCase(Locale.ROOT).endsWith("workflow")
                ? because(WORKFLOW)
                : kind;
    }

    private static boolean corrects(OperationKind named) {
        return named == WORKFLOW || named == DECISION || named == HANDOFF || named == AGENT;
    }

    private static boolean isRouter(String name) {
        return name.startsWith("route_") || name.startsWith("Branch<");
    }

    private boolean isAgentExecutor() {
        String type = span.attributes().text("executor.type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("agent");
    }

    /**
     * BeeAI exports its events as spans without length, or closes them with the run: {@code
     * agent.react.update-4}. Those that begin a model's or a tool's work stand for it.
     */
    private boolean isBeeAiMoment() {
        String event = beeAiEvent(span);
        return event.startsWith("agent.") || !event.isEmpty() && !event.endsWith(".start");
    }

    /** The event that BeeAI wrote as this span, without its number; else the empty string. */
    static String beeAiEvent(Span span) {
        int dash = span.name().lastIndexOf('-');
        boolean event =
                dash > 0
                        && span.name().lastIndexOf('.', dash) > 0
                        && span.scope().name().contains("beeai");
        return event ? span.name().substring(0, dash) : "";
    }

    private boolean hasHandoffEnds() {
        return concepts.has(Concept.HANDOFF_TO)
                && (concepts.has(Concept.HANDOFF_FROM) || name.kind() == HANDOFF);
    }

    private boolean namesTool() {
        return (concepts.has(Concept.TOOL_NAME) || concepts.has(Concept.TOOL_CALL_ID))
                && (name.kind() == null || name.kind() == TOOL_CALL || name.kind() == CHAIN)
                && span.attributes().get("mcp.method.name") == null
                && !concepts.has(Concept.TOKENS_INPUT);
    }

    private Concept toolConcept() {
        return concepts.has(Concept.TOOL_NAME) ? Concept.TOOL_NAME : Concept.TOOL_CALL_ID;
    }

    /** A span of HTTP, a database, a queue: never an agent, whatever its name. */
    private OperationKind plainKind() {
        boolean queue = false;
        for (Stated stated : concepts.each()) {
            if (stated.concept() == Concept.PLAIN) {
                queue |= stated.source().startsWith("messaging.");
                if (evidence.isEmpty()) {
                    evidence.add(new Evidence(stated.source(), stated.text(), OTHER));
                }
            }
        }
        if (queue && span.kind() == SpanKind.PRODUCER) {
            return because("span kind", "PRODUCER", QUEUE_SEND);
        }
        if (queue && span.kind() == SpanKind.CONSUMER) {
            return because("span kind", "CONSUMER", QUEUE_RECEIVE);
        }
        return isVectorSearch() ? because("db.vector.query.top_k", "", RETRIEVAL) : OTHER;
    }

    private boolean isVectorSearch() {
        return span.attributes().get("db.vector.query.top_k") != null
                || span.attributes().get("db.vector.query.content") != null;
    }

    private OperationKind byName() {
        if (span.scope().name().equals("crewai.telemetry")) {
            return because("scope", "crewai.telemetry", OTHER);
        }
        String agent = concepts.text(Concept.AGENT_NAME);
        boolean namesAgent =
                !agent.isEmpty()
                        && NameTable.snakeCase(span.name()).contains(NameTable.snakeCase(agent));
        if (namesAgent && (name.kind() == null || name.kind() == CHAIN)) {
            return because(Concept.AGENT_NAME, AGENT);
        }
        if (name.kind() != null) {
            return because(name.kind());
        }
        if (graph.isAgentNode(span.name())) {
            return because("langgraph_node", graph.node(), AGENT);
        }
        if (span.kind() == SpanKind.PRODUCER) {
            return because("span kind", "PRODUCER", QUEUE_SEND);
        }
        if (span.kind() == SpanKind.CONSUMER) {
            return because("span kind", "CONSUMER", QUEUE_RECEIVE);
        }
        return byPresence();
    }

    /** What it suggests that some other concept is stated. */
    private OperationKind byPresence() {
        if (concepts.has(Concept.GUARDRAIL_TRIGGERED)) {
            return because(Concept.GUARDRAIL_TRIGGERED, GUARDRAIL);
        }
        if (concepts.has(Concept.TOKENS_INPUT) || concepts.has(Concept.TOKENS_OUTPUT)) {
            return because(Concept.TOKENS_INPUT, MODEL_CALL);
        }
        if (concepts.has(Concept.MODEL_ANSWERED) || concepts.has(Concept.MODEL_ASKED)) {
            return because(Concept.MODEL_ASKED, MODEL_CALL);
        }
        if (concepts.has(Concept.RETRIEVED_DOCUMENTS)) {
            return because(Concept.RETRIEVED_DOCUMENTS, RETRIEVAL);
        }
        if (concepts.has(Concept.EVALUATION_SCORE)) {
            return because(Concept.EVALUATION_SCORE, EVALUATION);
        }
        if (concepts.has(Concept.DECISION_OUTCOME)) {
            return because(Concept.DECISION_OUTCOME, DECISION);
        }
        return concepts.has(Concept.AGENT_NAME) ? because(Concept.AGENT_NAME, CHAIN) : OTHER;
    }

    private boolean saidBy(String source, OperationKind says) {
        for (Evidence known : evidence) {
            if (known.source().equals(source) && known.says() == says) {
                return true;
            }
        }
        return false;
    }

    private OperationKind because(OperationKind says) {
        return because(NAME, span.name(), says);
    }

    private OperationKind because(Concept concept, OperationKind says) {
        Stated stated = concepts.get(concept);
        return stated == null
                ? because(concept.name().toLowerCase(Locale.ROOT), "", says)
                : because(stated.source(), stated.text(), says);
    }

    private OperationKind because(String source, String value, OperationKind says) {
        evidence.addFirst(new Evidence(source, value, says));
        return says;
    }

    /** The evidence for the reading first, the dissent behind it. */
    private List<Evidence> ordered(OperationKind kind) {
        if (name.kind() != null && name.kind() != kind && !saidBy(NAME, name.kind()) && !plain) {
            evidence.add(new Evidence(NAME, span.name(), name.kind()));
        }
        if (evidence.size() < 2) {
            return evidence;
        }
        List<Evidence> all = new ArrayList<>(evidence.size());
        for (Evidence known : evidence) {
            if (known.says() == kind) {
                all.add(known);
            }
        }
        for (Evidence known : evidence) {
            if (known.says() != kind) {
                all.add(known);
            }
        }
        return all;
    }
}
