package io.agtrace.render.check;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.workflow.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The problems of many runs, the same trouble told once: the first problem of each fingerprint,
 * with the runs that have it too. What is kept does not grow with the number of runs, but with that
 * of different troubles, and not beyond a bound.
 */
final class Folded {
    private static final int MOST = 5_000;
    private static final int EXAMPLES = 3;

    private final Map<Kind, Map<String, Trouble>> troubles = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> beyond = new EnumMap<>(Kind.class);

    /** What is told of a run beside its problems. */
    record Head(String id, String name, Outcome outcome, long durationNanos, String source) {
        private static Head of(CheckedRun run) {
            return new Head(
                    run.id(),
                    run.name(),
                    run.outcome(),
                    run.durationNanos(),
                    run.sources().isEmpty() ? "" : run.sources().getFirst());
        }
    }

    /** Problems of one fingerprint and kind. */
    static final class Trouble {
        private final Problem first;
        private final @Nullable Head run;
        private final List<String> examples = new ArrayList<>();
        private String last;
        private int count = 1;
        private int otherRuns;

        private Trouble(Problem first, @Nullable Head run) {
            this.first = first;
            this.run = run;
            last = first.workflow();
        }

        private void add(Problem problem) {
            count++;
            if (!problem.workflow().equals(last)) {
                last = problem.workflow();
                otherRuns++;
                if (examples.size() < EXAMPLES) {
                    examples.add(CheckWords.name(last));
                }
            }
        }

        /** The first problem of them. */
        Problem first() {
            return first;
        }

        /** The run that the first problem is in; null for one of all runs together. */
        @Nullable Head run() {
            return run;
        }

        /** How many problems they are. */
        int count() {
            return count;
        }

        /** Ids of further runs that have it. */
        List<String> examples() {
            return Collections.unmodifiableList(examples);
        }

        /** How many further runs have it. */
        int otherRuns() {
            return otherRuns;
        }
    }

    /** Adds all problems of a run. */
    void add(CheckedRun run) {
        Head head = run.problems().isEmpty() ? null : Head.of(run);
        run.problems().forEach(problem -> add(problem, head));
    }

    /**
     * Adds a problem.
     *
     * @param run null for one of all runs together
     */
    void add(Problem problem, @Nullable Head run) {
        Kind kind = problem.status().kind();
        Map<String, Trouble> same = troubles.computeIfAbsent(kind, k -> new LinkedHashMap<>());
        Trouble known = same.get(problem.fingerprint());
        if (known != null) {
            known.add(problem);
        } else if (same.size() < MOST) {
            same.put(problem.fingerprint(), new Trouble(problem, run));
        } else {
            beyond.merge(kind, 1, Integer::sum);
        }
    }

    /** The troubles of a kind, in the order in which they were first seen. */
    List<Trouble> troubles(Kind kind) {
        return List.copyOf(troubles.getOrDefault(kind, Map.of()).values());
    }

    /** How many problems of a kind are in no trouble that is kept. */
    int beyond(Kind kind) {
        return beyond.getOrDefault(kind, 0);
    }
}
