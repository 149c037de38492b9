package io.agtrace.analyzers.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** From findings to root causes. */
final class DiagnoserTest {
    private static final String TASK = "Write an expert opinion on the old bridge";
    private static final String REPORT =
            "Pillar 3 settled by 41 millimetres since 1998. Drilling B-12 shows clay at 6.75"
                + " metres. Engineer Ljungqvist demands a limit of 12.5 tonnes until pillar 3 is"
                + " underpinned. The railing of section S-4 is loose, bolts 18 to 26 are missing.";
    private static final String OPINION =
            "Pillar 3 settled by 41 millimetres since 1998, drilling B-12 shows clay at 6.75"
                + " metres; limit of 12.5 tonnes by Ljungqvist, railing S-4 loose, bolts 18 to 26"
                + " missing.";

    private final RuleRuns run = new RuleRuns();

    private Diagnosis diagnosis(Rule... rules) {
        return rules.length == 0
                ? new Diagnoser().diagnose(run.run().view())
                : new Diagnoser(List.of(rules), Thresholds.STANDARD).diagnose(run.run().view());
    }

    /** Scout, writer, and a gate that judges what the writer wrote. */
    private void opinion(String given, String opinion, double score) {
        Id root = run.span(null, "opinion", 0, 900, "input.value", TASK, "output.value", opinion);
        Id scout = run.agent(root, "scout", 10, 200);
        run.model(scout, 11, 199, TASK, REPORT);
        Id writer = run.agent(root, "writer", 210, 490);
        run.model(writer, 211, 489, TASK + "\nReport: " + given, opinion);
        run.span(root, "quality_gate", 500, 505, "quality_score", score, "quality_threshold", 0.7);
        Id printer = run.agent(root, "printer", 510, 890);
        run.model(printer, 511, 889, "Print: " + opinion, "Printed: " + opinion);
    }

    @Test
    void aHealthyRunHasNoHypotheses() {
        opinion(REPORT, OPINION, 0.92);

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.hypotheses()).isEmpty();
        assertThat(diagnosis.outcome()).isEqualTo(Outcome.OK);
        assertThat(diagnosis.symptoms()).isEmpty();
    }

    @Test
    void whatWasCutExplainsWhatCameOfIt() {
        opinion(
                "Pillar 3 settled by 41 mill…",
                "Pillar 3 settled by 41 millimetres; more is not known.",
                0.31);

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.findings())
                .extracting(each -> each.rule())
                .contains("payload-truncated", "unchecked-low-quality");
        Hypothesis first = diagnosis.hypotheses().getFirst();
        assertThat(first.rank()).isEqualTo(1);
        assertThat(first.cause().rule()).isEqualTo("payload-truncated");
        assertThat(first.explains())
                .extracting(each -> each.rule())
                .contains("unchecked-low-quality");
        assertThat(first.narrative()).contains("It can explain unchecked-low-quality");
        assertThat(diagnosis.outcome()).isEqualTo(Outcome.SUSPECT);
    }

    @Test
    void hypothesesAreRankedByConfidence() {
        opinion("Pillar 3 settled by 41 mill…", "Pillar 3 settled.", 0.31);

        List<Hypothesis> hypotheses = diagnosis().hypotheses();
        for (int i = 0; i < hypotheses.size(); i++) {
            assertThat(hypotheses.get(i).rank()).isEqualTo(i + 1);
            assertThat(hypotheses.get(i).confidence()).isBetween(0.0, 1.0);
        }
        assertThat(hypotheses)
                .extracting(Hypothesis::confidence)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    /** A rule that finds what it is told at the agent of a name. */
    private record Told(String id, String agent, Severity severity, double strength)
            implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(id, Group.HANDOFF, severity, Tier.SUSPICION, "told", "nothing");
        }

        @Override
        public void check(Run run, Report report) {
            run.view().invocations().stream()
                    .filter(stay -> stay.agent().equals(agent))
                    .forEach(
                            stay ->
                                    report.at(info(), stay.node())
                                            .strength(strength)
                                            .report(agent + " did it."));
        }
    }

    /** Two agents that have nothing to do with one another, one after the other. */
    private void strangers(String first, String second) {
        run.span(null, "flow", 0, 900, "output.value", "done");
        run.agent(Id.of(1), first, 10, 200);
        run.agent(Id.of(1), second, 400, 600);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void positionAloneDoesNotDecide(boolean strongFirst) {
        strangers(strongFirst ? "strong" : "weak", strongFirst ? "weak" : "strong");

        Diagnosis diagnosis =
                diagnosis(
                        new Told("a", "strong", Severity.ERROR, 0.95),
                        new Told("b", "weak", Severity.WARNING, 0.3));
        assertThat(diagnosis.findings()).hasSize(2);
        assertThat(diagnosis.hypotheses().getFirst().cause().agent()).isEqualTo("strong");
    }

    @Test
    void notesAreNoCauses() {
        strangers("one", "two");

        Diagnosis diagnosis = diagnosis(new Told("a", "one", Severity.NOTE, 1));
        assertThat(diagnosis.findings()).hasSize(1);
        assertThat(diagnosis.hypotheses()).isEmpty();
        assertThat(diagnosis.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aClearerFindingIsSurer() {
        strangers("one", "two");

        double last = 0;
        for (double strength : new double[] {0.2, 0.6, 1}) {
            List<Hypothesis> hypotheses =
                    diagnosis(new Told("a", "one", Severity.ERROR, strength)).hypotheses();
            double confidence = hypotheses.isEmpty() ? 0 : hypotheses.getFirst().confidence();
            assertThat(confidence).isGreaterThan(last);
            last = confidence;
        }
    }

    @Test
    void whatWasGivenComesBeforeWhatWasMadeOfIt() {
        opinion(
                "Pillar 3 settled by 41 millimetres since 1998. Drilling B-12 shows clay at 6.75"
                        + " metres. Engineer Ljungqvist dem…",
                "Bridges everywhere deserve attention, citizens value them, maintenance pays off in"
                        + " long run for everybody who lives there",
                0.92);

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.findings())
                .extracting(each -> each.rule())
                .containsExactly("payload-truncated", "message-ignored");
        Hypothesis cut =
                diagnosis.hypotheses().stream()
                        .filter(each -> each.cause().rule().equals("payload-truncated"))
                        .findFirst()
                        .orElseThrow();
        assertThat(cut.explains())
                .extracting(each -> each.rule())
                .containsExactly("message-ignored");
    }

    @Test
    void findingsStandInOrderOfTime() {
        strangers("one", "two");

        assertThat(
                        diagnosis(
                                        new Told("b", "two", Severity.ERROR, 0.5),
                                        new Told("a", "one", Severity.ERROR, 0.5))
                                .findings())
                .extracting(each -> each.agent())
                .containsExactly("one", "two");
    }

    @Test
    void symptomsSayWhatIsWrongAtTheEnd() {
        run.span(null, "flow", 0, 900, "failed", "no bridge", "workflow.outcome", "rejected");

        assertThat(diagnosis().symptoms()).extracting(Symptom::kind).contains(Symptom.Kind.ERROR);
        assertThat(diagnosis().symptoms().getFirst().text()).contains("no bridge");
        assertThat(diagnosis().outcome()).isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 11, 4711})
    void theOrderOfSpansDoesNotMatter(long seed) {
        opinion("Pillar 3 settled by 41 mill…", "Pillar 3 settled.", 0.31);

        assertThat(told(new Diagnoser().diagnose(run.shuffled(seed).view())))
                .isEqualTo(told(diagnosis()));
    }

    private static Hypothesis of(Diagnosis diagnosis, String rule) {
        return diagnosis.hypotheses().stream()
                .filter(each -> each.cause().rule().equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + rule + " in " + diagnosis));
    }

    @Test
    void aJoinWaitsForAttemptsAndNotTheOtherWayRound() {
        Id root = run.span(null, "flow", 0, 21_000, "output.value", "done");
        Id slow = run.agent(root, "slow", 100, 20_000);
        Id fetch = run.span(slow, "fetch", 150, 19_950);
        for (long i = 0; i < 4; i++) {
            long at = 200 + i * 2_000;
            run.tool(fetch, "quote", at, at + 50, "{\"sku\":7}", "", "failed", "503");
        }
        run.tool(fetch, "quote", 19_000, 19_900, "{\"sku\":7}", "12");
        Id quick = run.agent(root, "quick", 100, 900);
        run.model(quick, 110, 890, TASK, "ok");
        Id writer = run.agent(root, "writer", 20_100, 20_900);
        run.model(writer, 20_110, 20_890, TASK, "done");

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.findings())
                .extracting(each -> each.rule())
                .contains("silent-retries", "slow-join");
        assertThat(of(diagnosis, "silent-retries").explains())
                .extracting(each -> each.rule())
                .contains("slow-join");
        assertThat(diagnosis.hypotheses().getFirst().cause().rule()).isEqualTo("silent-retries");
    }

    @Test
    void anErrorExplainsWhatItKeptFromHappening() {
        Id root = run.span(null, "flow", 0, 2_000, "failed", "no access");
        Id lead = run.agent(root, "lead", 10, 300);
        run.model(lead, 20, 200, TASK, "I ask");
        run.tool(lead, "transfer_to_writer", 210, 220, "{\"task\":\"" + TASK + "\"}", "ok");
        Id scout = run.agent(root, "scout", 310, 1_990, "failed", "no access");
        run.model(scout, 320, 900, TASK, "I look");
        run.tool(scout, "archive", 910, 1_980, "{}", "", "failed", "no access");

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.findings())
                .extracting(each -> each.rule())
                .contains("message-lost", "error");
        assertThat(of(diagnosis, "error").explains())
                .extracting(each -> each.rule())
                .contains("message-lost");
    }

    private static List<String> told(Diagnosis diagnosis) {
        return diagnosis.hypotheses().stream().map(Hypothesis::toString).toList();
    }
}
