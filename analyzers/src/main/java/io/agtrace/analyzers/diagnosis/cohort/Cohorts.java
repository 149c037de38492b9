package io.agtrace.analyzers.diagnosis.cohort;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects runs and compares those of one kind: of the same name that begin with the same agent.
 * Which other agents take part does not make a kind, since a run that fails lacks some, and one
 * that is escalated has more. Memory grows by a few hundred bytes a run.
 */
public final class Cohorts {
    /** Of fewer runs of a kind nothing can be said. */
    public static final int LEAST_RUNS = 8;

    private static final int MOST_KINDS = 1000;

    private final Map<Kind, Tally> kinds = new TreeMap<>();

    private record Kind(String name, String entry) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int order = name.compareTo(other.name);
            return order != 0 ? order : entry.compareTo(other.entry);
        }
    }

    /** Adds a run; of enormously many kinds further ones are left out. */
    public void add(RunRow row) {
        Kind kind = new Kind(row.name(), row.entry());
        Tally tally = kinds.get(kind);
        if (tally == null && kinds.size() < MOST_KINDS) {
            tally = new Tally();
            kinds.put(kind, tally);
        }
        if (tally != null) {
            tally.add(row);
        }
    }

    /** The kinds of which there are enough runs, the largest first. */
    public List<Cohort> compared() {
        return kinds.entrySet().stream()
                .filter(each -> each.getValue().runs() >= LEAST_RUNS)
                // The sort is stable: of equally large ones by name.
                .sorted((a, b) -> Integer.compare(b.getValue().runs(), a.getValue().runs()))
                .map(each -> cohort(each.getKey(), each.getValue()))
                .toList();
    }

    private static Cohort cohort(Kind kind, Tally tally) {
        return new Cohort(
                kind.name,
                kind.entry,
                tally.agents(),
                tally.runs(),
                tally.of(Feature.of(Feature.Kind.FAILURE)).cardinality(),
                tally.leftOut(),
                new Comparer(tally.inOrderOfTime()).comparisons());
    }
}
