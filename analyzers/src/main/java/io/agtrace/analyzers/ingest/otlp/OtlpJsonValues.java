package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.Numbers;
import io.agtrace.analyzers.ingest.json.Spelling;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BytesValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Attributes and {@code AnyValue}s of OTLP/JSON: the specification's list of key and value, or a
 * plain map as some exporters write it. Recursion is bounded by {@link AnyValue#MAX_DEPTH}.
 */
final class OtlpJsonValues {
    private static final Spelling KEY = new Spelling("{\"key\":");
    private static final Spelling STRING_VALUE = new Spelling(",\"value\":{\"stringValue\":");

    private final JsonCursor cursor;
    private final Attributes.Builder attributes = new Attributes.Builder();

    OtlpJsonValues(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** The attributes that stand next: a list of key and value, a map, or null. */
    Attributes attributes() throws IOException {
        if (cursor.atArray()) {
            cursor.beginArray();
            while (cursor.nextItem()) {
                keyValue(attributes, 0);
            }
            return attributes.build();
        }
        if (cursor.atObject()) {
            return map(0);
        }
        cursor.skipValue();
        return Attributes.EMPTY;
    }

    private void keyValue(Attributes.Builder into, int depth) throws IOException {
        String name = null;
        AnyValue value = AnyValue.EMPTY;
        if (depth < AnyValue.MAX_DEPTH && cursor.takes(KEY)) {
            name = cursor.name();
            if (cursor.takes(STRING_VALUE)) {
                value = string();
                if (cursor.takesTwoEnds()) {
                    into.put(name, value);
                    return;
                }
                value = rest(value, depth);
            }
        } else if (cursor.atObject()) {
            cursor.beginObject();
        } else {
            cursor.skipValue();
            return;
        }
        for (String key; (key = cursor.nextKey()) != null; ) {
            switch (key) {
                case "key", "Key" -> name = cursor.name();
                case "value", "Value" -> value = anyValue(depth);
                default -> cursor.skipValue();
            }
        }
        if (name != null) {
            into.put(name, value);
        }
    }

    /** The value that stands next: an {@code AnyValue} object, or plain JSON. */
    AnyValue anyValue(int depth) throws IOException {
        if (!cursor.atObject()) {
            return cursor.value();
        }
        if (depth >= AnyValue.MAX_DEPTH) {
            return Text.of(cursor.rawJson());
        }
        cursor.beginObject();
        return rest(null, depth);
    }

    private AnyValue string() throws IOException {
        return cursor.atString() ? cursor.text() : Text.of(cursor.string());
    }

    /** The value of the {@code AnyValue} object of which some was read already, or nothing. */
    private AnyValue rest(@Nullable AnyValue first, int depth) throws IOException {
        AnyValue value = first == null ? AnyValue.EMPTY : first;
        boolean known = first != null;
        Attributes.Builder plain = null;
        for (String key; (key = cursor.nextKey()) != null; ) {
            AnyValue typed = typed(key, depth);
            if (typed != null) {
                value = typed;
                known = true;
            } else {
                plain = plain == null ? new Attributes.Builder() : plain;
                plain.put(key, cursor.value());
            }
        }
        return known || plain == null ? value : new KvlistValue(plain.build());
    }

    /** The value behind a key of {@code AnyValue}; null, and nothing taken, for any other key. */
    private @Nullable AnyValue typed(String key, int depth) throws IOException {
        return switch (key) {
            case "stringValue", "string_value", "StringValue" -> string();
            case "intValue", "int_value", "IntValue" -> whole();
            case "doubleValue", "double_value", "DoubleValue" -> real();
            case "boolValue", "bool_value", "BoolValue" ->
                    AnyValue.of(cursor.string().equals("true"));
            case "bytesValue", "bytes_value", "BytesValue" -> bytes();
            case "arrayValue", "array_value", "ArrayValue" -> list(depth + 1);
            case "kvlistValue", "kvlist_value", "KvlistValue" -> kvlist(depth + 1);
            default -> null;
        };
    }

    private AnyValue whole() throws IOException {
        if (!cursor.atString()) {
            return cursor.scalar();
        }
        long plain = cursor.takeQuotedDigits();
        if (plain >= 0) {
            return AnyValue.of(plain);
        }
        String digits = cursor.string();
        long number = Numbers.whole(digits, Long.MIN_VALUE);
        return number != Long.MIN_VALUE || digits.equals("-9223372036854775808")
                ? AnyValue.of(number)
                : Text.of(digits);
    }

    private AnyValue real() throws IOException {
        if (!cursor.atString()) {
            AnyValue number = cursor.scalar();
            return number instanceof AnyValue.IntValue(long whole)
                    ? AnyValue.of((double) whole)
                    : number;
        }
        String number = cursor.string();
        double value = Numbers.real(number);
        return !Double.isNaN(value) || number.equals("NaN") ? AnyValue.of(value) : Text.of(number);
    }

    private AnyValue bytes() throws IOException {
        String base64 = cursor.string();
        try {
            return new BytesValue(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Text.of(base64);
        }
    }

    private AnyValue list(int depth) throws IOException {
        List<AnyValue> items = new ArrayList<>();
        if (cursor.atObject()) {
            cursor.beginObject();
            for (String key; (key = cursor.nextKey()) != null; ) {
                if (key.equals("values") || key.equals("Values")) {
                    items(items, depth);
                } else {
                    cursor.skipValue();
                }
            }
        } else {
            items(items, depth);
        }
        return new ArrayValue(items);
    }

    private void items(List<AnyValue> into, int depth) throws IOException {
        if (!cursor.atArray()) {
            cursor.skipValue();
            return;
        }
        cursor.beginArray();
        while (cursor.nextItem()) {
            into.add(anyValue(depth));
        }
    }

    private AnyValue kvlist(int depth) throws IOException {
        if (!cursor.atObject()) {
            return cursor.value();
        }
        Attributes.Builder fields = new Attributes.Builder();
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            if (!key.equals("values") && !key.equals("Values")) {
                cursor.skipValue();
            } else if (cursor.atArray()) {
                cursor.beginArray();
                while (cursor.nextItem()) {
                    keyValue(fields, depth);
                }
            } else if (cursor.atObject()) {
                fields.putAll(map(depth));
            } else {
                cursor.skipValue();
            }
        }
        return new KvlistValue(fields.build());
    }

    private Attributes map(int depth) throws IOException {
        Attributes.Builder fields = new Attributes.Builder();
        cursor.beginObject();
        for (String key; (key = cursor.nextKey()) != null; ) {
            fields.put(key, anyValue(depth + 1));
        }
        return fields.build();
    }
}
