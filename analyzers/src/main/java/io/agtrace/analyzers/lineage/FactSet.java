package io.agtrace.analyzers.lineage;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** A set of facts: sorted fingerprints, each with its sort in the lowest bits. Immutable. */
public final class FactSet {
    public static final FactSet EMPTY = new FactSet(new long[0]);

    /** How much a fact says, by its sort. */
    enum Sort {
        /** A word of a language. */
        WORD(1),
        /** A name put together: {@code billing-core}, {@code test_rounding}. */
        NAME(2),
        /** A number of at least two digits. */
        NUMBER(2),
        /** Letters and digits mixed, a date, a time, an address. */
        ID(3);

        private static final Sort[] ALL = values();

        final int weight;

        Sort(int weight) {
            this.weight = weight;
        }

        @SuppressWarnings("EnumOrdinal") // lives no longer than the process
        long tag(long hash) {
            return hash & ~3L | ordinal();
        }

        static Sort of(long fact) {
            return ALL[(int) (fact & 3)];
        }
    }

    private final long[] facts;

    private FactSet(long[] facts) {
        this.facts = facts;
    }

    /** The set of the first {@code size} numbers, which are sorted in place. */
    static FactSet of(long[] numbers, int size) {
        Arrays.sort(numbers, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || numbers[i] != numbers[i - 1]) {
                numbers[kept++] = numbers[i];
            }
        }
        return kept == 0 ? EMPTY : new FactSet(Arrays.copyOf(numbers, kept));
    }

    public int size() {
        return facts.length;
    }

    public boolean isEmpty() {
        return facts.length == 0;
    }

    /** One fact, by its place in the order of fingerprints. */
    public long fact(int index) {
        return facts[index];
    }

    /** Writes all facts into an array that has room for them from {@code at} on. */
    void copyTo(long[] to, int at) {
        System.arraycopy(facts, 0, to, at, facts.length);
    }

    public boolean contains(long fact) {
        return Arrays.binarySearch(facts, fact) >= 0;
    }

    /** Sum of the weights: words count 1, names and numbers 2, ids and dates 3. */
    public int weight() {
        int weight = 0;
        for (long fact : facts) {
            weight += weight(fact);
        }
        return weight;
    }

    /** The weight of one fact. */
    public static int weight(long fact) {
        return Sort.of(fact).weight;
    }

    /** Numbers, names, ids and dates: what no language has by itself. */
    public FactSet hard() {
        long[] kept = new long[facts.length];
        int size = 0;
        for (long fact : facts) {
            if (Sort.of(fact) != Sort.WORD) {
                kept[size++] = fact;
            }
        }
        return sorted(kept, size);
    }

    /** Numbers, ids and dates: what holds a digit. */
    public FactSet values() {
        return keep(fact -> Sort.of(fact) == Sort.NUMBER || Sort.of(fact) == Sort.ID);
    }

    /** Words only. */
    public FactSet words() {
        return minus(hard());
    }

    /** The facts for which a test holds. */
    public FactSet keep(LongPredicate test) {
        long[] kept = new long[facts.length];
        int size = 0;
        for (long fact : facts) {
            if (test.test(fact)) {
                kept[size++] = fact;
            }
        }
        return sorted(kept, size);
    }

    public FactSet and(FactSet other) {
        return merge(other, true, false, false);
    }

    public FactSet minus(FactSet other) {
        return merge(other, false, true, false);
    }

    public FactSet or(FactSet other) {
        if (isEmpty()) {
            return other;
        }
        return other.isEmpty() ? this : merge(other, true, true, true);
    }

    private FactSet merge(FactSet other, boolean both, boolean mine, boolean theirs) {
        long[] out = new long[facts.length + (theirs ? other.facts.length : 0)];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < facts.length || j < other.facts.length) {
            boolean take = i < facts.length;
            boolean give = j < other.facts.length;
            int order = take && give ? Long.compare(facts[i], other.facts[j]) : take ? -1 : 1;
            long fact = order <= 0 ? facts[i] : other.facts[j];
            if (order == 0 ? both : order < 0 ? mine : theirs) {
                out[size++] = fact;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return sorted(out, size);
    }

    private static FactSet sorted(long[] facts, int size) {
        return size == 0
                ? EMPTY
                : new FactSet(size == facts.length ? facts : Arrays.copyOf(facts, size));
    }

    /** The weight of what both have, over this set's weight; NaN for an empty set. */
    public double shareIn(FactSet other) {
        return isEmpty() ? Double.NaN : (double) and(other).weight() / weight();
    }
}
