package io.agtrace.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0x1b,    '\\x1b'
                    0x00,    '\\x00'
                    0x0a,    '\\n'
                    0x0d,    '\\r'
                    0x09,    '\\t'
                    0x7f,    '\\x7f'
                    0x9b,    '\\x9b'
                    0x85,    '\\x85'
                    0xad,    '\\xad'
                    0x200b,  '\\u200b'
                    0x2028,  '\\u2028'
                    0x202e,  '\\u202e'
                    0x2066,  '\\u2066'
                    0xfeff,  '\\ufeff'
                    0xd83d,  '\\ud83d'
                    0xdc00,  '\\udc00'
                    0xffff,  '\\uffff'
                    0xe0041, '\\u{e0041}'
                    0x3164,  '\\u3164'
                    """)
    void writesWhatIsUnseenOrActsOnTheTerminalAsAnEscape(String codePoint, String escaped) {
        String text = "a" + Character.toString(Integer.decode(codePoint)) + "b";

        assertThat(Escapes.line(text)).isEqualTo("a" + escaped + "b");
        assertThat(Escapes.asciiLine(text)).isEqualTo("a" + escaped + "b");
    }

    @Test
    void keepsWordsOfAllScripts() {
        String words = "naïve Ελληνικά עברית العربية हिन्दी 研究者 한국어 ไทย 🚀 🇫🇷 e\u0301";

        assertThat(Escapes.line(words)).isEqualTo(words);
    }

    @Test
    void takesEmojiSequencesApart() {
        assertThat(Escapes.line("👩\u200d🔬 ok")).isEqualTo("👩🔬 ok");
        assertThat(Escapes.line("⚠\ufe0f!")).isEqualTo("⚠!");
        assertThat(Escapes.line("👍🏽.")).isEqualTo("👍.");
    }

    @Test
    void escapesMarksThatHaveNoBaseOrComeInPiles() {
        assertThat(Escapes.line("\u0301a")).isEqualTo("\\u0301a");
        assertThat(Escapes.line("a" + "\u0301".repeat(6)))
                .isEqualTo("a" + "\u0301".repeat(4) + "\\u0301\\u0301");
    }

    @Test
    void leavesAsciiAloneInAsciiAndGivesPunctuationItsPlainLikeness() {
        assertThat(Escapes.asciiLine("it’s 12 µs → “fine” — 研"))
                .isEqualTo("it's 12 us -> \"fine\" - \\u7814");
    }

    @Test
    void doesNotEscapeTwice() {
        String once = Escapes.line("a\u001b[0m\u202e\ud83d");

        assertThat(Escapes.line(once)).isEqualTo(once);
    }
}
