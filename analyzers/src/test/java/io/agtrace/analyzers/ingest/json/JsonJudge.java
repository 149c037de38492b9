package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.DoubleValue;
import io.agtrace.analyzers.span.AnyValue.IntValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Generates and mutates JSON, and lets databind say what it means. */
final class JsonJudge {
    /** As lenient as the cursor promises to be, and not more. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(10_000)
                                                    .maxStringLength(1 << 28)
                                                    .build())
                                    .build())
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final String[] PIECES = {
        "a",
        "span",
        "é",
        "𝄞",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\u00e9",
        "\\ud834\\udd1e",
        "\\t",
        " ",
        "{",
        "}",
        "[",
        ",",
        ":",
        "0",
        "ü\\r",
        "日本",
        "\u007f",
        "\\b\\f"
    };
    private static final String[] SCALARS = {
        "0", "-1", "12345678901234567", "9223372036854775807", "-9223372036854775808", "1.5",
                "-0.0",
        "1e10", "2.5E-3", "true", "false", "null", "123456789012345678901234567890", "1E400"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "  "};

    private JsonJudge() {}

    static JsonNode parse(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    static @Nullable JsonNode tryParse(byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node.isMissingNode() ? null : node;
        } catch (IOException e) {
            return null;
        }
    }

    static byte[] document(Random random) {
        StringBuilder out = new StringBuilder();
        value(out, random, 0, false);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] asciiDocument(Random random) {
        StringBuilder out = new StringBuilder();
        value(out, random, 2, true);
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void value(StringBuilder out, Random random, int depth, boolean ascii) {
        space(out, random, ascii);
        int kind = random.nextInt(depth == 0 ? 8 : depth > 6 ? 3 : 10);
        if (kind < 2) {
            string(out, random, ascii);
        } else if (kind < 3) {
            out.append(SCALARS[random.nextInt(SCALARS.length)]);
        } else {
            boolean object = kind % 2 == 0;
            out.append(object ? '{' : '[');
            int count = random.nextInt(5);
            for (int i = 0; i < count; i++) {
                if (object) {
                    space(out, random, ascii);
                    out.append("\"k").append(i);
                    pieces(out, random, ascii);
                    out.append('"');
                    space(out, random, ascii);
                    out.append(':');
                }
                value(out, random, depth + 1, ascii);
                if (i < count - 1) {
                    out.append(',');
                }
            }
            space(out, random, ascii);
            out.append(object ? '}' : ']');
        }
        space(out, random, ascii);
    }

    private static void space(StringBuilder out, Random random, boolean ascii) {
        out.append(ascii ? random.nextInt(4) == 0 ? " " : "" : SPACES[random.nextInt(8)]);
    }

    private static void string(StringBuilder out, Random random, boolean ascii) {
        out.append('"');
        pieces(out, random, ascii);
        out.append('"');
    }

    private static void pieces(StringBuilder out, Random random, boolean ascii) {
        for (int n = random.nextInt(random.nextInt(10) == 0 ? 80 : 8); n > 0; n--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            boolean plain = piece.chars().allMatch(c -> c < 0x80) && !piece.contains("\\u");
            out.append(!ascii || plain ? piece : "z");
        }
    }

    /**
     * Changes, adds or removes bytes, of those that mean something in JSON. No {@code u}: behind a
     * backslash it makes a malformed escape, which the cursor reads and databind does not.
     */
    static byte[] mutate(byte[] json, Random random) {
        String some = "{}[],:\"\\ 0123456789-+.eEtrefalsn";
        StringBuilder text = new StringBuilder(new String(json, StandardCharsets.US_ASCII));
        int at = random.nextInt(text.length() + 1);
        char c = some.charAt(random.nextInt(some.length()));
        switch (random.nextInt(3)) {
            case 0 -> text.insert(at, c);
            case 1 -> {
                if (at < text.length()) {
                    text.deleteCharAt(at);
                }
            }
            default -> {
                if (at < text.length()) {
                    text.setCharAt(at, c);
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static void assertSame(@Nullable AnyValue ours, JsonNode theirs) {
        switch (theirs.getNodeType()) {
            case OBJECT -> {
                assertThat(ours).isInstanceOf(KvlistValue.class);
                Attributes fields = ours instanceof KvlistValue(var f) ? f : Attributes.EMPTY;
                assertThat(fields.size()).isEqualTo(theirs.size());
                for (var field : theirs.properties()) {
                    assertSame(fields.get(field.getKey()), field.getValue());
                }
            }
            case ARRAY -> {
                assertThat(ours).isInstanceOf(ArrayValue.class);
                if (ours instanceof ArrayValue(var items)) {
                    assertThat(items).hasSize(theirs.size());
                    for (int i = 0; i < items.size(); i++) {
                        assertSame(items.get(i), theirs.get(i));
                    }
                }
            }
            case STRING -> assertThat(ours).isEqualTo(Text.of(theirs.textValue()));
            case BOOLEAN -> assertThat(ours).isEqualTo(new BoolValue(theirs.booleanValue()));
            case NULL -> assertThat(ours).isEqualTo(AnyValue.EMPTY);
            default -> {
                switch (ours) {
                    case IntValue(long number) -> {
                        assertThat(theirs.canConvertToLong()).isTrue();
                        assertThat(number).isEqualTo(theirs.longValue());
                    }
                    case DoubleValue(double number) ->
                            assertThat(number).isEqualTo(theirs.doubleValue());
                    case Text digits -> {
                        assertThat(theirs.isBigInteger()).isTrue();
                        assertThat(new java.math.BigInteger(digits.toString()))
                                .isEqualTo(theirs.bigIntegerValue());
                    }
                    case null, default -> throw new AssertionError(ours + " for " + theirs);
                }
            }
        }
    }
}
