package io.agtrace.cli.config;

import io.agtrace.analyzers.check.Budgets;
import io.agtrace.analyzers.check.Budgets.Use;
import io.agtrace.analyzers.check.Expectations;
import io.agtrace.analyzers.check.Expectations.Coverage;
import io.agtrace.analyzers.check.Expectations.ExpectedDecision;
import io.agtrace.analyzers.check.Gates;
import io.agtrace.analyzers.check.Policy;
import io.agtrace.analyzers.check.Policy.RulePolicy;
import io.agtrace.analyzers.check.Structure;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.rules.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a policy of the values that a configuration sets. */
final class Policies {
    private Policies() {}

    static Policy of(Settings settings) {
        Settings rules = settings.get(PolicyKeys.RULES).value();
        Settings check = settings.get(PolicyKeys.CHECK).value();
        Map<String, RulePolicy> policies = new HashMap<>();
        Map<String, Map<String, Double>> thresholds = new HashMap<>();
        PolicyKeys.RULES_BY_ID.forEach(
                (id, key) -> {
                    Settings rule = rules.get(key).value();
                    if (!rule.isEmpty()) {
                        policies.put(id, rule(rule));
                        thresholds.put(id, numbers(rule, PolicyKeys.THRESHOLDS.get(id)));
                    }
                });
        return new Policy(
                policies,
                thresholds,
                Gates.of(check.get(PolicyKeys.FAIL_ON).value()),
                new Expectations(
                        budgets(check.get(PolicyKeys.BUDGETS).value()),
                        structure(check),
                        decisions(check),
                        coverage(check.get(PolicyKeys.COVERAGE).value())),
                suppressions(check));
    }

    private static RulePolicy rule(Settings rule) {
        Severity severity = set(rule, PolicyKeys.SEVERITY);
        Boolean gates = set(rule, PolicyKeys.GATE);
        return new RulePolicy(rule.get(PolicyKeys.ENABLED).value(), severity, gates);
    }

    private static <T> @Nullable T set(Settings settings, Key<T> key) {
        Setting<T> setting = settings.get(key);
        return setting.source() instanceof Source.Default ? null : setting.value();
    }

    private static Map<String, Double> numbers(Settings rule, @Nullable List<Key<Double>> keys) {
        Map<String, Double> numbers = new HashMap<>();
        for (Key<Double> key : keys == null ? List.<Key<Double>>of() : keys) {
            Double value = set(rule, key);
            if (value != null) {
                numbers.put(key.name(), value);
            }
        }
        return numbers;
    }

    private static Budgets budgets(Settings settings) {
        Map<Use, Double> most = new EnumMap<>(Use.class);
        Duration duration = set(settings, PolicyKeys.DURATION);
        if (duration != null) {
            most.put(Use.DURATION, duration.toNanos() / 1e9);
        }
        PolicyKeys.BUDGETS_BY_USE.forEach(
                (use, key) -> {
                    Double value = set(settings, key);
                    if (value != null) {
                        most.put(use, value);
                    }
                });
        return new Budgets(most);
    }

    private static Structure structure(Settings check) {
        Settings require = check.get(PolicyKeys.REQUIRE).value();
        Settings forbid = check.get(PolicyKeys.FORBID).value();
        return new Structure(
                require.get(PolicyKeys.AGENTS).value(),
                require.get(PolicyKeys.TOOLS).value(),
                require.get(PolicyKeys.STEPS).value(),
                forbid.get(PolicyKeys.AGENTS).value(),
                forbid.get(PolicyKeys.TOOLS).value(),
                forbid.get(PolicyKeys.STEPS).value(),
                check.get(PolicyKeys.ORDER).value(),
                check.get(PolicyKeys.HANDOFFS).value());
    }

    private static List<ExpectedDecision> decisions(Settings check) {
        List<ExpectedDecision> decisions = new ArrayList<>();
        for (Settings each : check.get(PolicyKeys.DECISIONS).value()) {
            decisions.add(
                    new ExpectedDecision(
                            each.get(PolicyKeys.DECISION).value(),
                            each.get(PolicyKeys.BY).value(),
                            each.get(PolicyKeys.AT_LEAST).value(),
                            each.get(PolicyKeys.AT_MOST).value(),
                            each.get(PolicyKeys.CONFIDENCE).value()));
        }
        return decisions;
    }

    private static Map<Coverage, Double> coverage(Settings settings) {
        Map<Coverage, Double> least = new EnumMap<>(Coverage.class);
        PolicyKeys.COVERAGE_BY_PLACE.forEach(
                (place, key) -> {
                    Double value = set(settings, key);
                    if (value != null) {
                        least.put(place, value);
                    }
                });
        return least;
    }

    private static List<Suppression> suppressions(Settings check) {
        List<Suppression> suppressions = new ArrayList<>();
        for (Settings each : check.get(PolicyKeys.SUPPRESS).value()) {
            Setting<String> reason = each.get(PolicyKeys.REASON);
            suppressions.add(
                    new Suppression(
                            each.get(PolicyKeys.FINGERPRINT).value(),
                            each.get(PolicyKeys.RULE).value(),
                            PolicyKeys.boundary(each.get(PolicyKeys.AT).value()),
                            each.get(PolicyKeys.WORKFLOW).value(),
                            reason.value(),
                            set(each, PolicyKeys.EXPIRES),
                            reason.source().toString()));
        }
        return suppressions;
    }
}
