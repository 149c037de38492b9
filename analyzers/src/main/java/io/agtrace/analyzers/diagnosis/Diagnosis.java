package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.Outcome;

import java.util.List;

/**
 * What is wrong with one run, and why.
 *
 * @param outcome how the run ended; {@code SUSPECT} where it says it ended well and something
 *     speaks against it; {@code OK} where nothing does, though a step may have failed on the way
 * @param symptoms what is wrong at its end
 * @param hypotheses by rank; none for a healthy run, only remarks where nothing but its result is
 *     in doubt
 * @param findings all that the rules found, in order of time
 */
public record Diagnosis(
        Run run,
        Outcome outcome,
        List<Symptom> symptoms,
        List<Hypothesis> hypotheses,
        List<Finding> findings,
        List<NotChecked> notChecked) {
    public Diagnosis {
        symptoms = List.copyOf(symptoms);
        hypotheses = List.copyOf(hypotheses);
        findings = List.copyOf(findings);
        notChecked = List.copyOf(notChecked);
    }

    /** Whether there is no cause to show, only places to look at. */
    public boolean hasOnlyRemarks() {
        return !hypotheses.isEmpty() && hypotheses.stream().allMatch(Hypothesis::isRemark);
    }
}
