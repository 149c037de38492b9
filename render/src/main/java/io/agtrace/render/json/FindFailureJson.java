package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.Symptom;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.text.Times;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * A diagnosis as JSON, schema {@value #SCHEMA} (see {@code schemas/find-failure-v1.json} among the
 * resources): one document a workflow.
 */
public final class FindFailureJson {
    public static final String SCHEMA = "agtrace.find-failure/v1";

    private final JsonOut out;
    private final JsonGenerator json;
    private final Diagnosis diagnosis;
    private final SpanTree tree;
    private final NextCommand next;

    private FindFailureJson(JsonOut out, Diagnosis diagnosis, NextCommand next) {
        this.out = out;
        this.json = out.json;
        this.diagnosis = diagnosis;
        this.tree = diagnosis.run().tree();
        this.next = next;
    }

    /**
     * Writes one document.
     *
     * @param hypotheses those to be shown, by rank
     * @param next says how to look at a cause
     * @param report what was skipped while reading
     * @param pretty indented over several lines, else one line
     */
    public static void write(
            Diagnosis diagnosis,
            List<Hypothesis> hypotheses,
            NextCommand next,
            IngestReport report,
            OutputStream to,
            boolean pretty)
            throws IOException {
        try (JsonOut out = JsonOut.to(to, pretty)) {
            List<String> sources = diagnosis.run().view().workflow().sources();
            new FindFailureJson(out, diagnosis, next).document(hypotheses, sources, report);
            out.line();
        }
    }

    private void document(List<Hypothesis> hypotheses, List<String> sources, IngestReport report)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        out.texts("source", sources);
        workflow();
        json.writeArrayFieldStart("symptoms");
        for (Symptom symptom : diagnosis.symptoms()) {
            json.writeStartObject();
            json.writeStringField("kind", symptom.kind().name().toLowerCase(Locale.ROOT));
            span("span", symptom.node());
            out.text("text", symptom.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("hypotheses");
        for (Hypothesis hypothesis : hypotheses) {
            hypothesis(hypothesis);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("not_checked");
        for (NotChecked each : diagnosis.notChecked()) {
            json.writeStartObject();
            json.writeStringField("rule", each.rule());
            json.writeNumberField(each.what().replace(' ', '_'), each.count());
            out.text("needs", each.needs());
            json.writeEndObject();
        }
        json.writeEndArray();
        SummaryJson.skipped(out, report);
        json.writeEndObject();
    }

    private void workflow() throws IOException {
        WorkflowSummary summary = diagnosis.run().view().workflow().summary();
        json.writeObjectFieldStart("workflow");
        out.text("id", summary.id());
        out.text("name", summary.name());
        out.texts("trace_ids", summary.traceIds().stream().map(Id::toString).toList());
        json.writeNumberField("spans", summary.spans());
        if (summary.startNanos() != Span.NO_TIME) {
            json.writeStringField("start", Times.instant(summary.startNanos()).toString());
        }
        out.millis("duration_ms", summary.durationNanos());
        json.writeStringField("outcome", diagnosis.outcome().label());
        out.texts("agents", summary.agents());
        json.writeEndObject();
    }

    private void hypothesis(Hypothesis hypothesis) throws IOException {
        Finding cause = hypothesis.cause();
        json.writeStartObject();
        json.writeNumberField("rank", hypothesis.rank());
        json.writeStringField("rule", cause.rule());
        json.writeFieldName("confidence");
        json.writeNumber(
                BigDecimal.valueOf(hypothesis.confidence())
                        .setScale(3, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString());
        String title = cause.title();
        out.text("title", title.isBlank() ? cause.rule() : cause.rule() + " at " + title);
        out.text("narrative", hypothesis.narrative());
        span("span", cause.node());
        out.text("agent", cause.agent());
        if (!cause.boundary().isEmpty()) {
            json.writeObjectFieldStart("boundary");
            out.text("from", cause.from());
            out.text("to", cause.to());
            json.writeEndObject();
        }
        json.writeStringField("tier", cause.tier().label());
        json.writeStringField("severity", cause.severity().label());
        json.writeArrayFieldStart("evidence");
        for (Evidence evidence : cause.evidence()) {
            json.writeStartObject();
            if (evidence.node() >= 0) {
                ids(evidence.node());
            }
            out.text("attribute", evidence.source());
            out.text("text", evidence.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        out.texts(
                "explains",
                hypothesis.explains().stream()
                        .map(each -> each.rule() + "@" + tree.span(each.node()).spanId())
                        .toList());
        out.text("next", next.line(diagnosis.run().view().workflow(), cause.node()));
        json.writeEndObject();
    }

    private void span(String name, int node) throws IOException {
        json.writeObjectFieldStart(name);
        ids(node);
        out.text("name", tree.span(node).name());
        json.writeEndObject();
    }

    private void ids(int node) throws IOException {
        out.text("trace_id", tree.span(node).traceId().toString());
        out.text("span_id", tree.span(node).spanId().toString());
    }
}
