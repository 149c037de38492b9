package io.agtrace.analyzers.span;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A word to be looked for in bytes, most of which are never looked at (Horspool 1980, Practical
 * fast searching in strings).
 */
public final class AsciiWord {
    private final String word;
    private final byte[] bytes;

    /** How far the word may be moved on where a byte stands below its last letter. */
    private final byte[] shifts = new byte[256];

    /**
     * @param word ASCII, 1 to 127 letters
     */
    public AsciiWord(String word) {
        this.word = word;
        bytes = word.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(shifts, (byte) bytes.length);
        for (int i = 0; i < bytes.length - 1; i++) {
            shifts[bytes[i]] = (byte) (bytes.length - 1 - i);
        }
    }

    /** Whether the word stands between two indices. */
    public boolean isIn(byte[] text, int from, int to) {
        int last = bytes.length - 1;
        byte lastByte = bytes[last];
        int at = from + last;
        while (at < to) {
            byte b = text[at];
            if (b == lastByte && standsAt(text, at - last)) {
                return true;
            }
            at += shifts[b & 0xff];
        }
        return false;
    }

    private boolean standsAt(byte[] text, int from) {
        for (int i = 0; i < bytes.length; i++) {
            if (text[from + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return word;
    }
}
