package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Payload texts, made comparable. */
final class CallShapeText {
    private static final int HEAD = 400;

    private CallShapeText() {}

    /** Puts two fingerprints into one; the order counts. */
    static long mix(long hash, long next) {
        long mixed = (hash ^ next) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }

    /** One line of at most so many characters. */
    static String shorten(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most + 1));
        boolean gap = false;
        for (int i = 0; i < text.length() && line.length() <= most; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                gap = !line.isEmpty();
                continue;
            }
            if (gap) {
                line.append(' ');
                gap = false;
            }
            line.append(c);
        }
        if (line.length() > most) {
            line.setLength(most - 1);
            line.append('…');
        }
        return line.toString();
    }

    static String head(@Nullable AnyValue value) {
        return switch (value) {
            case null -> "";
            case Text text -> text.prefix(HEAD);
            default -> {
                String all = value.toString();
                yield all.length() <= HEAD ? all : all.substring(0, HEAD);
            }
        };
    }

    /** The error that a tool's result states in place of a status, or null. */
    static @Nullable String errorIn(@Nullable AnyValue output) {
        String start = output instanceof Text text ? text.prefix(32) : head(output);
        String stripped = start.strip();
        if (stripped.isEmpty() || "eE{".indexOf(stripped.charAt(0)) < 0) {
            return null;
        }
        String lower = stripped.toLowerCase(Locale.ROOT);
        boolean says =
                lower.startsWith("error:")
                        || lower.startsWith("error executing")
                        || lower.startsWith("error invoking")
                        || lower.startsWith("{\"error\":\"")
                        || lower.startsWith("{\"error\": \"")
                        || lower.startsWith("{\"error\":{")
                        || lower.startsWith("{\"error\": {")
                        || lower.startsWith("{\"iserror\":true")
                        || lower.startsWith("{\"iserror\": true")
                        || lower.startsWith("{\"status\":\"error\"")
                        || lower.startsWith("{\"status\": \"error\"");
        return says ? shorten(head(output), 200) : null;
    }

    /**
     * The number behind a field of a JSON text, or NaN.
     *
     * @param field the field's name or its end: {@code score} finds {@code quality_score} too
     */
    static double numberIn(String text, String field) {
        if (!text.contains(field)) {
            return Double.NaN;
        }
        int at = text.indexOf(field + "\"");
        int escaped = at < 0 ? text.indexOf(field + "\\\"") : -1;
        int length = field.length();
        int from = at >= 0 ? at + length + 1 : escaped >= 0 ? escaped + length + 2 : -1;
        if (from < 0) {
            return Double.NaN;
        }
        int i = from;
        while (i < text.length() && (text.charAt(i) == ':' || text.charAt(i) == ' ')) {
            i++;
        }
        int end = i;
        while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        if (i == from || end == i || end - i > 18) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text.substring(i, end));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The two texts around the first place where they differ: {@code “a” → “b”}. */
    static String difference(String before, String after) {
        int most = Math.min(before.length(), after.length());
        int at = 0;
        while (at < most && before.charAt(at) == after.charAt(at)) {
            at++;
        }
        int from = at;
        while (from > 0 && at - from < 24 && !Character.isWhitespace(before.charAt(from - 1))) {
            from--;
        }
        return "“" + excerpt(before, from) + "” → “" + excerpt(after, from) + "”";
    }

    private static String excerpt(String text, int from) {
        String part = text.substring(Math.min(from, text.length()));
        return shorten(part.substring(0, Math.min(part.length(), 200)), 48);
    }
}
