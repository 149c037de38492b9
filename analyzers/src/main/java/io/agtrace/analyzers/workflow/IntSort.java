package io.agtrace.analyzers.workflow;

import java.util.function.IntBinaryOperator;

/**
 * Stable merge sort of numbers by what they stand for; boxed numbers would take five times the
 * memory and several times as long. Linear where the order is right already.
 */
final class IntSort {
    private static final int RUN = 16;

    private IntSort() {}

    /** The numbers from 0 to {@code size} - 1, sorted. */
    static int[] range(int size, IntBinaryOperator order) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = i;
        }
        sort(numbers, size, order);
        return numbers;
    }

    /** Sorts the first {@code size} numbers. */
    static void sort(int[] numbers, int size, IntBinaryOperator order) {
        for (int from = 0; from < size; from += RUN) {
            insertionSort(numbers, from, Math.min(from + RUN, size), order);
        }
        if (size <= RUN) {
            return;
        }
        int[] spare = new int[size];
        for (long width = RUN; width < size; width *= 2) {
            for (long from = 0; from + width < size; from += 2 * width) {
                int middle = (int) (from + width);
                int to = (int) Math.min(from + 2 * width, size);
                if (order.applyAsInt(numbers[middle - 1], numbers[middle]) > 0) {
                    merge(numbers, spare, (int) from, middle, to, order);
                }
            }
        }
    }

    private static void insertionSort(int[] numbers, int from, int to, IntBinaryOperator order) {
        for (int i = from + 1; i < to; i++) {
            int moved = numbers[i];
            int at = i;
            while (at > from && order.applyAsInt(numbers[at - 1], moved) > 0) {
                numbers[at] = numbers[at - 1];
                at--;
            }
            numbers[at] = moved;
        }
    }

    private static void merge(
            int[] numbers, int[] spare, int from, int middle, int to, IntBinaryOperator order) {
        System.arraycopy(numbers, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle && right < to) {
            if (order.applyAsInt(spare[left], numbers[right]) <= 0) {
                numbers[at++] = spare[left++];
            } else {
                numbers[at++] = numbers[right++];
            }
        }
        System.arraycopy(spare, left, numbers, at, middle - left);
    }
}
