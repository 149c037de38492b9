package io.agtrace.analyzers.diagnosis;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.diagnosis.suspects.Suspect;
import io.agtrace.analyzers.diagnosis.suspects.Suspects;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Report;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.workflow.Outcome;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Finds out why a run went wrong. */
public final class Diagnoser {
    /** A hypothesis less likely than this is left out. */
    private static final double LEAST = 0.2;

    /** From this confidence on, a run that says it is well is suspect. */
    private static final double SUSPECT = 0.5;

    private final List<Rule> rules;
    private final Thresholds thresholds;
    private final Weights weights;

    public Diagnoser() {
        this(Rules.all(), Thresholds.STANDARD);
    }

    public Diagnoser(List<Rule> rules, Thresholds thresholds) {
        this(rules, thresholds, Weights.fitted());
    }

    Diagnoser(List<Rule> rules, Thresholds thresholds, Weights weights) {
        this.rules = List.copyOf(rules);
        this.thresholds = thresholds;
        this.weights = weights;
    }

    /** A finding with what speaks for it being the root cause. */
    record Candidate(Finding finding, double[] features, List<Finding> explains) {
        Candidate {
            features = features.clone();
            explains = List.copyOf(explains);
        }
    }

    /** The diagnosis of one run. */
    public Diagnosis diagnose(AgentsView view) {
        Run run = new Run(view, thresholds);
        Report report = new Report(run);
        List<Finding> findings = findings(run, report);
        List<Symptom> symptoms = Symptoms.of(run);
        List<Hypothesis> proven = hypotheses(candidates(run, findings, symptoms));
        Outcome outcome = view.workflow().summary().outcome();
        boolean doubtful = !proven.isEmpty() && proven.getFirst().confidence() >= SUSPECT;
        boolean bad =
                !symptoms.isEmpty() || outcome == Outcome.FAILED || outcome == Outcome.UNKNOWN;
        List<Hypothesis> hypotheses = withSuspects(proven, Suspects.of(run, bad && !doubtful));
        if (outcome == Outcome.OK && doubtful) {
            outcome = Outcome.SUSPECT;
        } else if (outcome == Outcome.SUSPECT && symptoms.isEmpty() && proven.isEmpty()) {
            // Something failed on the way, and the run got over it.
            outcome = Outcome.OK;
        }
        return new Diagnosis(run, outcome, symptoms, hypotheses, findings, report.notChecked());
    }

    /** Adds turns that are worth reading, each among causes by its confidence. */
    private static List<Hypothesis> withSuspects(List<Hypothesis> proven, List<Suspect> suspects) {
        List<Hypothesis> all = new ArrayList<>(proven);
        for (Suspect each : suspects) {
            Finding turn = each.finding();
            all.add(new Hypothesis(0, turn, each.confidence(), turn.narrative(), List.of()));
        }
        // The sort is stable: of equal ones what a rule found comes first.
        all.sort(Comparator.comparingDouble(Hypothesis::confidence).reversed());
        List<Hypothesis> ranked = new ArrayList<>();
        for (Hypothesis each : all) {
            ranked.add(
                    new Hypothesis(
                            ranked.size() + 1,
                            each.cause(),
                            each.confidence(),
                            each.narrative(),
                            each.explains()));
        }
        return ranked;
    }

    private List<Finding> findings(Run run, Report report) {
        for (Rule rule : rules) {
            rule.check(run, report);
        }
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.sort(
                Comparator.comparingLong(Finding::nanos)
                        .thenComparingInt(Finding::node)
                        .thenComparing(Finding::rule));
        return findings;
    }

    /** The candidates for the root cause of one run, in order of time. */
    List<Candidate> candidates(AgentsView view) {
        Run run = new Run(view, thresholds);
        List<Finding> findings = findings(run, new Report(run));
        return candidates(run, findings, Symptoms.of(run));
    }

    private static List<Candidate> candidates(Run run, List<Finding> all, List<Symptom> symptoms) {
        List<Finding> findings =
                all.stream().filter(each -> each.severity() != Severity.NOTE).toList();
        Causality causality = new Causality(run, findings);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            boolean reaches = false;
            for (Symptom symptom : symptoms) {
                int node = findings.get(i).node();
                reaches |= symptom.node() <= node && node < run.tree().subtreeEnd(symptom.node());
            }
            double[] features = Features.of(findings, i, causality, reaches);
            BitSet explained = causality.of(i);
            List<Finding> explains = explained.stream().mapToObj(findings::get).toList();
            candidates.add(new Candidate(findings.get(i), features, explains));
        }
        return candidates;
    }

    private List<Hypothesis> hypotheses(List<Candidate> candidates) {
        record Weighed(Candidate candidate, double confidence) {}

        List<Weighed> weighed = new ArrayList<>();
        for (Candidate each : candidates) {
            double confidence = weights.confidence(each.finding(), each.features());
            if (confidence >= LEAST) {
                weighed.add(new Weighed(each, confidence));
            }
        }
        // The sort is stable: of equal ones the earlier comes first.
        weighed.sort(Comparator.comparingDouble(Weighed::confidence).reversed());
        List<Hypothesis> hypotheses = new ArrayList<>();
        for (Weighed each : weighed) {
            Finding cause = each.candidate.finding();
            hypotheses.add(
                    new Hypothesis(
                            hypotheses.size() + 1,
                            cause,
                            each.confidence,
                            cause.narrative() + consequences(each.candidate.explains()),
                            each.candidate.explains()));
        }
        return hypotheses;
    }

    private static String consequences(List<Finding> explains) {
        if (explains.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(" It can explain ");
        int named = Math.min(3, explains.size());
        for (int i = 0; i < named; i++) {
            text.append(i == 0 ? "" : i == named - 1 && named == explains.size() ? " and " : ", ");
            text.append(explains.get(i).rule()).append(" at ").append(explains.get(i).title());
        }
        if (explains.size() > named) {
            text.append(" and ").append(explains.size() - named).append(" more");
        }
        return text.append('.').toString();
    }
}
