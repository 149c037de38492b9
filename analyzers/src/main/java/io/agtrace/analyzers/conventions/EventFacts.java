package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.SpanEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a span's events add: the exception, and payloads and usage of the families that put them
 * into events (the GenAI conventions before 1.37, Strands, Monocle).
 */
final class EventFacts {
    private static final EventFacts NONE = new EventFacts();

    private final List<AnyValue> inputs = new ArrayList<>(0);
    private final List<AnyValue> outputs = new ArrayList<>(0);
    private @Nullable Attributes exception;
    private Attributes metadata = Attributes.EMPTY;
    private @Nullable AnyValue finishReason;

    private EventFacts() {}

    static EventFacts of(List<SpanEvent> events) {
        if (events.isEmpty()) {
            return NONE;
        }
        EventFacts facts = new EventFacts();
        for (SpanEvent event : events) {
            facts.take(event);
        }
        return facts;
    }

    private void take(SpanEvent event) {
        Attributes attributes = event.attributes();
        switch (event.name()) {
            case "exception", "gen_ai.client.operation.exception" -> exception = attributes;
            case "gen_ai.content.prompt" -> add(inputs, attributes.get("gen_ai.prompt"));
            case "gen_ai.content.completion" -> add(outputs, attributes.get("gen_ai.completion"));
            case "gen_ai.system.message" -> inputs.add(message("system", attributes));
            case "gen_ai.user.message" -> inputs.add(message("user", attributes));
            case "gen_ai.assistant.message" -> inputs.add(message("assistant", attributes));
            case "gen_ai.tool.message" -> inputs.add(message("tool", attributes));
            case "gen_ai.choice" -> {
                outputs.add(message("assistant", attributes));
                AnyValue reason = attributes.get("finish_reason");
                finishReason =
                        reason == null
                                ? attributes.fields(LogRecord.BODY).get("finish_reason")
                                : reason;
                add(outputs, attributes.get("tool.result"));
            }
            case "gen_ai.client.inference.operation.details" -> {
                add(inputs, attributes.get("gen_ai.input.messages"));
                add(outputs, attributes.get("gen_ai.output.messages"));
            }
            case "data.input" -> add(inputs, attributes.get("input"));
            case "data.output" -> {
                add(outputs, attributes.get("response"));
                AnyValue reason = attributes.get("finish_reason");
                finishReason = reason == null ? finishReason : reason;
            }
            case "metadata" -> metadata = attributes;
            case "tool.output" -> add(outputs, attributes.get("output"));
            case "" -> {
                // Grafana's download drops event names; an exception shows by its attributes.
                if (attributes.get("exception.type") != null
                        || attributes.get("exception.message") != null) {
                    exception = attributes;
                }
            }
            default -> {}
        }
    }

    private static void add(List<AnyValue> to, @Nullable AnyValue value) {
        if (value != null && !Markers.isAbsent(value, Concept.Shape.PAYLOAD)) {
            to.add(value);
        }
    }

    /** A per-message event as a message; a log record keeps its content in the body. */
    private static AnyValue message(String role, Attributes attributes) {
        Attributes body = attributes.fields(LogRecord.BODY);
        Attributes content = body.isEmpty() ? attributes : body;
        Attributes.Builder all = new Attributes.Builder();
        if (content.get("role") == null) {
            all.put("role", role);
        }
        return new KvlistValue(all.putAll(content).build());
    }

    /** The attributes of the last exception event, or null. */
    @Nullable Attributes exception() {
        return exception;
    }

    /** The attributes of Monocle's {@code metadata} event. */
    Attributes metadata() {
        return metadata;
    }

    @Nullable AnyValue finishReason() {
        return finishReason == null ? metadata.get("finish_reason") : finishReason;
    }

    @Nullable AnyValue input() {
        return together(inputs);
    }

    @Nullable AnyValue output() {
        return together(outputs);
    }

    private static @Nullable AnyValue together(List<AnyValue> values) {
        return values.isEmpty()
                ? null
                : values.size() == 1 ? values.getFirst() : new ArrayValue(values);
    }
}
