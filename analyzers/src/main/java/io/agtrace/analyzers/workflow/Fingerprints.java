package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;

import org.jspecify.annotations.Nullable;

/**
 * A map from 64-bit fingerprints of spans to a few bits each, in eight bytes an entry: the upper
 * bits hold the fingerprint, the lower {@link #FLAG_BITS} the flags. With 57 bits left, the chance
 * that any two of 10 million spans are taken for one is below 1 in 2,000.
 *
 * <p>Open addressing in 256 segments that grow on their own, so that growing never needs a second
 * copy of the whole.
 */
final class Fingerprints {
    static final int FLAG_BITS = 7;

    private static final long FLAGS = (1L << FLAG_BITS) - 1;
    private static final int SEGMENTS = 256;

    private final long[][] segments = new long[SEGMENTS][];
    private final int[] sizes = new int[SEGMENTS];

    /** The fingerprint of a span of a trace. */
    static long of(Id trace, Id span) {
        long mixed = trace.fingerprint() * 0x9e3779b97f4a7c15L + span.fingerprint();
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    /**
     * Adds flags to an entry, which is made where there is none.
     *
     * @param flags not 0
     * @return the flags from before, 0 for a new entry
     */
    int add(long fingerprint, int flags) {
        long key = fingerprint & ~FLAGS;
        int segment = (int) (key >>> 56);
        long[] slots = segments[segment];
        if (slots == null || sizes[segment] >= slots.length * 3L / 4) {
            slots = grow(segment, slots);
        }
        int slot = place(slots, key);
        long entry = slots[slot];
        if (entry == 0) {
            sizes[segment]++;
        }
        slots[slot] = key | entry & FLAGS | flags;
        return (int) (entry & FLAGS);
    }

    /** The flags of an entry, 0 where there is none. */
    int get(long fingerprint) {
        long key = fingerprint & ~FLAGS;
        long[] slots = segments[(int) (key >>> 56)];
        return slots == null ? 0 : (int) (slots[place(slots, key)] & FLAGS);
    }

    // An entry is never 0, because its flags are not.
    private static int place(long[] slots, long key) {
        int slot = (int) Math.unsignedMultiplyHigh(key << 8, slots.length);
        while (slots[slot] != 0 && (slots[slot] & ~FLAGS) != key) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }

    private long[] grow(int segment, long @Nullable [] old) {
        if (old == null) {
            segments[segment] = new long[16];
            return segments[segment];
        }
        long[] grown = new long[old.length + (old.length >> 1)];
        for (long entry : old) {
            if (entry != 0) {
                grown[place(grown, entry & ~FLAGS)] = entry;
            }
        }
        segments[segment] = grown;
        return grown;
    }
}
