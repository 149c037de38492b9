package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class JsonTextsTest {
    private final JsonTexts texts = new JsonTexts();

    @Test
    void buildsTheSameTreesAsDatabind() throws IOException {
        for (int seed = 0; seed < 3_000; seed++) {
            byte[] json = JsonJudge.document(new Random(seed));
            JsonJudge.assertSame(tree(json), JsonJudge.parse(json));
        }
    }

    @Test
    void takesAndRefusesWhatTheCursorDoes() {
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] json = JsonJudge.asciiDocument(random);
            for (int i = random.nextInt(4); i >= 0; i--) {
                json = JsonJudge.mutate(json, random);
            }
            AnyValue ours = tree(json);
            assertThat(ours)
                    .as(new String(json, StandardCharsets.US_ASCII))
                    .isEqualTo(JsonTree.parse(json));
            refused += ours == null ? 1 : 0;
        }
        assertThat(refused).isBetween(2_000, 18_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "[,1]",
                "{,}",
                "[1 2]",
                "[1,,2]",
                "{\"a\" 1}",
                "{\"a\":}",
                "{1:2}",
                "[]]",
                "[1}",
                "{\"a\":1]",
                "[NaN,-Infinity,Infinity]",
                "[nan]",
                "[truest]",
                "nul",
                "[tru]",
                "\"a\\\nb\"",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"\\u12\"",
                "\"\\u12zz\\u00e9\"",
                "\"\\ud834\\udd1e\\q\\/\"",
                "\"open",
                "\"open\\",
                "\"\\",
                "{\"a\":1,\"b\":{\"a\":2},\"a\":[3]}",
                "[[[]],{},{\"\":\"\"}]",
                "{\"a\\u0062\":{\"ab\":[{}]}}",
                "-",
                "[1.,.5,+7,007,1e400,123456789012345678901234567890]",
                "\u00a0[1]",
                "[\u20031]"
            })
    void readsOddTextsAsTheCursorDoes(String json) {
        assertThat(texts.tree(json))
                .isEqualTo(JsonTree.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatLiesTooDeepStaysText() {
        int depth = AnyValue.MAX_DEPTH + 5;
        AnyValue value = texts.tree("[ ".repeat(depth) + "\"x\\n\"" + " ]".repeat(depth));
        int levels = 0;
        while (value instanceof ArrayValue(var items)) {
            value = items.getFirst();
            levels++;
        }
        assertThat(levels).isEqualTo(AnyValue.MAX_DEPTH);
        assertThat(value).isInstanceOf(Text.class);
        assertThat(value).hasToString("[[[[[\"x\\n\"]]]]]");
        assertThat(texts.tree("[1]")).hasToString("[1]");
    }

    @Test
    void largeAndBrokenTextsLeaveNothingBehind() {
        String large = "[" + "{\"k\":\"v\"},".repeat(100_000) + "1]";

        assertThat(texts.tree(large)).hasToString(large);
        assertThat(texts.tree(large.substring(1))).isNull();
        assertThat(texts.tree("{\"a\":{\"b\":[1,{\"c\":")).isNull();
        assertThat(texts.tree("{\"d\":{}}")).hasToString("{\"d\":{}}");
    }

    @Test
    void namesOfFieldsAreTheSameObjects() {
        assertThat(key("{\"name\":1}")).isSameAs(key(" {\"name\":2}"));
    }

    private String key(String json) {
        return texts.tree(json) instanceof KvlistValue(var fields) ? fields.key(0) : "";
    }

    private @Nullable AnyValue tree(byte[] json) {
        return texts.tree(new String(json, StandardCharsets.UTF_8));
    }
}
