package io.agtrace.analyzers.check;

import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the gate saw in all runs together. Runs are added one after the other. */
public final class CheckTotals {
    private final Gates gates;
    private final List<Suppression> expired;
    private final Map<Kind, Integer> problems = new EnumMap<>(Kind.class);
    private final NotCheckedTotals notChecked = new NotCheckedTotals();
    private final List<Problem> overall = new ArrayList<>();
    private final Set<String> rules = new TreeSet<>();

    /** Rules that could look at all they wanted to in some run, or found something. */
    private final Set<String> looked = new TreeSet<>();

    private int runs;
    private int failing;
    private int unseen;

    /** What the gate says. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** Nothing could be checked: a gate that saw nothing is not green. */
        NOTHING_CHECKED
    }

    /**
     * @param expired suppressions that no longer hold; one makes the gate fail
     */
    public CheckTotals(Gates gates, List<Suppression> expired) {
        this.gates = gates;
        this.expired = List.copyOf(expired);
    }

    /** Adds a run. */
    public void add(CheckedRun run) {
        runs++;
        failing += run.fails() ? 1 : 0;
        unseen += run.hasAgents() ? 0 : 1;
        rules.addAll(run.rules());
        if (run.hasAgents()) {
            Set<String> whole = new TreeSet<>(run.rules());
            run.notChecked().forEach(each -> whole.remove(each.rule()));
            looked.addAll(whole);
        }
        run.problems().forEach(problem -> looked.add(problem.rule().id()));
        run.problems().forEach(this::count);
        notChecked.add(run.notChecked());
    }

    /** Adds a problem of all runs together, which is none of a single run. */
    public void add(Problem problem) {
        overall.add(problem);
        count(problem);
    }

    private void count(Problem problem) {
        problems.merge(problem.status().kind(), 1, Integer::sum);
    }

    public Verdict verdict() {
        if (problems(Kind.FAILS) > 0 || !expired.isEmpty()) {
            return Verdict.FAILED;
        }
        return looked.isEmpty() ? Verdict.NOTHING_CHECKED : Verdict.PASSED;
    }

    /** Why nothing was checked, in a few words; empty where something was. */
    public String whyNothing() {
        if (verdict() != Verdict.NOTHING_CHECKED) {
            return "";
        }
        if (runs == 0) {
            return "no workflow was selected";
        }
        if (rules.isEmpty()) {
            return "every rule is off";
        }
        return runs == unseen
                ? "no agent, model call or tool call in " + (runs == 1 ? "it" : "any of them")
                : "the traces lack what the rules need";
    }

    /** Problems of a kind. */
    public int problems(Kind kind) {
        return problems.getOrDefault(kind, 0);
    }

    /** Problems of all runs together, in the order in which they were added. */
    public List<Problem> overall() {
        return List.copyOf(overall);
    }

    public int runs() {
        return runs;
    }

    /** Runs with a problem that fails the gate. */
    public int failingRuns() {
        return failing;
    }

    /** Runs that hold nothing that could be checked. */
    public int unseenRuns() {
        return unseen;
    }

    public Gates gates() {
        return gates;
    }

    /** Suppressions that no longer hold. */
    public List<Suppression> expired() {
        return expired;
    }

    public NotCheckedTotals notChecked() {
        return notChecked;
    }
}
