package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.render.failure.FailureWords;
import io.agtrace.render.text.Escapes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one rule says of one run, as test reports have it.
 *
 * @param notChecked what the rule could not look at
 * @param problems those that are to be told
 */
record RuleCase(String rule, State state, List<Problem> problems, String notChecked) {
    /** How a test went. */
    enum State {
        PASSED,
        FAILED,
        /** What would fail is in the baseline. */
        KNOWN,
        /** It found nothing and could not look at everything; that never counts as passed. */
        SKIPPED
    }

    RuleCase {
        problems = List.copyOf(problems);
    }

    /** A case for each rule that looked at the run or found something in it. */
    static List<RuleCase> of(CheckedRun run, boolean showSuppressed) {
        Map<String, List<Problem>> found = new LinkedHashMap<>();
        run.rules().forEach(rule -> found.put(rule, new ArrayList<>()));
        for (Problem problem : run.problems()) {
            found.computeIfAbsent(problem.rule().id(), rule -> new ArrayList<>()).add(problem);
        }
        Map<String, List<NotChecked>> unseen = new LinkedHashMap<>();
        for (NotChecked each : run.notChecked()) {
            unseen.computeIfAbsent(each.rule(), rule -> new ArrayList<>()).add(each);
        }
        List<RuleCase> cases = new ArrayList<>();
        found.forEach(
                (rule, problems) -> {
                    String missing =
                            run.hasAgents()
                                    ? words(unseen.getOrDefault(rule, List.of()))
                                    : CheckWords.NOTHING_IN_IT;
                    cases.add(of(rule, problems, missing, showSuppressed));
                });
        return cases;
    }

    /** The case of a rule with what it found. */
    static RuleCase of(
            String rule, List<Problem> problems, String notChecked, boolean showSuppressed) {
        State state =
                has(problems, Kind.FAILS)
                        ? State.FAILED
                        : has(problems, Kind.KNOWN)
                                ? State.KNOWN
                                : problems.isEmpty() && !notChecked.isEmpty()
                                        ? State.SKIPPED
                                        : State.PASSED;
        List<Problem> told =
                problems.stream()
                        .filter(each -> showSuppressed || each.status().kind() != Kind.SUPPRESSED)
                        .toList();
        return new RuleCase(rule, state, told, notChecked);
    }

    private static boolean has(List<Problem> problems, Kind kind) {
        return problems.stream().anyMatch(each -> each.status().kind() == kind);
    }

    private static String words(List<NotChecked> entries) {
        return entries.stream().map(RuleCase::words).collect(Collectors.joining("; "));
    }

    private static String words(NotChecked entry) {
        String needs = entry.needs().isEmpty() ? "" : ": needs " + CheckWords.name(entry.needs());
        return Escapes.line(FailureWords.counted(entry)) + needs;
    }

    /** The problems of a kind. */
    List<Problem> problems(Kind kind) {
        return problems.stream().filter(each -> each.status().kind() == kind).toList();
    }

    /** The problems of all other kinds. */
    List<Problem> problemsBut(Kind kind) {
        return problems.stream().filter(each -> each.status().kind() != kind).toList();
    }
}
