package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import java.util.List;

/**
 * What speaks for a finding being the root cause, as numbers of about the same size. {@link
 * Weights} weighs them.
 */
enum Features {
    /** How clearly the trace shows it. */
    STRENGTH,
    /** 1 for a defect, 0 for a suspicion. */
    DEFECT,
    /** 1 for an error, 0.5 for a warning, 0 for a note. */
    SEVERITY,
    /** The share of the other findings that can be its consequences. */
    EXPLAINS,
    /** 1 where another finding can be its cause. */
    CONSEQUENCE,
    /** The strength of the strongest other finding that is not its consequence. */
    RIVAL,
    /** 1 where what is wrong at the run's end can be its consequence. */
    SYMPTOM;

    /** The values for one of the findings, by ordinal. */
    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    static double[] of(
            List<Finding> findings, int index, Causality causality, boolean reachesSymptom) {
        Finding finding = findings.get(index);
        double[] values = new double[values().length];
        values[STRENGTH.ordinal()] = finding.strength();
        values[DEFECT.ordinal()] = finding.tier() == Tier.DEFECT ? 1 : 0;
        values[SEVERITY.ordinal()] = severity(finding.severity());
        int others = findings.size() - 1;
        values[EXPLAINS.ordinal()] =
                others == 0 ? 0 : (double) causality.of(index).cardinality() / others;
        values[CONSEQUENCE.ordinal()] = causality.isConsequence(index) ? 1 : 0;
        double rival = 0;
        for (int i = 0; i < findings.size(); i++) {
            if (i != index && !causality.of(index).get(i)) {
                Finding other = findings.get(i);
                rival = Math.max(rival, other.strength() * severity(other.severity()));
            }
        }
        values[RIVAL.ordinal()] = rival;
        values[SYMPTOM.ordinal()] = reachesSymptom ? 1 : 0;
        return values;
    }

    private static double severity(Severity severity) {
        return switch (severity) {
            case ERROR -> 1;
            case WARNING -> 0.5;
            case NOTE -> 0;
        };
    }
}
