package io.agtrace.analyzers.lineage;

/** A growing set of facts; adding and asking cost as much as the facts added or asked for. */
public final class SeenFacts {
    private static final int SEEN = 0;

    private final FirstPlaces seen = new FirstPlaces();
    private boolean any;

    public void add(FactSet facts) {
        for (int i = 0; i < facts.size(); i++) {
            seen.put(facts.fact(i), SEEN);
        }
        any |= !facts.isEmpty();
    }

    public boolean isEmpty() {
        return !any;
    }

    /** Weight of the facts of a set that have been seen. */
    public int weightOf(FactSet facts) {
        int weight = 0;
        for (int i = 0; i < facts.size(); i++) {
            weight += seen.get(facts.fact(i)) == SEEN ? FactSet.weight(facts.fact(i)) : 0;
        }
        return weight;
    }
}
