package io.agtrace.analyzers.lineage;

import java.util.Arrays;

/** Sorts fingerprints, which lie evenly between the smallest and the largest number. */
final class Fingerprints {
    /** So few are sorted as fast in the common way. */
    private static final int FEW = 48;

    /** Numbers that a share of the range may hold to be sorted one by one; a power of two. */
    private static final int SHARE = 4;

    private static final int MOST_SHARES = 1 << 14;

    /** More in one share do not lie evenly. */
    private static final int CROWD = 24;

    private Fingerprints() {}

    /** Sorts the first {@code size} numbers in place. */
    static void sort(long[] numbers, int size) {
        if (size < FEW) {
            Arrays.sort(numbers, 0, size);
            return;
        }
        int shares = Math.min(MOST_SHARES, Integer.highestOneBit(size / SHARE));
        int shift = Long.SIZE - Integer.numberOfTrailingZeros(shares);
        int[] ends = new int[shares + 1];
        for (int i = 0; i < size; i++) {
            ends[share(numbers[i], shift) + 1]++;
        }
        for (int share = 0; share < shares; share++) {
            ends[share + 1] += ends[share];
        }
        long[] apart = new long[size];
        for (int i = 0; i < size; i++) {
            apart[ends[share(numbers[i], shift)]++] = numbers[i];
        }
        int from = 0;
        for (int share = 0; share < shares; share++) {
            sort(apart, from, ends[share]);
            from = ends[share];
        }
        System.arraycopy(apart, 0, numbers, 0, size);
    }

    /** In which share of the range of all numbers one lies. */
    private static int share(long number, int shift) {
        return (int) ((number ^ Long.MIN_VALUE) >>> shift);
    }

    private static void sort(long[] numbers, int from, int to) {
        if (to - from > CROWD) {
            Arrays.sort(numbers, from, to);
            return;
        }
        for (int i = from + 1; i < to; i++) {
            long number = numbers[i];
            int at = i;
            while (at > from && numbers[at - 1] > number) {
                numbers[at] = numbers[at - 1];
                at--;
            }
            numbers[at] = number;
        }
    }
}
