package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an operation was given and what it gave back. */
final class Payloads {
    /** Hold what was said in a run from its beginning to its end. */
    private static final Set<String> CONVERSATIONS =
            Set.of("pydantic_ai.all_messages", "all_messages_events");

    private Payloads() {}

    static @Nullable AnyValue input(SpanConcepts concepts, EventFacts events) {
        SpanConcepts.Stated stated = concepts.get(Concept.INPUT);
        if (stated != null) {
            boolean whole = CONVERSATIONS.contains(stated.source());
            return whole ? question(stated.value()) : stated.value();
        }
        Attributes attributes = concepts.span().attributes();
        if (concepts.has(Concept.INPUT_FLAT)) {
            return FlatMessages.assemble(
                    attributes, "llm.input_messages.", "gen_ai.prompt.", "llm.prompts.");
        }
        return events.input();
    }

    static @Nullable AnyValue output(SpanConcepts concepts, EventFacts events) {
        AnyValue stated = concepts.value(Concept.OUTPUT);
        if (stated != null) {
            return stated;
        }
        Attributes attributes = concepts.span().attributes();
        if (concepts.has(Concept.OUTPUT_FLAT)) {
            return FlatMessages.assemble(
                    attributes,
                    "llm.output_messages.",
                    "gen_ai.completion.",
                    "llm.choices.",
                    "retrieval.documents.");
        }
        return events.output();
    }

    /** What stands in a conversation before the first answer. */
    private static @Nullable AnyValue question(AnyValue conversation) {
        List<AnyValue> given = new ArrayList<>();
        for (AnyValue message : Values.items(conversation)) {
            if (Values.text(Values.fields(message).get("role")).equals("assistant")) {
                break;
            }
            given.add(message);
        }
        return given.isEmpty() ? null : new AnyValue.ArrayValue(given);
    }
}
