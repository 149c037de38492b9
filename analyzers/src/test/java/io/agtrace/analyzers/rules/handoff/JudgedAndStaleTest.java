package io.agtrace.analyzers.rules.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Old states and bad work that were used as they were, and those that were caught. */
final class JudgedAndStaleTest {
    private static final String TASK = "Plan the autumn menu of the mountain hut";
    private static final String DRAFT =
            "Barley soup with 14 herbs, venison from Ulvedal for 38.50, blueberry tart by Signe";

    private final RuleRuns run = new RuleRuns();
    private final Id root = run.span(null, "menu", 0, 2_000, "input.value", TASK);

    private Id work(String name, long start, String prompt, String answer, Object... attributes) {
        Id agent = run.agent(root, name, start, start + 100, attributes);
        run.model(agent, start + 1, start + 99, prompt, answer);
        return agent;
    }

    @Test
    void findsAnOlderVersionThatWasRead() {
        work("keeper", 10, TASK, DRAFT, "context.version", 4);
        work("cook", 200, TASK + DRAFT, "Soup it is", "context.version", 3);

        assertThat(run.found(new StaleContext()))
                .containsExactly("stale-context defect at 4 (cook)");
        assertThat(run.check(new StaleContext()).findings().getFirst().narrative())
                .contains("version 3", "version 4", "keeper");
    }

    @Test
    void findsAnOlderStateInAPayload() {
        String state = "{\"pantry_state\":{\"version\":%d,\"updated_at\":\"%s\",\"flour\":%d}}";
        run.agent(
                root,
                "buyer",
                10,
                100,
                "input.value",
                state.formatted(6, "2026-08-01T08:00:00Z", 40),
                "output.value",
                state.formatted(7, "2026-08-02T08:00:00Z", 95));
        run.agent(
                root,
                "cook",
                200,
                300,
                "input.value",
                state.formatted(6, "2026-08-01T08:00:00Z", 40),
                "output.value",
                "Flour is short");

        assertThat(run.found(new StaleContext()))
                .containsExactly("stale-context defect at 3 (cook)");
    }

    @Test
    void findsAnOldStateInPlaceOfWhatWasSaid() {
        work("buyer", 10, TASK, DRAFT + ", 26 crates of apples, invoice R-5561");
        work(
                "cook",
                200,
                TASK
                        + "\n"
                        + "Shared context (version 2, updated_at 2026-05-01T10:00:00Z): 77 trout"
                        + " from lake Hornvatn, invoice R-1044, paid 9120",
                "Trout it is");

        assertThat(run.check(new StaleContext()).findings())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.agent()).isEqualTo("cook");
                            assertThat(each.boundary()).isEqualTo("cook←buyer");
                            assertThat(each.narrative()).contains("R-1044");
                        });
    }

    @Test
    void leavesBranchesAloneThatReadTheSameVersion() {
        work("keeper", 10, TASK, DRAFT, "context.version", 4);
        work("cook", 200, TASK + DRAFT, "Soup", "context.version", 4);
        work("baker", 201, TASK + DRAFT, "Tart", "context.version", 4);
        work("host", 400, TASK + "Soup, tart", "Menu", "context.version", 5);

        assertThat(run.found(new StaleContext())).isEmpty();
    }

    @Test
    void leavesVersionsOfOtherThingsAlone() {
        String state = "{\"%s\":{\"version\":%d,\"updated_at\":\"2026-08-02T08:00:00Z\"}}";
        run.agent(root, "buyer", 10, 100, "output.value", state.formatted("price_state", 12));
        run.agent(root, "cook", 200, 300, "input.value", state.formatted("guest_state", 3));

        assertThat(run.found(new StaleContext())).isEmpty();
    }

    @Test
    void saysWhereNothingIsVersioned() {
        work("keeper", 10, TASK, DRAFT);
        work("cook", 200, TASK + DRAFT, "Soup it is");

        assertThat(run.check(new StaleContext()).notChecked()).hasSize(1);
    }

    private Id gate(long at, double score) {
        return run.span(
                root, "quality_gate", at, at + 5, "quality_score", score, "quality_threshold", 0.7);
    }

    @Test
    void findsALowScoreThatNobodyHeeded() {
        work("cook", 10, TASK, DRAFT);
        gate(120, 0.41);
        work("host", 200, DRAFT, "Printed: " + DRAFT);

        assertThat(run.found(new UncheckedLowQuality()))
                .containsExactly("unchecked-low-quality defect at 3 (cook)");
        assertThat(run.check(new UncheckedLowQuality()).findings().getFirst().narrative())
                .contains("0.41", "0.70");
    }

    @Test
    void findsAnApprovalWithoutConfidence() {
        work("cook", 10, TASK, DRAFT);
        work(
                "critic",
                200,
                "Judge this draft: " + DRAFT,
                "{\"verdict\":\"approve\",\"confidence\":0.3}");
        work("host", 400, DRAFT, "Printed: " + DRAFT);

        assertThat(run.found(new UncheckedLowQuality()))
                .containsExactly("unchecked-low-quality suspicion at 3 (cook)");
    }

    @Test
    void leavesALowScoreAloneThatWasMended() {
        work("cook", 10, TASK, DRAFT);
        gate(120, 0.41);
        work("cook", 200, "Again, better: " + DRAFT, DRAFT + " and 3 cheeses");
        gate(320, 0.88);
        work("host", 400, DRAFT, "Printed: " + DRAFT);

        assertThat(run.found(new UncheckedLowQuality())).isEmpty();
    }

    @Test
    void leavesASureApprovalAlone() {
        work("cook", 10, TASK, DRAFT);
        work("critic", 200, "Judge: " + DRAFT, "{\"verdict\":\"approve\",\"confidence\":0.92}");
        work("host", 400, DRAFT, "Printed: " + DRAFT);

        assertThat(run.found(new UncheckedLowQuality())).isEmpty();
    }

    @Test
    void leavesAGuardrailAloneThatDidItsWork() {
        run.span(
                root,
                "pii filter",
                2,
                4,
                "gen_ai.guardrail.name",
                "pii filter",
                "gen_ai.guardrail.triggered",
                true);
        work("cook", 10, TASK, DRAFT);
        work("host", 400, DRAFT, "Printed: " + DRAFT);

        assertThat(run.found(new UncheckedLowQuality())).isEmpty();
    }

    @Test
    void leavesAGuardrailBetweenTwoAgentsAlone() {
        work("cook", 10, TASK, DRAFT);
        run.span(
                root,
                "pii filter",
                150,
                155,
                "gen_ai.guardrail.name",
                "pii filter",
                "gen_ai.guardrail.triggered",
                true);
        work("host", 400, DRAFT, "Printed: " + DRAFT);

        assertThat(run.found(new UncheckedLowQuality())).isEmpty();
    }

    @Test
    void saysWhereNothingIsJudged() {
        work("cook", 10, TASK, DRAFT);
        work("host", 200, TASK + DRAFT, "Printed: " + DRAFT);

        assertThat(run.check(new UncheckedLowQuality()).notChecked()).hasSize(1);
    }
}
