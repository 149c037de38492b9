package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.render.HostileText;
import io.agtrace.render.text.Escapes;

import org.junit.jupiter.api.Test;
import org.tap4j.consumer.TapConsumerFactory;
import org.tap4j.model.TestResult;
import org.tap4j.model.TestSet;
import org.tap4j.util.StatusValues;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The stream as tap4j reads it, which Jenkins uses; it knows version 13. */
class CheckTapConsumerTest {
    private static final List<String> DIRECTIVES =
            List.of(
                    "# TODO later",
                    "#skip",
                    "\\# TODO x",
                    "\\\\# SKIP x",
                    "Bail out! now",
                    "1..0",
                    "ok 1 - x",
                    "not ok 7",
                    "---\n...\n",
                    "TAP version 13");

    private static TestSet read(String stream) {
        TestSet set = TapConsumerFactory.makeTap13YamlConsumer().load(stream);
        assertThat(set.getBailOuts()).isEmpty();
        complete(set);
        return set;
    }

    private static void complete(TestSet set) {
        assertThat(set.getPlan().getLastTestNumber()).isEqualTo(set.getNumberOfTestResults());
        int number = 0;
        for (TestResult each : set.getTestResults()) {
            number++;
            assertThat(each.getTestNumber()).isEqualTo(number);
            if (each.getSubtest() != null) {
                complete(each.getSubtest());
            }
        }
    }

    /** {@code ok}, {@code not ok}, or the directive; and the name. */
    private static String said(TestResult result) {
        String status = result.getStatus() == StatusValues.OK ? "ok" : "not ok";
        if (result.getDirective() != null) {
            status += " " + result.getDirective().getDirectiveValue();
        }
        return status + result.getDescription().stripTrailing();
    }

    private static List<String> said(TestSet set) {
        return set.getTestResults().stream().map(CheckTapConsumerTest::said).toList();
    }

    @Test
    void allSortsOfRunsAreReadAsTheyAre() throws IOException {
        TestSet set = read(Checks.mixed(CheckFormat.TAP));
        assertThat(said(set))
                .hasSize(7)
                .contains(
                        "not ok- research-report wf-2026-0042",
                        "ok- research-report wf-2026-0044",
                        "ok SKIP- cron cron-1",
                        "not ok- required-step");
        assertThat(said(set.getTestResults().getFirst().getSubtest()))
                .containsExactly(
                        "not ok TODO- message-lost",
                        "not ok- stale-context",
                        "ok- runaway-loop",
                        "ok- silent-retries",
                        "ok- refused");
        TestResult stale = set.getTestResults().getFirst().getSubtest().getTestResults().get(1);
        assertThat(stale.getDiagnostic().get("problems"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("title", "stale-context at writer←researcher")
                .containsEntry("confidence", 0.87);
    }

    @Test
    void whatSawNothingFails() throws IOException {
        TestSet set = read(Checks.nothing(CheckFormat.TAP));
        assertThat(set.containsNotOk()).isTrue();
        assertThat(said(set)).first().isEqualTo("ok SKIP- cron cron-1");
    }

    @Test
    void noRunsAtAllIsAFailureToo() throws IOException {
        List<CheckedRun> none = List.of();
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        TestSet set = read(Checks.write(CheckFormat.TAP, setup, none, Checks.plainTotals(none)));
        assertThat(set.getNumberOfTestResults()).isEqualTo(1);
        assertThat(set.containsNotOk()).isTrue();
    }

    @Test
    void noTextOfATraceIsADirectiveOrAPoint() throws IOException {
        Random random = new Random(29);
        for (int i = 0; i < 100; i++) {
            String text =
                    HostileText.text(random)
                            + DIRECTIVES.get(i % DIRECTIVES.size())
                            + (i % 3 == 0 ? HostileText.text(random) : "");
            Problem plain = Checks.problem("error", "w", Kind.FAILS, "0000000000000001");
            Problem hostile = Checks.hostile(plain, text);
            List<NotChecked> notChecked = List.of(new NotChecked("refused", 2, text + "s", text));
            List<CheckedRun> runs =
                    List.of(Checks.run(text, "n " + text, List.of(hostile), notChecked));
            CheckSetup setup = Checks.setup(80, Checks.PLAIN, true);
            TestSet set =
                    read(Checks.write(CheckFormat.TAP, setup, runs, Checks.plainTotals(runs)));

            assertThat(set.getNumberOfTestResults()).isEqualTo(1);
            TestResult run = set.getTestResults().getFirst();
            assertThat(run.getStatus()).isEqualTo(StatusValues.NOT_OK);
            assertThat(run.getDirective()).isNull();
            assertThat(run.getComments()).isEmpty();
            assertThat(plain(run.getDescription()))
                    .isEqualTo(plain("- " + CheckWords.run(runs.getFirst())));
            List<String> points = said(run.getSubtest());
            assertThat(points)
                    .containsExactly(
                            "ok- message-lost",
                            "ok- stale-context",
                            "ok- runaway-loop",
                            "ok- silent-retries",
                            "ok SKIP- refused",
                            "not ok- error");
            Map<String, Object> yaml = run.getSubtest().getTestResults().getLast().getDiagnostic();
            List<?> problems = new ArrayList<>((List<?>) yaml.get("problems"));
            assertThat(problems).hasSize(1);
            assertThat(((Map<?, ?>) problems.getFirst()).get("title"))
                    .isEqualTo(CheckWords.title(hostile));
        }
    }

    /** Without what is written in another way: number signs, and pairs of backslashes. */
    private static String plain(String text) {
        return Escapes.line(text).strip().replace('#', '\uff03').replaceAll("\\\\+", "\\\\");
    }
}
