package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.util.Comparator;

/**
 * What one diagnosis comes to, in a few words and without the run, so that it can be kept for many
 * runs.
 *
 * @param outcome the diagnosis' outcome
 * @param confidence of the likeliest hypothesis; 0 where there is none
 */
public record Standing(
        Health health, Outcome outcome, double confidence, WorkflowSummary workflow) {
    /** Hypotheses that are less likely than this are left out unless all are asked for. */
    public static final double UNLIKELY = 0.2;

    /** The run that most needs a look first. */
    public static final Comparator<Standing> WORST_FIRST =
            Comparator.comparing(Standing::health)
                    .thenComparingInt(each -> order(each.outcome))
                    .thenComparing(Comparator.comparingDouble(Standing::confidence).reversed())
                    .thenComparing(Standing::workflow, WorkflowSummary.WORST_FIRST);

    /** Whether something is wrong with a run, the worst first. */
    public enum Health {
        /** It ended badly, or there is a likely cause of trouble in it. */
        FAILING,
        /** Nothing wrong was found. */
        HEALTHY,
        /** It holds nothing that could be checked: no agent, no model call, no tool call. */
        UNSEEN
    }

    /** The standing of one run. */
    public static Standing of(Diagnosis diagnosis) {
        double confidence =
                diagnosis.hypotheses().stream().mapToDouble(Hypothesis::confidence).max().orElse(0);
        AgentsView view = diagnosis.run().view();
        return new Standing(
                healthOf(diagnosis, view),
                diagnosis.outcome(),
                confidence,
                view.workflow().summary());
    }

    private static Health healthOf(Diagnosis diagnosis, AgentsView view) {
        boolean bad =
                diagnosis.outcome() == Outcome.FAILED || diagnosis.outcome() == Outcome.SUSPECT;
        if (bad
                || !diagnosis.symptoms().isEmpty()
                || diagnosis.hypotheses().stream().anyMatch(Standing::isTrouble)) {
            return Health.FAILING;
        }
        WorkflowSummary summary = view.workflow().summary();
        boolean empty =
                diagnosis.findings().stream().allMatch(each -> each.severity() == Severity.NOTE)
                        && view.invocations().isEmpty()
                        && view.messages().isEmpty()
                        && view.decisions().isEmpty()
                        && summary.modelCalls() == 0
                        && summary.toolCalls() == 0;
        return empty ? Health.UNSEEN : Health.HEALTHY;
    }

    private static boolean isTrouble(Hypothesis hypothesis) {
        return isLikely(hypothesis) && !hypothesis.isRemark();
    }

    /** Whether the hypothesis is worth a reader's time. */
    public static boolean isLikely(Hypothesis hypothesis) {
        return hypothesis.confidence() >= UNLIKELY;
    }

    private static int order(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> 0;
            case SUSPECT -> 1;
            case UNKNOWN -> 2;
            case OK -> 3;
        };
    }
}
