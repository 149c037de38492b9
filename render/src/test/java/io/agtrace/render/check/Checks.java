package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Expectations;
import io.agtrace.analyzers.check.Gates;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Place;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.check.Problem.Status;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Results of the gate made by hand. */
final class Checks {
    static final Theme PLAIN = new Theme(false, true);

    /** What a trace may bring along to break out of one form or another. */
    static final String HOSTILE =
            "a;b \"c\" 'd' <script>alert(1)</script> ]]> & %0A::error::x ##[error]y # SKIP"
                    + " *e* `f` [g](h) | \\ \u0000\u0001\u001b[31m\r\n::set-output name=a::b"
                    + "\ud800 \ufffe \u202e \u2028 end";

    private static final List<String> LOOKED =
            List.of("message-lost", "stale-context", "runaway-loop", "silent-retries", "refused");

    private static final RuleInfo OWN_RULE =
            new RuleInfo(
                    "required-step",
                    Group.POLICY,
                    Severity.ERROR,
                    Tier.DEFECT,
                    "A step that the policy requires did not occur.",
                    "nothing");

    private Checks() {}

    static CheckSetup setup(int width, Theme theme, boolean showSuppressed) {
        IngestReport report = new IngestReport();
        report.lost("traces/b.json", 1234, "a line that is no JSON");
        Screen screen = new Screen(width, theme, ZoneOffset.UTC, false);
        return new CheckSetup(report, screen, showSuppressed, "1.2.0", "/home/ci/project");
    }

    static RuleInfo rule(String id) {
        return Rules.all().stream()
                .map(each -> each.info())
                .filter(info -> info.id().equals(id))
                .findFirst()
                .orElse(OWN_RULE);
    }

    static Problem problem(String rule, String workflow, Kind kind, String fingerprint) {
        return new Problem(
                workflow,
                rule(rule),
                kind == Kind.SHOWN ? Severity.WARNING : Severity.ERROR,
                kind == Kind.SHOWN ? Tier.SUSPICION : Tier.DEFECT,
                rule + " at writer←researcher",
                "writer received the message at T+340ms but worked from context of T-12.0s"
                        + " (version 3; version 4 was written at T-0.2s by researcher).",
                0.874,
                new Place(
                        "d977cced11e636cbfaf23e34239059e1",
                        "00f067aa0ba90211",
                        "chat gpt-4.1",
                        List.of("invoke_workflow report", "writer", "chat gpt-4.1"),
                        "/home/ci/project/traces/a b.jsonl",
                        4096,
                        512),
                "writer",
                "researcher",
                "writer",
                List.of(
                        new Quote(
                                "d977cced11e636cbfaf23e34239059e1",
                                "00f067aa0ba90212",
                                "input.value",
                                "context version 3 of T-12.0s"),
                        new Quote("", "", "time", "12 s")),
                kind == Kind.FAILS ? List.of("unchecked-low-quality@b7ad6b7169203331") : List.of(),
                kind == Kind.SHOWN ? "stale-context@00f067aa0ba90211" : "",
                fingerprint,
                new Status(kind, kind == Kind.SUPPRESSED ? "known to product, see ticket 12" : ""),
                "agtrace inspect 'traces/a b.jsonl' --workflow "
                        + workflow
                        + " --around 00f067aa0ba90211");
    }

    /** The problem, with texts that a trace brought along. */
    static Problem hostile(Problem problem, String text) {
        return new Problem(
                text,
                problem.rule(),
                problem.severity(),
                problem.tier(),
                problem.rule().id() + " at " + text,
                text,
                problem.confidence(),
                new Place("t", text, text, List.of(text, text), "x.zip!" + text, 7, 9),
                text,
                text,
                text,
                List.of(new Quote("t", text, text, text)),
                List.of("error@" + text),
                "hang@" + text,
                problem.fingerprint(),
                new Status(problem.status().kind(), text),
                "agtrace inspect '" + text.replace("'", "'\\''") + "' --around 1");
    }

    static CheckedRun run(
            String id, String name, List<Problem> problems, List<NotChecked> notChecked) {
        boolean fails = problems.stream().anyMatch(Problem::fails);
        return new CheckedRun(
                id,
                name,
                List.of("d977cced11e636cbfaf23e34239059e1"),
                1_772_438_400_412_000_000L,
                47_012_400_000L,
                25,
                List.of("planner", "researcher", "writer"),
                fails ? Outcome.FAILED : Outcome.OK,
                List.of("/home/ci/project/traces/a b.jsonl"),
                true,
                LOOKED,
                problems,
                notChecked,
                Expectations.Seen.NOTHING);
    }

    static CheckedRun unseen(String id) {
        return new CheckedRun(
                id,
                "cron",
                List.of("00000000000000000000000000000009"),
                io.agtrace.analyzers.span.Span.NO_TIME,
                0,
                3,
                List.of(),
                Outcome.UNKNOWN,
                List.of("traces/cron.json"),
                false,
                LOOKED,
                List.of(),
                List.of(),
                Expectations.Seen.NOTHING);
    }

    /** Runs of all sorts. */
    static List<CheckedRun> mixed() {
        List<NotChecked> unseen =
                List.of(
                        new NotChecked(
                                "stale-context",
                                12,
                                "boundaries",
                                "versions or times of the context"),
                        new NotChecked("refused", 1, "model calls", "the reason it finished"));
        String first = "wf-2026-0042";
        Problem odd = problem("message-lost", "x", Kind.FAILS, "3333333333333333");
        return List.of(
                run(
                        first,
                        "research-report",
                        List.of(
                                problem("stale-context", first, Kind.FAILS, "1111111111111111"),
                                problem("runaway-loop", first, Kind.SHOWN, "2222222222222222"),
                                problem("message-lost", first, Kind.KNOWN, "4444444444444444"),
                                problem("refused", first, Kind.SUPPRESSED, "5555555555555555")),
                        unseen),
                run(
                        "wf-2026-0043",
                        "research-report",
                        List.of(
                                problem(
                                        "stale-context",
                                        "wf-2026-0043",
                                        Kind.FAILS,
                                        "1111111111111111"),
                                problem(
                                        "required-step",
                                        "wf-2026-0043",
                                        Kind.FAILS,
                                        "6666666666666666")),
                        List.of()),
                run(HOSTILE, "n " + HOSTILE, List.of(hostile(odd, HOSTILE)), List.of()),
                run("wf-2026-0044", "research-report", List.of(), unseen),
                unseen("cron-1"));
    }

    /** Totals of the runs, with a suppression that ran out. */
    static CheckTotals totals(List<CheckedRun> runs) {
        Suppression old =
                new Suppression(
                        "",
                        "hang",
                        "",
                        "",
                        "waiting for <the> fix",
                        LocalDate.of(2026, 1, 31),
                        "agtrace.yaml:12");
        CheckTotals totals = new CheckTotals(Gates.STANDARD, List.of(old));
        runs.forEach(totals::add);
        Problem rate = problem("required-step", "", Kind.FAILS, "7777777777777777");
        Place nowhere = new Place("", "", "", List.of(), "", 0, 0);
        totals.add(
                new Problem(
                        "",
                        rate.rule(),
                        rate.severity(),
                        rate.tier(),
                        "required-step at route_request",
                        "route_request chose writer in 12 % of 50 runs (6 to 22 %); at least 30 %"
                                + " are required.",
                        1,
                        nowhere,
                        "",
                        "",
                        "",
                        List.of(),
                        List.of(),
                        "",
                        rate.fingerprint(),
                        rate.status(),
                        ""));
        return totals;
    }

    static CheckTotals plainTotals(List<CheckedRun> runs) {
        CheckTotals totals = new CheckTotals(Gates.STANDARD, List.of());
        runs.forEach(totals::add);
        return totals;
    }

    /** What a writer makes of them. */
    static String write(
            CheckFormat format, CheckSetup setup, List<CheckedRun> runs, CheckTotals totals)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckWriter writer = format.to(out, setup);
        for (CheckedRun run : runs) {
            writer.run(run);
        }
        writer.end(totals);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The runs of all sorts in a form. */
    static String mixed(CheckFormat format) throws IOException {
        return write(format, setup(80, PLAIN, false), mixed(), totals(mixed()));
    }

    /** Nothing that could be checked, in a form. */
    static String nothing(CheckFormat format) throws IOException {
        List<CheckedRun> runs = List.of(unseen("cron-1"));
        return write(format, setup(80, PLAIN, false), runs, plainTotals(runs));
    }

    /** So many runs with a failing problem each. */
    static List<CheckedRun> many(int count, boolean sameTrouble) {
        List<CheckedRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "wf-" + i;
            String fingerprint = String.format("%016x", sameTrouble ? 1 : i);
            Kind kind = i % 2 == 0 ? Kind.SHOWN : Kind.FAILS;
            runs.add(
                    run(
                            id,
                            "report",
                            List.of(problem("stale-context", id, kind, fingerprint)),
                            List.of()));
        }
        return runs;
    }
}
