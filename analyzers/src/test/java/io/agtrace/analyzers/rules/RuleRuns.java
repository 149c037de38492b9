package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.WorkflowBuilder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A small run written out span by span, for the tests of rules; times are milliseconds since its
 * beginning. {@link #agent}, {@link #model} and {@link #tool} speak OpenTelemetry's conventions for
 * generative AI, {@link #graph} those of OpenInference over LangGraph.
 */
public final class RuleRuns {
    private static final long MILLISECOND = 1_000_000;

    /** An arbitrary day. */
    private static final long EPOCH = 1_760_000_000_000_000_000L;

    private final List<Span> spans = new ArrayList<>();
    private long ids = 1;
    private long trace = 1;

    /** Begins another trace: what is added from now on belongs to it. */
    public RuleRuns trace() {
        trace++;
        return this;
    }

    /**
     * Adds a span; attributes are names and values in turn. {@code failed} is its error, {@code
     * link} a span it points to, {@code service} the program that wrote it, {@code span-kind} its
     * {@link SpanKind}. A negative end is none.
     */
    public Id span(@Nullable Id parent, String name, long start, long end, Object... attributes) {
        Id id = Id.of(ids++);
        Attributes.Builder built = new Attributes.Builder();
        Span.Builder span =
                new Span.Builder(Id.of(trace, trace), id)
                        .parent(parent)
                        .name(name)
                        .times(at(start), end < 0 ? Span.NO_TIME : at(end));
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            switch ((String) attributes[i]) {
                case "failed" -> span.status(new Status(Status.Code.ERROR, (String) value));
                case "link" -> span.links(List.of(link((Id) value)));
                case "span-kind" -> span.kind((SpanKind) value);
                case "service" ->
                        span.resource(
                                new Resource(
                                        Attributes.of(
                                                "service.name", AnyValue.of((String) value))));
                default -> built.put((String) attributes[i], value(value));
            }
        }
        spans.add(span.attributes(built.build()).build());
        return id;
    }

    private static long at(long milliseconds) {
        return EPOCH + milliseconds * MILLISECOND;
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

    /** A stay inside an agent. */
    public Id agent(@Nullable Id parent, String name, long start, long end, Object... attributes) {
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

    /** A model call; what was said is plain text. */
    public Id model(
            @Nullable Id parent,
            long start,
            long end,
            String input,
            String output,
            Object... attributes) {
        return span(
                parent,
                "chat m",
                start,
                end,
                with(
                        attributes,
                        "gen_ai.operation.name",
                        "chat",
                        "gen_ai.request.model",
                        "m",
                        "gen_ai.input.messages",
                        message("user", input),
                        "gen_ai.output.messages",
                        message("assistant", output)));
    }

    /** A model call whose texts were not recorded. */
    public Id silentModel(@Nullable Id parent, long start, long end, Object... attributes) {
        return span(
                parent,
                "chat m",
                start,
                end,
                with(attributes, "gen_ai.operation.name", "chat", "gen_ai.request.model", "m"));
    }

    public Id tool(
            @Nullable Id parent,
            String name,
            long start,
            long end,
            String arguments,
            String result,
            Object... attributes) {
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
                        name,
                        "gen_ai.tool.call.arguments",
                        arguments,
                        "gen_ai.tool.call.result",
                        result));
    }

    /** A span of OpenInference; a kind AGENT is a node of the graph that bears its name. */
    public Id graph(
            @Nullable Id parent,
            String kind,
            String name,
            long start,
            long end,
            String input,
            String output,
            Object... attributes) {
        Object[] all =
                with(
                        attributes,
                        "openinference.span.kind",
                        kind,
                        "input.value",
                        input,
                        "output.value",
                        output);
        return span(
                parent,
                name,
                start,
                end,
                kind.equals("AGENT") ? with(all, "agent.name", name) : all);
    }

    /** One chat message as JSON. */
    public static String message(String role, String text) {
        return "[{\"role\":\""
                + role
                + "\",\"parts\":[{\"type\":\"text\",\"content\":\""
                + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + "\"}]}]";
    }

    private static Object[] with(Object[] attributes, Object... more) {
        List<Object> all = new ArrayList<>(List.of(more));
        Collections.addAll(all, attributes);
        return all.toArray();
    }

    /** The run as rules see it. */
    public Run run() {
        return run(spans);
    }

    /** The same run, its spans read in another order. */
    public Run shuffled(long seed) {
        List<Span> other = new ArrayList<>(spans);
        Collections.shuffle(other, new Random(seed));
        return run(other);
    }

    private static Run run(List<Span> spans) {
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        spans.forEach(builder::span);
        return new Run(AgentsView.of(builder.build()), Thresholds.STANDARD);
    }

    /** What a rule reports about the run. */
    public Report check(Rule rule) {
        Run run = run();
        Report report = new Report(run);
        rule.check(run, report);
        return report;
    }

    /**
     * What a rule finds, one line each: {@code id defect at 3 (agent)}; the number is that of the
     * span in the order of being added, from 1.
     */
    public List<String> found(Rule rule) {
        Run run = run();
        Report report = new Report(run);
        rule.check(run, report);
        return report.findings().stream()
                .map(
                        each ->
                                each.rule()
                                        + " "
                                        + each.tier().label()
                                        + " at "
                                        + Long.parseUnsignedLong(
                                                run.tree().span(each.node()).spanId().toString(),
                                                16)
                                        + " ("
                                        + each.agent()
                                        + ")")
                .toList();
    }
}
