package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.SpanEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Scores, feedback and assessments of the observability products as the events that OpenTelemetry
 * has for them ({@code gen_ai.evaluation.result}).
 */
final class Scores {
    private static final String EVENT = "gen_ai.evaluation.result";

    private Scores() {}

    /** The events, and one more for each score. */
    static List<SpanEvent> added(List<SpanEvent> events, List<AnyValue> scores) {
        if (scores.isEmpty()) {
            return events;
        }
        List<SpanEvent> all = new ArrayList<>(events);
        for (AnyValue score : scores) {
            SpanEvent event = event(Fields.asMap(score));
            if (event != null) {
                all.add(event);
            }
        }
        return all;
    }

    /** The event of one score; null where it has no name. */
    static @Nullable SpanEvent event(Attributes score) {
        AnyValue name = Fields.first(score, "name", "assessment_name", "key");
        if (name == null) {
            return null;
        }
        Attributes feedback = Fields.map(score, "feedback", "expectation");
        AnyValue value = Fields.first(feedback, "value");
        if (value == null) {
            value = Fields.first(score, "value", "score");
        }
        AnyValue label = Fields.first(score, "stringValue", "label");
        Attributes.Builder all = new Attributes.Builder();
        all.put("gen_ai.evaluation.name", name);
        if (value instanceof AnyValue.IntValue || value instanceof AnyValue.DoubleValue) {
            all.put("gen_ai.evaluation.score.value", value);
        } else if (label == null) {
            label = value;
        }
        Fields.put(all, "gen_ai.evaluation.score.label", label);
        Fields.put(
                all,
                "gen_ai.evaluation.explanation",
                Fields.first(score, "comment", "rationale", "explanation"));
        return new SpanEvent(
                Times.point(
                        Fields.first(score, "timestamp", "create_time", "createdAt", "created_at"),
                        Times.Unit.OPEN),
                EVENT,
                all.build());
    }
}
