package io.agtrace.analyzers.agents;

import java.util.Arrays;

/** Numbers for the fingerprints of one run, from 0 on in order of their appearance. */
final class PayloadsNumbers {
    /** Spreads fingerprints over the table, whatever their bits are. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** By number. */
    private long[] prints = new long[64];

    private int size;

    /** A number and one more, or 0; a power of two, at most half full. */
    private int[] table = new int[256];

    /** The number of a fingerprint. */
    int of(long print) {
        int slot = slot(print);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == prints.length) {
            prints = Arrays.copyOf(prints, 2 * size);
        }
        prints[size++] = print;
        table[slot] = size;
        if (2 * size > table.length) {
            grow();
        }
        return size - 1;
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /** Sorts numbers by their fingerprints. */
    void sort(int[] numbers) {
        long[] sorted = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            sorted[i] = prints[numbers[i]];
        }
        Arrays.sort(sorted);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = of(sorted[i]);
        }
    }

    /** Where the fingerprint stands, or the free place for it. */
    private int slot(long print) {
        int slot = (int) (print * SPREAD >>> 32) & table.length - 1;
        while (table[slot] != 0 && prints[table[slot] - 1] != print) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int number = 0; number < size; number++) {
            table[slot(prints[number])] = number + 1;
        }
    }
}
