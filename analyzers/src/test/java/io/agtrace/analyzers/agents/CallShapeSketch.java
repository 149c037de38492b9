package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Conventions;
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
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowBuilder;
import io.agtrace.fixtures.GeneratedSpan;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.SpanWriter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run put down span by span, times in milliseconds; and runs from elsewhere as shapes. */
final class CallShapeSketch {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final Id TRACE = Id.of(7, 7);

    private final List<Span> spans = new ArrayList<>();

    /** One span of a sketch; its number serves as parent for others. */
    final class Part {
        private final int number = spans.size();

        /** The status that says the span failed. */
        Part failed(String message) {
            return change(s -> s.status(Status.of(Status.Code.ERROR, message)));
        }

        Part kind(SpanKind kind) {
            return change(s -> s.kind(kind));
        }

        Part event(long millis, String name, Object... attributes) {
            List<SpanEvent> events = new ArrayList<>(spans.get(number).events());
            events.add(new SpanEvent(START + millis * 1_000_000, name, of(attributes)));
            return change(s -> s.events(events));
        }

        Part linkedTo(Part... others) {
            List<SpanLink> links = new ArrayList<>();
            for (Part other : others) {
                links.add(new SpanLink(TRACE, Id.of(other.number + 1L), Attributes.EMPTY));
            }
            return change(s -> s.links(links));
        }

        private Part change(java.util.function.UnaryOperator<Span.Builder> how) {
            spans.set(number, how.apply(spans.get(number).toBuilder()).build());
            return this;
        }
    }

    Part span(@Nullable Part parent, String name, long start, long end, Object... attributes) {
        Part part = new Part();
        Span.Builder span =
                new Span.Builder(TRACE, Id.of(part.number + 1L))
                        .name(name)
                        .times(START + start * 1_000_000, START + end * 1_000_000)
                        .attributes(of(attributes));
        if (parent != null) {
            span.parent(Id.of(parent.number + 1L));
        }
        spans.add(span.build());
        return part;
    }

    Part root(String name, long end) {
        return span(null, name, 0, end, "gen_ai.operation.name", "invoke_workflow");
    }

    Part agent(@Nullable Part parent, String name, long start, long end, Object... attributes) {
        return with(
                span(parent, "invoke_agent " + name, start, end, attributes),
                "gen_ai.operation.name",
                "invoke_agent",
                "gen_ai.agent.name",
                name);
    }

    Part model(Part parent, long start, long end, Object... attributes) {
        return with(
                span(parent, "chat m", start, end, attributes), "gen_ai.operation.name", "chat");
    }

    Part tool(Part parent, String name, long start, long end, Object... attributes) {
        return with(
                span(parent, "execute_tool " + name, start, end, attributes),
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.name",
                name);
    }

    private Part with(Part part, Object... attributes) {
        return part.change(
                s ->
                        s.attributes(
                                new Attributes.Builder()
                                        .putAll(spans.get(part.number).attributes())
                                        .putAll(of(attributes))
                                        .build()));
    }

    private static Attributes of(Object... namesAndValues) {
        Attributes.Builder all = new Attributes.Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put(
                    (String) namesAndValues[i],
                    switch (namesAndValues[i + 1]) {
                        case Integer number -> AnyValue.of((long) number);
                        case Double number -> AnyValue.of((double) number);
                        case Boolean flag -> AnyValue.of((boolean) flag);
                        default -> AnyValue.of(namesAndValues[i + 1].toString());
                    });
        }
        return all.build();
    }

    CallShapes shapes() {
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        spans.forEach(builder::span);
        return shapes(builder.build());
    }

    /** Milliseconds since the sketch's beginning. */
    static long millis(long nanos) {
        return (nanos - START) / 1_000_000;
    }

    static CallShapes shapes(Workflow workflow) {
        return CallShapes.of(workflow.tree(), StandardConventions.standard());
    }

    static List<Retry> retries(CallShapes shapes) {
        return Retries.of(shapes, _ -> -1);
    }

    static List<Loop> loops(CallShapes shapes) {
        return Loops.of(shapes, retries(shapes));
    }

    static String name(CallShapes shapes, int node) {
        return shapes.tree().span(node).name();
    }

    /** Generated spans the way they reach the analysis: written and read again. */
    static Workflow workflow(List<GeneratedSpan> generated) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SpanWriter writer = OutputFormat.OTLP_PROTO.writer(out, 500)) {
            for (GeneratedSpan span : generated) {
                writer.accept(span);
            }
            writer.end();
        }
        return read(new OtlpProtobufReader(), out.toByteArray());
    }

    private static Workflow read(SpanReader reader, byte[] bytes) throws IOException {
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        try (ByteInput in = ByteInput.of("in", bytes)) {
            reader.read(in, builder, new IngestReport());
        }
        return builder.build();
    }

    /** A recording of the shared corpus, or null where the corpus is not at hand. */
    static @Nullable CallShapes recording(String file) throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolveSibling("shared/corpus/recordings").resolve(file).normalize();
            if (Files.exists(found)) {
                SpanReader reader =
                        file.endsWith("pb") ? new OtlpProtobufReader() : new OtlpJsonReader();
                return shapes(read(reader, Files.readAllBytes(found)));
            }
        }
        return null;
    }

    static SpanTree tree(CallShapes shapes) {
        return shapes.tree();
    }
}
