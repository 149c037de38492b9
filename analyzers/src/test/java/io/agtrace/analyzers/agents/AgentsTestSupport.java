package io.agtrace.analyzers.agents;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.TraceIndex;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Runs for the tests of the agents' view: real ones from the corpus, and small ones written out.
 */
final class AgentsTestSupport {
    static final long MILLISECOND = 1_000_000;

    /** An arbitrary day. */
    static final long EPOCH = 1_760_000_000_000_000_000L;

    private AgentsTestSupport() {}

    /** The workflow in a file of the corpus; the test is skipped where there is no corpus. */
    static Workflow corpus(String file) throws IOException {
        Path corpus = find();
        assumeTrue(corpus != null, "the corpus is not beside the project");
        Path path = corpus == null ? Path.of(file) : corpus.resolve(file);
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        read(file, path, builder);
        return builder.build();
    }

    /** One of the workflows in a file of the corpus, by its place in a listing. */
    static Workflow corpus(String file, int index) throws IOException {
        Path corpus = find();
        assumeTrue(corpus != null, "the corpus is not beside the project");
        Path path = corpus == null ? Path.of(file) : corpus.resolve(file);
        TraceIndex traces = new TraceIndex(Conventions.standard());
        read(file, path, traces);
        WorkflowBuilder builder =
                new WorkflowBuilder(Conventions.standard(), traces.workflows().get(index));
        read(file, path, builder);
        return builder.build();
    }

    private static void read(String name, Path path, SpanSink sink) throws IOException {
        try (ByteInput in = ByteInput.of(name, Files.readAllBytes(path))) {
            new Ingest(Formats.standard()).read(in, sink, new IngestReport());
        }
    }

    private static @Nullable Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path corpus = at.resolve("shared/corpus");
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
        }
        return null;
    }

    /** Each stay as {@code name}, with the name of the one around it: {@code scout in manager}. */
    static List<String> agents(Cast cast) {
        return cast.invocations().stream()
                .map(
                        each ->
                                each.parent() < 0
                                        ? each.agent()
                                        : each.agent()
                                                + " in "
                                                + cast.invocation(each.parent()).agent())
                .toList();
    }

    static List<String> agents(Workflow workflow) {
        return agents(Invocations.cast(workflow));
    }

    /**
     * Each message as {@code handoff planner → writer}; {@code lost} before the receiver where it
     * was never received, {@code ?} behind it where only the order of events speaks for it.
     */
    static List<String> messages(Workflow workflow) {
        return messages(Messages.of(workflow, Invocations.cast(workflow)));
    }

    static List<String> messages(List<Message> messages) {
        return messages.stream()
                .map(
                        each ->
                                each.kind().name().toLowerCase(Locale.ROOT)
                                        + " "
                                        + each.sender()
                                        + " → "
                                        + (each.to() < 0 ? "lost " : "")
                                        + each.receiver()
                                        + (each.confidence() < 0.4 ? "?" : ""))
                .toList();
    }

    /** The sources of a message's evidence. */
    static List<String> sources(Message message) {
        return message.evidence().stream().map(Evidence::source).toList();
    }

    /** A small run, span by span; times are milliseconds since its beginning. */
    static final class Run {
        private final List<Span> spans = new ArrayList<>();
        private long ids = 1;
        private long trace = 1;

        /** Begins another trace. */
        Run trace() {
            trace++;
            return this;
        }

        /** Adds a span; attributes are names and values in turn. */
        Id span(@Nullable Id parent, String name, long start, long end, Object... attributes) {
            Id id = Id.of(ids++);
            Attributes.Builder built = new Attributes.Builder();
            Span.Builder span =
                    new Span.Builder(Id.of(trace, trace), id)
                            .parent(parent)
                            .name(name)
                            .times(EPOCH + start * MILLISECOND, EPOCH + end * MILLISECOND);
            for (int i = 0; i < attributes.length; i += 2) {
                Object value = attributes[i + 1];
                switch ((String) attributes[i]) {
                    case "span-kind" -> span.kind((SpanKind) value);
                    case "link" -> span.links(List.of(link((Id) value)));
                    case "scope" -> span.scope(new Scope((String) value, "", Attributes.EMPTY));
                    case "failed" -> span.status(new Status(Status.Code.ERROR, (String) value));
                    default -> built.put((String) attributes[i], value(value));
                }
            }
            spans.add(span.attributes(built.build()).build());
            return id;
        }

        private SpanLink link(Id target) {
            for (Span span : spans) {
                if (span.spanId().equals(target)) {
                    return new SpanLink(span.traceId(), target, Attributes.EMPTY);
                }
            }
            throw new IllegalArgumentException("no span " + target);
        }

        private static AnyValue value(Object value) {
            return switch (value) {
                case Integer number -> AnyValue.of((long) number);
                case Double number -> AnyValue.of((double) number);
                case Boolean flag -> AnyValue.of((boolean) flag);
                default -> AnyValue.of(value.toString());
            };
        }

        Id agent(@Nullable Id parent, String name, long start, long end, Object... attributes) {
            return span(
                    parent,
                    "invoke_agent " + name,
                    start,
                    end,
                    with(
                            attributes,
                            "gen_ai.operation.name",
                            "invoke_agent",
                            "gen_ai.agent.name",
                            name));
        }

        Id model(@Nullable Id parent, long start, long end, Object... attributes) {
            return span(
                    parent,
                    "chat m",
                    start,
                    end,
                    with(attributes, "gen_ai.operation.name", "chat", "gen_ai.request.model", "m"));
        }

        Id tool(@Nullable Id parent, String name, long start, long end, Object... attributes) {
            return span(
                    parent,
                    "execute_tool " + name,
                    start,
                    end,
                    with(
                            attributes,
                            "gen_ai.operation.name",
                            "execute_tool",
                            "gen_ai.tool.name",
                            name));
        }

        private static Object[] with(Object[] attributes, Object... more) {
            List<Object> all = new ArrayList<>(List.of(more));
            Collections.addAll(all, attributes);
            return all.toArray();
        }

        Workflow workflow() {
            return built(spans);
        }

        /** The same run, its spans in another order. */
        Workflow shuffled(long seed) {
            List<Span> copy = new ArrayList<>(spans);
            Collections.shuffle(copy, new Random(seed));
            return built(copy);
        }

        private static Workflow built(List<Span> spans) {
            WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
            spans.forEach(builder::span);
            return builder.build();
        }

        Cast cast() {
            return Invocations.cast(workflow());
        }

        List<Message> messages() {
            Cast cast = cast();
            return Messages.of(cast.workflow(), cast);
        }
    }
}
