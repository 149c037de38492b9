package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.render.check.RuleCase.State;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.text.Escapes;
import io.agtrace.render.text.LogGuard;

import java.io.Flushable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The gate's result in the Test Anything Protocol, version 14: a subtest for each workflow, in it a
 * test point for each rule, written as they come. What is known from the baseline is a failure that
 * is {@code TODO}; a rule that found nothing but could not look at everything is skipped. Problems
 * stand in YAML below their point.
 */
public final class CheckTap implements CheckWriter {
    private static final String SUBTEST = "    ";
    private static final int EVIDENCE = 5;

    private static final Pattern BEYOND_BASIC = Pattern.compile("[\\x{10000}-\\x{10ffff}]");

    /** A backslash that readers would take for the first half of an escape. */
    private static final Pattern DOUBLE = Pattern.compile("\\\\(?=\\\\)");

    private final Appendable out;
    private final CheckSetup setup;
    private int points;

    public CheckTap(Appendable out, CheckSetup setup) throws IOException {
        this.out = out;
        this.setup = setup;
        out.append("TAP version 14\n");
    }

    @Override
    public void run(CheckedRun run) throws IOException {
        String name = CheckWords.run(run);
        List<RuleCase> cases = RuleCase.of(run, setup.showSuppressed());
        points++;
        if (!run.hasAgents() && run.problems().isEmpty()) {
            point("", true, points, name, "SKIP " + CheckWords.NOTHING_IN_IT);
            return;
        }
        if (cases.isEmpty()) {
            point("", true, points, name, "SKIP every rule is off");
            return;
        }
        out.append("# Subtest: ").append(escaped(name)).append('\n');
        int number = 0;
        boolean failed = false;
        for (RuleCase each : cases) {
            number++;
            rule(SUBTEST, number, each);
            failed |= each.state() == State.FAILED;
        }
        out.append(SUBTEST).append("1..").append(Integer.toString(number)).append('\n');
        point("", !failed, points, name, "");
    }

    private void rule(String indent, int number, RuleCase each) throws IOException {
        String directive =
                switch (each.state()) {
                    case PASSED, FAILED -> "";
                    case KNOWN -> "TODO known from the baseline";
                    case SKIPPED -> "SKIP not checked: " + each.notChecked();
                };
        boolean ok = each.state() == State.PASSED || each.state() == State.SKIPPED;
        point(indent, ok, number, each.rule(), directive);
        if (!each.problems().isEmpty()) {
            String inner = indent + "  ";
            out.append(inner).append("---\n").append(inner).append("problems:\n");
            for (Problem problem : each.problems()) {
                problem(inner + "  ", problem);
            }
            out.append(inner).append("...\n");
        }
    }

    private void point(String indent, boolean ok, int number, String name, String directive)
            throws IOException {
        out.append(indent).append(ok ? "ok " : "not ok ").append(Integer.toString(number));
        out.append(" - ").append(escaped(name));
        if (!directive.isEmpty()) {
            out.append(" # ").append(escaped(directive));
        }
        out.append('\n');
    }

    /**
     * A description or a reason. In them a number sign begins a directive: {@code TODO} would make
     * a failure pass. Readers of version 13 do not know how 14 escapes it, so a wide one stands in.
     */
    private static String escaped(String text) {
        String line = Escapes.line(text).strip().replace('#', '\uff03');
        return DOUBLE.matcher(line).replaceAll("\\\\\\\\");
    }

    private void problem(String indent, Problem problem) throws IOException {
        String inner = indent + "  ";
        out.append(indent).append("- title: ").append(quoted(problem.title())).append('\n');
        field(inner, "tier", problem.tier().label());
        field(inner, "severity", problem.severity().label());
        out.append(inner).append("confidence: ");
        out.append(FailureWords.confidence(problem.confidence())).append('\n');
        field(inner, "standing", CheckWords.standing(problem));
        field(inner, "narrative", problem.narrative());
        List<Quote> evidence = problem.evidence();
        if (!evidence.isEmpty()) {
            out.append(inner).append("evidence:\n");
            for (Quote quote : evidence.subList(0, Math.min(EVIDENCE, evidence.size()))) {
                String text = quoted(CheckWords.quote(quote));
                out.append(inner).append("  - ").append(text).append('\n');
            }
        }
        field(inner, "span", problem.place().spanId());
        field(inner, "path", CheckWords.path(problem));
        field(inner, "file", TraceFile.where(problem.place()));
        field(inner, "fingerprint", problem.fingerprint());
        field(inner, "next", problem.next());
    }

    private void field(String indent, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            out.append(indent).append(name).append(": ").append(quoted(text)).append('\n');
        }
    }

    /**
     * A double-quoted scalar of YAML, on one line; no part of it commands a build server. Readers
     * in use take nothing beyond the basic plane as it is.
     */
    private static String quoted(String text) {
        String line = Escapes.line(FailureWords.line(text));
        String escaped = line.replace("\\", "\\\\").replace("\"", "\\\"");
        String basic = BEYOND_BASIC.matcher(escaped).replaceAll(CheckTap::codePoint);
        return '"' + LogGuard.escaped(basic, "\\x5b") + '"';
    }

    private static String codePoint(MatchResult found) {
        return String.format(Locale.ROOT, "\\\\U%08x", found.group().codePointAt(0));
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        for (Problem problem : totals.overall()) {
            points++;
            String id = problem.rule().id();
            rule("", points, RuleCase.of(id, List.of(problem), "", setup.showSuppressed()));
        }
        for (Suppression each : totals.expired()) {
            points++;
            point("", false, points, CheckWords.expired(each), "");
        }
        if (totals.verdict() == Verdict.NOTHING_CHECKED) {
            points++;
            String why = "something could be checked: " + totals.whyNothing();
            point("", false, points, why, "");
        }
        out.append("1..").append(Integer.toString(points)).append('\n');
        if (out instanceof Flushable buffered) {
            buffered.flush();
        }
    }
}
