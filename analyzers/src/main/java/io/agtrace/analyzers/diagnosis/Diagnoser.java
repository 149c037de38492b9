package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.analyzers.workflow.Outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds out why a run went wrong. */
public final class Diagnoser {
    private final List<Rule> rules;
    private final Thresholds thresholds;

    public Diagnoser() {
        this(Rules.all(), Thresholds.STANDARD);
    }

    public Diagnoser(List<Rule> rules, Thresholds thresholds) {
        this.rules = List.copyOf(rules);
        this.thresholds = thresholds;
    }

    /** The diagnosis of one run. */
    public Diagnosis diagnose(AgentsView view) {
        Run run = new Run(view, thresholds);
        Report report = new Report(run);
        for (Rule rule : rules) {
            rule.check(run, report);
        }
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.sort(
                Comparator.comparingLong(Finding::nanos)
                        .thenComparingInt(Finding::node)
                        .thenComparing(Finding::rule));
        List<Finding> ranked = new ArrayList<>(findings);
        ranked.sort(
                Comparator.comparing(Finding::severity)
                        .thenComparing(Finding::tier)
                        .thenComparing(Comparator.comparingDouble(Finding::strength).reversed())
                        .thenComparingLong(Finding::nanos));
        List<Hypothesis> hypotheses = new ArrayList<>();
        for (Finding finding : ranked) {
            double confidence = finding.strength() * (finding.tier() == Tier.DEFECT ? 0.9 : 0.7);
            hypotheses.add(
                    new Hypothesis(
                            hypotheses.size() + 1,
                            finding,
                            confidence,
                            finding.narrative(),
                            List.of()));
        }
        Outcome outcome = view.workflow().summary().outcome();
        return new Diagnosis(run, outcome, List.of(), hypotheses, findings, report.notChecked());
    }
}
