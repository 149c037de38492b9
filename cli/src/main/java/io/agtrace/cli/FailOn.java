package io.agtrace.cli;

import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What makes {@code find-failure} end as a gate that found something. */
final class FailOn {
    private static final String CONFIDENCE = "confidence:";

    private final List<Gate> gates = new ArrayList<>();

    private record Gate(
            String name, Predicate<Hypothesis> hypothesis, Predicate<Finding> finding) {}

    /**
     * Reads the gates.
     *
     * @param values {@code defect}, {@code suspicion}, {@code confidence:} and a number, or a rule
     * @throws Failure for any other value
     */
    FailOn(List<String> values, List<RuleInfo> rules) {
        for (String value : values) {
            InputOptions.requireValue("--fail-on", value);
            gates.add(gate(value.strip(), rules));
        }
    }

    private static Gate gate(String value, List<RuleInfo> rules) {
        if (value.equals("defect")) {
            return new Gate(value, each -> matters(each) && isDefect(each), each -> false);
        }
        if (value.equals("suspicion")) {
            return new Gate(value, FailOn::matters, each -> false);
        }
        if (value.startsWith(CONFIDENCE)) {
            double least = confidence(value);
            return new Gate(
                    value, each -> matters(each) && each.confidence() >= least, each -> false);
        }
        String rule = RuleIds.require("--fail-on", value, rules).id();
        return new Gate(
                value, each -> each.cause().rule().equals(rule), each -> each.rule().equals(rule));
    }

    private static double confidence(String value) {
        String number = value.substring(CONFIDENCE.length());
        double least;
        try {
            least = Double.parseDouble(number);
        } catch (NumberFormatException e) {
            least = -1;
        }
        if (!(least >= 0 && least <= 1)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--fail-on: '" + value + "' has no confidence from 0 to 1",
                    "Write it like confidence:0.8.");
        }
        return least;
    }

    /** Remarks do not stop a build unless their rule is named. */
    private static boolean matters(Hypothesis hypothesis) {
        return hypothesis.cause().severity() != Severity.NOTE;
    }

    private static boolean isDefect(Hypothesis hypothesis) {
        return hypothesis.cause().tier() == Tier.DEFECT;
    }

    /** What of a diagnosis a gate does not let pass: {@code stale-context (defect)}; or nothing. */
    String stopped(Diagnosis diagnosis) {
        for (Gate gate : gates) {
            for (Hypothesis each : diagnosis.hypotheses()) {
                if (gate.hypothesis.test(each)) {
                    return words(each.cause(), gate);
                }
            }
            for (Finding each : diagnosis.findings()) {
                if (gate.finding.test(each)) {
                    return words(each, gate);
                }
            }
        }
        return "";
    }

    private static String words(Finding finding, Gate gate) {
        String rule = finding.rule();
        String where = finding.title().isBlank() ? "" : " at " + finding.title();
        return rule + where + (gate.name.equals(rule) ? "" : " (" + gate.name + ")");
    }
}
