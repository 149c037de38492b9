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
 * within it. A bitmap, in which the last {@code step} words of each needle are set, tells nearly
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
    private static final int MIX_INT = 0x9e3779b1;
    private static final int BITS_PER_WORD = 64;
    private static final int WIDEST = 8;

    /** Up to so many words of four bytes have a table of bytes, which is faster than a bitmap. */
    private static final int FEW = 256;

    private static final int FEW_LOG = 13;

    /** Where there are many needles, those from this length on are better searched for apart. */
    static final int LONG = 12;

    /** Shorter ones cannot be searched for. */
    static final int SHORTEST = 4;

    private final int width;
    private final int step;
    private final int longest;
    private final long[] bits;
    private final int shift;

    /** Not 0 where a few short words lead to; empty where they are many or long. */
    private final byte[] table;

    /** Ascending by their values, which {@link #values} holds alone. */
    private final Word[] words;

    private final long[] values;

    /** One of a needle's words. */
    private record Word(long value, Needle needle, int offset) {}

    /**
     * @param needles at least one; all at least {@value #SHORTEST} bytes long
     */
    NeedleSet(List<Needle> needles) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (Needle needle : needles) {
            least = Math.min(least, needle.bytes().length);
            most = Math.max(most, needle.bytes().length);
        }
        longest = most;
        width = Math.clamp(least / 2, SHORTEST, WIDEST);
        step = least - width + 1;
        List<Word> all = new ArrayList<>(needles.size() * step);
        for (Needle needle : needles) {
            // Ids begin alike more often than they end alike.
            int last = needle.bytes().length - width;
            for (int i = last - step + 1; i <= last; i++) {
                all.add(new Word(word(needle.bytes(), i), needle, i));
            }
        }
        all.sort(Comparator.comparingLong(Word::value));
        words = all.toArray(Word[]::new);
        int size = Math.max(10, 32 - Integer.numberOfLeadingZeros(words.length * BITS_PER_WORD));
        bits = new long[1 << size - 6];
        shift = 64 - size;
        values = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = words[i].value;
            int hash = (int) (values[i] * MIX >>> shift);
            bits[hash >>> 6] |= 1L << hash;
        }
        boolean few = width == Integer.BYTES && words.length <= FEW;
        table = new byte[few ? 1 << FEW_LOG : 0];
        for (int i = 0; few && i < words.length; i++) {
            table[(int) values[i] * MIX_INT >>> Integer.SIZE - FEW_LOG] = 1;
        }
    }

    /** Bytes of the longest needle. */
    int longest() {
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
        return table.length > 0 ? findOfFew(in, from, to) : find(in, from, from, to, to);
    }

    /** Four places at a time: what most of them cost is all that counts. */
    private int findOfFew(byte[] in, int from, int to) {
        byte[] known = table;
        int each = step;
        int by = 4 * each;
        int p = from;
        for (int last = to - width - 3 * each; p <= last; p += by) {
            int one = known[few(in, p)];
            int two = known[few(in, p + each)];
            int three = known[few(in, p + 2 * each)];
            int four = known[few(in, p + 3 * each)];
            if ((one | two | three | four) != 0) {
                int found = find(in, p, from, p + 3 * each + width, to);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return find(in, p, from, to, to);
    }

    private static int few(byte[] in, int at) {
        return ((int) INTS.get(in, at) | (int) FOLD) * MIX_INT >>> Integer.SIZE - FEW_LOG;
    }

    /** Looks at words from {@code begin} on that end before {@code end}. */
    private int find(byte[] in, int begin, int from, int end, int to) {
        long[] set = bits;
        long mask = -1L >>> 64 - 8 * width;
        int by = shift;
        int each = step;
        int last = end - width;
        for (int p = begin; p <= last; p += each) {
            long word = ((long) LONGS.get(in, p) | FOLD) & mask;
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
        int high = values.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (values[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < values.length && values[i] == value; i++) {
            int start = at - words[i].offset;
            if (words[i].needle.standsAt(in, start, from, to)) {
                return start;
            }
        }
        return -1;
    }
}
