package io.agtrace.analyzers.diagnosis.suspects;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Where to look first when nothing is proven. */
final class SuspectsTest {
    private static final String TASK =
            "Wie viele Tonnen Roggen lagerte die Genossenschaft Altmark im Herbst 2019 in ihren"
                    + " drei Silos ein?";
    private static final String PLAN =
            "Wir sollten die Lagerbücher der Genossenschaft Altmark einsehen und die Mengen der"
                    + " drei Silos zusammenzählen.";
    private static final String CLAIM =
            "Laut Lagerbuch standen im Silo Nord 4187 Tonnen, im Silo Mitte 2953 Tonnen und im"
                    + " Silo Hafen 1764 Tonnen Roggen.\n```\nprint(4187 + 2953 + 1764)\n```";
    private static final String SUM = "Ausgabe: 8904";
    private static final String ANSWER =
            "Die Genossenschaft Altmark lagerte im Herbst 2019 insgesamt 8904 Tonnen Roggen ein:"
                    + " 4187 Nord, 2953 Mitte, 1764 Hafen.";

    private final RuleRuns run = new RuleRuns();

    private Diagnosis diagnosis() {
        return new Diagnoser().diagnose(run.run().view());
    }

    /** Agents take turns; what they said is all that is recorded. */
    private Id talk(String answer, Object... attributes) {
        Id root = run.span(null, "talk", 0, 900, "input.value", TASK, "output.value", answer);
        turn(root, "leiter", 10, TASK);
        turn(root, "archivar", 110, PLAN);
        turn(root, "rechner", 210, CLAIM);
        turn(root, "terminal", 310, SUM);
        turn(root, "archivar", 410, "Einverstanden.");
        Id last = turn(root, "rechner", 510, answer);
        if (attributes.length > 0) {
            run.span(last, "judge", 550, 560, attributes);
        }
        return root;
    }

    private Id turn(Id root, String agent, long start, String said) {
        return run.agent(root, agent, start, start + 90, "output.value", said);
    }

    @Test
    void namesTheTurnThatBroughtInWhatTheResultRestsOn() {
        talk(ANSWER);

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.outcome()).isEqualTo(Outcome.OK);
        assertThat(diagnosis.hasOnlyRemarks()).isTrue();
        assertThat(Standing.of(diagnosis).health()).isEqualTo(Standing.Health.HEALTHY);
        Hypothesis first = diagnosis.hypotheses().getFirst();
        assertThat(first.cause().rule()).isEqualTo("unproven-suspect");
        assertThat(first.cause().agent()).isEqualTo("rechner");
        assertThat(first.cause().title()).isEqualTo("rechner, turn 3 of 6");
        assertThat(first.cause().tier()).isEqualTo(Tier.SUSPICION);
        assertThat(first.cause().severity()).isEqualTo(Severity.NOTE);
        assertThat(first.narrative())
                .contains("4187", "neither the task nor any recorded result gives")
                .contains("the run's first code")
                .contains("nothing shows where the values of the result come from");
        assertThat(first.cause().evidence())
                .singleElement()
                .satisfies(each -> assertThat(each.text()).contains("4187 Tonnen"));
    }

    @Test
    void nobodyIsLikelierThanNot() {
        talk(ANSWER);

        List<Hypothesis> hypotheses = diagnosis().hypotheses();
        assertThat(hypotheses).hasSizeBetween(3, 5);
        assertThat(hypotheses)
                .extracting(Hypothesis::confidence)
                .allSatisfy(each -> assertThat(each).isBetween(0.0, 0.45))
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(hypotheses).extracting(Hypothesis::rank).startsWith(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 8, 21})
    void theOrderInWhichSpansWereReadChangesNothing(long seed) {
        talk(ANSWER);

        assertThat(
                        new Diagnoser()
                                .diagnose(run.shuffled(seed).view()).hypotheses().stream()
                                        .map(each -> each.cause().title())
                                        .toList())
                .isEqualTo(
                        diagnosis().hypotheses().stream()
                                .map(each -> each.cause().title())
                                .toList());
    }

    @Test
    void aPassedCheckEndsTheDoubt() {
        talk(ANSWER, "quality_score", 0.93, "quality_threshold", 0.7);

        assertThat(diagnosis().hypotheses()).isEmpty();
    }

    @Test
    void agentsThatBringInNothingAreLeftAlone() {
        Id root = run.span(null, "talk", 0, 900, "input.value", TASK, "output.value", TASK);
        for (int i = 0; i < 6; i++) {
            turn(root, i % 2 == 0 ? "leiter" : "archivar", 10 + 100 * i, TASK);
        }

        assertThat(diagnosis().hypotheses()).isEmpty();
    }

    @Test
    void aRunWhoseModelCallsAreRecordedIsLeftAlone() {
        Id root = run.span(null, "talk", 0, 900, "input.value", TASK, "output.value", ANSWER);
        String known = TASK;
        String[] said = {PLAN, CLAIM, SUM, PLAN, ANSWER};
        for (int i = 0; i < said.length; i++) {
            String name = i % 2 == 0 ? "archivar" : "rechner";
            Id agent = run.agent(root, name, 10 + 100 * i, 100 + 100 * i);
            run.model(agent, 11 + 100 * i, 99 + 100 * i, known, said[i]);
            known = known + "\n" + said[i];
        }

        assertThat(diagnosis().hypotheses())
                .noneMatch(each -> each.cause().rule().equals("unproven-suspect"));
    }

    /** A customer and a clerk who looks things up; so many questions. */
    private void desk(int questions) {
        String bye = "Gut so, auf Wiederhören.";
        Id root = run.span(null, "desk", 0, 9000, "input.value", TASK, "output.value", bye);
        StringBuilder known = new StringBuilder();
        for (int i = 0; i < questions; i++) {
            String question = "Und was ist mit der Lieferung LF-" + (7310 + i * 13) + "?";
            String found = "Lieferung LF-" + (7310 + i * 13) + " steht in Halle H" + i + "7.";
            known.append(question).append('\n');
            turn(root, "customer", 100 + 300L * i, question);
            long start = 200 + 300L * i;
            Id clerk = run.agent(root, "clerk", start, start + 150);
            run.model(clerk, start + 10, start + 140, known.toString(), found);
            known.append(found).append('\n');
        }
        turn(root, "customer", 8000, bye);
    }

    @Test
    void aLongTalkWithAPersonIsInDoubt() {
        desk(8);

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.hypotheses())
                .filteredOn(Hypothesis::isRemark)
                .isNotEmpty()
                .first()
                .satisfies(each -> assertThat(each.narrative()).contains("a person takes part"));
    }

    @Test
    void aShortTalkWithAPersonIsNot() {
        desk(2);

        assertThat(diagnosis().hypotheses()).noneMatch(Hypothesis::isRemark);
    }

    @Test
    void aRunThatEndsWithoutAResultHasPlacesToLookAt() {
        Id root =
                run.span(
                        null,
                        "invoke_workflow silos",
                        0,
                        900,
                        "gen_ai.operation.name",
                        "invoke_workflow",
                        "input.value",
                        TASK);
        Id archivist = run.agent(root, "archivar", 10, 400);
        run.model(archivist, 11, 399, TASK, PLAN);
        Id clerk = run.agent(root, "rechner", 410, 800);
        run.model(clerk, 411, 799, TASK + "\n" + PLAN, ANSWER);

        Diagnosis diagnosis = diagnosis();
        assertThat(diagnosis.symptoms()).isNotEmpty();
        assertThat(diagnosis.hypotheses()).filteredOn(Hypothesis::isRemark).isNotEmpty();
        assertThat(Standing.of(diagnosis).health()).isEqualTo(Standing.Health.FAILING);
    }
}
