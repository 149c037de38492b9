package io.agtrace.analyzers.agents;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.otlp.OtlpJsonReader;
import io.agtrace.analyzers.ingest.otlp.OtlpProtobufReader;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run put down span by span, or read from a recording, and what is found in it. */
final class DecisionsRun {
    /** 2026-01-01T00:00:00Z. */
    static final long START = 1_767_225_600_000_000_000L;

    private static final StandardConventions CONVENTIONS = StandardConventions.standard();

    private final List<Span> spans = new ArrayList<>();
    private @Nullable Workflow built;

    static DecisionsRun run() {
        return new DecisionsRun();
    }

    /** Reads a recording; the test is skipped where the recordings are not at hand. */
    static DecisionsRun recording(String file) throws IOException {
        Path at = Path.of("").toAbsolutePath();
        Path found = null;
        for (; at != null && found == null; at = at.getParent()) {
            Path path = at.resolveSibling("shared/corpus/recordings").resolve(file);
            found = Files.exists(path) ? path : null;
        }
        assumeTrue(found != null, "no recordings here");
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        SpanReader reader =
                file.endsWith(".binpb") ? new OtlpProtobufReader() : new OtlpJsonReader();
        byte[] bytes = found == null ? new byte[0] : Files.readAllBytes(found);
        reader.read(ByteInput.of(file, bytes), builder, new IngestReport());
        DecisionsRun run = new DecisionsRun();
        run.built = builder.build();
        return run;
    }

    /** A span with times in milliseconds since the run's start; its number is its id. */
    DecisionsRun span(int id, int parent, String name, long from, long to, Object... attributes) {
        spans.add(
                new Span.Builder(Id.of(1, 1), Id.of(id))
                        .parent(parent == 0 ? null : Id.of(parent))
                        .name(name)
                        .times(START + from * 1_000_000, START + to * 1_000_000)
                        .attributes(attributes(attributes))
                        .build());
        return this;
    }

    DecisionsRun agent(int id, int parent, String name, long from, long to, Object... more) {
        List<Object> attributes =
                new ArrayList<>(
                        List.of(
                                "gen_ai.operation.name",
                                "invoke_agent",
                                "gen_ai.agent.name",
                                name));
        attributes.addAll(List.of(more));
        return span(id, parent, "invoke_agent " + name, from, to, attributes.toArray());
    }

    DecisionsRun model(int id, int parent, long from, long to, Object... more) {
        List<Object> attributes = new ArrayList<>(List.of("gen_ai.operation.name", "chat"));
        attributes.addAll(List.of(more));
        return span(id, parent, "chat m", from, to, attributes.toArray());
    }

    DecisionsRun tool(int id, int parent, String name, long from, long to, Object... more) {
        List<Object> attributes =
                new ArrayList<>(
                        List.of("gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", name));
        attributes.addAll(List.of(more));
        return span(id, parent, "execute_tool " + name, from, to, attributes.toArray());
    }

    /** An event of the last span. */
    DecisionsRun event(String name, long at, Object... attributes) {
        Span last = spans.removeLast();
        List<SpanEvent> events = new ArrayList<>(last.events());
        events.add(new SpanEvent(START + at * 1_000_000, name, attributes(attributes)));
        spans.add(last.withEvents(events));
        return this;
    }

    /** The last span failed. */
    DecisionsRun failed(String message) {
        Span last = spans.removeLast();
        spans.add(last.toBuilder().status(Status.of(Status.Code.ERROR, message)).build());
        return this;
    }

    /** The last span links to another. */
    DecisionsRun link(int id) {
        Span last = spans.removeLast();
        SpanLink link = new SpanLink(Id.of(1, 1), Id.of(id), Attributes.EMPTY);
        spans.add(last.toBuilder().links(List.of(link)).build());
        return this;
    }

    static Attributes attributes(Object... namesAndValues) {
        Attributes.Builder all = new Attributes.Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return all.build();
    }

    private static AnyValue value(Object plain) {
        return switch (plain) {
            case AnyValue value -> value;
            case Integer number -> AnyValue.of((long) number);
            case Long number -> AnyValue.of((long) number);
            case Double number -> AnyValue.of((double) number);
            case Boolean flag -> AnyValue.of((boolean) flag);
            case List<?> items ->
                    new AnyValue.ArrayValue(items.stream().map(DecisionsRun::value).toList());
            case Map<?, ?> map -> {
                Attributes.Builder fields = new Attributes.Builder();
                map.forEach((key, inner) -> fields.put(key.toString(), value(inner)));
                yield new AnyValue.KvlistValue(fields.build());
            }
            default -> AnyValue.of(plain.toString());
        };
    }

    Workflow workflow() {
        Workflow known = built;
        if (known == null) {
            WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
            spans.forEach(builder::span);
            known = builder.build();
            built = known;
        }
        return known;
    }

    SpanTree tree() {
        return workflow().tree();
    }

    List<Decision> decisions() {
        SpanTree tree = tree();
        int[] owners = new int[tree.size()];
        List<String> agents = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            int owner = tree.parent(node) < 0 ? -1 : owners[tree.parent(node)];
            String name = tree.facts(node).agentName();
            if (tree.facts(node).operation().kind() == OperationKind.AGENT
                    && !name.isEmpty()
                    && (owner < 0 || !agents.get(owner).equals(name))) {
                owner = agents.size();
                agents.add(name);
            }
            owners[node] = owner;
        }
        return Decisions.of(
                reading(),
                node -> owners[node],
                node -> owners[node] < 0 ? "" : agents.get(owners[node]));
    }

    /** Each decision as {@code type: by -> chosen => followed}, with what contradicts marked. */
    List<String> chain() {
        return decisions().stream()
                .map(
                        each ->
                                each.type()
                                        + ": "
                                        + each.by()
                                        + " -> "
                                        + each.chosen()
                                        + (each.followed().isEmpty() ? "" : " => ")
                                        + each.followed()
                                        + (Boolean.FALSE.equals(each.asDecided()) ? " (!)" : ""))
                .toList();
    }

    List<Budget> budgets() {
        return Budgets.of(reading());
    }

    List<Assessment> assessments() {
        return Assessments.of(reading());
    }

    List<ContextUse> contextUses() {
        return ContextUses.of(reading());
    }

    String outcome() {
        return OutcomesOfRun.of(reading());
    }

    private Reading reading() {
        return new Reading(workflow().tree(), CONVENTIONS);
    }
}
