package io.agtrace.analyzers.lineage;

import java.util.Arrays;

/**
 * Facts collected one set after another. Adding costs as much as what is added; duplicates are
 * dropped whenever the collection has doubled.
 */
final class FactUnion {
    private static final int SMALLEST = 64;

    private long[] facts = {};
    private int size;
    private int limit = SMALLEST;
    private FactSet only = FactSet.EMPTY;
    private FactSet last = FactSet.EMPTY;

    void add(FactSet more) {
        // The same instructions come with each call.
        if (more.isEmpty() || more == last) {
            return;
        }
        last = more;
        if (size == 0 && only.isEmpty()) {
            // Most collections get one set: it is shared, not copied.
            only = more;
            return;
        }
        if (size == 0) {
            append(only);
            only = FactSet.EMPTY;
        }
        append(more);
        if (size > limit) {
            FactSet distinct = FactSet.of(facts, size);
            size = 0;
            append(distinct);
            limit = Math.max(SMALLEST, 2 * size);
        }
    }

    private void append(FactSet more) {
        int needed = size + more.size();
        if (needed > facts.length) {
            facts = Arrays.copyOf(facts, Math.max(needed, facts.length * 3 / 2));
        }
        more.copyTo(facts, size);
        size = needed;
    }

    /** All facts that were added. */
    FactSet facts() {
        return size == 0 ? only : FactSet.of(facts, size);
    }
}
