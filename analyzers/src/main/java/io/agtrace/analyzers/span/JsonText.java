package io.agtrace.analyzers.span;

import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.BytesValue;
import io.agtrace.analyzers.span.AnyValue.DoubleValue;
import io.agtrace.analyzers.span.AnyValue.EmptyValue;
import io.agtrace.analyzers.span.AnyValue.IntValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;

/** Values as compact JSON text (RFC 8259). Recursion is bounded by {@link AnyValue#MAX_DEPTH}. */
public final class JsonText {
    private static final String HEX = "0123456789ABCDEF";

    private JsonText() {}

    /** The value as one line of JSON. Bytes become base64; NaN and infinities become strings. */
    public static String of(AnyValue value) {
        StringBuilder out = new StringBuilder();
        append(out, value, Integer.MAX_VALUE);
        return out.toString();
    }

    /** The beginning of it; work and memory grow with the number of characters only. */
    public static String beginning(AnyValue value, int characters) {
        StringBuilder out = new StringBuilder();
        append(out, value, characters);
        return out.length() > characters ? out.substring(0, characters) : out.toString();
    }

    /** Appends the value, or no more of it than is needed for so many characters in all. */
    private static void append(StringBuilder out, AnyValue value, int most) {
        switch (value) {
            case IntValue(long number) -> out.append(number);
            case DoubleValue(double number) -> {
                if (Double.isFinite(number)) {
                    out.append(number);
                } else {
                    quote(out, Double.toString(number));
                }
            }
            case BoolValue(boolean flag) -> out.append(flag);
            case EmptyValue() -> out.append("null");
            case BytesValue bytes -> quote(out, bytes.toString());
            case ArrayValue(var values) -> {
                out.append('[');
                for (int i = 0; i < values.size() && out.length() < most; i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    append(out, values.get(i), most);
                }
                out.append(']');
            }
            case KvlistValue(Attributes fields) -> {
                out.append('{');
                for (int i = 0; i < fields.size() && out.length() < most; i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    quote(out, fields.key(i));
                    out.append(':');
                    append(out, fields.value(i), most);
                }
                out.append('}');
            }
            case Text text ->
                    quote(out, text.recordedLength() > most ? text.prefix(most) : text.toString());
        }
    }

    /** Appends the text as a JSON string literal, with every control character escaped. */
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\u00");
                        out.append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
