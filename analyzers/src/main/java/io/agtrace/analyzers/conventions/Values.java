package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.DoubleValue;
import io.agtrace.analyzers.span.AnyValue.IntValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Readings of a value that many exporters write as text, as a number, or as JSON inside text. */
final class Values {
    private Values() {}

    /** The text; without the quotes where the whole of it is one JSON string, as MLflow writes. */
    static String text(@Nullable AnyValue value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        int end = text.length() - 1;
        if (end < 1 || text.charAt(0) != '"' || text.charAt(end) != '"') {
            return text;
        }
        return text.indexOf('\\') < 0 && text.indexOf('"', 1) == end
                ? text.substring(1, end)
                : unquoted(text);
    }

    private static String unquoted(String text) {
        return JsonTree.parse(text) instanceof Text inner ? inner.toString() : text;
    }

    /** The value as a whole number, or -1 where it is none or negative. */
    static long count(@Nullable AnyValue value) {
        // A switch over types is made at run time, which takes some milliseconds.
        if (value instanceof IntValue(long number)) {
            return Math.max(-1, number);
        }
        if (value instanceof Text text) {
            return whole(parsedNumber(text));
        }
        return value instanceof DoubleValue(double number) ? whole(number) : -1;
    }

    private static long whole(double number) {
        return number >= 0 && number <= Long.MAX_VALUE ? (long) number : -1;
    }

    /** The value as a number, or NaN where it is none. */
    static double number(@Nullable AnyValue value) {
        if (value instanceof DoubleValue(double number)) {
            return number;
        }
        if (value instanceof IntValue(long number)) {
            return (double) number;
        }
        return value instanceof Text text ? parsedNumber(text) : Double.NaN;
    }

    private static double parsedNumber(Text text) {
        if (text.recordedLength() == 0 || text.recordedLength() > 40) {
            return Double.NaN;
        }
        String digits = text(text).strip();
        if (digits.isEmpty() || !startsLikeNumber(digits)) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static boolean startsLikeNumber(String text) {
        char first = text.charAt(0);
        char last = text.charAt(text.length() - 1);
        // Java's own suffixes (1d, 1f) are no numbers in any export.
        return (first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.')
                && (last >= '0' && last <= '9' || last == '.');
    }

    /** The value as a truth value; null where it is none. */
    static @Nullable Boolean flag(@Nullable AnyValue value) {
        if (value instanceof BoolValue(boolean flag)) {
            return flag;
        }
        if (value instanceof IntValue(long number)) {
            return number == 1 ? Boolean.TRUE : number == 0 ? false : null;
        }
        return value instanceof Text text && text.recordedLength() <= 7
                ? flag(text(text).strip())
                : null;
    }

    private static @Nullable Boolean flag(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equalsIgnoreCase("no") || text.equals("0")) {
            return false;
        }
        return null;
    }

    /** The fields of a map, or of the JSON object that stands in a text; else none. */
    static Attributes fields(@Nullable AnyValue value) {
        AnyValue tree = opened(value);
        return tree instanceof KvlistValue(Attributes fields) ? fields : Attributes.EMPTY;
    }

    /** The items of a list, or of the JSON array that stands in a text; else none. */
    static List<AnyValue> items(@Nullable AnyValue value) {
        AnyValue tree = opened(value);
        return tree instanceof ArrayValue(List<AnyValue> items) ? items : List.of();
    }

    private static @Nullable AnyValue opened(@Nullable AnyValue value) {
        if (!(value instanceof Text text)) {
            return value;
        }
        String json = text(text);
        return json.startsWith("{") || json.startsWith("[") ? JsonTree.parse(json) : value;
    }
}
