package io.agtrace.analyzers.ingest.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of an input, some portions long, all of which is searched for the same, and what was
 * found there. Guarded by the search it belongs to, but for what is final.
 */
final class Stride {
    /** What is found more often is not worth a search. */
    private static final int MOST_PLACES = 1 << 20;

    final int number;

    /** So many groups will have been searched for. */
    final int groups;

    final List<NeedleSet> needles;

    /** Whether units beside those in which something was found are read as well. */
    final boolean withNeighbours;

    /** Portions that are being searched. */
    int open;

    /** Whether all its portions were taken. */
    boolean sealed;

    private long[] places = new long[16];
    private int count;
    private final List<Unit> units = new ArrayList<>();

    Stride(int number, int groups, List<NeedleSet> needles, boolean withNeighbours) {
        this.number = number;
        this.groups = groups;
        this.needles = needles;
        this.withNeighbours = withNeighbours;
    }

    /** Notes a place; false where there are too many. */
    synchronized boolean add(long place) {
        if (count == MOST_PLACES) {
            return false;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = place;
        return true;
    }

    synchronized void add(List<Unit> some) {
        units.addAll(some);
    }

    /** Ascending. */
    synchronized long[] places() {
        long[] sorted = Arrays.copyOf(places, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** In no order. */
    synchronized List<Unit> units() {
        return List.copyOf(units);
    }
}
