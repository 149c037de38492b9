package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.WorkflowBuilder;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class FailOnTest {
    private static final List<RuleInfo> RULES =
            List.of(
                    new RuleInfo("hang", Group.RESILIENCE, Severity.ERROR, Tier.DEFECT, "s", "n"),
                    new RuleInfo("error", Group.RESILIENCE, Severity.ERROR, Tier.DEFECT, "s", "n"));

    private static Finding finding(String rule, Tier tier, Severity severity) {
        return new Finding(
                rule, tier, severity, 0, "writer", -1, "", "", 0, "writer", "", 1, List.of(),
                List.of(), Map.of());
    }

    private static Diagnosis diagnosis(Tier tier, Severity severity, double confidence) {
        WorkflowBuilder builder = new WorkflowBuilder(StandardConventions.standard());
        builder.span(new Span.Builder(Id.of(1, 2), Id.of(3)).name("run").times(0, 1).build());
        Run run = new Run(AgentsView.of(builder.build()), Thresholds.STANDARD);
        Finding cause = finding("hang", tier, severity);
        Finding consequence = finding("error", tier, severity);
        return new Diagnosis(
                run,
                Outcome.FAILED,
                List.of(),
                List.of(new Hypothesis(1, cause, confidence, "", List.of(consequence))),
                List.of(cause, consequence),
                List.of());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "defect, DEFECT, ERROR, 0.3, hang at writer (defect)",
                "defect, SUSPICION, ERROR, 0.9, -",
                "defect, DEFECT, NOTE, 0.9, -",
                "suspicion, SUSPICION, WARNING, 0.1, hang at writer (suspicion)",
                "suspicion, DEFECT, WARNING, 0.1, hang at writer (suspicion)",
                "confidence:0.8, SUSPICION, WARNING, 0.8, hang at writer (confidence:0.8)",
                "confidence:0.8, DEFECT, ERROR, 0.79, -",
                "hang, SUSPICION, NOTE, 0.1, hang at writer",
                "error, SUSPICION, NOTE, 0.1, error at writer"
            })
    void stopsWhatItShould(String gate, Tier tier, Severity severity, double sure, String stopped) {
        FailOn gates = new FailOn(List.of(gate), RULES);

        assertThat(gates.stopped(diagnosis(tier, severity, sure)))
                .isEqualTo(stopped == null ? "" : stopped);
    }
}
