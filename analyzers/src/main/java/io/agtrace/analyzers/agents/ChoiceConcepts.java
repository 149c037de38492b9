package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;

import java.util.List;

/** A cheap look whether a span can state any of some concepts, before its metadata is opened. */
final class ChoiceConcepts {
    private ChoiceConcepts() {}

    /**
     * Whether an attribute states one of the concepts, or metadata in JSON mention one of the
     * words.
     */
    static boolean mayState(
            Reading reading, SpanConcepts concepts, List<Concept> any, List<String> words) {
        for (Concept concept : any) {
            if (concepts.has(concept)) {
                return true;
            }
        }
        Attributes attributes = concepts.span().attributes();
        for (int i = 0; i < attributes.size(); i++) {
            if (ReadingNames.isMetadata(attributes.key(i))
                    && mentions(reading, attributes.value(i), words)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mentions(Reading reading, AnyValue metadata, List<String> words) {
        String json = reading.text(metadata);
        for (String word : words) {
            if (json.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
