package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.workflow.WorkflowBuilder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A small run of calls, span by span; times are milliseconds since its beginning. Agents, models
 * and tools speak OpenTelemetry's conventions for generative AI; the methods with {@code lc} in
 * their names speak OpenInference over LangChain.
 */
public final class CallRuns {
    private static final long MILLISECOND = 1_000_000;
    private static final long EPOCH = 1_760_000_000_000_000_000L;

    private final List<Span> spans = new ArrayList<>();

    /** Adds a span; attributes are names and values in turn, {@code failed} is its error. */
    public Id span(@Nullable Id parent, String name, long start, long end, Object... attributes) {
        Id id = Id.of(spans.size() + 1L);
        Attributes.Builder built = new Attributes.Builder();
        Span.Builder span =
                new Span.Builder(Id.of(1, 1), id)
                        .parent(parent)
                        .name(name)
                        .times(
                                EPOCH + start * MILLISECOND,
                                end < 0 ? Span.NO_TIME : EPOCH + end * MILLISECOND);
        for (int i = 0; i < attributes.length; i += 2) {
            String key = (String) attributes[i];
            Object value = attributes[i + 1];
            switch (key) {
                case "failed" -> span.status(new Status(Status.Code.ERROR, (String) value));
                case "span-kind" -> span.kind((SpanKind) value);
                default ->
                        built.put(
                                key,
                                value instanceof Number number
                                        ? AnyValue.of(number.longValue())
                                        : AnyValue.of(value.toString()));
            }
        }
        spans.add(span.attributes(built.build()).build());
        return id;
    }

    /** The run's root. */
    public Id root(long end, Object... attributes) {
        return span(null, "run", 0, end, attributes);
    }

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

    /** A model call that says something. */
    public Id model(
            Id parent, long start, long end, String input, String output, Object... attributes) {
        return call(
                parent,
                start,
                end,
                with(
                        attributes,
                        "gen_ai.input.messages",
                        message("user", input),
                        "gen_ai.output.messages",
                        message("assistant", output)));
    }

    /** A model call that asks for a tool. */
    public Id asks(
            Id parent, long start, long end, String input, String id, String tool, String json) {
        String request =
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\""
                        + id
                        + "\",\"name\":\""
                        + tool
                        + "\",\"arguments\":"
                        + json
                        + "}]}]";
        return call(
                parent,
                start,
                end,
                "gen_ai.response.finish_reasons",
                "[\"tool_calls\"]",
                "gen_ai.input.messages",
                message("user", input),
                "gen_ai.output.messages",
                request);
    }

    /** A model call with attributes of its own only. */
    public Id call(Id parent, long start, long end, Object... attributes) {
        return span(
                parent,
                "chat m",
                start,
                end,
                with(attributes, "gen_ai.operation.name", "chat", "gen_ai.request.model", "m"));
    }

    /** A tool call; the result is left out where it is empty. */
    public Id tool(
            Id parent,
            String name,
            long start,
            long end,
            String arguments,
            String result,
            Object... attributes) {
        Object[] all =
                with(
                        attributes,
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.tool.name",
                        name,
                        "gen_ai.tool.call.arguments",
                        arguments);
        return span(
                parent,
                "execute_tool " + name,
                start,
                end,
                result.isEmpty() ? all : with(all, "gen_ai.tool.call.result", result));
    }

    /** A span of OpenInference: of kind AGENT, LLM, TOOL or CHAIN. */
    public Id lc(
            @Nullable Id parent,
            String kind,
            String name,
            long start,
            long end,
            String input,
            String output,
            Object... attributes) {
        List<Object> all =
                new ArrayList<>(List.of("openinference.span.kind", kind, "input.value", input));
        if (!output.isEmpty()) {
            all.addAll(List.of("output.value", output));
        }
        if (kind.equals("AGENT")) {
            all.addAll(List.of("agent.name", name));
        }
        if (kind.equals("TOOL")) {
            all.addAll(List.of("tool.name", name));
        }
        Collections.addAll(all, attributes);
        return span(parent, name, start, end, all.toArray());
    }

    /** A plain HTTP request. */
    public Id http(@Nullable Id parent, long start, long end, int status) {
        Object[] attributes = {
            "span-kind",
            SpanKind.CLIENT,
            "http.request.method",
            "POST",
            "url.full",
            "https://api.example/v1/chat",
            "http.response.status_code",
            status
        };
        return span(
                parent,
                "POST",
                start,
                end,
                status < 400 ? attributes : with(attributes, "failed", String.valueOf(status)));
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
        List<Object> all = new ArrayList<>(List.of(attributes));
        Collections.addAll(all, more);
        return all.toArray();
    }

    /** What a rule reports. */
    public Report check(Rule rule) {
        Run run = run();
        Report report = new Report(run);
        rule.check(run, report);
        return report;
    }

    private Run run() {
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        spans.forEach(builder::span);
        return new Run(AgentsView.of(builder.build()), Thresholds.STANDARD);
    }

    /**
     * The findings of a rule that are more than notes, one line each: {@code error defect at 3
     * (agent)}; the number is that of the span in the order of being added, from 1.
     */
    public List<String> found(Rule rule) {
        Run run = run();
        Report report = new Report(run);
        rule.check(run, report);
        return report.findings().stream()
                .filter(each -> each.severity() != Severity.NOTE)
                .map(each -> line(run, each))
                .toList();
    }

    private static String line(Run run, Finding finding) {
        String id = run.tree().span(finding.node()).spanId().toString();
        return finding.rule()
                + " "
                + finding.tier().label()
                + " at "
                + Long.parseUnsignedLong(id, 16)
                + " ("
                + finding.agent()
                + ")";
    }
}
