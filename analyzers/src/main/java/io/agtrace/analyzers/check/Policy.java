package io.agtrace.analyzers.check;

import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Thresholds;
import io.agtrace.analyzers.rules.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a team asks of its runs.
 *
 * @param rules by id, those about which something is said
 * @param thresholds numbers that rules compare with, by rule id and threshold name
 * @param gates what fails
 * @param expectations what else is asked of runs
 * @param suppressions findings that are known and accepted
 */
public record Policy(
        Map<String, RulePolicy> rules,
        Map<String, Map<String, Double>> thresholds,
        Gates gates,
        Expectations expectations,
        List<Suppression> suppressions) {
    /** The one that holds where nobody wrote one. */
    public static final Policy STANDARD =
            new Policy(Map.of(), Map.of(), Gates.STANDARD, Expectations.NONE, List.of());

    public Policy {
        rules = Map.copyOf(rules);
        thresholds = Map.copyOf(thresholds);
        suppressions = List.copyOf(suppressions);
    }

    /**
     * What is said about one rule; null stands for what holds anyway.
     *
     * @param on whether it looks at runs at all
     * @param gates whether its findings fail whatever the gates say
     */
    public record RulePolicy(boolean on, @Nullable Severity severity, @Nullable Boolean gates) {}

    /** The same policy with other gates. */
    public Policy with(Gates others) {
        return new Policy(rules, thresholds, others, expectations, suppressions);
    }

    /** The rules that look at runs, in the catalogue's order. */
    public List<Rule> activeRules() {
        return Rules.all().stream().filter(rule -> isOn(rule.info().id())).toList();
    }

    /** Diagnoses runs with these rules and thresholds. */
    public Diagnoser diagnoser() {
        return new Diagnoser(activeRules(), new Thresholds(thresholds));
    }

    /** Whether a rule looks at runs. */
    public boolean isOn(String rule) {
        RulePolicy said = rules.get(rule);
        return said == null || said.on();
    }

    /** The severity of a rule's finding. */
    public Severity severity(String rule, Severity own) {
        RulePolicy said = rules.get(rule);
        Severity other = said == null ? null : said.severity();
        return other == null ? own : other;
    }

    /**
     * Whether a finding fails the gate.
     *
     * @param severity as {@link #severity} gives it
     */
    public boolean stops(RuleInfo rule, Severity severity, Tier tier) {
        RulePolicy said = rules.get(rule.id());
        Boolean stated = said == null ? null : said.gates();
        return stated == null ? gates.stop(rule, severity, tier) : stated;
    }
}
