package io.agtrace.render.check;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Place;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.json.JsonOut;

import java.io.IOException;
import java.util.Locale;

/** One problem as a result of a SARIF run. */
final class SarifResult {
    private static final int EVIDENCE = 5;

    private final JsonOut out;
    private final JsonGenerator json;
    private final String folder;
    private final boolean baseline;

    /**
     * @param folder the working directory, see {@link CheckSetup}
     * @param baseline whether the results were compared with a baseline
     */
    SarifResult(JsonOut out, String folder, boolean baseline) {
        this.out = out;
        this.json = out.json;
        this.folder = folder;
        this.baseline = baseline;
    }

    void write(Problem problem, int ruleIndex) throws IOException {
        json.writeStartObject();
        out.text("ruleId", problem.rule().id());
        json.writeNumberField("ruleIndex", ruleIndex);
        json.writeStringField("kind", "fail");
        json.writeStringField("level", SarifRules.level(problem.severity()));
        String title = CheckWords.title(problem);
        String narrative = FailureWords.line(problem.narrative());
        SarifRules.text(out, "message", narrative.isEmpty() ? title : title + ": " + narrative);
        json.writeArrayFieldStart("locations");
        location(problem.place());
        json.writeEndArray();
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("agtrace/v1", problem.fingerprint());
        // The one that GitHub looks at. It would make one from the file's first line.
        json.writeStringField("primaryLocationLineHash", problem.fingerprint());
        json.writeEndObject();
        Kind kind = problem.status().kind();
        if (baseline && (kind == Kind.FAILS || kind == Kind.KNOWN)) {
            json.writeStringField("baselineState", kind == Kind.KNOWN ? "unchanged" : "new");
        }
        suppressions(problem);
        properties(problem);
        json.writeEndObject();
    }

    private void location(Place place) throws IOException {
        json.writeStartObject();
        if (!place.file().isEmpty()) {
            TraceFile file = TraceFile.of(place.file(), folder);
            json.writeObjectFieldStart("physicalLocation");
            json.writeObjectFieldStart("artifactLocation");
            out.text("uri", file.uri());
            json.writeEndObject();
            json.writeObjectFieldStart("region");
            // GitHub shows no result without a line. What a trace has is bytes; its lines are
            // often one, and always too long to be looked at.
            json.writeNumberField("startLine", 1);
            if (place.length() > 0 && file.entry().isEmpty()) {
                json.writeNumberField("byteOffset", place.offset());
                json.writeNumberField("byteLength", place.length());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeArrayFieldStart("logicalLocations");
        json.writeStartObject();
        out.text("name", place.name());
        out.text("fullyQualifiedName", String.join(" > ", place.path()));
        json.writeStringField("kind", "span");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void suppressions(Problem problem) throws IOException {
        json.writeArrayFieldStart("suppressions");
        Kind kind = problem.status().kind();
        if (kind == Kind.KNOWN || kind == Kind.SUPPRESSED) {
            json.writeStartObject();
            json.writeStringField("kind", "external");
            json.writeStringField("status", "accepted");
            String reason = problem.status().reason();
            boolean said = kind == Kind.SUPPRESSED && !reason.isBlank();
            out.text("justification", said ? reason : CheckWords.standing(problem));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void properties(Problem problem) throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeStringField("status", problem.status().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("tier", problem.tier().label());
        json.writeStringField("confidence", FailureWords.confidence(problem.confidence()));
        out.text("workflow", problem.workflow());
        out.text("traceId", problem.place().traceId());
        out.text("spanId", problem.place().spanId());
        TraceFile file = TraceFile.of(problem.place().file(), folder);
        if (!file.entry().isEmpty()) {
            out.text("archiveEntry", file.entry());
        }
        if (!problem.agent().isEmpty()) {
            out.text("agent", problem.agent());
        }
        if (!problem.from().isEmpty() || !problem.to().isEmpty()) {
            out.text("from", problem.from());
            out.text("to", problem.to());
        }
        out.texts(
                "evidence",
                problem.evidence().stream().limit(EVIDENCE).map(SarifResult::quote).toList());
        if (!problem.next().isEmpty()) {
            out.text("next", problem.next());
        }
        json.writeEndObject();
    }

    private static String quote(Quote quote) {
        return CheckWords.quote(quote);
    }
}
