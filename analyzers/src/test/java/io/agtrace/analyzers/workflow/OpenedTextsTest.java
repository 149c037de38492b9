package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class OpenedTextsTest {
    private final OpenedTexts texts = new OpenedTexts();

    @Test
    void decodesAndParsesOnce() {
        int[] reads = new int[1];
        Text text = stored("{\"a\":\"\u00e9\"}", reads);

        assertThat(texts.text(text)).isSameAs(texts.text(text)).isEqualTo("{\"a\":\"\u00e9\"}");
        assertThat(texts.json(text)).isSameAs(texts.json(text)).isSameAs(texts.fenced(text));
        assertThat(reads[0]).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1}", "plain", "{broken}", "{\"a\":1} tail", "\"text\"", "7"})
    void whatIsNoObjectOrListIsNotOpened(String text) {
        assertThat(texts.json(Text.of(text))).isNull();
        assertThat(texts.fenced(Text.of(text))).isNull();
    }

    @Test
    void opensWhatStandsInAFence() {
        Text text = Text.of(" ```json\n{\"a\":1}\n``` ");

        assertThat(texts.json(text)).isNull();
        assertThat(texts.fenced(text)).hasToString("{\"a\":1}");
        assertThat(texts.fenced(Text.of("```\nplain\n```"))).isNull();
        assertThat(texts.fenced(Text.of("``````"))).isNull();
    }

    @Test
    void readsAgainWhatItForgot() {
        int[] reads = new int[1];
        List<Text> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add(stored("[" + i + ",\"" + "x".repeat(4_000) + "\"]", reads));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < many.size(); i++) {
                assertThat(texts.json(many.get(i)))
                        .isInstanceOf(AnyValue.ArrayValue.class)
                        .asString()
                        .startsWith("[" + i + ",");
            }
        }
        assertThat(reads[0]).isGreaterThan(many.size());
    }

    private static Text stored(String content, int[] reads) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Text.stored(
                (_, _) -> {
                    reads[0]++;
                    return bytes;
                },
                0,
                bytes.length,
                false);
    }
}
