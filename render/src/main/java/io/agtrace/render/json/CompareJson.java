package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.compare.Delta;
import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.Difference.Level;
import io.agtrace.analyzers.compare.Load;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.Setting;
import io.agtrace.analyzers.compare.Tally;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.compare.CompareWords;
import io.agtrace.render.compare.SetWords;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What changed between runs or sets of runs as JSON, schema {@value #SCHEMA} (see {@code
 * schemas/compare-v1.json} among the resources): one document.
 */
public final class CompareJson {
    public static final String SCHEMA = "agtrace.compare/v1";

    private final JsonOut out;
    private final JsonGenerator json;

    private CompareJson(JsonOut out) {
        this.out = out;
        json = out.json;
    }

    /** Two runs. */
    public static void write(RunComparison comparison, OutputStream to) throws IOException {
        try (JsonOut out = JsonOut.to(to, true)) {
            new CompareJson(out).runs(comparison);
            out.line();
        }
    }

    /** Two sets of runs. */
    public static void write(SetComparison comparison, OutputStream to) throws IOException {
        try (JsonOut out = JsonOut.to(to, true)) {
            new CompareJson(out).sets(comparison);
            out.line();
        }
    }

    private void runs(RunComparison comparison) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("of", "runs");
        json.writeStringField("text", CompareWords.verdict(comparison));
        json.writeBooleanField("diverges", comparison.first(Level.STRUCTURE) != null);
        run("good", comparison.good(), comparison.goodSteps());
        run("bad", comparison.bad(), comparison.badSteps());
        json.writeNumberField("matched_steps", comparison.matched());
        json.writeNumberField("reworded", comparison.reworded());
        Difference first = comparison.first();
        if (first != null) {
            json.writeFieldName("first");
            difference(comparison, first);
        }
        json.writeArrayFieldStart("settings");
        for (Setting each : comparison.settings()) {
            setting(each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("differences");
        for (Difference each : comparison.differences()) {
            difference(comparison, each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("counts");
        for (Tally each : comparison.tallies()) {
            json.writeStartObject();
            json.writeStringField("kind", each.kind().label());
            out.text("name", each.name());
            json.writeNumberField("good", each.good());
            json.writeNumberField("bad", each.bad());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("total");
        delta(comparison.total());
        json.writeArrayFieldStart("agents");
        for (Delta each : comparison.deltas()) {
            delta(each);
        }
        json.writeEndArray();
        slower(comparison);
        faults(comparison);
        json.writeEndObject();
    }

    private void run(String name, Diagnosis diagnosis, int steps) throws IOException {
        WorkflowSummary summary = diagnosis.run().view().workflow().summary();
        json.writeObjectFieldStart(name);
        out.text("id", summary.id());
        out.text("name", summary.name());
        out.texts("trace_ids", summary.traceIds());
        json.writeNumberField("spans", summary.spans());
        json.writeNumberField("steps", steps);
        json.writeStringField("outcome", diagnosis.outcome().label());
        json.writeEndObject();
    }

    private void setting(Setting setting) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", setting.kind().label());
        out.optional("of", setting.of());
        out.text("good", setting.good());
        out.text("bad", setting.bad());
        json.writeEndObject();
    }

    private void difference(RunComparison comparison, Difference difference) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", difference.kind().label());
        json.writeStringField("level", difference.kind().level().label());
        out.text("text", CompareWords.title(difference));
        out.optional("agent", difference.agent());
        out.text("subject", difference.subject());
        out.optional("good", difference.good());
        out.optional("bad", difference.bad());
        if (difference.nanos() != Long.MIN_VALUE) {
            out.millis("at_ms", comparison.bad().run().sinceStart(difference.nanos()));
        }
        span("good_span", comparison.good(), difference.goodNode());
        span("bad_span", comparison.bad(), difference.badNode());
        json.writeNumberField("steps", difference.size());
        json.writeEndObject();
    }

    private void span(String name, Diagnosis diagnosis, int node) throws IOException {
        if (node < 0) {
            return;
        }
        Span span = diagnosis.run().tree().span(node);
        json.writeObjectFieldStart(name);
        json.writeStringField("trace_id", span.traceId().toString());
        json.writeStringField("span_id", span.spanId().toString());
        out.text("name", span.name());
        json.writeEndObject();
    }

    private void delta(Delta delta) throws IOException {
        json.writeStartObject();
        out.optional("agent", delta.agent());
        load("good", delta.good());
        load("bad", delta.bad());
        json.writeEndObject();
    }

    private void load(String name, Load load) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("stays", load.stays());
        json.writeNumberField("model_calls", load.modelCalls());
        json.writeNumberField("tool_calls", load.toolCalls());
        out.millis("time_ms", load.nanos());
        json.writeNumberField("input_tokens", load.inputTokens());
        json.writeNumberField("output_tokens", load.outputTokens());
        if (load.costUsd() >= 0) {
            SideJson.number(out, "cost_usd", load.costUsd());
        }
        json.writeEndObject();
    }

    private void slower(RunComparison comparison) throws IOException {
        RunComparison.Slower slowest = comparison.slowest();
        if (slowest == null) {
            return;
        }
        json.writeObjectFieldStart("slower");
        out.optional("agent", slowest.agent());
        out.text("subject", slowest.name());
        out.millis("more_ms", slowest.nanos());
        span("good_span", comparison.good(), slowest.goodNode());
        span("bad_span", comparison.bad(), slowest.badNode());
        json.writeEndObject();
    }

    private void faults(RunComparison comparison) throws IOException {
        json.writeArrayFieldStart("new_hypotheses");
        for (Hypothesis each : comparison.faults()) {
            json.writeStartObject();
            json.writeStringField("rule", each.cause().rule());
            SideJson.number(out, "confidence", each.confidence());
            out.text("title", each.cause().title());
            span("span", comparison.bad(), each.cause().node());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void sets(SetComparison comparison) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("of", "sets");
        json.writeBooleanField("diverges", comparison.differs());
        json.writeNumberField("good_runs", comparison.goodRuns());
        json.writeNumberField("bad_runs", comparison.badRuns());
        json.writeNumberField("good_failing", comparison.goodFailing());
        json.writeNumberField("bad_failing", comparison.badFailing());
        json.writeArrayFieldStart("traits");
        for (SetComparison.TraitRates each : comparison.traits()) {
            json.writeStartObject();
            json.writeStringField("kind", each.trait().kind().label());
            out.text("text", SetWords.trait(each.trait()));
            out.optional("of", each.trait().of());
            out.optional("value", each.trait().value());
            SideJson.write(out, "good", each.good(), false);
            SideJson.write(out, "bad", each.bad(), false);
            SideJson.number(out, "chance", each.chance());
            out.optional("example", each.example());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("measures");
        for (SetComparison.MeasureSides each : comparison.measures()) {
            json.writeStartObject();
            json.writeStringField("kind", each.measure().kind().label());
            out.optional("agent", each.measure().agent());
            SideJson.write(out, "good", each.good(), true);
            SideJson.write(out, "bad", each.bad(), true);
            SideJson.number(out, "chance", each.chance());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
