package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckTotals.Verdict;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.span.Span;
import io.agtrace.render.check.RuleCase.State;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Times;

import java.io.Flushable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The gate's result as a JUnit report, of the elements that Jenkins, GitLab and GitHub's actions
 * have in common: a suite for each workflow, in it a case for each rule. A rule that found nothing
 * but could not look at everything is skipped, not passed. What belongs to no single workflow is in
 * a suite of its own at the end. Suites are written as they come.
 */
public final class CheckJUnit implements CheckWriter {
    private static final String OVERALL = "all workflows";

    private final Appendable out;
    private final CheckSetup setup;
    private final XmlOut xml;

    public CheckJUnit(Appendable out, CheckSetup setup) throws IOException {
        this.out = out;
        this.setup = setup;
        xml = new XmlOut(out);
        xml.start("testsuites").attribute("name", "agtrace check");
    }

    @Override
    public void run(CheckedRun run) throws IOException {
        List<RuleCase> cases = RuleCase.of(run, setup.showSuppressed());
        suite(CheckWords.run(run), cases, 0);
        xml.attribute(
                "time",
                BigDecimal.valueOf(run.durationNanos(), 9)
                        .setScale(3, RoundingMode.HALF_EVEN)
                        .toPlainString());
        if (run.startNanos() != Span.NO_TIME) {
            xml.attribute("timestamp", timestamp(run.startNanos()));
        }
        if (!run.sources().isEmpty()) {
            xml.attribute("file", TraceFile.of(run.sources().getFirst(), setup.folder()).path());
        }
        String classname = classname(run);
        for (RuleCase each : cases) {
            testcase(classname, each);
        }
        xml.end();
    }

    /** Opens a suite. */
    private void suite(String name, List<RuleCase> cases, int errors) throws IOException {
        xml.start("testsuite")
                .attribute("name", name)
                .attribute("tests", Integer.toString(cases.size() + errors))
                .attribute("failures", count(cases, State.FAILED))
                .attribute("errors", Integer.toString(errors))
                .attribute("skipped", count(cases, State.SKIPPED));
    }

    private static String count(List<RuleCase> cases, State state) {
        return Long.toString(cases.stream().filter(each -> each.state() == state).count());
    }

    /** Seconds are as much as all readers take. */
    private static String timestamp(long epochNanos) {
        String instant = Times.instant(epochNanos).toString();
        return instant.substring(0, Math.min(instant.length(), "2026-01-02T03:04:05".length()));
    }

    /**
     * Name and id with a dot between them, which readers show as a package and a class in it; dots
     * inside either would be taken for more packages. The id keeps runs of one workflow apart.
     */
    private static String classname(CheckedRun run) {
        String name = CheckWords.name(run.name()).replace('.', '_');
        String id = CheckWords.name(run.id()).replace('.', '_');
        return name.isEmpty() || name.equals(id) ? "workflow." + id : name + "." + id;
    }

    private void testcase(String classname, RuleCase each) throws IOException {
        xml.start("testcase").attribute("classname", classname).attribute("name", each.rule());
        switch (each.state()) {
            case FAILED -> {
                List<Problem> failing = each.problems(Kind.FAILS);
                Problem first = failing.getFirst();
                String more =
                        failing.size() == 1
                                ? ""
                                : " (and " + Numbers.count(failing.size() - 1) + " more)";
                xml.start("failure")
                        .attribute("message", CheckWords.title(first) + more)
                        .attribute("type", first.tier().label())
                        .end(text(failing));
            }
            case SKIPPED ->
                    xml.start("skipped")
                            .attribute("message", "not checked: " + each.notChecked())
                            .end();
            case PASSED, KNOWN -> {}
        }
        List<Problem> others = each.problemsBut(Kind.FAILS);
        if (!others.isEmpty()) {
            xml.start("system-out").end(text(others));
        }
        xml.end();
    }

    private static String text(List<Problem> problems) {
        return problems.stream()
                .map(each -> String.join("\n", CheckWords.lines(each)))
                .collect(Collectors.joining("\n\n"));
    }

    @Override
    public void end(CheckTotals totals) throws IOException {
        Map<String, List<Problem>> byRule = new LinkedHashMap<>();
        for (Problem problem : totals.overall()) {
            byRule.computeIfAbsent(problem.rule().id(), rule -> new ArrayList<>()).add(problem);
        }
        List<RuleCase> cases = new ArrayList<>();
        byRule.forEach(
                (rule, problems) ->
                        cases.add(RuleCase.of(rule, problems, "", setup.showSuppressed())));
        boolean nothing = totals.verdict() == Verdict.NOTHING_CHECKED;
        int errors = totals.expired().size() + (nothing ? 1 : 0);
        if (errors > 0 || !cases.isEmpty()) {
            suite(OVERALL, cases, errors);
            for (RuleCase each : cases) {
                testcase(OVERALL, each);
            }
            for (Suppression each : totals.expired()) {
                error("suppression " + CheckWords.name(each.place()), CheckWords.expired(each));
            }
            if (nothing) {
                error("anything to check", "nothing was checked: " + totals.whyNothing());
            }
            xml.end();
        }
        xml.end();
        if (out instanceof Flushable buffered) {
            buffered.flush();
        }
    }

    private void error(String name, String message) throws IOException {
        xml.start("testcase").attribute("classname", OVERALL).attribute("name", name);
        xml.start("error").attribute("message", message).attribute("type", "configuration").end();
        xml.end();
    }
}
