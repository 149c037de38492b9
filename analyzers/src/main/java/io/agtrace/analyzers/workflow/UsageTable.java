package io.agtrace.analyzers.workflow;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Tokens and cost of model-call spans by fingerprint, in 16 bytes a call (24 where costs are
 * recorded): what must be remembered of a call in case it turns out to wrap another one.
 */
final class UsageTable {
    private static final int SEGMENTS = 256;

    private final Segment[] segments = new Segment[SEGMENTS];

    /** One part of the table; a slot number is valid until the next call of {@link #segment}. */
    static final class Segment {
        private long[] keys = new long[16];
        private int[] input = new int[16];
        private int[] output = new int[16];
        private long @Nullable [] cost;
        private int size;

        /** The slot of that fingerprint, which is made where there is none. */
        int slot(long fingerprint) {
            long key = fingerprint == 0 ? 1 : fingerprint;
            if (size >= keys.length * 3L / 4) {
                grow();
            }
            int slot = place(keys, key);
            if (keys[slot] == 0) {
                keys[slot] = key;
                size++;
            }
            return slot;
        }

        int input(int slot) {
            return input[slot];
        }

        int output(int slot) {
            return output[slot];
        }

        /** In billionths of a dollar; 0 where unknown. */
        long cost(int slot) {
            return cost == null ? 0 : cost[slot];
        }

        /** Keeps the larger numbers of those there and those given. */
        void raise(int slot, long inputTokens, long outputTokens, long costNanos) {
            input[slot] = (int) Math.max(input[slot], Math.min(inputTokens, Integer.MAX_VALUE));
            output[slot] = (int) Math.max(output[slot], Math.min(outputTokens, Integer.MAX_VALUE));
            if (costNanos > 0) {
                if (cost == null) {
                    cost = new long[keys.length];
                }
                cost[slot] = Math.max(cost[slot], costNanos);
            }
        }

        private static int place(long[] keys, long key) {
            int slot = (int) Math.unsignedMultiplyHigh(key << 8, keys.length);
            while (keys[slot] != 0 && keys[slot] != key) {
                slot = slot + 1 == keys.length ? 0 : slot + 1;
            }
            return slot;
        }

        private void grow() {
            int capacity = keys.length + (keys.length >> 1);
            long[] newKeys = new long[capacity];
            int[] newInput = new int[capacity];
            int[] newOutput = new int[capacity];
            long[] newCost = cost == null ? null : new long[capacity];
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] != 0) {
                    int slot = place(newKeys, keys[i]);
                    newKeys[slot] = keys[i];
                    newInput[slot] = input[i];
                    newOutput[slot] = output[i];
                    if (newCost != null && cost != null) {
                        newCost[slot] = cost[i];
                    }
                }
            }
            keys = newKeys;
            input = newInput;
            output = newOutput;
            cost = newCost;
        }
    }

    /** The part that holds, or will hold, that fingerprint. */
    Segment segment(long fingerprint) {
        int number = (int) (fingerprint >>> 56);
        Segment segment = segments[number];
        if (segment == null) {
            segment = new Segment();
            segments[number] = segment;
        }
        return segment;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(segments, null);
    }
}
