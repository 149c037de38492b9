package io.agtrace.render.check;

import com.fasterxml.jackson.core.JsonGenerator;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals.Group;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.json.JsonOut;
import io.agtrace.render.text.Numbers;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The gate's result as SARIF 2.1.0, within what GitHub takes: at most {@value #MOST_RESULTS}
 * results and 10 MB compressed, else it refuses the whole file. What fails comes first, so that
 * what has to be left out is what matters least; a notification says how much it is. Each result
 * stands on a line of its own.
 */
public final class CheckSarif implements CheckWriter {
    /** Of more than these, GitHub takes none. */
    static final int MOST_RESULTS = 25_000;

    /** Of more than these, GitHub shows only those of the highest severity. */
    static final int MOST_SHOWN = 5_000;

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                    + "sarif-schema-2.1.0.json";

    /** Below 10 MB by what the last result, the notifications and the compressor may add. */
    private static final long MOST_COMPRESSED = 9_500_000;

    private static final int MOST_NOTIFICATIONS = 50;

    private final CheckSetup setup;
    private final GzipMeter meter;
    private final JsonOut out;
    private final JsonGenerator json;
    private final Map<Kind, List<Problem>> kept = new EnumMap<>(Kind.class);

    public CheckSarif(OutputStream to, CheckSetup setup) throws IOException {
        this.setup = setup;
        meter = new GzipMeter(to);
        out = JsonOut.to(meter, false);
        json = out.json;
        Arrays.stream(Kind.values()).forEach(kind -> kept.put(kind, new ArrayList<>()));
    }

    @Override
    public void run(CheckedRun run) {
        run.problems().forEach(this::keep);
    }

    private void keep(Problem problem) {
        List<Problem> same = kept.getOrDefault(problem.status().kind(), List.of());
        if (same.size() < MOST_RESULTS) {
            same.add(problem);
        }
    }

    /** What fails first, then by how much it matters that it does not. */
    private List<Problem> inOrder() {
        return List.of(Kind.FAILS, Kind.SHOWN, Kind.KNOWN, Kind.SUPPRESSED).stream()
                .flatMap(kind -> kept.getOrDefault(kind, List.of()).stream())
                .limit(MOST_RESULTS)
                .toList();
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        totals.overall().forEach(this::keep);
        List<Problem> problems = inOrder();
        json.writeStartObject();
        json.writeStringField("$schema", SCHEMA);
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        SarifRules rules = new SarifRules(problems);
        tool(rules);
        long written = results(problems, rules, totals.problems(Kind.KNOWN) > 0);
        long all = Arrays.stream(Kind.values()).mapToLong(totals::problems).sum();
        invocation(totals, written, all - written);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        out.line();
        out.close();
        meter.close();
    }

    private void tool(SarifRules rules) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "agtrace");
        if (!setup.version().isEmpty()) {
            json.writeStringField("version", setup.version());
        }
        rules.write(out);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes as many as there is room for, and says how many these are. */
    private long results(List<Problem> problems, SarifRules rules, boolean baseline)
            throws IOException {
        SarifResult result = new SarifResult(out, setup.folder(), baseline);
        long written = 0;
        json.writeArrayFieldStart("results");
        for (Problem problem : problems) {
            if (meter.size() > MOST_COMPRESSED) {
                break;
            }
            json.writeRaw('\n');
            result.write(problem, rules.index(problem));
            written++;
        }
        json.writeRaw('\n');
        json.writeEndArray();
        return written;
    }

    private void invocation(CheckTotals totals, long written, long left) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        boolean saw = totals.verdict() != Verdict.NOTHING_CHECKED;
        json.writeBooleanField("executionSuccessful", saw);
        json.writeArrayFieldStart("toolConfigurationNotifications");
        for (Suppression each : totals.expired()) {
            notification("error", CheckWords.expired(each));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("toolExecutionNotifications");
        if (!saw) {
            notification("error", "Nothing was checked: " + totals.whyNothing() + ".");
        }
        if (left > 0) {
            notification(
                    "warning",
                    Numbers.count(left, "problem")
                            + " left out: GitHub takes "
                            + Numbers.count(MOST_RESULTS)
                            + " results and 10 MB compressed. What fails stands first.");
        }
        if (written > MOST_SHOWN) {
            notification(
                    "note",
                    "GitHub shows "
                            + Numbers.count(MOST_SHOWN)
                            + " of the "
                            + Numbers.count(written)
                            + " results, those of the highest severity.");
        }
        long lost = setup.report().lostRecords();
        if (lost > 0) {
            notification("warning", Numbers.count(lost, "damaged record") + " skipped.");
        }
        List<Group> groups = totals.notChecked().groups();
        for (Group group : groups.subList(0, Math.min(MOST_NOTIFICATIONS, groups.size()))) {
            String needs = group.needs().isEmpty() ? "" : ": needs " + group.needs();
            notification("note", "Not checked: " + FailureWords.places(group, true) + needs);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void notification(String level, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("level", level);
        SarifRules.text(out, "message", text);
        json.writeEndObject();
    }
}
