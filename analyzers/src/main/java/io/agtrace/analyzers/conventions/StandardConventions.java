package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The conventions of all families this package has tables for, and the user's own names. */
public final class StandardConventions implements Conventions {
    private static final String INVOKE_WORKFLOW = "invoke_workflow ";
    private static final String DOT_WORKFLOW = ".workflow";

    private static final StandardConventions STANDARD = new StandardConventions(Map.of());

    private final NameTable table;

    private StandardConventions(Map<Concept, List<String>> ownNames) {
        NameTable.Builder rows = new NameTable.Builder();
        IdentityNames.addTo(rows);
        OperationNames.addTo(rows);
        PayloadNames.addTo(rows);
        UsageNames.addTo(rows);
        OutcomeNames.addTo(rows);
        MessageNames.addTo(rows);
        ControlNames.addTo(rows);
        ownNames.forEach(rows::first);
        table = rows.build();
    }

    /** These conventions with attribute names of the user's own, which are believed first. */
    public static StandardConventions with(Map<Concept, List<String>> ownNames) {
        return ownNames.isEmpty() ? STANDARD : new StandardConventions(ownNames);
    }

    /** The conventions without names of a user's own. */
    public static StandardConventions standard() {
        return STANDARD;
    }

    /** The concepts a span's attributes state, each with its source. */
    public SpanConcepts concepts(Span span) {
        return new SpanConcepts(table, span);
    }

    /** The concepts that an attribute of that name may state. */
    public List<Concept> concepts(String attribute) {
        NameTable.Binding[] bindings = table.meaning(attribute).bindings();
        List<Concept> concepts = new ArrayList<>(bindings.length);
        for (NameTable.Binding binding : bindings) {
            concepts.add(binding.concept());
        }
        return concepts;
    }

    @Override
    public SpanFacts read(Span span) {
        SpanConcepts concepts = concepts(span);
        SpanName name = SpanName.of(span.name());
        LangGraph graph = LangGraph.of(concepts);
        Operation operation = Classifier.classify(concepts, name, graph);
        OperationKind kind = operation.kind();
        EventFacts events = EventFacts.of(span.events());
        Monocle monocle = Monocle.of(concepts);
        Names names = new Names(concepts, name, graph, kind);
        Failures failures = Failures.of(concepts, events);
        String message = concepts.text(Concept.MESSAGE_ID);
        boolean sends = sends(kind, span.kind());
        boolean receives = !sends && receives(kind, span.kind());
        return new SpanFacts(
                operation,
                family(concepts).label(),
                names.agent(monocle),
                names.tool(monocle),
                concepts.text(Concept.TOOL_CALL_ID),
                model(concepts, monocle),
                workflowName(concepts, kind),
                Usage.tokens(concepts, events),
                Usage.cost(concepts),
                failures.failed(),
                failures.message(),
                Usage.finishReason(concepts, events),
                Payloads.input(concepts, events),
                Payloads.output(concepts, events),
                sends ? message : "",
                receives ? message : "",
                RunIds.of(concepts),
                outcome(concepts, kind),
                attempt(concepts),
                iteration(concepts, name, graph));
    }

    @Override
    public SpanFacts overview(Span span) {
        SpanConcepts concepts = concepts(span);
        SpanName name = SpanName.of(span.name());
        LangGraph graph = LangGraph.of(concepts);
        Operation operation = Classifier.classify(concepts, name, graph);
        OperationKind kind = operation.kind();
        EventFacts events = EventFacts.of(span.events());
        Monocle monocle = Monocle.of(concepts);
        String message = concepts.text(Concept.MESSAGE_ID);
        boolean sends = sends(kind, span.kind());
        boolean receives = !sends && receives(kind, span.kind());
        return new SpanFacts(
                operation,
                "",
                new Names(concepts, name, graph, kind).agent(monocle),
                "",
                "",
                model(concepts, monocle),
                workflowName(concepts, kind),
                Usage.tokens(concepts, events),
                Usage.cost(concepts),
                Failures.of(concepts, events).failed(),
                "",
                "",
                null,
                null,
                sends ? message : "",
                receives ? message : "",
                RunIds.of(concepts),
                "",
                -1,
                -1);
    }

    private static Family family(SpanConcepts concepts) {
        Family family = concepts.family().or(Family.ofScope(concepts.span().scope().name()));
        return family == Family.GENAI
                ? family.or(Family.ofProvider(concepts.text(Concept.PROVIDER)))
                : family;
    }

    private static String model(SpanConcepts concepts, Monocle monocle) {
        String answered = concepts.text(Concept.MODEL_ANSWERED);
        if (!answered.isEmpty()) {
            return answered;
        }
        String asked = concepts.text(Concept.MODEL_ASKED);
        return asked.isEmpty() ? monocle.model() : asked;
    }

    private static boolean sends(OperationKind kind, SpanKind spanKind) {
        return switch (kind) {
            case QUEUE_SEND, HANDOFF -> true;
            case QUEUE_RECEIVE, AGENT -> false;
            default -> spanKind == SpanKind.PRODUCER || spanKind == SpanKind.CLIENT;
        };
    }

    private static boolean receives(OperationKind kind, SpanKind spanKind) {
        return switch (kind) {
            case QUEUE_RECEIVE, AGENT -> true;
            default -> spanKind == SpanKind.CONSUMER || spanKind == SpanKind.SERVER;
        };
    }

    /** An outcome is the run's or an agent's; HTTP clients report theirs under the same name. */
    private static String outcome(SpanConcepts concepts, OperationKind kind) {
        if (!concepts.has(Concept.OUTCOME) || isPlain(concepts, kind)) {
            return "";
        }
        return concepts.text(Concept.OUTCOME).toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(SpanConcepts concepts, OperationKind kind) {
        if (kind != OperationKind.OTHER) {
            return false;
        }
        for (SpanConcepts.Stated stated : concepts.each()) {
            if (stated.concept() == Concept.PLAIN) {
                return true;
            }
        }
        return false;
    }

    private static int attempt(SpanConcepts concepts) {
        long attempt = concepts.count(Concept.ATTEMPT);
        if (attempt < 0) {
            long earlier = concepts.count(Concept.RETRY_COUNT);
            attempt = earlier < 0 ? -1 : earlier + 1;
        }
        return small(attempt);
    }

    private static int iteration(SpanConcepts concepts, SpanName name, LangGraph graph) {
        long stated = concepts.count(Concept.ITERATION);
        if (stated >= 0 && !graph.isGraphRun()) {
            return small(stated);
        }
        return name.ordinal();
    }

    private static int small(long number) {
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }

    /** The name that the run states, or the one in the name of its workflow span. */
    private static String workflowName(SpanConcepts concepts, OperationKind kind) {
        String stated = concepts.text(Concept.WORKFLOW_NAME);
        String name = concepts.span().name();
        if (!stated.isEmpty() || kind != OperationKind.WORKFLOW) {
            return stated;
        }
        if (name.startsWith(INVOKE_WORKFLOW)) {
            return name.substring(INVOKE_WORKFLOW.length()).strip();
        }
        return name.endsWith(DOT_WORKFLOW)
                ? name.substring(0, name.length() - DOT_WORKFLOW.length())
                : "";
    }
}
