package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.diagnosis.cohort.Cohort;
import io.agtrace.analyzers.diagnosis.cohort.Comparison;
import io.agtrace.analyzers.diagnosis.cohort.Feature;
import io.agtrace.analyzers.diagnosis.cohort.Side;
import io.agtrace.render.failure.CohortWords;
import io.agtrace.render.text.Times;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Runs of one kind compared, as JSON, schema {@value #SCHEMA} (see {@code
 * schemas/find-failure-cohorts-v1.json} among the resources): one document on one line.
 */
public final class CohortsJson {
    public static final String SCHEMA = "agtrace.find-failure-cohorts/v1";

    private final JsonOut out;
    private final JsonGenerator json;

    private CohortsJson(JsonOut out) {
        this.out = out;
        json = out.json;
    }

    public static void write(List<Cohort> cohorts, OutputStream to) throws IOException {
        try (JsonOut out = JsonOut.to(to, false)) {
            new CohortsJson(out).document(cohorts);
            out.line();
        }
    }

    private void document(List<Cohort> cohorts) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeArrayFieldStart("cohorts");
        for (Cohort cohort : cohorts) {
            json.writeStartObject();
            out.text("name", cohort.name());
            out.text("entry", cohort.entry());
            out.texts("agents", cohort.agents());
            json.writeNumberField("runs", cohort.runs());
            json.writeNumberField("failing", cohort.failing());
            json.writeNumberField("left_out", cohort.leftOut());
            json.writeArrayFieldStart("comparisons");
            for (Comparison each : cohort.comparisons()) {
                comparison(each);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void comparison(Comparison comparison) throws IOException {
        boolean measure = comparison.feature().kind().sort() == Feature.Sort.MEASURE;
        json.writeStartObject();
        out.text("text", CohortWords.sentence(comparison, ZoneOffset.UTC));
        feature("feature", comparison.feature());
        json.writeStringField("contrast", comparison.contrast().label());
        if (comparison.contrast() == Comparison.Contrast.SINCE) {
            json.writeStringField("since", Times.instant(comparison.sinceNanos()).toString());
        }
        Feature carrier = comparison.carrier();
        if (carrier != null) {
            feature("carrier", carrier);
            SideJson.number(out, "surplus", comparison.surplus());
            side("carried", comparison.carried(), measure);
        }
        side("one", comparison.one(), measure);
        side("other", comparison.other(), measure);
        side("all", comparison.all(), measure);
        SideJson.number(out, "chance", comparison.chance());
        out.texts("examples", comparison.examples());
        json.writeEndObject();
    }

    private void feature(String name, Feature feature) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("kind", feature.kind().label());
        out.optional("of", feature.of());
        out.optional("value", feature.value());
        json.writeEndObject();
    }

    private void side(String name, @Nullable Side side, boolean measure) throws IOException {
        if (side != null) {
            SideJson.write(out, name, side, measure);
        }
    }
}
