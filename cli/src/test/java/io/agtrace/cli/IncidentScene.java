package io.agtrace.cli;

import static io.agtrace.fixtures.ChatMessage.assistant;
import static io.agtrace.fixtures.ChatMessage.system;
import static io.agtrace.fixtures.ChatMessage.user;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.GeneratedSpan;
import io.agtrace.fixtures.Operation;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.RunIdentity;
import io.agtrace.fixtures.Service;
import io.agtrace.fixtures.SpanWriter;
import io.agtrace.fixtures.Step;
import io.agtrace.fixtures.Timeline;
import io.agtrace.fixtures.Workload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One incident as its spans tell it, in one instrumentation's words: a script of steps, and what
/// `find-failure` says about it.
final class IncidentScene {
    private static final String MODEL = "gpt-4.1-mini";

    private final Dialect dialect;
    private final Map<Step, Long> lengths = new HashMap<>();
    private final Map<Step, Map.Entry<String, String>> attributes = new HashMap<>();

    IncidentScene(Dialect dialect) {
        this.dialect = dialect;
    }

    static Service service(String name) {
        return new Service(name, "1.4.0", "python");
    }

    static Step workflow(String name, String request) {
        return new Step(Operation.WORKFLOW, name, service(name))
                .input(request)
                .timing(0, nanos(0.01), nanos(0.01));
    }

    static Step agent(String name, String task, String result) {
        return new Step(Operation.AGENT, name, service("agents"))
                .agent(name)
                .input(task)
                .output(result)
                .timing(nanos(0.004), nanos(0.006), nanos(0.005));
    }

    static Step model(Step agent, String answer, double seconds) {
        return new Step(Operation.MODEL_CALL, MODEL, agent.service())
                .agent(agent.name())
                .prompt(List.of(system("You are " + agent.name() + "."), user(agent.input())))
                .reply(assistant(answer))
                .usage(new Step.Usage(MODEL, 120 + agent.input().length(), 40, "stop"))
                .timing(nanos(0.003), nanos(seconds), 0);
    }

    static Step tool(Step agent, String name, String arguments, String result, double seconds) {
        return new Step(Operation.TOOL_CALL, name, agent.service())
                .agent(agent.name())
                .input(arguments)
                .output(result)
                .callId("call_" + name + seconds)
                .timing(nanos(0.003), nanos(seconds), 0);
    }

    static Step http(String service, double seconds) {
        return new Step(Operation.HTTP, "POST", service(service))
                .timing(nanos(0.001), nanos(seconds), 0);
    }

    static Step.Failure timeout(String message) {
        return new Step.Failure("TimeoutError", message);
    }

    static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    /// Makes a step's span end so many seconds after its start, whatever its script says.
    void lasting(Step step, double seconds) {
        lengths.put(step, nanos(seconds));
    }

    /// Gives a step's span one more attribute, in whatever words.
    void attribute(Step step, String name, String value) {
        attributes.put(step, Map.entry(name, value));
    }

    /// The first hypothesis about the run, with the names of all steps by the ids of their spans.
    Told told(Step root) {
        List<Step> steps = new ArrayList<>();
        byte[] bytes = bytes(11, root, Workload.EPOCH_NANOS, steps);
        CliRun.Result result =
                CliRun.plain().withInput(bytes).with("find-failure", "-o", "jsonl", "-");
        return new Told(steps, Json.lines(result.out()).getFirst());
    }

    /// A run as OTLP JSON lines.
    byte[] bytes(long seed, Step root, long startNanos, List<Step> steps) {
        steps.addAll(Timeline.of(seed, root, startNanos));
        steps.sort(Timeline.BY_END);
        RunIdentity run = new RunIdentity(seed, "incident-" + seed, "thread-" + seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SpanWriter writer = OutputFormat.OTLP_JSON.writer(bytes, 8)) {
            for (Step step : steps) {
                writer.accept(span(step, run));
            }
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private GeneratedSpan span(Step step, RunIdentity run) {
        GeneratedSpan span = dialect.span(step, run);
        Map.Entry<String, String> more = attributes.get(step);
        if (more != null) {
            span = span.withAttributes(span.attributes().put(more.getKey(), more.getValue()));
        }
        long nanos = lengths.getOrDefault(step, span.durationNanos());
        return span.withTimes(span.startNanos(), span.startNanos() + nanos);
    }

    /// What was said about a run.
    record Told(List<Step> steps, JsonNode document) {
        Told {
            steps = List.copyOf(steps);
        }

        JsonNode first() {
            return document.at("/hypotheses/0");
        }

        String rule() {
            return first().path("rule").asText();
        }

        String agent() {
            return first().path("agent").asText();
        }

        String narrative() {
            return first().path("narrative").asText();
        }

        /// Whether the fault is said to have begun at this step.
        boolean beganAt(Step step) {
            String id = first().at("/span/span_id").asText();
            return step.placement().spanId().equals(id);
        }

        @Override
        public String toString() {
            return document.path("hypotheses").toPrettyString();
        }
    }
}
