package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.render.HostileText;
import io.agtrace.render.MarkdownPage;

import org.commonmark.node.ListItem;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The summary as a reader of Markdown sees it. */
class CheckSummaryTest {
    private static final List<String> BREAKERS =
            List.of(
                    "| a | b |\n|--|--|\n| c | d |",
                    "</summary></details><img src=x onerror=y>",
                    "`<b>` ``<i>`` <!-- c --> &lt;u&gt; &#60;s>",
                    "[x](https://evil.example) ![y](z) <https://evil.example> [r]: http://r",
                    "@octocat #17 GH-1 a@b.example https://evil.example www.evil.example",
                    "# head\n\n- item\n\n---\n\n> quote",
                    "\\| \\` \\<b> \\",
                    "1. one 2) two",
                    "===");

    @Test
    void theTableCountsWhatWasFound() throws IOException {
        MarkdownPage page = MarkdownPage.of(Checks.mixed(CheckFormat.SUMMARY)).checkHarmless();
        assertThat(page.tables())
                .containsExactly(
                        List.of(
                                List.of(
                                        "workflows",
                                        "failing",
                                        "nothing to check",
                                        "fails",
                                        "shown",
                                        "known",
                                        "suppressed"),
                                List.of("5", "3", "1", "5", "1", "1", "1")));
        assertThat(page.headings())
                .startsWith(
                        "❌ agtrace check: failed",
                        "stale-context at writer←researcher",
                        "required-step at writer←researcher")
                .hasSize(5);
    }

    @Test
    void noTextOfATraceIsMoreThanText() throws IOException {
        Random random = new Random(53);
        for (int i = 0; i < 90; i++) {
            String text = BREAKERS.get(i % BREAKERS.size()) + HostileText.text(random);
            List<Problem> problems = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                String fingerprint = String.format("%016x", problems.size());
                problems.add(Checks.hostile(Checks.problem("error", "w", kind, fingerprint), text));
            }
            List<CheckedRun> runs = List.of(Checks.run(text, text + "n", problems, List.of()));
            CheckSetup setup = Checks.setup(80, Checks.PLAIN, true);
            String summary =
                    Checks.write(CheckFormat.SUMMARY, setup, runs, Checks.plainTotals(runs));

            MarkdownPage page = MarkdownPage.of(summary).checkHarmless();
            assertThat(page.headings())
                    .containsExactly(
                            "❌ agtrace check: failed", CheckWords.title(problems.getFirst()));
            assertThat(page.tables()).hasSize(1);
            assertThat(page.tables().getFirst()).hasSize(2).allMatch(row -> row.size() == 7);
            // Seven facts on what fails, and one line for each of the others.
            assertThat(page.all(ListItem.class)).as(summary).hasSize(7 + 3);
        }
    }
}
