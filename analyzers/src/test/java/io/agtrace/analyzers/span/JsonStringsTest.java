package io.agtrace.analyzers.span;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class JsonStringsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | plain",
                "a\\\"b\\\\c\\/d | a\"b\\c/d",
                "\\u0041\\u00e9\\u20ac. | A\u00e9\u20ac.",
                "\u00e9\\u00e9\u20ac\\u20ac\uD83D\uDE00 | \u00e9\u00e9\u20ac\u20ac\uD83D\uDE00",
                "\\ud83d\\ude00\\u00e9\u00e9 | \uD83D\uDE00\u00e9\u00e9",
                "x\\q\\\u20ac | xq\u20ac",
                "bad\\u12g4 | bad\uFFFD12g4",
                "short\\u12 | short\uFFFD12",
                "cut\\ | cut"
            })
    void standsForWhatIsEscaped(String inside, String text) {
        assertThat(unescaped(inside)).isEqualTo(text);
    }

    @Test
    void knowsTheShortEscapes() {
        assertThat(unescaped("\\n\\t\\r\\b\\f")).isEqualTo("\n\t\r\b\f");
    }

    @Test
    void keepsSurrogatesThatDoNotPair() {
        assertThat(unescaped("a\\ude00\\ud83db")).isEqualTo("a\uDE00\uD83Db");
    }

    @Test
    void readsOnlyThePartAskedFor() {
        byte[] bytes = "xx\\u00e9\\nyy".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonStrings.unescape(bytes, 1, bytes.length - 1)).isEqualTo("x\u00e9\ny");
    }

    private static String unescaped(String inside) {
        byte[] bytes = inside.getBytes(StandardCharsets.UTF_8);
        return JsonStrings.unescape(bytes, 0, bytes.length);
    }
}
