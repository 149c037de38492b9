package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.json.Symbols;
import io.agtrace.analyzers.ingest.json.Utf8;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BytesValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes fields and values from a part of the window that is wholly there. The bytes behind the
 * part may be read (the window has some to spare) but are never taken for its own.
 */
final class ProtoSlice {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Texts up to this length are kept as strings, longer ones as their place. */
    private static final int DECODED = 128;

    /** Texts up to this length are looked up, so that equal ones are the same object. */
    private static final int INTERNED = 48;

    private final ByteInput in;
    private final Symbols keys = new Symbols();
    private final Symbols texts = new Symbols();
    private final Attributes.Builder attributes = new Attributes.Builder();
    byte[] buffer = new byte[0];
    int position;
    private boolean invalidUtf8;

    ProtoSlice(ByteInput in) {
        this.in = in;
    }

    /** Starts at an index of the input's window as it is now. */
    void begin(int from) {
        buffer = in.buffer();
        position = from;
    }

    /** Whether invalid UTF-8 was met since this was asked last. */
    boolean tookInvalidUtf8() {
        boolean took = invalidUtf8;
        invalidUtf8 = false;
        return took;
    }

    MalformedInput error(String reason) {
        return new MalformedInput(in.base() + position, reason);
    }

    // ---- fields --------------------------------------------------------------------------------

    /** The next tag; there is at least one more byte before {@code to}. */
    int tag(int to) throws MalformedInput {
        byte b = buffer[position];
        if (b >= 8) {
            position++;
            return b;
        }
        long number = varint(to);
        if (number < 8 || number > 0xffffffffL) {
            throw error("a field without a number");
        }
        return (int) number;
    }

    long varint(int to) throws MalformedInput {
        byte b = buffer[position++];
        if (b >= 0) {
            return b;
        }
        long value = b & 0x7f;
        for (int shift = 7; shift < 64 && position < to; shift += 7) {
            b = buffer[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw error("a number that does not end");
    }

    /** A length, checked against the end of what it stands in. */
    int length(int to) throws MalformedInput {
        if (position < to) {
            long length = varint(to);
            if (length >= 0 && length <= to - position) {
                return (int) length;
            }
        }
        throw error("a field that is longer than what it stands in");
    }

    long fixed64(int to) throws MalformedInput {
        if (to - position < 8) {
            throw error("a field that is longer than what it stands in");
        }
        long value = (long) LONGS.get(buffer, position);
        position += 8;
        return value;
    }

    /** A varint that must stand before {@code to}. */
    long number(int to) throws MalformedInput {
        if (position >= to) {
            throw error("a field that is longer than what it stands in");
        }
        return varint(to);
    }

    /** Passes a field that is not known. */
    void skip(int tag, int to) throws MalformedInput {
        int length =
                switch (tag & 7) {
                    case 0 -> {
                        number(to);
                        yield 0;
                    }
                    case 1 -> 8;
                    case 2 -> length(to);
                    case 5 -> 4;
                    default -> throw error("a wire type that OTLP does not use");
                };
        if (length > to - position) {
            throw error("a field that is longer than what it stands in");
        }
        position += length;
    }

    // ---- texts ---------------------------------------------------------------------------------

    /** A name that recurs: the same bytes give the same object. */
    String key(int to) throws MalformedInput {
        return string(keys, to);
    }

    /** A short text. */
    String string(int to) throws MalformedInput {
        return string(texts, to);
    }

    private String string(Symbols symbols, int to) throws MalformedInput {
        int length = length(to);
        int from = position;
        position += length;
        if (Utf8.asciiUntil(buffer, from, position) == position) {
            return length <= INTERNED
                    ? symbols.get(buffer, from, position)
                    : new String(buffer, from, length, StandardCharsets.ISO_8859_1);
        }
        check(from);
        return new String(buffer, from, length, StandardCharsets.UTF_8);
    }

    private void check(int from) {
        if (!invalidUtf8) {
            invalidUtf8 = !Utf8.isValid(buffer, from, position);
        }
    }

    private Text text(int to) throws MalformedInput {
        int length = length(to);
        int from = position;
        position += length;
        boolean ascii = Utf8.asciiUntil(buffer, from, position) == position;
        if (!ascii) {
            check(from);
        }
        if (length <= DECODED) {
            return Text.of(
                    !ascii
                            ? new String(buffer, from, length, StandardCharsets.UTF_8)
                            : length <= INTERNED
                                    ? texts.get(buffer, from, position)
                                    : new String(
                                            buffer, from, length, StandardCharsets.ISO_8859_1));
        }
        Text.Storage storage = in.storage();
        if (storage != null) {
            return Text.stored(storage, in.base() + from, length, false);
        }
        byte[] copy = Arrays.copyOfRange(buffer, from, position);
        return Text.stored(new ByteInput.HeapStorage(copy), 0, length, false);
    }

    // ---- values --------------------------------------------------------------------------------

    /** The builder for the attributes of one message at a time. */
    Attributes.Builder attributes() {
        return attributes;
    }

    /** A {@code KeyValue}. */
    void keyValue(Attributes.Builder into, int to, int depth) throws MalformedInput {
        int length = length(to);
        int end = position + length;
        String key = "";
        AnyValue value = AnyValue.EMPTY;
        while (position < end) {
            int tag = tag(end);
            switch (tag) {
                case 1 << 3 | 2 -> key = key(end);
                case 2 << 3 | 2 -> value = anyValue(end, depth);
                default -> skip(tag, end);
            }
        }
        into.put(key, value);
    }

    /** An {@code AnyValue}; what is nested too deep is kept as its protobuf bytes. */
    AnyValue anyValue(int to, int depth) throws MalformedInput {
        int length = length(to);
        int end = position + length;
        AnyValue value = AnyValue.EMPTY;
        while (position < end) {
            int tag = tag(end);
            switch (tag) {
                case 1 << 3 | 2 -> value = text(end);
                case 2 << 3 -> value = AnyValue.of(number(end) != 0);
                case 3 << 3 -> value = AnyValue.of(number(end));
                case 4 << 3 | 1 -> value = AnyValue.of(Double.longBitsToDouble(fixed64(end)));
                case 5 << 3 | 2 ->
                        value = depth < AnyValue.MAX_DEPTH ? list(end, depth + 1) : bytes(end);
                case 6 << 3 | 2 ->
                        value = depth < AnyValue.MAX_DEPTH ? map(end, depth + 1) : bytes(end);
                case 7 << 3 | 2 -> value = bytes(end);
                default -> skip(tag, end);
            }
        }
        return value;
    }

    private AnyValue bytes(int to) throws MalformedInput {
        int length = length(to);
        position += length;
        return new BytesValue(Arrays.copyOfRange(buffer, position - length, position));
    }

    private AnyValue list(int to, int depth) throws MalformedInput {
        int length = length(to);
        int end = position + length;
        List<AnyValue> values = new ArrayList<>();
        while (position < end) {
            int tag = tag(end);
            if (tag == (1 << 3 | 2)) {
                values.add(anyValue(end, depth));
            } else {
                skip(tag, end);
            }
        }
        return new ArrayValue(values);
    }

    private AnyValue map(int to, int depth) throws MalformedInput {
        int length = length(to);
        int end = position + length;
        Attributes.Builder fields = new Attributes.Builder();
        while (position < end) {
            int tag = tag(end);
            if (tag == (1 << 3 | 2)) {
                keyValue(fields, end, depth);
            } else {
                skip(tag, end);
            }
        }
        return new KvlistValue(fields.build());
    }
}
