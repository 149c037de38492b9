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

        final int weight;

        Sort(int weight) {
            this.weight = weight;
        }

        @SuppressWarnings("EnumOrdinal") // lives no longer than the process
        long tag(long hash) {
            return hash & ~3L | ordinal();
        }

        @SuppressWarnings("EnumOrdinal") // as above
        boolean isOf(long fact) {
            return (fact & 3) == ordinal();
        }

        /** The weights of all sorts, four bits each. */
        private static int weights() {
            int weights = 0;
            for (Sort sort : values()) {
                weights |= sort.weight << ((int) sort.tag(0) * 4);
            }
            return weights;
        }
    }

    private static final int WEIGHTS = Sort.weights();

    /** Of sets whose sizes differ more than this, the smaller one's facts are sought one by one. */
    private static final int MUCH_LARGER = 8;

    private final long[] facts;

    private FactSet(long[] facts) {
        this.facts = facts;
    }

    /** The set of the first {@code size} numbers, which are sorted in place. */
    static FactSet of(long[] numbers, int size) {
        Fingerprints.sort(numbers, size);
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

    /** Whether a fact is a word of a language. */
    static boolean isWord(long fact) {
        return Sort.WORD.isOf(fact);
    }

    /** The weight of one fact. */
    public static int weight(long fact) {
        return (WEIGHTS >> ((int) (fact & 3) * 4)) & 15;
    }

    /** Numbers, names, ids and dates: what no language has by itself. */
    public FactSet hard() {
        long[] kept = new long[facts.length];
        int size = 0;
        for (long fact : facts) {
            if (!Sort.WORD.isOf(fact)) {
                kept[size++] = fact;
            }
        }
        return sorted(kept, size);
    }

    /** Numbers, ids and dates: what holds a digit. */
    public FactSet values() {
        return keep(fact -> Sort.NUMBER.isOf(fact) || Sort.ID.isOf(fact));
    }

    /** Words only. */
    public FactSet words() {
        return keep(Sort.WORD::isOf);
    }

    /** How many words there are. */
    public int countWords() {
        int count = 0;
        for (long fact : facts) {
            count += Sort.WORD.isOf(fact) ? 1 : 0;
        }
        return count;
    }

    /** Whether there is anything but words. */
    public boolean hasHard() {
        for (long fact : facts) {
            if (!Sort.WORD.isOf(fact)) {
                return true;
            }
        }
        return false;
    }

    /** The weight of what is no word. */
    public int weightOfHard() {
        return weight() - countWords();
    }

    /** Whether another set has the very same facts. */
    public boolean isSame(FactSet other) {
        return Arrays.equals(facts, other.facts);
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
        boolean fewer = facts.length <= other.facts.length;
        long[] few = fewer ? facts : other.facts;
        long[] many = fewer ? other.facts : facts;
        long[] out = new long[few.length];
        int size = 0;
        int at = 0;
        boolean near = many.length <= MUCH_LARGER * few.length;
        for (long fact : few) {
            at = seek(many, at, fact, near);
            if (at == many.length) {
                break;
            }
            if (many[at] == fact) {
                out[size++] = fact;
            }
        }
        return sorted(out, size);
    }

    public FactSet minus(FactSet other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        long[] out = new long[facts.length];
        int size = 0;
        int at = 0;
        boolean near = isNear(other);
        for (long fact : facts) {
            at = seek(other.facts, at, fact, near);
            if (at == other.facts.length || other.facts[at] != fact) {
                out[size++] = fact;
            }
        }
        return sorted(out, size);
    }

    public FactSet or(FactSet other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        long[] out = new long[facts.length + other.facts.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < facts.length && j < other.facts.length) {
            long mine = facts[i];
            long theirs = other.facts[j];
            out[size++] = Math.min(mine, theirs);
            i += mine <= theirs ? 1 : 0;
            j += theirs <= mine ? 1 : 0;
        }
        while (i < facts.length) {
            out[size++] = facts[i++];
        }
        while (j < other.facts.length) {
            out[size++] = other.facts[j++];
        }
        return sorted(out, size);
    }

    /**
     * The first place from {@code from} on whose fact is not before another one. The steps double,
     * so that a few facts are found among many without a look at each of these.
     *
     * @param near whether to look at each: where there are not so many
     */
    private static int seek(long[] facts, int from, long fact, boolean near) {
        int low = from;
        if (near) {
            while (low < facts.length && facts[low] < fact) {
                low++;
            }
            return low;
        }
        int step = 1;
        while (low + step <= facts.length && facts[low + step - 1] < fact) {
            low += step;
            step *= 2;
        }
        int high = Math.min(low + step - 1, facts.length);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (facts[middle] < fact) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isNear(FactSet other) {
        return other.facts.length <= MUCH_LARGER * facts.length;
    }

    /** The set of the first {@code size} numbers, which are sorted and differ. */
    static FactSet sorted(long[] facts, int size) {
        return size == 0
                ? EMPTY
                : new FactSet(size == facts.length ? facts : Arrays.copyOf(facts, size));
    }

    /** The weight of what both have, over this set's weight; NaN for an empty set. */
    public double shareIn(FactSet other) {
        if (isEmpty()) {
            return Double.NaN;
        }
        int all = 0;
        int both = 0;
        int at = 0;
        boolean near = isNear(other);
        for (long fact : facts) {
            int weight = weight(fact);
            all += weight;
            at = seek(other.facts, at, fact, near);
            both += at < other.facts.length && other.facts[at] == fact ? weight : 0;
        }
        return (double) both / all;
    }
}
