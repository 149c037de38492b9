package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;

import org.jspecify.annotations.Nullable;

/** What an operation was given and what it gave back. */
final class Payloads {
    private Payloads() {}

    static @Nullable AnyValue input(SpanConcepts concepts, EventFacts events) {
        AnyValue stated = concepts.value(Concept.INPUT);
        if (stated != null) {
            return stated;
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
}
