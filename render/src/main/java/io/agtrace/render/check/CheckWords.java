package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.check.Problem.Quote;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.text.Escapes;
import io.agtrace.render.text.Numbers;

import java.util.ArrayList;
import java.util.List;

/** Phrases that several forms of the gate's result have in common. */
final class CheckWords {
    static final String NOTHING_IN_IT = "nothing to check: no agent, model call or tool call in it";

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_QUOTE = 200;
    private static final int EVIDENCE = 5;
    private static final int EXPLAINED = 5;
    private static final int PATH = 600;

    private CheckWords() {}

    /** Rule and place on one line, safe to show. */
    static String title(Problem problem) {
        return Escapes.line(FailureWords.line(problem.title()));
    }

    /** A name of something in a trace, on one line, safe to show and not endless. */
    static String name(String name) {
        return Escapes.line(Words.cut(name, LONGEST_NAME));
    }

    /** The run's name and id, or the one of them that it has. */
    static String run(CheckedRun run) {
        String name = name(run.name());
        String id = name(run.id());
        return name.isEmpty() || name.equals(id) ? id : name + " " + id;
    }

    /** Names of the spans from the root down. */
    static String path(Problem problem) {
        List<String> names = problem.place().path().stream().map(CheckWords::name).toList();
        return Words.cut(String.join(" > ", names), PATH);
    }

    /** What it is: {@code defect, error, 0.87}. */
    static String sort(Problem problem) {
        return problem.tier().label()
                + ", "
                + problem.severity().label()
                + ", confidence "
                + FailureWords.confidence(problem.confidence());
    }

    /** What the gate does with a problem, where it does not fail; else empty. */
    static String standing(Problem problem) {
        return switch (problem.status().kind()) {
            case FAILS -> "";
            case SHOWN -> "does not fail the gate";
            case KNOWN -> "known from the baseline";
            case SUPPRESSED -> {
                String reason = problem.status().reason();
                yield "suppressed" + (reason.isBlank() ? "" : ": " + name(reason));
            }
        };
    }

    /** All there is to say about a problem, line by line; every line is safe to show. */
    static List<String> lines(Problem problem) {
        List<String> lines = new ArrayList<>();
        String standing = standing(problem);
        lines.add(
                title(problem)
                        + " ("
                        + sort(problem)
                        + (standing.isEmpty() ? ")" : "; " + standing + ")"));
        lines.add(Escapes.line(FailureWords.line(problem.narrative())));
        for (Quote quote : problem.evidence().subList(0, most(problem.evidence(), EVIDENCE))) {
            lines.add("evidence: " + quote(quote));
        }
        List<String> explains = problem.explains();
        for (String each : explains.subList(0, most(explains, EXPLAINED))) {
            lines.add("explains: " + name(each));
        }
        if (explains.size() > EXPLAINED) {
            lines.add("explains: " + Numbers.count(explains.size() - EXPLAINED) + " more");
        }
        if (!problem.cause().isEmpty()) {
            lines.add("follows from: " + name(problem.cause()));
        }
        if (!problem.place().spanId().isEmpty()) {
            lines.add("span: " + name(problem.place().spanId()) + " " + path(problem));
        }
        String where = TraceFile.where(problem.place());
        if (!where.isEmpty()) {
            lines.add("file: " + where);
        }
        lines.add("fingerprint: " + problem.fingerprint());
        if (!problem.next().isEmpty()) {
            lines.add("next: " + Escapes.line(problem.next()));
        }
        return lines;
    }

    private static int most(List<?> list, int most) {
        return Math.min(most, list.size());
    }

    /** A piece of evidence on one line. */
    static String quote(Quote quote) {
        String text = Escapes.line(Words.cut(quote.text(), LONGEST_QUOTE));
        return (quote.spanId().isEmpty() ? "" : "span " + name(quote.spanId()) + " ")
                + name(quote.attribute())
                + (text.isEmpty() ? "" : " \"" + text + "\"");
    }

    /** A suppression that no longer holds. */
    static String expired(Suppression suppression) {
        String reason = suppression.reason().isBlank() ? "" : ": " + name(suppression.reason());
        return "the suppression at "
                + name(suppression.place())
                + " ran out on "
                + suppression.expires()
                + reason;
    }

    /** The gate's word, in capitals for logs. */
    static String verdict(CheckTotals totals) {
        return switch (totals.verdict()) {
            case PASSED -> "PASSED";
            case FAILED -> "FAILED";
            case NOTHING_CHECKED -> "NOTHING CHECKED";
        };
    }

    /** Why the gate says so. */
    static String reason(CheckTotals totals) {
        return switch (totals.verdict()) {
            case NOTHING_CHECKED -> totals.whyNothing();
            case PASSED -> "no problem in " + checked(totals) + " fails the gate";
            case FAILED -> {
                List<String> why = new ArrayList<>();
                if (totals.problems(Kind.FAILS) > 0) {
                    String problems = Numbers.count(totals.problems(Kind.FAILS), "problem");
                    long failing = totals.failingRuns();
                    why.add(
                            failing == 0
                                    ? problems
                                    : problems
                                            + " in "
                                            + Numbers.count(failing)
                                            + " of "
                                            + Numbers.count(totals.runs(), "workflow"));
                }
                if (!totals.expired().isEmpty()) {
                    why.add(Numbers.count(totals.expired().size(), "suppression") + " ran out");
                }
                yield String.join(", ", why);
            }
        };
    }

    private static String checked(CheckTotals totals) {
        return Numbers.count(totals.runs() - totals.unseenRuns(), "workflow");
    }

    /**
     * How many problems there are of the kinds that do not fail; kinds without any are left out.
     */
    static List<String> others(CheckTotals totals) {
        List<String> parts = new ArrayList<>();
        add(parts, totals.problems(Kind.SHOWN), "shown only");
        add(parts, totals.problems(Kind.KNOWN), "known from the baseline");
        add(parts, totals.problems(Kind.SUPPRESSED), "suppressed");
        return parts;
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(Numbers.count(count) + " " + what);
        }
    }
}
