package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.ingest.Damage;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.Tally;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.TraceJoin;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The parts that the JSON documents have in common. */
public final class SummaryJson {
    private SummaryJson() {}

    /** The names of the inputs, whatever order they were named in. */
    static void source(JsonOut out, List<String> source) throws IOException {
        out.texts("source", source.stream().distinct().sorted().toList());
    }

    /** The fields of one workflow, into an open object. */
    static void fields(JsonOut out, WorkflowSummary summary) throws IOException {
        JsonGenerator json = out.json;
        out.text("id", summary.id());
        out.text("name", summary.name());
        out.texts("trace_ids", summary.traceIds());
        if (summary.startNanos() != Span.NO_TIME) {
            out.time("start", summary.startNanos());
            out.time("end", Math.max(summary.startNanos(), summary.endNanos()));
        }
        out.millis("duration_ms", summary.durationNanos());
        json.writeStringField("outcome", summary.outcome().label());
        json.writeNumberField("spans", summary.spans());
        json.writeNumberField("errors", summary.errors());
        out.texts("services", summary.services());
        out.texts("agents", summary.agents());
        out.texts("models", summary.models());
        json.writeNumberField("model_calls", summary.modelCalls());
        json.writeNumberField("tool_calls", summary.toolCalls());
        json.writeObjectFieldStart("tokens");
        json.writeNumberField("input", Math.max(0, summary.inputTokens()));
        json.writeNumberField("output", Math.max(0, summary.outputTokens()));
        json.writeEndObject();
        if (summary.costUsd() >= 0) {
            json.writeNumberField("cost_usd", summary.costUsd());
        }
        json.writeArrayFieldStart("joins");
        for (TraceJoin join : summary.joins()) {
            json.writeStartObject();
            json.writeStringField("kind", constant(join.kind()));
            out.text("from", join.from().toString());
            out.text("to", join.to().toString());
            out.text("evidence", join.evidence());
            json.writeNumberField("confidence", join.confidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What of the input was not read as it stands, sorted by reason and place. */
    public static void skipped(JsonOut out, IngestReport report) throws IOException {
        JsonGenerator json = out.json;
        json.writeObjectFieldStart("skipped");
        json.writeNumberField("records", report.lostRecords());
        json.writeArrayFieldStart("reasons");
        List<Tally> sorted =
                report.tallies().stream().sorted(Comparator.comparing(Tally::reason)).toList();
        Comparator<Damage> byPlace =
                Comparator.comparing(Damage::source).thenComparingLong(Damage::offset);
        for (Tally tally : sorted) {
            json.writeStartObject();
            out.text("reason", tally.reason());
            json.writeBooleanField("lost", tally.lost());
            json.writeNumberField("count", tally.count());
            json.writeArrayFieldStart("places");
            for (Damage place : tally.places().stream().sorted(byPlace).toList()) {
                json.writeStartObject();
                out.text("source", place.source());
                if (place.offset() >= 0) {
                    json.writeNumberField("byte", place.offset());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The word of an enumeration's constant in JSON: {@code missing_parent}. */
    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
