package io.agtrace.render.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '\0',
            value = {
                "market_report at T+340ms (0.7)¦market_report at T+340ms (0.7)",
                "_a_ *b* `c` ~d~ $e$ |¦\\_a\\_ \\*b\\* \\`c\\` \\~d\\~ \\$e\\$ \\|",
                "<img src=x onerror=y> & co¦&lt;img src=x onerror=y&gt; &amp; co",
                "[x](javascript:y) ![z](w)¦\\[x\\](javascript:y) \\!\\[z\\](w)",
                "hi @octocat see #17, a@b.c¦hi @<!-- -->octocat see #<!-- -->17, a@<!-- -->b.c",
                "see https://x.y and www.z.w¦see https:<!-- -->//x.y and www<!-- -->.z.w",
                ":tada: at a.yaml:12¦:<!-- -->tada: at a.yaml:12",
                "::error title=x::y¦\\::error title=x::y",
                "\u00a0::error title=x::y¦\u00a0\\::error title=x::y",
                "##[error]¦\\##\\[error\\]",
                "# head¦\\# head",
                "- item¦\\- item",
                "12. item¦12\\. item",
                "3) item¦3\\) item",
                "1.5 s¦1.5 s",
                "+ 1¦\\+ 1",
                "> quote¦&gt; quote",
                "---¦\\---",
                "back\\slash¦back\\\\slash",
                "red\u001b[31m¦red\\\\x1b\\[31m"
            })
    void wordsAreNothingButWords(String text, String markdown) {
        assertThat(MarkdownText.words(text)).isEqualTo(markdown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '\0',
            value = {
                "plain¦`plain`",
                "::error::¦`::error::`",
                "##[error]x¦`#.[error]x`",
                "a `b` c¦``a `b` c``",
                "`a` ``b``¦``` `a` ``b`` ```",
                "line\u0007<b>@x¦`line\\x07<b>@x`"
            })
    void codeIsNothingButCode(String text, String markdown) {
        assertThat(MarkdownText.code(text)).isEqualTo(markdown);
    }
}
