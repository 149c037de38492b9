package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The value of an attribute, or of a part of one: OpenTelemetry's {@code AnyValue}. JSON documents
 * are carried in the same type.
 *
 * <p>Readers nest values at most {@link #MAX_DEPTH} deep and keep what lies deeper as JSON text, so
 * that walking a value may recurse.
 */
public sealed interface AnyValue
        permits Text,
                AnyValue.IntValue,
                AnyValue.DoubleValue,
                AnyValue.BoolValue,
                AnyValue.ArrayValue,
                AnyValue.KvlistValue,
                AnyValue.BytesValue,
                AnyValue.EmptyValue {
    /** The deepest nesting that a reader builds. */
    int MAX_DEPTH = 64;

    /** No value: JSON {@code null} or an {@code AnyValue} with no field set. */
    AnyValue EMPTY = new EmptyValue();

    static AnyValue of(String text) {
        return Text.of(text);
    }

    static AnyValue of(long number) {
        return new IntValue(number);
    }

    static AnyValue of(double number) {
        return new DoubleValue(number);
    }

    static AnyValue of(boolean flag) {
        return flag ? BoolValue.TRUE : BoolValue.FALSE;
    }

    /** A 64-bit whole number. */
    record IntValue(long value) implements AnyValue {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A floating-point number; NaN and the infinities occur. */
    record DoubleValue(double value) implements AnyValue {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /** A truth value. */
    record BoolValue(boolean value) implements AnyValue {
        static final BoolValue TRUE = new BoolValue(true);
        static final BoolValue FALSE = new BoolValue(false);

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A list of values. */
    record ArrayValue(List<AnyValue> values) implements AnyValue {
        public ArrayValue {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** A map of values in recorded order. */
    record KvlistValue(Attributes fields) implements AnyValue {
        @Override
        public String toString() {
            return JsonText.of(this);
        }
    }

    /** Raw bytes. Not to be changed by whoever gets them. */
    record BytesValue(byte[] bytes) implements AnyValue {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BytesValue(byte[] theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    /** No value. */
    record EmptyValue() implements AnyValue {
        @Override
        public String toString() {
            return "";
        }
    }

    /**
     * The value as plain text: a text as it is, numbers and truth values in their JSON spelling,
     * lists and maps as compact JSON, bytes as base64, nothing as the empty string.
     */
    @Override
    String toString();
}
