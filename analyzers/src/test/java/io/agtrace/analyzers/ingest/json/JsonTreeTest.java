package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Random;

class JsonTreeTest {
    @Test
    void buildsTheSameTreesAsDatabind() throws IOException {
        for (int seed = 0; seed < 2000; seed++) {
            byte[] json = JsonJudge.document(new Random(seed));
            JsonNode expected = JsonJudge.parse(json);
            JsonJudge.assertSame(JsonTree.parse(json), expected);
            JsonCursor cursor = new JsonCursor(Chunks.stored(json, seed, 1 + seed % 7));
            JsonJudge.assertSame(cursor.value(), expected);
        }
    }

    @Test
    void whatLiesTooDeepStaysText() throws IOException {
        int depth = AnyValue.MAX_DEPTH + 5;
        String json = "[ ".repeat(depth) + "\"x\\n\"" + " ]".repeat(depth);
        AnyValue value = JsonTree.parse(json);
        int levels = 0;
        while (value instanceof ArrayValue(var items)) {
            value = items.getFirst();
            levels++;
        }
        assertThat(levels).isEqualTo(AnyValue.MAX_DEPTH);
        assertThat(value).isInstanceOf(Text.class);
        assertThat(value).hasToString("[[[[[\"x\\n\"]]]]]");
    }

    @Test
    void theLastOfEqualKeysWins() {
        assertThat(JsonTree.parse("{\"a\":1,\"b\":2,\"a\":{\"c\":3}}"))
                .hasToString("{\"a\":{\"c\":3},\"b\":2}");
    }

    @Test
    void manyKeysAreNotQuadratic() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            json.append("\"key").append(i).append("\":").append(i).append(',');
        }
        AnyValue value = JsonTree.parse(json.append("\"key7\":-1}").toString());
        assertThat(value).isInstanceOf(AnyValue.KvlistValue.class);
        if (value instanceof AnyValue.KvlistValue(var fields)) {
            assertThat(fields.size()).isEqualTo(200_000);
            assertThat(fields.value(7)).isEqualTo(AnyValue.of(-1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "[1", "{} {}", "1 2", "{\"a\"}", "'a'", "undefined"})
    void whatIsNotOneValueIsNull(String json) {
        assertThat(JsonTree.parse(json)).isNull();
    }
}
