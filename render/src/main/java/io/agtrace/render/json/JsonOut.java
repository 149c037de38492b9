package io.agtrace.render.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.BytesValue;
import io.agtrace.analyzers.span.AnyValue.DoubleValue;
import io.agtrace.analyzers.span.AnyValue.EmptyValue;
import io.agtrace.analyzers.span.AnyValue.IntValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;
import io.agtrace.render.text.Times;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * Writes JSON (RFC 8259, UTF-8) that is the same for the same input, and harmless on a terminal:
 * characters that control one are escaped, line separators too, and lone surrogates, which UTF-8
 * can't carry, become U+FFFD. Nothing in it commands a build server whose log it goes to.
 */
public final class JsonOut implements AutoCloseable {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .characterEscapes(new TerminalSafe())
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    /** For whatever this class has no method for. */
    public final JsonGenerator json;

    private JsonOut(JsonGenerator json) {
        this.json = json;
    }

    /** A writer that leaves {@code out} open when it is closed. */
    public static JsonOut to(OutputStream out, boolean pretty) throws IOException {
        JsonGenerator json = FACTORY.createGenerator(new GuardedJson(out));
        if (pretty) {
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                    .withObjectEmptySeparator("")
                                    .withArrayEmptySeparator(""));
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
            json.setPrettyPrinter(printer);
        } else {
            json.setRootValueSeparator(new SerializedString(""));
        }
        return new JsonOut(json);
    }

    public void line() throws IOException {
        json.writeRaw('\n');
    }

    public void text(String name, String value) throws IOException {
        json.writeFieldName(wellFormed(name));
        json.writeString(wellFormed(value));
    }

    /** A text field that is left out where there is nothing to say. */
    void optional(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            text(name, value);
        }
    }

    public void texts(String name, Collection<?> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (Object value : values) {
            json.writeString(wellFormed(value.toString()));
        }
        json.writeEndArray();
    }

    /** A duration in milliseconds, exact to the nanosecond. */
    public void millis(String name, long nanos) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString());
    }

    /** A point in time twice: ISO 8601 in UTC, and the exact nanoseconds since the epoch. */
    void time(String name, long epochNanos) throws IOException {
        json.writeStringField(name, Times.instant(epochNanos).toString());
        json.writeStringField(name + "_unix_nano", Long.toString(epochNanos));
    }

    /** All attributes in the order of their names. */
    void attributes(String name, Attributes attributes) throws IOException {
        json.writeObjectFieldStart(name);
        Integer[] order = IntStream.range(0, attributes.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing(attributes::key));
        for (int i : order) {
            json.writeFieldName(wellFormed(attributes.key(i)));
            value(attributes.value(i));
        }
        json.writeEndObject();
    }

    /** Bytes become base64; NaN and the infinities, which JSON lacks, their names. */
    private void value(@Nullable AnyValue value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case IntValue(long number) -> json.writeNumber(number);
            case DoubleValue(double number) -> json.writeNumber(number);
            case BoolValue(boolean flag) -> json.writeBoolean(flag);
            case EmptyValue() -> json.writeNull();
            case BytesValue(byte[] bytes) -> json.writeBinary(bytes);
            case ArrayValue(var values) -> {
                json.writeStartArray();
                for (AnyValue item : values) {
                    value(item);
                }
                json.writeEndArray();
            }
            case KvlistValue(Attributes fields) -> {
                json.writeStartObject();
                for (int i = 0; i < fields.size(); i++) {
                    json.writeFieldName(wellFormed(fields.key(i)));
                    value(fields.value(i));
                }
                json.writeEndObject();
            }
            case Text text -> json.writeString(wellFormed(text.toString()));
        }
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            return withoutLoneSurrogates(text);
        }
        return text;
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return out.toString();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** JSON's own escapes, and those for what moves or reorders text on a terminal. */
    private static final class TerminalSafe extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        private static final @Nullable SerializableString[] LATIN = new SerializableString[0x100];

        static {
            for (int c = 0x7f; c < 0xa0; c++) {
                LATIN[c] = escape(c);
            }
        }

        private final int[] ascii = standardAsciiEscapesForJSON();

        TerminalSafe() {
            ascii[0x7f] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            if (c < LATIN.length) {
                return LATIN[c];
            }
            boolean moves =
                    c == 0x61c
                            || c >= 0x200e && c <= 0x200f
                            || c >= 0x2028 && c <= 0x202e
                            || c >= 0x2066 && c <= 0x2069
                            || c == 0xfeff;
            return moves ? escape(c) : null;
        }

        private static SerializableString escape(int c) {
            return new SerializedString(
                    "\\u" + HexFormat.of().withUpperCase().toHexDigits((short) c));
        }
    }
}
