package io.agtrace.analyzers.agents;

/** The fingerprint of a piece of text, in which list marks, case and extra blanks do not count. */
final class PayloadsPrint {
    /** What has fewer characters is not recognised elsewhere. */
    static final int SHORTEST = 12;

    /** That of a piece that is too short or has no letters. */
    static final long NONE = 0;

    private PayloadsPrint() {}

    /** The fingerprint of the part of the text between two indices. */
    static long of(String text, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        int length = 0;
        boolean blank = false;
        boolean letters = false;
        for (int i = skipMark(text, from, to); i < to; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '\u00a0') {
                blank = length > 0;
                continue;
            }
            if (blank) {
                hash = (hash ^ ' ') * 0x100000001b3L;
                length++;
                blank = false;
            }
            letters = letters || Character.isLetter(c);
            hash = (hash ^ lower(c)) * 0x100000001b3L;
            length++;
        }
        return length >= SHORTEST && letters ? hash : NONE;
    }

    private static char lower(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
        }
        return Character.toLowerCase(c);
    }

    /** Past {@code * }, {@code - } and {@code 1. } at the beginning of a line. */
    private static int skipMark(String text, int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) <= ' ') {
            at++;
        }
        int digits = at;
        while (digits < to && digits - at < 3 && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits > at
                && digits < to
                && (text.charAt(digits) == '.' || text.charAt(digits) == ')')) {
            return digits + 1;
        }
        return at + 1 < to
                        && "*-+\u2022#>".indexOf(text.charAt(at)) >= 0
                        && text.charAt(at + 1) == ' '
                ? at + 2
                : at;
    }
}
