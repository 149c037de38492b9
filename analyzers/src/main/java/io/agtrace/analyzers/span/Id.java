package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;

/**
 * The id of a trace or of a span. Ids are 64- or 128-bit numbers written in lower-case hexadecimal
 * (OpenTelemetry); exports that use other ids (UUIDs, {@code trace_…}, {@code span001}) keep their
 * text. Two ids are equal when their canonical texts are equal.
 *
 * <p>A hexadecimal id keeps its width: a trace id has 32 digits, a span id 16. Widening a shorter
 * one is the reader's work, through {@link #trace} and {@link #span}.
 */
public final class Id implements Comparable<Id> {
    private static final HexFormat HEX = HexFormat.of();

    private final long high;
    private final long low;
    private final @Nullable String text;
    private final boolean wide;

    private Id(long high, long low, boolean wide, @Nullable String text) {
        this.high = high;
        this.low = low;
        this.wide = wide;
        this.text = text;
    }

    /** The 128-bit id with the given halves: 32 hexadecimal digits. */
    public static Id of(long high, long low) {
        return new Id(high, low, true, null);
    }

    /** The 64-bit id with the given bits: 16 hexadecimal digits. */
    public static Id of(long bits) {
        return new Id(0, bits, false, null);
    }

    /**
     * A trace id from its text: hexadecimal of up to 32 digits (any case, with or without {@code
     * 0x} or the dashes of a UUID) is widened to 32 digits, anything else is kept as it is.
     *
     * @return null when the text is empty or all zeros, which both mean "no id"
     */
    public static @Nullable Id trace(String text) {
        return parse(text, true);
    }

    /**
     * A span id from its text: hexadecimal of up to 16 digits is widened to 16, of up to 32 to 32,
     * anything else is kept as it is.
     *
     * @return null when the text is empty or all zeros, which both mean "no id"
     */
    public static @Nullable Id span(String text) {
        return parse(text, false);
    }

    /** An id that is no number, such as {@code trace_abc}; kept letter by letter. */
    public static Id ofText(String text) {
        // Mixed into two words so that hash tables spread text ids as well as numeric ones.
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return new Id(0, hash, false, text);
    }

    private static @Nullable Id parse(String raw, boolean trace) {
        String text = raw.strip();
        int from = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
        boolean uuid = isUuid(text);
        long high = 0;
        long low = 0;
        int digits = 0;
        boolean any = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (uuid && c == '-') {
                continue;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0 || c > 'f' || ++digits > 32) {
                return ofText(text);
            }
            high = high << 4 | low >>> 60;
            low = low << 4 | digit;
            any |= digit != 0;
        }
        if (!any) {
            return null;
        }
        return trace || digits > 16 ? of(high, low) : of(low);
    }

    private static boolean isUuid(String text) {
        return text.length() == 36
                && text.charAt(8) == '-'
                && text.charAt(13) == '-'
                && text.charAt(18) == '-'
                && text.charAt(23) == '-';
    }

    /** The upper 64 bits; 0 for a 64-bit id. */
    public long high() {
        return high;
    }

    /** The lower 64 bits, or a hash of the text where {@link #isNumeric} is false. */
    public long low() {
        return low;
    }

    /** Whether the id is a number, not a text of another shape. */
    public boolean isNumeric() {
        return text == null;
    }

    /** A well-mixed 64-bit fingerprint, for hash tables and sets of ids. */
    public long fingerprint() {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9e3779b97f4a7c15L + low;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Id id) || id.low != low || id.high != high || id.wide != wide) {
            return false;
        }
        return text == null ? id.text == null : text.equals(id.text);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint());
    }

    /** Order of the canonical texts. */
    @Override
    public int compareTo(Id other) {
        if (text == null && other.text == null && wide == other.wide) {
            int byHigh = Long.compareUnsigned(high, other.high);
            return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        }
        return toString().compareTo(other.toString());
    }

    /** The canonical text: lower-case hexadecimal, or the text as it was recorded. */
    @Override
    public String toString() {
        if (text != null) {
            return text;
        }
        return wide ? HEX.toHexDigits(high) + HEX.toHexDigits(low) : HEX.toHexDigits(low);
    }
}
