package io.agtrace.analyzers.span;

import java.nio.charset.StandardCharsets;

/** Decodes the inside of JSON string literals (RFC 8259, section 7). */
public final class JsonStrings {
    private JsonStrings() {}

    /**
     * The text of a literal's inside. An escape that JSON does not know stands for itself, a
     * malformed {@code \\u} escape or invalid UTF-8 for U+FFFD; an escape cut off at the end is
     * dropped.
     */
    public static String unescape(byte[] bytes, int from, int to) {
        int first = from;
        while (first < to && bytes[first] != '\\') {
            first++;
        }
        if (first == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder(to - from);
        int start = from;
        int at = first;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            append(out, bytes, start, at);
            if (at + 1 >= to) {
                return out.toString();
            }
            byte kind = bytes[at + 1];
            at += 2;
            switch (kind) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    int unit = hex4(bytes, at, to);
                    out.append(unit < 0 ? '\uFFFD' : (char) unit);
                    at = Math.min(to, unit < 0 ? at : at + 4);
                }
                default -> {
                    start = at - 1; // the character after the backslash stands for itself
                    continue;
                }
            }
            start = at;
        }
        append(out, bytes, start, to);
        return out.toString();
    }

    private static void append(StringBuilder out, byte[] bytes, int from, int to) {
        if (from < to) {
            out.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private static int hex4(byte[] bytes, int at, int to) {
        if (at + 4 > to) {
            return -1;
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
