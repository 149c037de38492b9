package io.agtrace.render.check;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.check.Folded.Trouble;
import io.agtrace.render.json.JsonOut;
import io.agtrace.render.text.Escapes;
import io.agtrace.render.text.Numbers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gate's result as a GitLab code quality report. GitLab takes one issue for each fingerprint,
 * and tells new issues from old ones by comparing reports; so known problems are in it, suppressed
 * ones are not. The line always is the first: a trace's lines are no places that anyone looks at;
 * the description names the bytes.
 */
public final class CheckGitLab implements CheckWriter {
    private static final int LONGEST = 1_000;
    private static final Pattern PLACE = Pattern.compile("(.+):(\\d{1,9})");

    private final CheckSetup setup;
    private final JsonOut out;
    private final JsonGenerator json;
    private final Folded folded = new Folded();

    public CheckGitLab(OutputStream to, CheckSetup setup) throws IOException {
        this.setup = setup;
        out = JsonOut.to(to, true);
        json = out.json;
    }

    @Override
    public void run(CheckedRun run) {
        folded.add(run);
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        totals.overall().forEach(problem -> folded.add(problem, null));
        json.writeStartArray();
        Set<String> written = new HashSet<>();
        for (Kind kind : List.of(Kind.FAILS, Kind.SHOWN, Kind.KNOWN)) {
            for (Trouble trouble : folded.troubles(kind)) {
                if (written.add(trouble.first().fingerprint())) {
                    problem(trouble);
                }
            }
        }
        for (Suppression each : totals.expired()) {
            expired(each);
        }
        if (totals.verdict() == Verdict.NOTHING_CHECKED) {
            String description = "Nothing was checked: " + totals.whyNothing();
            List<SourceReport> sources = setup.report().sources();
            String path =
                    sources.isEmpty() ? TraceFile.POLICY.path() : path(sources.getFirst().source());
            issue("nothing-checked", description, "blocker", hash(description), path, 1);
        }
        json.writeEndArray();
        out.line();
        out.close();
    }

    private void problem(Trouble trouble) throws IOException {
        Problem problem = trouble.first();
        String narrative = Escapes.line(Words.cut(problem.narrative(), LONGEST));
        String standing = CheckWords.standing(problem);
        String where = TraceFile.where(problem.place());
        String more =
                trouble.otherRuns() == 0
                        ? ""
                        : "; also in " + Numbers.count(trouble.otherRuns(), "more workflow");
        issue(
                problem.rule().id(),
                CheckWords.title(problem)
                        + ": "
                        + narrative
                        + " ("
                        + CheckWords.sort(problem)
                        + (standing.isEmpty() ? "" : "; " + standing)
                        + (where.isEmpty() ? "" : "; " + where)
                        + more
                        + ")",
                severity(problem),
                problem.fingerprint(),
                TraceFile.of(problem.place(), setup.folder()).path(),
                1);
    }

    /** A suspicion is worth one step less than a defect. */
    private static String severity(Problem problem) {
        boolean defect = problem.tier() == Tier.DEFECT;
        return switch (problem.severity()) {
            case Severity.ERROR -> defect ? "critical" : "major";
            case Severity.WARNING -> defect ? "major" : "minor";
            case Severity.NOTE -> "info";
        };
    }

    private void expired(Suppression each) throws IOException {
        Matcher place = PLACE.matcher(each.place());
        boolean hasLine = place.matches();
        String path = path(hasLine ? place.group(1) : each.place());
        int line = hasLine ? Math.max(1, Integer.parseInt(place.group(2))) : 1;
        String description = CheckWords.expired(each);
        issue("expired-suppression", description, "major", hash(description), path, line);
    }

    /** Thirty-two hexadecimal digits, the same for the same text. */
    private static String hash(String text) {
        UUID hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        return hash.toString().replace("-", "");
    }

    private String path(String source) {
        return TraceFile.of(source, setup.folder()).path();
    }

    private void issue(
            String name,
            String description,
            String severity,
            String fingerprint,
            String path,
            int line)
            throws IOException {
        json.writeStartObject();
        // Type and categories are of Code Climate's format, from which GitLab's comes; GitLab does
        // not need them, other readers do.
        json.writeStringField("type", "issue");
        out.texts("categories", List.of("Bug Risk"));
        out.text("description", description);
        out.text("check_name", name);
        json.writeStringField("fingerprint", fingerprint);
        json.writeStringField("severity", severity);
        json.writeObjectFieldStart("location");
        out.text("path", path);
        json.writeObjectFieldStart("lines");
        json.writeNumberField("begin", line);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }
}
