package io.agtrace.analyzers.ingest.json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns short byte sequences that recur (names of attributes, models, agents) into the same string
 * each time. A direct-mapped cache of fixed size: a rare sequence may push out another one, which
 * costs time but never correctness.
 */
public final class Symbols {
    private static final int SLOTS = 1 << 12;

    private final byte[][] bytes;
    private final @Nullable String[] strings;

    /** A cache that suits a whole file. */
    public Symbols() {
        this(SLOTS);
    }

    /**
     * @param slots how many sequences are remembered at most; a power of two
     */
    public Symbols(int slots) {
        bytes = new byte[slots][];
        strings = new String[slots];
    }

    /** The string of the UTF-8 bytes from {@code from} to {@code to}. */
    public String get(byte[] buffer, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + buffer[i];
        }
        int slot = (hash ^ hash >>> 15) & strings.length - 1;
        String known = strings[slot];
        if (known != null) {
            byte[] theirs = bytes[slot];
            if (Arrays.equals(theirs, 0, theirs.length, buffer, from, to)) {
                return known;
            }
        }
        String made = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        strings[slot] = made;
        bytes[slot] = Arrays.copyOfRange(buffer, from, to);
        return made;
    }
}
