package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class CheckGitHubTest {
    private static final Pattern COMMAND = Pattern.compile("::(error|warning|notice) (.*?)::(.*)");

    /** A command as the runner reads it: properties between commas, escapes undone. */
    private static Map<String, String> read(String line) {
        Matcher command = COMMAND.matcher(line);
        assertThat(command.matches()).as(line).isTrue();
        Map<String, String> read = new LinkedHashMap<>();
        read.put("type", command.group(1));
        for (String property : command.group(2).split(",", -1)) {
            int equals = property.indexOf('=');
            assertThat(property.substring(0, equals)).isIn("file", "title");
            read.put(property.substring(0, equals), undone(property.substring(equals + 1)));
        }
        read.put("message", undone(command.group(3)));
        return read;
    }

    private static String undone(String text) {
        assertThat(text).doesNotContainPattern("%(?!25|0D|0A|3A|2C)");
        return text.replace("%3A", ":")
                .replace("%2C", ",")
                .replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("%25", "%");
    }

    private static List<String> commands(String output) {
        List<String> lines = output.lines().toList();
        assertThat(lines.getLast()).startsWith("agtrace check: ");
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void looksAsItDid() throws IOException {
        String output = Checks.mixed(CheckFormat.GITHUB);
        Golden.check("check-github.txt", output);
        Map<String, String> stale = read(commands(output).get(1));
        assertThat(stale)
                .containsEntry("type", "error")
                .containsEntry("file", "traces/a b.jsonl")
                .containsEntry("title", "stale-context at writer←researcher");
        assertThat(stale.get("message")).contains("T-0.2s by researcher).\nevidence: span");
    }

    @Test
    void ofMoreThanGitHubTakesTheLastSaysHowManyAreLeft() throws IOException {
        List<CheckedRun> runs = Checks.many(100, false);
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        List<String> commands =
                commands(Checks.write(CheckFormat.GITHUB, setup, runs, Checks.plainTotals(runs)));
        assertThat(commands).hasSize(20);
        assertThat(commands.subList(0, 10)).allMatch(line -> line.startsWith("::error "));
        assertThat(read(commands.get(9)).get("message")).startsWith("41 more");
        assertThat(read(commands.get(19)).get("message")).startsWith("41 more");
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
        assertThat(read(commands(Checks.nothing(CheckFormat.GITHUB)).getFirst()).get("message"))
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
            assertThat(read(commands(output).getFirst()).get("title")).startsWith("error at ::x");
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
