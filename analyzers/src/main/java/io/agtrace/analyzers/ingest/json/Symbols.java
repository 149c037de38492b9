package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Turns short byte sequences that recur (names of attributes, models, agents) into the same string
 * each time. A direct-mapped cache of fixed size: a rare sequence may push out another one, which
 * costs time but never correctness.
 */
public final class Symbols {
    private static final int SLOTS = 1 << 12;

    /** So many strings of one cache may become constants; input may name things without end. */
    private static final int CONSTANTS = 1 << 9;

    /** The longest string that {@link #quoted} looks for, in bytes. */
    private static final int LONGEST = 48;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] NO_WORDS = {};
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long BLANKS = ONES * ' ';
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final @Nullable Symbol[] slots;
    private final int shift;
    private int constants;
    private int end;

    /** What is remembered of one sequence: its bytes, eight in a word, zeros behind the last. */
    private static final class Symbol {
        final long[] words;
        final int length;
        final String string;
        @Nullable Text text;

        Symbol(long[] words, int length, String string) {
            this.words = words;
            this.length = length;
            this.string = string;
        }

        /** Whether the sequence stands at that place; {@code tail} is its last, partial word. */
        boolean isAt(byte[] buffer, int from, int itsLength, long tail) {
            if (itsLength != length) {
                return false;
            }
            int last = length >>> 3;
            for (int i = 0; i < last; i++) {
                if (words[i] != (long) LONGS.get(buffer, from + (i << 3))) {
                    return false;
                }
            }
            return words[last] == tail;
        }
    }

    /** A cache that suits a whole file. */
    public Symbols() {
        this(SLOTS, false);
    }

    /**
     * @param slots how many sequences are remembered at most; a power of two
     * @param constant whether strings are those of the program's own constants where there are any,
     *     so that to compare them with these takes no look at their letters
     */
    Symbols(int slots, boolean constant) {
        this.slots = new Symbol[slots];
        this.shift = Long.numberOfLeadingZeros(slots - 1);
        this.constants = constant ? CONSTANTS : 0;
    }

    /** The string of the UTF-8 bytes from {@code from} to {@code to}. */
    public String get(byte[] buffer, int from, int to) {
        return symbol(buffer, from, to).string;
    }

    /** The text of the UTF-8 bytes from {@code from} to {@code to}. */
    public Text text(byte[] buffer, int from, int to) {
        return text(symbol(buffer, from, to));
    }

    private static Text text(Symbol symbol) {
        Text known = symbol.text;
        if (known == null) {
            known = Text.of(symbol.string);
            symbol.text = known;
        }
        return known;
    }

    private Symbol symbol(byte[] buffer, int from, int to) {
        if (to - from > LONGEST) {
            String once = new String(buffer, from, to - from, StandardCharsets.UTF_8);
            return new Symbol(NO_WORDS, to - from, once);
        }
        long hash = 0;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = mixed(hash, (long) LONGS.get(buffer, at));
        }
        long tail = 0;
        for (int i = to - 1; i >= at; i--) {
            tail = tail << 8 | buffer[i] & 0xff;
        }
        return symbol(buffer, from, to, tail, mixed(hash, tail));
    }

    /**
     * The string that begins here and ends before the next quote, which {@link #end} then tells.
     * There must be eight more bytes behind any that is not printable ASCII.
     *
     * @return null where it is long, or holds anything but printable ASCII without a backslash
     */
    @Nullable String quoted(byte[] buffer, int from) {
        Symbol symbol = quotedSymbol(buffer, from);
        return symbol == null ? null : symbol.string;
    }

    /** Likewise, as a text. */
    @Nullable Text quotedText(byte[] buffer, int from) {
        Symbol symbol = quotedSymbol(buffer, from);
        return symbol == null ? null : text(symbol);
    }

    /** Index of the quote behind what was {@link #quoted} last. */
    int end() {
        return end;
    }

    private @Nullable Symbol quotedSymbol(byte[] buffer, int from) {
        long hash = 0;
        int most = from + LONGEST;
        for (int at = from; at <= most; at += 8) {
            long word = (long) LONGS.get(buffer, at);
            long toQuote = word ^ QUOTES;
            long toBackslash = word ^ BACKSLASHES;
            // The lowest bit that is set marks the first such byte; those above it say nothing.
            long quote = toQuote - ONES & ~toQuote & HIGHS;
            long other = (toBackslash - ONES & ~toBackslash | word - BLANKS & ~word | word) & HIGHS;
            if (quote == 0) {
                if (other != 0) {
                    return null;
                }
                hash = mixed(hash, word);
                continue;
            }
            long first = quote & -quote;
            if ((other & first - 1) != 0) {
                return null;
            }
            end = at + JsonLexer.index(first);
            long tail = word & (first >>> 7) - 1;
            return symbol(buffer, from, end, tail, mixed(hash, tail));
        }
        return null;
    }

    private static long mixed(long hash, long word) {
        long mixed = (hash ^ word) * MIX;
        return mixed ^ mixed >>> 32;
    }

    private Symbol symbol(byte[] buffer, int from, int to, long tail, long hash) {
        int slot = (int) (hash * MIX >>> shift);
        Symbol known = slots[slot];
        if (known != null && known.isAt(buffer, from, to - from, tail)) {
            return known;
        }
        Symbol made = made(buffer, from, to, tail);
        slots[slot] = made;
        return made;
    }

    private Symbol made(byte[] buffer, int from, int to, long tail) {
        int length = to - from;
        long[] words = new long[(length >>> 3) + 1];
        for (int i = 0; i < length >>> 3; i++) {
            words[i] = (long) LONGS.get(buffer, from + (i << 3));
        }
        words[length >>> 3] = tail;
        String string = new String(buffer, from, length, StandardCharsets.UTF_8);
        if (constants > 0) {
            constants--;
            string = string.intern();
        }
        return new Symbol(words, length, string);
    }
}
