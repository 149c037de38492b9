package io.agtrace.analyzers.rules.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.api.Test;

/** What is missing from a trace, and traces that lack nothing. */
final class InstrumentationRulesTest {
    private final RuleRuns run = new RuleRuns();

    private Finding only(Rule rule) {
        Report report = run.check(rule);
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().getFirst().severity()).isEqualTo(Severity.NOTE);
        return report.findings().getFirst();
    }

    /** A run without blame: named agents, ends, parents, a result. */
    private void sound() {
        Id root = run.span(null, "flow", 0, 500, "input.value", "Count", "output.value", "12");
        Id clerk = run.agent(root, "clerk", 10, 200);
        run.model(clerk, 11, 199, "Count the chairs", "12 chairs");
    }

    @Test
    void saysNothingOfASoundTrace() {
        sound();

        for (Rule rule : InstrumentationRules.all()) {
            assertThat(run.found(rule)).as(rule.info().id()).isEmpty();
        }
    }

    @Test
    void saysNothingOfASoundTraceAcrossTwoServices() {
        Id root = run.span(null, "flow", 0, 500, "service", "web", "output.value", "12");
        Id call = run.span(root, "POST", 10, 400, "service", "web", "span-kind", SpanKind.CLIENT);
        Id served =
                run.span(call, "serve", 20, 390, "service", "desk", "span-kind", SpanKind.SERVER);
        run.agent(served, "clerk", 21, 380, "service", "desk");

        for (Rule rule : InstrumentationRules.all()) {
            assertThat(run.found(rule)).as(rule.info().id()).isEmpty();
        }
    }

    @Test
    void orphanSpanCountsSpansWhoseParentIsMissing() {
        sound();
        run.tool(Id.of(4711), "look", 210, 220, "{}", "1");
        run.tool(Id.of(4712), "look", 230, 240, "{}", "2");

        Finding finding = only(new OrphanSpan());
        assertThat(finding.measures()).containsEntry("places", 2.0);
        assertThat(finding.narrative()).contains("in no input");
        assertThat(finding.touched()).hasSize(1);
    }

    @Test
    void orphanSpanTellsOfACircle() {
        sound();
        run.span(Id.of(5), "snake", 10, 20);
        run.span(Id.of(4), "tail", 11, 19);

        assertThat(run.found(new OrphanSpan())).hasSize(1);
    }

    @Test
    void clockSkewTellsWhoseClockDiffers() {
        Id root = run.span(null, "flow", 0, 1_000, "service", "web");
        for (int i = 0; i < 3; i++) {
            long start = 100 + 200 * i;
            Id call =
                    run.span(
                            root,
                            "POST",
                            start,
                            start + 100,
                            "service",
                            "web",
                            "span-kind",
                            SpanKind.CLIENT);
            run.span(
                    call,
                    "serve",
                    start - 40,
                    start + 40,
                    "service",
                    "desk",
                    "span-kind",
                    SpanKind.SERVER);
        }

        assertThat(only(new ClockSkew()).narrative()).contains("desk", "behind", "web");
        assertThat(run.found(new ClockSkew())).containsExactly("clock-skew suspicion at 3 ()");
    }

    @Test
    void unendedSpanNamesThem() {
        sound();
        run.agent(Id.of(1), "sleeper", 300, -1);

        assertThat(run.found(new UnendedSpan()))
                .containsExactly("unended-span defect at 4 (sleeper)");
        assertThat(only(new UnendedSpan()).narrative()).contains("sleeper", "never ended");
    }

    @Test
    void unendedSpanTellsOfAnEndBeforeTheStart() {
        sound();
        run.agent(Id.of(1), "dreamer", 300, 280);

        assertThat(run.found(new UnendedSpan())).hasSize(1);
    }

    @Test
    void unnamedAgentTellsOfAgentsWithoutNames() {
        sound();
        run.span(Id.of(1), "invoke_agent", 210, 300, "gen_ai.operation.name", "invoke_agent");

        assertThat(only(new UnnamedAgent()).narrative()).contains("no agent name");
    }

    @Test
    void unnamedAgentTellsOfCallsThatBelongToNobody() {
        Id root = run.span(null, "flow", 0, 500);
        run.model(root, 10, 100, "Count", "1");
        run.model(root, 110, 200, "Count", "2");

        Finding finding = only(new UnnamedAgent());
        assertThat(finding.narrative()).startsWith("2 model calls belong to no agent");
        assertThat(finding.touched()).hasSize(1);
    }

    @Test
    void unexplainedDecisionCountsThoseWithoutReason() {
        sound();
        run.span(Id.of(1), "route", 210, 220, "routing.selected_agent", "cashier");

        assertThat(only(new UnexplainedDecision()).narrative()).contains("cashier");
    }

    @Test
    void unexplainedDecisionTrustsThoseWithAReason() {
        sound();
        run.span(
                Id.of(1),
                "route",
                210,
                220,
                "routing.selected_agent",
                "cashier",
                "routing.reason",
                "the invoice is due");

        assertThat(run.run().view().decisions()).isNotEmpty();
        assertThat(run.found(new UnexplainedDecision())).isEmpty();
    }

    @Test
    void noisyTraceTellsWhatMakesTheNoise() {
        sound();
        for (int i = 0; i < 60; i++) {
            run.span(Id.of(1), i % 3 == 0 ? "BEGIN" : "SELECT", 210 + i, 211 + i);
        }

        Finding finding = only(new NoisyTrace());
        assertThat(finding.narrative()).contains("SELECT");
        assertThat(finding.strength()).isGreaterThan(0.9);
    }

    @Test
    void noisyTraceLeavesLongRunsOfAgentsAlone() {
        sound();
        for (int i = 0; i < 30; i++) {
            run.model(Id.of(2), 210 + i, 211 + i, "Count " + i, "1");
            run.span(Id.of(2), "SELECT", 210 + i, 211 + i);
        }

        assertThat(run.found(new NoisyTrace())).isEmpty();
    }

    @Test
    void missingOutcomeTellsWhereNothingSaysHowItEnded() {
        Id root = run.span(null, "flow", 0, 500);
        run.agent(root, "clerk", 10, 200);

        assertThat(only(new MissingOutcome()).node()).isZero();
    }

    @Test
    void missingOutcomeLeavesRunsAloneThatFailedOrSaySo() {
        run.span(null, "flow", 0, 500, "failed", "no chairs");
        assertThat(run.found(new MissingOutcome())).isEmpty();

        RuleRuns stated = new RuleRuns();
        stated.span(null, "flow", 0, 500, "workflow.outcome", "completed");
        assertThat(stated.run().view().outcome()).isEqualTo("completed");
        assertThat(stated.found(new MissingOutcome())).isEmpty();
    }
}
