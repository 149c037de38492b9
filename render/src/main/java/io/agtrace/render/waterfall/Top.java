package io.agtrace.render.waterfall;

import java.util.Arrays;

/** The best few of many numbered things. Of equal ones the lower number is better. */
final class Top {
    private final int most;
    // A heap with the least at its top: score in the upper half, complement of the number below.
    private final long[] heap;
    private int size;

    Top(int most) {
        this.most = most;
        heap = new long[most + 1];
    }

    /** Offers a thing whose importance is {@code score}, from 0 (least) to 1. */
    void offer(double score, int number) {
        long entry = (long) (score * 0x3fffffff) << 32 | (Integer.MAX_VALUE - number);
        if (size < most) {
            heap[++size] = entry;
            for (int i = size; i > 1 && heap[i] < heap[i / 2]; i /= 2) {
                swap(i, i / 2);
            }
        } else if (most > 0 && entry > heap[1]) {
            heap[1] = entry;
            sink();
        }
    }

    private void sink() {
        for (int i = 1, child; (child = 2 * i) <= size; i = child) {
            if (child < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[i] <= heap[child]) {
                return;
            }
            swap(i, child);
        }
    }

    private void swap(int i, int j) {
        long held = heap[i];
        heap[i] = heap[j];
        heap[j] = held;
    }

    /** The numbers, best first. */
    int[] best() {
        long[] sorted = Arrays.copyOfRange(heap, 1, size + 1);
        Arrays.sort(sorted);
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = Integer.MAX_VALUE - (int) sorted[size - 1 - i];
        }
        return numbers;
    }
}
