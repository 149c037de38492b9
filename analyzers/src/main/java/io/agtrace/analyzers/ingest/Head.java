package io.agtrace.analyzers.ingest;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The beginning of an input, from which its format is told.
 *
 * @param name the input's name; only for messages, formats are told by content alone
 * @param bytes at most the first 64 KiB
 * @param whole whether this is all there is
 */
public record Head(String name, byte[] bytes, boolean whole) {
    /** How many bytes are looked at. */
    public static final int SIZE = 1 << 16;

    /** The first byte that is no white space and no byte order mark, or -1. */
    public int firstByte() {
        int at = textStart();
        return at < bytes.length ? bytes[at] : -1;
    }

    /** Index of the first byte that is no white space and no byte order mark. */
    public int textStart() {
        int at = 0;
        if (bytes.length >= 3
                && (bytes[0] & 0xff) == 0xef
                && (bytes[1] & 0xff) == 0xbb
                && (bytes[2] & 0xff) == 0xbf) {
            at = 3;
        }
        while (at < bytes.length
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Head head
                && head.name.equals(name)
                && head.whole == whole
                && Arrays.equals(head.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
