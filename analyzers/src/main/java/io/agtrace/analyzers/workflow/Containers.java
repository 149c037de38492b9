package io.agtrace.analyzers.workflow;

import java.util.Arrays;

/**
 * Finds the narrowest interval around another one. Intervals are added in the order of their starts
 * as a sweep passes them, so that only ends are left to compare: a Fenwick tree over the ends holds
 * the shortest interval that ends at or behind each.
 */
final class Containers {
    private final long[] ends;
    private final int[] shortest;
    private final long[] lengths;

    /**
     * @param ends of all intervals that will be added
     */
    Containers(long[] ends) {
        this.ends = Arrays.stream(ends).sorted().distinct().toArray();
        shortest = new int[this.ends.length + 1];
        lengths = new long[this.ends.length + 1];
        Arrays.fill(shortest, Draft.NONE);
    }

    void add(int node, long start, long end) {
        long length = end - start;
        int rank = ends.length - Arrays.binarySearch(ends, end);
        for (int i = rank; i < shortest.length; i += i & -i) {
            if (isShorter(length, node, lengths[i], shortest[i])) {
                lengths[i] = length;
                shortest[i] = node;
            }
        }
    }

    /** The shortest of those added so far that ends at that time or later, else -1. */
    int narrowest(long end) {
        int from = Arrays.binarySearch(ends, end);
        int best = Draft.NONE;
        long length = 0;
        for (int i = ends.length - (from < 0 ? -from - 1 : from); i > 0; i -= i & -i) {
            if (shortest[i] >= 0 && isShorter(lengths[i], shortest[i], length, best)) {
                best = shortest[i];
                length = lengths[i];
            }
        }
        return best;
    }

    private static boolean isShorter(long length, int node, long than, int other) {
        return other < 0 || length < than || length == than && node < other;
    }
}
