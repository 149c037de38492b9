package io.agtrace.render.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.Evidence;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals;
import io.agtrace.analyzers.diagnosis.Symptom;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.render.Diagnoses;
import io.agtrace.render.Golden;
import io.agtrace.render.HostileText;
import io.agtrace.render.MarkdownPage;
import io.agtrace.render.Runs;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.commonmark.node.Emphasis;
import org.commonmark.node.StrongEmphasis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FailureTest {
    private static final Theme PLAIN = new Theme(false, true);
    private static final Theme ASCII = new Theme(false, false);
    private static final Theme COLOUR = new Theme(true, true);
    private static final NextCommand NEXT = new NextCommand(List.of("traces.jsonl"), true);

    private static String text(Diagnosis diagnosis, int width, Theme theme, boolean all)
            throws IOException {
        Screen screen = new Screen(width, theme, ZoneOffset.UTC, false);
        FailureText form = new FailureText(screen, NEXT, all);
        StringBuilder out = new StringBuilder();
        List<Hypothesis> shown = diagnosis.hypotheses();
        form.write(diagnosis, all ? shown : shown.stream().limit(2).toList(), out);
        form.notChecked(totals(diagnosis), out);
        return out.toString();
    }

    private static String markdown(Diagnosis diagnosis, boolean all) throws IOException {
        FailureMarkdown form = new FailureMarkdown(NEXT, all);
        StringBuilder out = new StringBuilder();
        form.write(diagnosis, diagnosis.hypotheses(), out);
        form.notChecked(totals(diagnosis), out);
        return out.toString();
    }

    private static NotCheckedTotals totals(Diagnosis diagnosis) {
        NotCheckedTotals totals = new NotCheckedTotals();
        totals.add(diagnosis.notChecked());
        return totals;
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 100, 200})
    void looksAsItDid(int width) throws IOException {
        String name = "failure-" + width;
        Golden.check(name + "-plain.txt", text(Diagnoses.failed(), width, PLAIN, false));
        Golden.check(name + "-ascii.txt", text(Diagnoses.failed(), width, ASCII, false));
        Golden.check(name + "-colour.txt", text(Diagnoses.failed(), width, COLOUR, false));
        HostileText.check(text(Diagnoses.failed(), width, PLAIN, true), width, PLAIN);
    }

    @Test
    void showsAllWhereAllIsAskedFor() throws IOException {
        Golden.check("failure-100-all.txt", text(Diagnoses.failed(), 100, PLAIN, true));
    }

    @Test
    void markdownLooksAsItDid() throws IOException {
        Golden.check("failure.md", markdown(Diagnoses.failed(), false));
    }

    @Test
    void aHealthyRunSaysSoInOneLineAndWhatWasNotChecked() throws IOException {
        assertThat(text(Diagnoses.healthy(), 100, PLAIN, false).lines())
                .containsExactly(
                        "✓ ok  wf-2026-0042  research-report  47.0 s  nothing found wrong",
                        "not checked: stale-context at 12 boundaries: needs context.version or a"
                                + " time of writing on both",
                        "             sides");
        assertThat(markdown(Diagnoses.healthy(), false)).contains("Nothing found wrong.");
    }

    @Test
    void aRunWithRemarksOnlyIsCalledHealthyAndSaysWhereToLook() throws IOException {
        Diagnosis doubted = Diagnoses.doubted(Outcome.OK);
        assertThat(text(doubted, 100, PLAIN, false))
                .contains("nothing found wrong; if its result is wrong, look here first")
                .contains("unproven-suspect at");
        assertThat(markdown(doubted, false))
                .contains("Nothing found wrong; if its result is wrong, look here first.");
    }

    @Test
    void aFailedRunWithRemarksOnlySaysThatNoCauseWasFound() throws IOException {
        Diagnosis doubted = Diagnoses.doubted(Outcome.FAILED);
        assertThat(text(doubted, 100, PLAIN, false)).contains("no cause found; look here first");
        assertThat(markdown(doubted, false)).contains("No cause found; look here first.");
    }

    @Test
    void aRunThatHoldsNothingToCheckIsNotCalledHealthy() throws IOException {
        assertThat(text(Diagnoses.unseen(), 100, PLAIN, false))
                .contains("nothing to check")
                .doesNotContain("wrong");
        assertThat(markdown(Diagnoses.unseen(), false)).contains("Nothing to check");
    }

    @Test
    void aFailedRunWithoutAHypothesisSaysSo() throws IOException {
        Diagnosis bare =
                Diagnoses.of(Runs.report(), Outcome.FAILED, List.of(), List.of(), List.of());
        assertThat(text(bare, 80, PLAIN, false)).contains("no cause found");
        assertThat(markdown(bare, false)).contains("No cause found");
    }

    @Test
    void noTextOfATraceLeavesItsPlace() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            Diagnosis hostile = hostile(random);
            int width = 40 + random.nextInt(120);
            boolean all = random.nextBoolean();
            HostileText.check(text(hostile, width, PLAIN, all), width, PLAIN);
            HostileText.check(text(hostile, width, ASCII, all), width, ASCII);
            HostileText.check(text(hostile, width, COLOUR, all), width, COLOUR);
            String pasted = markdown(hostile, all);
            HostileText.check(pasted, Integer.MAX_VALUE, PLAIN);
            MarkdownPage page = MarkdownPage.of(pasted).checkHarmless();
            assertThat(page.headings()).hasSize(1);
            assertThat(page.tables()).isEmpty();
            assertThat(page.all(StrongEmphasis.class)).hasSameSizeAs(hostile.hypotheses());
            assertThat(page.all(Emphasis.class)).isEmpty();
        }
    }

    private static Diagnosis hostile(Random random) {
        List<Hypothesis> all = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            Finding cause =
                    Diagnoses.finding(
                            "hang",
                            random.nextBoolean() ? Tier.DEFECT : Tier.SUSPICION,
                            random.nextInt(30),
                            HostileText.text(random),
                            HostileText.text(random),
                            List.of(
                                    new Evidence(
                                            random.nextInt(31) - 1,
                                            HostileText.text(random),
                                            HostileText.text(random))));
            all.add(
                    new Hypothesis(
                            i + 8,
                            cause,
                            random.nextDouble(),
                            HostileText.text(random),
                            List.of(cause, cause)));
        }
        return Diagnoses.of(
                Runs.report(),
                Outcome.SUSPECT,
                List.of(new Symptom(Symptom.Kind.ERROR, 0, HostileText.text(random))),
                all,
                List.of(
                        new NotChecked(
                                "hang", 2, HostileText.text(random), HostileText.text(random))));
    }

    @Test
    void theNextCommandCanBePasted() {
        Diagnosis diagnosis = Diagnoses.failed();
        var workflow = diagnosis.run().view().workflow();

        assertThat(new NextCommand(List.of("a.json"), false).line(workflow, 3))
                .isEqualTo("agtrace inspect a.json --around 00f067aa0ba90203");
        assertThat(new NextCommand(List.of("it's here.json", "-x.json"), true).line(workflow, 3))
                .isEqualTo(
                        "agtrace inspect 'it'\\''s here.json' ./-x.json --workflow wf-2026-0042"
                                + " --around 00f067aa0ba90203");
        assertThat(new NextCommand(List.of("-"), false).line(workflow, 0))
                .startsWith("agtrace inspect - --around");
    }
}
