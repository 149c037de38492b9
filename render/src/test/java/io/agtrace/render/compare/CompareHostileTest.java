package io.agtrace.render.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.compare.Delta;
import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.Load;
import io.agtrace.analyzers.compare.Measure;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.SetComparison.MeasureSides;
import io.agtrace.analyzers.compare.SetComparison.TraitRates;
import io.agtrace.analyzers.compare.Setting;
import io.agtrace.analyzers.compare.Tally;
import io.agtrace.analyzers.compare.Trait;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.cohort.Side;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.render.Diagnoses;
import io.agtrace.render.HostileText;
import io.agtrace.render.MarkdownPage;
import io.agtrace.render.RunnerLog;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.text.LogGuard;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Comparisons full of text that would rather be something else. */
class CompareHostileTest {
    private static final List<String> BREAKERS =
            List.of(
                    "| a | b |\n|--|--|\n",
                    "</summary><img src=x onerror=y>",
                    "`<b>` ``<i>`` <!-- c -->",
                    "[x](https://evil.example) ![y](z) www.evil.example",
                    "@octocat #17 a@b.example",
                    "# head\n\n- item\n",
                    "\u001b[31m\u001b]0;title\u0007\r\u0085",
                    "::error::x",
                    "##[add-mask]x",
                    "\u3000::stop-commands::x");

    private static final List<Theme> THEMES =
            List.of(new Theme(false, true), new Theme(false, false), new Theme(true, true));

    private static final NextCommand NEXT = new NextCommand(List.of("a.json"), true);

    private static String text(Random random) {
        String breaker = BREAKERS.get(random.nextInt(BREAKERS.size()));
        return random.nextBoolean()
                ? breaker + HostileText.text(random)
                : HostileText.text(random) + breaker;
    }

    private static Difference difference(Difference.Kind kind, Random random) {
        boolean rounds = kind == Difference.Kind.ROUNDS;
        return new Difference(
                kind,
                random.nextInt(8) - 1,
                random.nextInt(8) - 1,
                random.nextLong(1L << 50),
                text(random),
                text(random),
                rounds ? "1" : text(random),
                rounds ? "2" : text(random),
                1 + random.nextInt(3));
    }

    private static RunComparison runs(Difference.Kind kind, Random random) {
        List<Difference> differences = new ArrayList<>();
        differences.add(difference(kind, random));
        for (Difference.Kind each : Difference.Kind.values()) {
            differences.add(difference(each, random));
        }
        List<Setting> settings = new ArrayList<>();
        for (Setting.Kind each : Setting.Kind.values()) {
            settings.add(new Setting(each, text(random), text(random), text(random)));
        }
        List<Tally> tallies = new ArrayList<>();
        for (Tally.Kind each : Tally.Kind.values()) {
            tallies.add(new Tally(each, text(random), 1, random.nextInt(3)));
        }
        Load was = new Load(1, 2, 3, 4_000_000, 5, 6, -1);
        Load is = new Load(2, 2, 4, 9_000_000_000L, 5, 60, 0.1);
        List<Delta> deltas =
                List.of(new Delta(text(random), was, is), new Delta(text(random), is, was));
        Hypothesis fault =
                new Hypothesis(
                        1,
                        Diagnoses.finding(
                                "hang", Tier.DEFECT, 3, text(random), text(random), List.of()),
                        0.5,
                        text(random),
                        List.of());
        return new RunComparison(
                Diagnoses.healthy(),
                Diagnoses.failed(),
                settings,
                differences,
                7,
                8,
                9,
                2,
                tallies,
                deltas,
                new Delta("", was, is),
                new RunComparison.Slower(1, 2, text(random), text(random), 4_000_000_000L),
                List.of(fault));
    }

    private static SetComparison sets(Random random) {
        List<TraitRates> traits = new ArrayList<>();
        for (Trait.Kind kind : Trait.Kind.values()) {
            Trait trait = new Trait(kind, text(random), text(random));
            double chance = random.nextDouble() / 10;
            traits.add(
                    new TraitRates(trait, Side.rate(1, 9), Side.rate(8, 9), chance, text(random)));
        }
        List<MeasureSides> measures = new ArrayList<>();
        for (Measure.Kind kind : Measure.Kind.values()) {
            Side side = Side.measure(new double[] {1, 2, 3e9});
            measures.add(new MeasureSides(new Measure(kind, text(random)), side, side, 0.01));
        }
        return new SetComparison(9, 9, 0, 3, traits, measures);
    }

    private static Screen screen(int width, Theme theme) {
        return new Screen(width, theme, ZoneOffset.UTC, false);
    }

    @ParameterizedTest
    @EnumSource
    void noTextOfATraceLeavesItsPlace(Difference.Kind kind) throws IOException {
        Random random = new Random(kind.ordinal());
        for (int i = 0; i < 12; i++) {
            RunComparison comparison = runs(kind, random);
            int width = 60 + random.nextInt(120);
            boolean all = random.nextBoolean();
            for (Theme theme : THEMES) {
                StringBuilder out = new StringBuilder();
                new CompareText(screen(width, theme), NEXT, NEXT, all).write(comparison, out);
                HostileText.check(out.toString(), width, theme);
                assertThat(RunnerLog.commands(LogGuard.guarded(out.toString()))).isEmpty();
            }
            StringBuilder out = new StringBuilder();
            new CompareMarkdown(NEXT, NEXT, all).write(comparison, out);
            HostileText.check(out.toString(), Integer.MAX_VALUE, THEMES.getFirst());
            assertThat(RunnerLog.commands(out.toString())).isEmpty();
            MarkdownPage page = MarkdownPage.of(out.toString()).checkHarmless();
            assertThat(page.headings()).hasSize(1);
            assertThat(page.tables()).hasSize(1);
            assertThat(page.tables().getFirst()).hasSize(4).allMatch(row -> row.size() == 8);
            assertThat(page.tables().getFirst().getLast())
                    .containsExactly(
                            "whole run",
                            "1 → 2",
                            "2",
                            "3 → 4",
                            "4.0 ms → 9.00 s",
                            "+9.00 s",
                            "11 → 65",
                            "+54");
        }
    }

    @Test
    void noTextOfATraceLeavesItsPlaceInSets() throws IOException {
        Random random = new Random(31);
        for (int i = 0; i < 60; i++) {
            SetComparison comparison = sets(random);
            int width = 60 + random.nextInt(120);
            boolean all = random.nextBoolean();
            for (Theme theme : THEMES) {
                StringBuilder out = new StringBuilder();
                new SetText(screen(width, theme), all).write(comparison, out);
                HostileText.check(out.toString(), width, theme);
                assertThat(RunnerLog.commands(LogGuard.guarded(out.toString()))).isEmpty();
            }
            StringBuilder out = new StringBuilder();
            new SetMarkdown(all).write(comparison, out);
            HostileText.check(out.toString(), Integer.MAX_VALUE, THEMES.getFirst());
            assertThat(RunnerLog.commands(out.toString())).isEmpty();
            MarkdownPage page = MarkdownPage.of(out.toString()).checkHarmless();
            assertThat(page.headings()).hasSize(1);
            assertThat(page.tables()).hasSize(2);
            assertThat(page.tables().getFirst()).allMatch(row -> row.size() == 4);
            assertThat(page.tables().getLast())
                    .hasSize(1 + Measure.Kind.values().length)
                    .allMatch(row -> row.size() == 6);
        }
    }
}
