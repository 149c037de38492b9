package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class CheckTextTest {
    private static final Theme ASCII = new Theme(false, false);
    private static final Theme COLOUR = new Theme(true, true);

    private static String text(List<CheckedRun> runs, int width, Theme theme) throws IOException {
        CheckSetup setup = Checks.setup(width, theme, true);
        return Checks.write(CheckFormat.TEXT, setup, runs, Checks.plainTotals(runs));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120})
    void looksAsItDid(int width) throws IOException {
        List<CheckedRun> runs = Checks.mixed();
        for (Theme theme : List.of(Checks.PLAIN, ASCII, COLOUR)) {
            String kind = theme.colour() ? "colour" : theme.unicode() ? "plain" : "ascii";
            String text =
                    Checks.write(
                            CheckFormat.TEXT,
                            Checks.setup(width, theme, theme.colour()),
                            runs,
                            Checks.totals(runs));
            HostileText.check(text, width, theme);
            Golden.check("check-" + width + "-" + kind + ".txt", text);
        }
    }

    @Test
    void theLastLineIsTheGatesWord() throws IOException {
        assertThat(Checks.mixed(CheckFormat.TEXT).lines().toList().getLast())
                .isEqualTo("FAILED: 5 problems in 3 of 5 workflows, 1 suppression ran out");
        assertThat(Checks.nothing(CheckFormat.TEXT).lines().toList().getLast())
                .isEqualTo("NOTHING CHECKED: no agent, model call or tool call in it");
        List<CheckedRun> healthy = List.of(Checks.run("a", "b", List.of(), List.of()));
        assertThat(text(healthy, 80, Checks.PLAIN).lines().toList().getLast())
                .isEqualTo("PASSED: no problem in 1 workflow fails the gate");
    }

    @Test
    void suppressedProblemsAreShownOnlyOnRequest() throws IOException {
        List<CheckedRun> runs = Checks.mixed();
        assertThat(text(runs, 120, Checks.PLAIN)).contains("see ticket 12");
        assertThat(Checks.mixed(CheckFormat.TEXT)).doesNotContain("see ticket 12");
    }

    @Test
    void theSameTroubleInThousandsOfRunsIsToldOnce() throws IOException {
        String text = text(Checks.many(4_000, true), 80, Checks.PLAIN);
        assertThat(text).contains("wf-3 · wf-5 · wf-7 · 1,996 more");
        assertThat(text.lines().count()).isLessThan(30);
    }

    @Test
    void differentTroublesOfThousandsOfRunsTakeABoundedLength() throws IOException {
        String few = text(Checks.many(200, false), 80, Checks.PLAIN);
        String many = text(Checks.many(12_000, false), 80, Checks.PLAIN);
        assertThat(many.lines().count()).isEqualTo(few.lines().count()).isLessThan(250);
        assertThat(many)
                .contains("5,976 more")
                .endsWith("6,000 problems in 6,000 of 12,000 workflows\n");
    }

    @Test
    void noTextOfATraceLeavesItsPlaceOrCommandsTheBuildServer() throws IOException {
        Random random = new Random(11);
        String[] commands = {"::error::x", "##[error]x", "##vso[task.complete]x", ""};
        for (int i = 0; i < 120; i++) {
            List<Problem> problems = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                String text = commands[i % 4] + HostileText.text(random) + commands[i % 4];
                Problem plain =
                        Checks.problem("error", "w", kind, String.format("%016x", problems.size()));
                problems.add(Checks.hostile(plain, text));
            }
            String name = commands[i % 4] + HostileText.text(random);
            List<CheckedRun> runs = List.of(Checks.run(name, name + "n", problems, List.of()));
            int width = 40 + random.nextInt(100);
            for (Theme theme : List.of(Checks.PLAIN, ASCII, COLOUR)) {
                String text = text(runs, width, theme);
                HostileText.check(text, width, theme);
                assertThat(text).doesNotContainPattern("(?m)^\\s*::|##(vso)?\\[");
            }
        }
    }
}
