package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Numbers from their ASCII spelling. */
public final class Numbers {
    private Numbers() {}

    /**
     * A whole number; a fraction is cut off, an exponent is understood.
     *
     * @return {@code absent} where the bytes are no number, or one that no long can hold
     */
    public static long whole(byte[] bytes, int from, int to, long absent) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative) {
            at++;
        }
        if (at >= to || to - at > 18) {
            return slowWhole(bytes, from, to, absent);
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return slowWhole(bytes, from, to, absent);
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static long slowWhole(byte[] bytes, int from, int to, long absent) {
        return whole(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1), absent);
    }

    /** A whole number from text; the same rules. */
    public static long whole(String text, long absent) {
        String number = text.strip();
        if (number.isEmpty() || number.length() > 400) {
            return absent;
        }
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            double value = real(number);
            return Double.isNaN(value) || Math.abs(value) >= 0x1p63 ? absent : (long) value;
        }
    }

    /** A floating-point number from text; NaN where it is none. */
    public static double real(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * A JSON number, {@code NaN} or {@code Infinity}; a whole number that no long can hold is kept
     * as the text of its digits, since a double would lose some (128-bit ids are written so).
     */
    static @Nullable AnyValue of(byte[] bytes, int from, int to) {
        boolean whole = true;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if ((b < '0' || b > '9') && !(i == from && b == '-')) {
                whole = false;
                break;
            }
        }
        if (whole && to - from <= 18 && to > from && bytes[to - 1] != '-') {
            return AnyValue.of(whole(bytes, from, to, 0));
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (whole) {
            try {
                return AnyValue.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return text.equals("-") ? null : Text.of(text);
            }
        }
        return switch (text) {
            case "NaN" -> AnyValue.of(Double.NaN);
            case "Infinity", "+Infinity" -> AnyValue.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> AnyValue.of(Double.NEGATIVE_INFINITY);
            default -> {
                char last = text.charAt(text.length() - 1);
                double value = last >= '0' && last <= '9' ? real(text) : Double.NaN;
                yield Double.isNaN(value) ? null : AnyValue.of(value);
            }
        };
    }
}
