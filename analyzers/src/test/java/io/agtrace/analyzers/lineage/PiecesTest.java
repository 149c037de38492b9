package io.agtrace.analyzers.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agtrace.analyzers.span.AnyValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

/** Payloads of all known forms, taken apart. */
final class PiecesTest {
    private static List<String> pieces(String payload) {
        return Pieces.of(AnyValue.of(payload)).stream()
                .map(each -> each.speaker() + " " + each.text())
                .toList();
    }

    static Stream<Arguments> conversations() {
        return Stream.of(
                arguments(
                        "OpenAI",
                        """
                        {"model":"m","messages":[{"role":"system","content":"Be brief"},
                        {"role":"user","content":"How deep?"},
                        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                        "function":{"name":"sound","arguments":"{\\"lake\\":\\"Mjosa\\"}"}}]},
                        {"role":"tool","tool_call_id":"c1","content":"453 metres"},
                        {"role":"assistant","content":"It is 453 metres deep"}]}
                        """,
                        List.of(
                                "SYSTEM Be brief",
                                "USER How deep?",
                                "CALL sound",
                                "CALL Mjosa",
                                "TOOL 453 metres",
                                "ASSISTANT It is 453 metres deep")),
                arguments(
                        "LangChain",
                        """
                        {"messages":[[{"lc":1,"type":"constructor","id":["langchain","schema","messages",
                        "SystemMessage"],"kwargs":{"content":"Be brief","type":"system"}},
                        {"lc":1,"type":"constructor","id":["langchain","schema","messages",
                        "HumanMessage"],"kwargs":{"content":"How deep?","type":"human"}},
                        {"lc":1,"type":"constructor","id":["langchain","schema","messages","AIMessage"],
                        "kwargs":{"content":"453 metres","response_metadata":{"model":"m"},
                        "usage_metadata":{"input_tokens":12}}}]]}
                        """,
                        List.of("SYSTEM Be brief", "USER How deep?", "ASSISTANT 453 metres")),
                arguments(
                        "Vercel",
                        """
                        {"messages":[{"role":"user","content":[{"type":"text","text":"How deep?"}]},
                        {"role":"assistant","content":[{"type":"tool-call","toolCallId":"c1",
                        "toolName":"sound","input":{"lake":"Mjosa"}}]},
                        {"role":"tool","content":[{"type":"tool-result","toolCallId":"c1",
                        "toolName":"sound","output":{"type":"text","value":"453 metres"}}]}]}
                        """,
                        List.of("USER How deep?", "CALL Mjosa", "TOOL 453 metres")),
                arguments(
                        "Anthropic",
                        """
                        {"system":"Be brief","messages":[{"role":"user","content":"How deep?"},
                        {"role":"assistant","content":[{"type":"text","text":"I measure"},
                        {"type":"tool_use","id":"c1","name":"sound","input":{"lake":"Mjosa"}}]},
                        {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1",
                        "content":"453 metres"}]}]}
                        """,
                        List.of(
                                "SYSTEM Be brief",
                                "USER How deep?",
                                "ASSISTANT I measure",
                                "CALL Mjosa",
                                "TOOL 453 metres")),
                arguments(
                        "Gemini",
                        """
                        {"contents":[{"role":"user","parts":[{"text":"How deep?"}]},
                        {"role":"model","parts":[{"text":"453 metres"}]}]}
                        """,
                        List.of("USER How deep?", "ASSISTANT 453 metres")),
                arguments(
                        "OpenTelemetry",
                        """
                        [{"role":"user","parts":[{"type":"text","content":"How deep?"}]},
                        {"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"sound",
                        "arguments":{"lake":"Mjosa"}}],"finish_reason":"tool_call"},
                        {"role":"tool","parts":[{"type":"tool_call_response","id":"c1",
                        "result":"453 metres"}]}]
                        """,
                        List.of("USER How deep?", "CALL Mjosa", "TOOL 453 metres")),
                arguments(
                        "OpenAI responses",
                        """
                        {"instructions":"Be brief","input":[{"role":"user","content":[
                        {"type":"input_text","text":"How deep?"}]},
                        {"type":"function_call","call_id":"c1","name":"sound",
                        "arguments":"{\\"lake\\":\\"Mjosa\\"}"},
                        {"type":"function_call_output","call_id":"c1","output":"453 metres"}],
                        "tools":[{"name":"sound","description":"measures depths"}]}
                        """,
                        List.of(
                                "SYSTEM Be brief",
                                "USER How deep?",
                                "CALL Mjosa",
                                "TOOL 453 metres")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void keepsSpeakersOfEveryForm(String name, String payload, List<String> expected) {
        assertThat(pieces(payload)).containsAll(expected);
        assertThat(String.join("\n", pieces(payload)))
                .doesNotContain("c1", "input_tokens", "measures depths");
    }

    @Test
    void opensJsonInsideTexts() {
        String inner = "{\\\"order\\\":\\\"{\\\\\\\"sum\\\\\\\":\\\\\\\"12.50\\\\\\\"}\\\"}";
        assertThat(pieces("{\"state\":\"" + inner + "\",\"paid\":true,\"lines\":[3,4.5]}"))
                .containsExactly("NONE 12.50", "NONE true", "NONE 3", "NONE 4.5");
        assertThat(pieces("Findings: {\"depth\":\"453 metres\"}"))
                .containsExactlyInAnyOrder("NONE Findings: ", "NONE 453 metres");
    }

    @Test
    void keepsPlainTextAsItIs() {
        assertThat(pieces("  How deep is\n Lake [1]? "))
                .containsExactly("NONE   How deep is\n Lake [1]? ");
        assertThat(pieces("   ")).isEmpty();
        assertThat(Pieces.of(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"cut of",
                "[{]}",
                "{\"a\":}",
                "{\"role\":{\"role\":[]}}",
                "[[[[[[",
                "}{",
                "{\"type\":\"text\"}",
                "{\"kwargs\":7,\"id\":[null]}",
                "\u0000{\"\ud800\":\"\udc00\"}"
            })
    void readsWhatIsBroken(String payload) {
        List<String> pieces = pieces(payload);
        assertThat(pieces).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void readsDeepNesting() {
        int depth = 100_000;
        pieces("[".repeat(depth) + "\"deep\"" + "]".repeat(depth));
        AnyValue deep = AnyValue.of("deep");
        for (int i = 0; i < depth; i++) {
            deep = new AnyValue.ArrayValue(List.of(deep));
        }
        assertThat(Pieces.of(deep)).extracting(Piece::text).containsExactly("deep");
        String escaped = "\"x\"";
        for (int i = 0; i < 12; i++) {
            escaped = "{\"a\":" + quoted(escaped) + "}";
        }
        assertThat(pieces(escaped)).isNotEmpty();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void readsTheBeginningOfWhatIsHuge() {
        String payload = "word ".repeat(Pieces.LONGEST);
        assertThat(Pieces.of(AnyValue.of(payload)))
                .singleElement()
                .satisfies(each -> assertThat(each.text()).hasSize(Pieces.LONGEST));
    }
}
