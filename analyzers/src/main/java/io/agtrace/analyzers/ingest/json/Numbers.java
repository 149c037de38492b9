package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
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
        if (at >= to || to - at > 19) {
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
        if (value < 0) { // nineteen digits may be too many
            return slowWhole(bytes, from, to, absent);
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
            // Exact, since times in nanoseconds have more digits than a double keeps.
            BigDecimal value = new BigDecimal(number);
            long digits = (long) value.precision() - value.scale();
            if (digits <= 0 || value.signum() == 0) {
                return 0;
            }
            if (digits > 19) {
                return absent;
            }
            BigInteger whole = value.toBigInteger();
            return whole.bitLength() < Long.SIZE ? whole.longValue() : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    /** A floating-point number from text; NaN where it is none. */
    public static double real(String text) {
        String number = text.strip();
        switch (number) {
            case "Infinity", "+Infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-Infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {}
        }
        for (int i = 0; i < number.length(); i++) {
            // Java also reads "1d" and "0x1p3", which nobody means as numbers.
            if ("+-.0123456789eE".indexOf(number.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(number);
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
        double value = real(text);
        return Double.isNaN(value) && !text.equals("NaN") ? null : AnyValue.of(value);
    }
}
