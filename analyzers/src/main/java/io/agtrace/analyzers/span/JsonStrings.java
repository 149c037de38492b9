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
        // UTF-8 in, UTF-8 out, decoded once: no escape is shorter than what it stands for.
        byte[] out = new byte[to - from];
        System.arraycopy(bytes, from, out, 0, first - from);
        int size = first - from;
        int at = first;
        while (at < to) {
            byte b = bytes[at++];
            if (b != '\\') {
                out[size++] = b;
                continue;
            }
            if (at >= to) {
                break;
            }
            byte kind = bytes[at++];
            switch (kind) {
                case 'n' -> out[size++] = '\n';
                case 't' -> out[size++] = '\t';
                case 'r' -> out[size++] = '\r';
                case 'b' -> out[size++] = '\b';
                case 'f' -> out[size++] = '\f';
                case 'u' -> {
                    int unit = hex4(bytes, at, to);
                    if (unit < 0 || Character.isSurrogate((char) unit)) {
                        return unescapeUnits(bytes, from, to);
                    }
                    at += 4;
                    size = encode(unit, out, size);
                }
                default -> out[size++] = kind;
            }
        }
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    /** Puts a unit of the basic plane that is no surrogate, and gives the place behind it. */
    private static int encode(int unit, byte[] out, int at) {
        int next = at;
        if (unit < 0x80) {
            out[next++] = (byte) unit;
        } else {
            if (unit < 0x800) {
                out[next++] = (byte) (0xC0 | unit >> 6);
            } else {
                out[next++] = (byte) (0xE0 | unit >> 12);
                out[next++] = (byte) (0x80 | unit >> 6 & 0x3F);
            }
            out[next++] = (byte) (0x80 | unit & 0x3F);
        }
        return next;
    }

    /** The same, unit by unit: surrogates come one by one and need not pair. */
    private static String unescapeUnits(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int start = from;
        int at = from;
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
