package io.agtrace.render.check;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Place;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.json.JsonOut;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** One problem as a result of a SARIF run. */
final class SarifResult {
    private static final int EVIDENCE = 5;
    private static final int LONGEST_COMMAND = 2_000;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)}");

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
        json.writeFieldName("rank");
        json.writeNumber(
                BigDecimal.valueOf(100 * problem.confidence())
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .toPlainString());
        String title = CheckWords.title(problem);
        String narrative = FailureWords.line(problem.narrative());
        SarifRules.text(
                out, "message", plain(narrative.isEmpty() ? title : title + ": " + narrative));
        json.writeArrayFieldStart("locations");
        location(problem);
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

    /** What would be a placeholder or a link in a message is none in this text. */
    private static String plain(String text) {
        return PLACEHOLDER.matcher(text).replaceAll("{{$1}}").replace("](", "] (");
    }

    private void location(Problem problem) throws IOException {
        Place place = problem.place();
        json.writeStartObject();
        TraceFile file = TraceFile.of(place, folder);
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        out.text("uri", file.uri());
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        // GitHub shows no result without a line. What a trace has is bytes; its lines are often
        // one, and always too long to be looked at.
        json.writeNumberField("startLine", 1);
        if (place.length() > 0 && file.entry().isEmpty()) {
            json.writeNumberField("byteOffset", place.offset());
            json.writeNumberField("byteLength", place.length());
        }
        json.writeEndObject();
        json.writeEndObject();
        if (!place.path().isEmpty()) {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            out.text("name", CheckWords.name(place.name()));
            out.text("fullyQualifiedName", CheckWords.path(problem));
            json.writeStringField("kind", "span");
            json.writeEndObject();
            json.writeEndArray();
        }
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
            out.text(
                    "justification", said ? CheckWords.name(reason) : CheckWords.standing(problem));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void properties(Problem problem) throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeStringField("status", problem.status().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("tier", problem.tier().label());
        out.text("workflow", CheckWords.name(problem.workflow()));
        out.text("traceId", CheckWords.name(problem.place().traceId()));
        out.text("spanId", CheckWords.name(problem.place().spanId()));
        TraceFile file = TraceFile.of(problem.place(), folder);
        if (!file.entry().isEmpty()) {
            out.text("archiveEntry", CheckWords.name(file.entry()));
        }
        if (!problem.agent().isEmpty()) {
            out.text("agent", CheckWords.name(problem.agent()));
        }
        if (!problem.from().isEmpty() || !problem.to().isEmpty()) {
            out.text("from", CheckWords.name(problem.from()));
            out.text("to", CheckWords.name(problem.to()));
        }
        out.texts(
                "evidence",
                problem.evidence().stream().limit(EVIDENCE).map(SarifResult::quote).toList());
        if (!problem.next().isEmpty()) {
            out.text("next", Words.cut(problem.next(), LONGEST_COMMAND));
        }
        json.writeEndObject();
    }

    private static String quote(Quote quote) {
        return CheckWords.quote(quote);
    }
}
