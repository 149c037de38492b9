package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Base64;

/**
 * Ids as exporters spell them: hexadecimal of any case, base64 of 16 or 8 bytes, decimal numbers,
 * UUIDs, or any other text.
 */
public final class Ids {
    private Ids() {}

    /** A trace id; null where the text is empty or all zeros. */
    public static @Nullable Id trace(String text) {
        // Padded only: many a plain text would pass for base64 without padding.
        Id id = text.length() == 24 && text.endsWith("==") ? fromBase64(text, 16) : null;
        return zeroToNull(id != null ? id : Id.trace(text));
    }

    /** A span id; null where the text is empty or all zeros. */
    public static @Nullable Id span(String text) {
        Id id = text.length() == 12 && text.charAt(11) == '=' ? fromBase64(text, 8) : null;
        return zeroToNull(id != null ? id : Id.span(text));
    }

    /** A trace id from a JSON value: a text, or a 128-bit number in decimal. */
    public static @Nullable Id trace(@Nullable AnyValue value) {
        return switch (value) {
            case null -> null;
            case AnyValue.IntValue(long number) -> number == 0 ? null : Id.of(0, number);
            case AnyValue.EmptyValue() -> null;
            default -> {
                String text = value.toString();
                Id decimal = text.length() > 32 ? decimalTrace(text) : null;
                yield decimal != null ? decimal : trace(text);
            }
        };
    }

    /** A span id from a JSON value: a text, or a 64-bit unsigned number in decimal. */
    public static @Nullable Id span(@Nullable AnyValue value) {
        return switch (value) {
            case null -> null;
            case AnyValue.IntValue(long number) -> number == 0 ? null : Id.of(number);
            case AnyValue.EmptyValue() -> null;
            default -> {
                // A number that no long can hold arrives as its digits.
                String text = value.toString();
                Id decimal = text.length() > 16 && text.length() <= 20 ? decimalSpan(text) : null;
                yield decimal != null ? decimal : span(text);
            }
        };
    }

    /** A trace id that is known to be written in decimal. */
    public static @Nullable Id decimalTrace(String digits) {
        BigInteger number = decimal(digits);
        return number == null || number.signum() == 0
                ? null
                : Id.of(number.shiftRight(64).longValue(), number.longValue());
    }

    /** A span id that is known to be written in decimal. */
    public static @Nullable Id decimalSpan(String digits) {
        BigInteger number = decimal(digits);
        return number == null || number.signum() == 0 ? null : Id.of(number.longValue());
    }

    private static @Nullable BigInteger decimal(String digits) {
        if (digits.isEmpty() || digits.length() > 39) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
        }
        return new BigInteger(digits);
    }

    /** A trace id from its 16 bytes; other lengths as protobuf exports get them wrong, too. */
    public static @Nullable Id traceBytes(byte[] bytes, int from, int length) {
        return zeroToNull(ofBytes(bytes, from, length, true));
    }

    /** A span id from its 8 bytes. */
    public static @Nullable Id spanBytes(byte[] bytes, int from, int length) {
        return zeroToNull(ofBytes(bytes, from, length, false));
    }

    private static @Nullable Id zeroToNull(@Nullable Id id) {
        return id != null && id.isNumeric() && (id.high() | id.low()) == 0 ? null : id;
    }

    private static @Nullable Id fromBase64(String text, int length) {
        if (isHexadecimal(text)) {
            return null; // an unpadded hexadecimal id of the same length
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return null;
        }
        return bytes.length == length ? ofBytes(bytes, 0, length, length == 16) : null;
    }

    private static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Id ofBytes(byte[] bytes, int from, int length, boolean trace) {
        if (length == 0) {
            return null;
        }
        if (length > 16) {
            // No instrumentation makes such ids; their digits are kept so that equal ones match.
            return Id.ofText(
                    java.util.HexFormat.of().formatHex(bytes, from, from + Math.min(length, 64)));
        }
        long high = 0;
        long low = 0;
        for (int i = from; i < from + length; i++) {
            high = high << 8 | low >>> 56;
            low = low << 8 | bytes[i] & 0xff;
        }
        return trace || length > 8 ? Id.of(high, low) : Id.of(low);
    }
}
