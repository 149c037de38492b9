package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;
import io.agtrace.render.RunnerLog;
import io.agtrace.render.RunnerLog.Command;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class CheckGitHubTest {
    /** The commands, all of which must be annotations; and nothing else but the gate's word. */
    private static List<Command> commands(String output) {
        List<String> lines = output.lines().toList();
        assertThat(lines.getLast()).startsWith("agtrace check: ");
        List<Command> commands = RunnerLog.commands(output);
        assertThat(commands)
                .hasSize(lines.size() - 1)
                .allSatisfy(
                        each -> {
                            assertThat(each.name()).isIn("error", "warning", "notice");
                            assertThat(each.properties().keySet()).isSubsetOf("file", "title");
                        });
        return commands;
    }

    @Test
    void looksAsItDid() throws IOException {
        String output = Checks.mixed(CheckFormat.GITHUB);
        Golden.check("check-github.txt", output);
        Command stale = commands(output).get(1);
        assertThat(stale.name()).isEqualTo("error");
        assertThat(stale.properties())
                .containsEntry("file", "traces/a b.jsonl")
                .containsEntry("title", "stale-context at writer←researcher");
        assertThat(stale.data()).contains("T-0.2s by researcher).\nevidence: span");
    }

    @Test
    void ofMoreThanGitHubTakesTheLastSaysHowManyAreLeft() throws IOException {
        List<CheckedRun> runs = Checks.many(100, false);
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        List<Command> commands =
                commands(Checks.write(CheckFormat.GITHUB, setup, runs, Checks.plainTotals(runs)));
        assertThat(commands).hasSize(20);
        assertThat(commands.subList(0, 10)).allMatch(each -> each.name().equals("error"));
        assertThat(commands.get(9).data()).startsWith("41 more");
        assertThat(commands.get(19).data()).startsWith("41 more");
    }

    @Test
    void exactlyAsManyAsGitHubTakesAreAllThere() throws IOException {
        List<CheckedRun> runs = Checks.many(20, false);
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        String output = Checks.write(CheckFormat.GITHUB, setup, runs, Checks.plainTotals(runs));
        assertThat(commands(output)).hasSize(20);
        assertThat(output).doesNotContain(" more;");
    }

    @Test
    void whatSawNothingIsAnError() throws IOException {
        assertThat(commands(Checks.nothing(CheckFormat.GITHUB)).getFirst().data())
                .isEqualTo("nothing was checked: no agent, model call or tool call in it");
    }

    @Test
    void noTextOfATraceIsACommand() throws IOException {
        Random random = new Random(17);
        for (int i = 0; i < 200; i++) {
            String text = "::x " + HostileText.text(random) + Checks.HOSTILE;
            Problem plain = Checks.problem("error", "w", Kind.FAILS, "0000000000000001");
            List<Problem> problems = List.of(Checks.hostile(plain, text));
            List<CheckedRun> runs = List.of(Checks.run(text, text, problems, List.of()));
            CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
            String output = Checks.write(CheckFormat.GITHUB, setup, runs, Checks.plainTotals(runs));
            assertThat(commands(output)).hasSize(1);
            Command command = commands(output).getFirst();
            assertThat(command.name()).isEqualTo("error");
            assertThat(command.properties().get("title"))
                    .isEqualTo("error at " + CheckWords.title(problems.getFirst()).substring(9));
            assertThat(command.properties().get("file")).isEqualTo("x.zip");
        }
    }

    @Test
    void theSummaryLooksAsItDid() throws IOException {
        Golden.check("check-summary.md", Checks.mixed(CheckFormat.SUMMARY));
    }

    @Test
    void theSummaryNeverIsTooLargeForGitHub() throws IOException {
        List<CheckedRun> runs = Checks.many(3_000, false);
        StringBuilder large = new StringBuilder();
        large.repeat("word *& ", 4_000);
        Problem plain = Checks.problem("error", "w", Kind.FAILS, "ffffffffffffffff");
        Problem huge = Checks.hostile(plain, large.toString());
        List<CheckedRun> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Problem other =
                    Checks.hostile(
                            Checks.problem("error", "w", Kind.FAILS, String.format("f%015x", i)),
                            huge.narrative());
            all.add(Checks.run("h" + i, "h", List.of(other), List.of()));
        }
        all.addAll(runs);
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        String summary = Checks.write(CheckFormat.SUMMARY, setup, all, Checks.plainTotals(all));
        assertThat(summary.getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 20);
        assertThat(summary).contains("more failing problems", "<details>", "</details>");
    }

    @Test
    void noTextOfATraceIsMarkupInTheSummary() throws IOException {
        String summary = Checks.mixed(CheckFormat.SUMMARY);
        assertThat(summary.replaceAll("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", ""))
                .doesNotContain("<script")
                .doesNotContain("[g](h)")
                .doesNotContain(" *e* ");
        assertThat(summary).doesNotContain("\u001b").doesNotContain("\u202e");
    }
}
