package io.agtrace.analyzers.ingest.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Searches for many needles at once. Looks at a word of {@code width} bytes only every {@code step}
 * bytes: the step is chosen so that wherever a needle stands, one of the words looked at lies
 * within it. A bitmap, in which the first {@code step} words of each needle are set, tells nearly
 * all other words apart. So thousands of needles of sixteen bytes cost one load and one look for
 * every nine bytes.
 */
final class NeedleSet {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FOLD = 0x2020202020202020L;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int BITS_PER_WORD = 64;

    /** Needles from this length on are found by words of eight bytes, shorter ones by four. */
    static final int LONG = 12;

    /** Shorter ones cannot be searched for. */
    static final int SHORTEST = 4;

    private final int width;
    private final int step;
    private final long[] bits;
    private final int shift;
    private final List<Word> words;

    /** One of a needle's words. */
    private record Word(long value, Needle needle, int offset) {}

    /**
     * @param needles at least one; all at least {@value #SHORTEST} bytes long, and all on the same
     *     side of {@link #LONG}
     */
    NeedleSet(List<Needle> needles) {
        int shortest = Integer.MAX_VALUE;
        for (Needle needle : needles) {
            shortest = Math.min(shortest, needle.bytes().length);
        }
        width = shortest >= LONG ? 8 : 4;
        step = shortest - width + 1;
        words = new ArrayList<>(needles.size() * step);
        for (Needle needle : needles) {
            for (int i = 0; i < step; i++) {
                words.add(new Word(word(needle.bytes(), i), needle, i));
            }
        }
        words.sort(Comparator.comparingLong(Word::value));
        int size = Math.max(10, 32 - Integer.numberOfLeadingZeros(words.size() * BITS_PER_WORD));
        bits = new long[1 << size - 6];
        shift = 64 - size;
        for (Word word : words) {
            int hash = (int) (word.value * MIX >>> shift);
            bits[hash >>> 6] |= 1L << hash;
        }
    }

    /** Bytes of the longest needle. */
    int longest() {
        int longest = 0;
        for (Word word : words) {
            longest = Math.max(longest, word.needle.bytes().length);
        }
        return longest;
    }

    private long word(byte[] folded, int at) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | folded[at + i] & 0xff;
        }
        return value;
    }

    /**
     * The place of a needle.
     *
     * @param in has at least eight readable bytes behind {@code to}
     * @return its index, or -1 where there is none between {@code from} and {@code to}; of several
     *     there may be one before it that is a little longer
     */
    int find(byte[] in, int from, int to) {
        return width == 8 ? findLong(in, from, to) : findShort(in, from, to);
    }

    private int findLong(byte[] in, int from, int to) {
        long[] set = bits;
        int by = shift;
        int each = step;
        for (int p = from; p + 8 <= to; p += each) {
            long word = (long) LONGS.get(in, p) | FOLD;
            int hash = (int) (word * MIX >>> by);
            if ((set[hash >>> 6] & 1L << hash) != 0) {
                int found = verify(word, in, p, from, to);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    private int findShort(byte[] in, int from, int to) {
        long[] set = bits;
        int by = shift;
        int each = step;
        for (int p = from; p + 4 <= to; p += each) {
            long word = ((int) INTS.get(in, p) | (int) FOLD) & 0xffffffffL;
            int hash = (int) (word * MIX >>> by);
            if ((set[hash >>> 6] & 1L << hash) != 0) {
                int found = verify(word, in, p, from, to);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    private int verify(long value, byte[] in, int at, int from, int to) {
        int low = 0;
        int high = words.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (words.get(middle).value < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < words.size() && words.get(i).value == value; i++) {
            Word word = words.get(i);
            int start = at - word.offset;
            if (word.needle.standsAt(in, start, from, to)) {
                return start;
            }
        }
        return -1;
    }
}
