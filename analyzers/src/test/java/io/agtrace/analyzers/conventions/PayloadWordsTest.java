package io.agtrace.analyzers.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.AnyValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadWordsTest {
    private static PayloadWords words(String payload) {
        return PayloadWords.of(AnyValue.of(payload), 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                // plain texts, also in JSON quotes, on one line
                "Find the  price.\\n- now | Find the price. - now",
                "\"Find \\\"it\\\"\" | Find \"it\"",
                // conversations: the last thing a person or a model said
                "[{\"role\":\"system\",\"content\":\"Be"
                        + " brief.\"},{\"role\":\"user\",\"content\":\"What now?\"}] | What now?",
                "[{\"role\":\"user\",\"content\":\"Price?\"},{\"role\":\"assistant\",\"content\":null,"
                    + "\"tool_calls\":[{\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"content\":\"17\"}]"
                    + " | Price?",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Done.\"}],"
                        + "\"finish_reason\":\"stop\"}] | Done.",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi"
                        + " there\"}]}]} | Hi there",
                // answers in the envelopes of model APIs
                "{\"id\":\"resp_1\",\"object\":\"response\",\"instructions\":\"You are"
                    + " X.\",\"output\":"
                    + "[{\"type\":\"reasoning\",\"summary\":[]},{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"It"
                    + " is 5.\"}]}],\"model\":\"m\"} | It is 5.",
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Yes,"
                    + " it is.\"}}],\"usage\":{\"total_tokens\":3}} | Yes, it is.",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Bonjour\"}],\"role\":\"model\"}}]}"
                    + " | Bonjour",
                "{\"generations\":[[{\"text\":\"\",\"message\":{\"kwargs\":{\"content\":\"Hola\"}}}]]}"
                    + " | Hola",
                // what frameworks wrap around a text
                "{\"text\":\"All found.\",\"files\":[]} | All found.",
                "{\"message_id\":\"m-1\",\"to\":\"writer\",\"sent_at\":\"2026-01-02\",\"task\":\"Write"
                    + " it.\"} | Write it.",
                "{\"inputs\":{\"query\":\"price of tin\"},\"tags\":[\"a\"]} | price of tin",
                "{\"text\":\"{\\\"answer\\\":\\\"42 in all\\\"}\"} | 42 in all"
            })
    void quotesWhatWasSaid(String payload, String text) {
        assertThat(words(payload.replace("\\n-", "\n-"))).isEqualTo(new PayloadWords(text, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"verdict\":\"revise\",\"confidence\":0.6,\"feedback\":\"Add a test.\"}"
                        + " | verdict: revise, confidence: 0.6, feedback: Add a test.",
                "[{\"task\":\"Find it.\"},{\"task\":\"Check it.\"}] | Find it.; Check it.",
                "[\"a\",\"b\",3] | a, b, 3",
                "[{\"type\":\"function_call\",\"id\":\"fc\",\"name\":\"transfer_to_writer\","
                        + "\"arguments\":\"{}\"}] | transfer_to_writer()",
                "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"search\",\"arguments\":\"{\\\"q\\\":\\\"tin\\\",\\\"n\\\":2}\"}}]}"
                    + " | search(q: tin, n: 2)",
                "[{\"type\":\"tool_use\",\"name\":\"search\",\"input\":{\"q\":\"tin price\"}}]"
                        + " | search(tin price)"
            })
    void putsTogetherWhatIsNoText(String payload, String text) {
        assertThat(words(payload)).isEqualTo(new PayloadWords(text, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"role\":\"user\",\"content\":\"The beginning of a lo… | The beginning of a lo",
                "{\"id\":\"1\",\"text\":\"All of it\",\"us | All of it",
                "{\"text\":\"ends in half an escape \\ | ends in half an escape",
                "[{\"role\":\"user\",\"content\":\"Whole\"},{\"role\":\"assis | Whole"
            })
    void readsJsonWhoseEndIsMissing(String payload, String text) {
        assertThat(words(payload).text()).isEqualTo(text);
    }

    @Test
    void leavesWhatOnlyLooksLikeJsonAsItIs() {
        assertThat(words("[INFO] ready {x}").text()).isEqualTo("[INFO] ready {x}");
        assertThat(words("{name}, hello").text()).isEqualTo("{name}, hello");
        assertThat(words("{\"a\":1} and more").text()).isEqualTo("{\"a\":1} and more");
        assertThat(words("").text()).isEmpty();
        assertThat(words("{}").text()).isEmpty();
        assertThat(PayloadWords.of(null, 9).text()).isEmpty();
    }

    @Test
    void readsNoMoreOfAnEnormousPayloadThanAPreviewNeeds() {
        String large = "x".repeat(100) + " ".repeat(5) + "y".repeat(10_000_000);
        PayloadWords plain = PayloadWords.of(AnyValue.of(large), 150);
        PayloadWords json = PayloadWords.of(AnyValue.of("{\"text\":\"" + large + "\"}"), 150);

        assertThat(plain.text()).isEqualTo("x".repeat(100) + " " + "y".repeat(49));
        assertThat(json).isEqualTo(plain);
        String deep = "[".repeat(50_000) + "\"end\"" + "]".repeat(50_000);
        assertThat(words(deep).text()).hasSizeLessThanOrEqualTo(200);
    }
}
