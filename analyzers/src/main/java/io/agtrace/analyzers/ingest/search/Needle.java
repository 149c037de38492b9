package io.agtrace.analyzers.ingest.search;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Bytes to search for. Letters are compared without regard to case, so that hexadecimal ids of any
 * spelling are found; what is found too much is sorted out when it is read.
 *
 * @param bytes folded by {@link #fold}
 * @param word whether it is a whole value: a letter, a digit, or one of {@code -_.} directly before
 *     or behind it makes it another one
 * @param behindLength whether values stand behind their length in bytes, as in protobuf: there, the
 *     byte before a value and the one behind it may look like a letter
 */
record Needle(byte[] bytes, boolean word, boolean behindLength) {
    private static final int LONGEST_SHORT_LENGTH = 127;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Needle needle
                && needle.word == word
                && needle.behindLength == behindLength
                && Arrays.equals(needle.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    static byte fold(byte b) {
        return (byte) (b | 0x20);
    }

    static byte[] folded(byte[] bytes) {
        byte[] folded = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            folded[i] = fold(bytes[i]);
        }
        return folded;
    }

    /** Whether it stands at {@code at}, between {@code from} and {@code to}. */
    boolean standsAt(byte[] in, int at, int from, int to) {
        if (at < from || at + bytes.length > to) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (fold(in[at + i]) != bytes[i]) {
                return false;
            }
        }
        return !word || isWhole(in, at, from, to);
    }

    private boolean isWhole(byte[] in, int at, int from, int to) {
        if (behindLength && (bytes.length > LONGEST_SHORT_LENGTH || at == from)) {
            return true;
        }
        if (behindLength && in[at - 1] == bytes.length) {
            return true;
        }
        int end = at + bytes.length;
        // A letter behind a backslash is an escape, such as a line break.
        boolean before =
                at > from && isWordByte(in[at - 1]) && !(at - 1 > from && in[at - 2] == '\\');
        return !before && (end == to || !isWordByte(in[end]));
    }

    private static boolean isWordByte(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b == '-'
                || b == '_'
                || b == '.';
    }
}
