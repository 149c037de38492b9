package io.agtrace.render.check;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.span.Span;
import io.agtrace.render.json.JsonOut;
import io.agtrace.render.json.SummaryJson;
import io.agtrace.render.text.Times;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The gate's result as JSON, schema {@value #SCHEMA} (see {@code schemas/check-v1.json} among the
 * resources): one document; or one line a run and a last one with the totals. A document is also
 * what {@code --baseline} reads.
 */
public final class CheckJson implements CheckWriter {
    public static final String SCHEMA = "agtrace.check/v1";

    private final OutputStream to;
    private final IngestReport report;
    private final boolean lines;
    private final JsonOut out;
    private final JsonGenerator json;
    private boolean begun;

    /**
     * @param report what was skipped while reading
     * @param lines one line a run, else one indented document
     */
    public CheckJson(OutputStream to, IngestReport report, boolean lines) throws IOException {
        this.to = to;
        this.report = report;
        this.lines = lines;
        out = JsonOut.to(to, !lines);
        json = out.json;
    }

    @Override
    public void run(CheckedRun run) throws IOException {
        if (lines) {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
        } else {
            begin();
            json.writeStartObject();
        }
        out.texts("source", run.sources());
        workflow(run);
        json.writeStringField("verdict", run.fails() ? "failed" : "passed");
        json.writeArrayFieldStart("defects");
        for (Problem problem : run.problems()) {
            problem(problem);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("not_checked");
        for (NotChecked each : run.notChecked()) {
            notChecked(each);
        }
        json.writeEndArray();
        json.writeEndObject();
        if (lines) {
            out.line();
        }
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeArrayFieldStart("workflows");
        }
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        if (lines) {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
        } else {
            begin();
            json.writeEndArray();
        }
        json.writeObjectFieldStart("totals");
        json.writeStringField("verdict", totals.verdict().name().toLowerCase(Locale.ROOT));
        if (!totals.whyNothing().isEmpty()) {
            json.writeStringField("reason", totals.whyNothing());
        }
        json.writeNumberField("workflows", totals.runs());
        json.writeNumberField("failing", totals.failingRuns());
        json.writeNumberField("nothing_to_check", totals.unseenRuns());
        for (Kind kind : Kind.values()) {
            json.writeNumberField(kind.name().toLowerCase(Locale.ROOT), totals.problems(kind));
        }
        out.texts("gates", totals.gates().given());
        json.writeEndObject();
        json.writeArrayFieldStart("overall");
        for (Problem problem : totals.overall()) {
            problem(problem);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("expired");
        for (Suppression each : totals.expired()) {
            json.writeStartObject();
            json.writeStringField("place", each.place());
            json.writeStringField("reason", each.reason());
            json.writeStringField("expires", String.valueOf(each.expires()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("not_checked");
        for (NotCheckedTotals.Group group : totals.notChecked().groups()) {
            for (NotChecked each : group.entries()) {
                notChecked(each);
            }
        }
        json.writeEndArray();
        SummaryJson.skipped(out, report);
        json.writeEndObject();
        out.line();
        out.close();
        to.flush();
    }

    private void workflow(CheckedRun run) throws IOException {
        json.writeObjectFieldStart("workflow");
        out.text("id", run.id());
        out.text("name", run.name());
        out.texts("trace_ids", run.traceIds());
        json.writeNumberField("spans", run.spans());
        if (run.startNanos() != Span.NO_TIME) {
            json.writeStringField("start", Times.instant(run.startNanos()).toString());
        }
        out.millis("duration_ms", run.durationNanos());
        json.writeStringField("outcome", run.outcome().label());
        out.texts("agents", run.agents());
        json.writeEndObject();
    }

    private void notChecked(NotChecked each) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", each.rule());
        json.writeNumberField(each.what().replace(' ', '_'), each.count());
        out.text("needs", each.needs());
        json.writeEndObject();
    }

    private void problem(Problem problem) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", problem.rule().id());
        json.writeStringField("status", problem.status().kind().name().toLowerCase(Locale.ROOT));
        if (!problem.status().reason().isEmpty()) {
            out.text("reason", problem.status().reason());
        }
        json.writeStringField("fingerprint", problem.fingerprint());
        json.writeStringField("group", problem.rule().group().label());
        json.writeStringField("severity", problem.severity().label());
        json.writeStringField("tier", problem.tier().label());
        json.writeFieldName("confidence");
        json.writeNumber(
                BigDecimal.valueOf(problem.confidence())
                        .setScale(3, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString());
        out.text("title", problem.title());
        out.text("narrative", problem.narrative());
        json.writeObjectFieldStart("span");
        out.text("trace_id", problem.place().traceId());
        out.text("span_id", problem.place().spanId());
        out.text("name", problem.place().name());
        json.writeEndObject();
        out.texts("path", problem.place().path());
        if (!problem.place().file().isEmpty()) {
            out.text("file", problem.place().file());
            if (problem.place().length() > 0) {
                json.writeNumberField("byte_offset", problem.place().offset());
                json.writeNumberField("byte_length", problem.place().length());
            }
        }
        out.text("agent", problem.agent());
        if (!problem.from().isEmpty() || !problem.to().isEmpty()) {
            json.writeObjectFieldStart("boundary");
            out.text("from", problem.from());
            out.text("to", problem.to());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("evidence");
        for (Quote quote : problem.evidence()) {
            json.writeStartObject();
            if (!quote.spanId().isEmpty()) {
                out.text("trace_id", quote.traceId());
                out.text("span_id", quote.spanId());
            }
            out.text("attribute", quote.attribute());
            out.text("text", quote.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        out.texts("explains", problem.explains());
        if (!problem.cause().isEmpty()) {
            out.text("cause", problem.cause());
        }
        out.text("next", problem.next());
        json.writeEndObject();
    }
}
