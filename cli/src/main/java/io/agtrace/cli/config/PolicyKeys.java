package io.agtrace.cli.config;

import io.agtrace.analyzers.check.Budgets.Use;
import io.agtrace.analyzers.check.Expectations.Coverage;
import io.agtrace.analyzers.check.Gates;
import io.agtrace.analyzers.check.Structure.Handoff;
import io.agtrace.analyzers.rules.Rule;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of the policy: what rules do, and what {@code agtrace check} asks of runs. */
final class PolicyKeys {
    /** A set value of nothing in particular, for keys that nobody needs to set. */
    private static final String UNSET = "";

    private static final int MOST_SUPPRESSIONS = 10_000;
    private static final String ARROW = "->";

    static final Key<Boolean> ENABLED =
            new Key<>("enabled", Type.onOff(), true, "Whether the rule looks at runs.");

    static final Key<Severity> SEVERITY =
            Key.optional(
                    "severity",
                    Type.choice(List.of(Severity.values())),
                    Severity.WARNING,
                    "The severity of its findings, instead of the rule's own.");

    static final Key<Boolean> GATE =
            Key.optional(
                    "gate",
                    Type.onOff(),
                    false,
                    "Whether its findings fail 'agtrace check', whatever fail-on says.");

    /** Keys of thresholds, by rule id. */
    static final Map<String, List<Key<Double>>> THRESHOLDS = thresholds();

    static final Map<String, Key<Settings>> RULES_BY_ID = rules();

    static final Key<Settings> RULES =
            Key.of(
                    "rules",
                    Section.of(List.copyOf(RULES_BY_ID.values())),
                    "What rules do, by id: on or off, or severity, gate and thresholds"
                            + " ('agtrace rules' shows all).");

    static final Key<List<String>> FAIL_ON =
            new Key<>(
                    "fail-on",
                    Type.oneOrMore(Type.word(Gates.words())),
                    Gates.STANDARD.given(),
                    "What fails: rules, groups (their defects), tiers (defect, suspicion) or"
                            + " severities (error, warning, note) and worse.");

    static final Key<Duration> DURATION =
            Key.optional("duration", Type.length(), Duration.ZERO, "How long a run may take.");

    /** Budgets that are numbers. */
    static final Map<Use, Key<Double>> BUDGETS_BY_USE = budgets();

    static final Key<Settings> BUDGETS =
            Key.of("budgets", Section.of(budgetKeys()), "What one run may use at most.");

    static final Key<List<String>> AGENTS = names("agents", "Agents");
    static final Key<List<String>> TOOLS = names("tools", "Tools");
    static final Key<List<String>> STEPS = names("steps", "Steps (names of spans)");

    static final Key<Settings> REQUIRE =
            Key.of(
                    "require",
                    Section.of(List.of(AGENTS, TOOLS, STEPS)),
                    "What each run must hold.");

    static final Key<Settings> FORBID =
            Key.of("forbid", Section.of(List.of(AGENTS, TOOLS, STEPS)), "What no run may hold.");

    static final Key<List<String>> ORDER =
            new Key<>(
                    "order",
                    Type.oneOrMore(Type.text()),
                    List.of(),
                    "Agents, tools or steps that must begin in this order, where they occur.");

    static final Key<List<Handoff>> HANDOFFS =
            new Key<>(
                    "handoffs",
                    Type.oneOrMore(handoff()),
                    List.of(),
                    "The only ways on which work may go from agent to agent: 'planner -> writer'; *"
                            + " stands for any text.");

    static final Key<String> DECISION =
            Key.optional("decision", Type.text(), UNSET, "What is decided; * stands for any text.");

    static final Key<String> BY =
            Key.optional("by", Type.text(), UNSET, "Who decides; anybody where it is not said.");

    static final Key<Double> AT_LEAST =
            new Key<>("at-least", Type.share(), 0.0, "The smallest share of the runs.");

    static final Key<Double> AT_MOST =
            new Key<>("at-most", Type.share(), 1.0, "The largest share of the runs.");

    static final Key<Double> CONFIDENCE =
            new Key<>(
                    "confidence",
                    Type.share(),
                    0.95,
                    "How sure it must be that the true share lies outside.");

    static final Key<List<Settings>> DECISIONS =
            new Key<>(
                    "decisions",
                    Type.oneOrMore(
                            Section.of(List.of(DECISION, BY, AT_LEAST, AT_MOST, CONFIDENCE))
                                    .requiring(DECISION)
                                    .requiringOneOf(AT_LEAST, AT_MOST)),
                    List.of(),
                    "Decisions that a certain share of all runs takes.");

    static final Map<Coverage, Key<Double>> COVERAGE_BY_PLACE = coverage();

    static final Key<Settings> COVERAGE =
            Key.of(
                    "coverage",
                    Section.of(List.copyOf(COVERAGE_BY_PLACE.values())),
                    "How many of the places in all runs together must say something.");

    static final Key<String> FINGERPRINT =
            Key.optional("fingerprint", Type.text(), UNSET, "The problem's fingerprint.");

    static final Key<String> RULE =
            Key.optional(
                    "rule", Type.word(List.copyOf(RULES_BY_ID.keySet())), UNSET, "The rule's id.");

    static final Key<String> AT =
            Key.optional(
                    "at",
                    Type.text(),
                    UNSET,
                    "The boundary, 'writer←planner' or 'planner -> writer', or the agent; * stands"
                            + " for any text.");

    static final Key<String> WORKFLOW =
            Key.optional(
                    "workflow",
                    Type.text(),
                    UNSET,
                    "The workflow's id or name; * stands for any text.");

    static final Key<String> REASON = Key.optional("reason", Type.text(), UNSET, "Why.");

    static final Key<LocalDate> EXPIRES =
            Key.optional(
                    "expires",
                    Type.day(),
                    LocalDate.MAX,
                    "The last day on which it holds; after it the gate fails.");

    static final Key<List<Settings>> SUPPRESS =
            new Key<>(
                    "suppress",
                    Type.oneOrMore(
                            Section.of(List.of(FINGERPRINT, RULE, AT, WORKFLOW, REASON, EXPIRES))
                                    .requiring(REASON)
                                    .requiringOneOf(FINGERPRINT, RULE, AT, WORKFLOW),
                            MOST_SUPPRESSIONS),
                    List.of(),
                    "Problems that are known and accepted.");

    static final Key<Settings> CHECK =
            Key.of(
                    "check",
                    Section.of(
                            List.of(
                                    FAIL_ON, BUDGETS, REQUIRE, FORBID, ORDER, HANDOFFS, DECISIONS,
                                    COVERAGE, SUPPRESS)),
                    "What 'agtrace check' asks of runs.");

    private PolicyKeys() {}

    private static Map<String, List<Key<Double>>> thresholds() {
        Map<String, List<Key<Double>>> all = new LinkedHashMap<>();
        for (Rule rule : Rules.all()) {
            RuleInfo info = rule.info();
            List<Key<Double>> keys = new ArrayList<>();
            for (Threshold each : info.thresholds()) {
                double most = each.unit().equals("share") ? 1 : 1e12;
                keys.add(
                        new Key<>(
                                each.name(),
                                Type.number(0, most),
                                each.standard(),
                                each.meaning() + " In " + each.unit() + "."));
            }
            all.put(info.id(), List.copyOf(keys));
        }
        return all;
    }

    private static Map<String, Key<Settings>> rules() {
        Map<String, Key<Settings>> rules = new LinkedHashMap<>();
        for (Rule rule : Rules.all()) {
            List<Key<?>> keys = new ArrayList<>(List.of(ENABLED, SEVERITY, GATE));
            keys.addAll(THRESHOLDS.getOrDefault(rule.info().id(), List.of()));
            rules.put(
                    rule.info().id(),
                    Key.of(
                            rule.info().id(),
                            Section.of(keys).orJust(ENABLED),
                            rule.info().summary()));
        }
        return rules;
    }

    private static Map<Use, Key<Double>> budgets() {
        Map<Use, Key<Double>> keys = new EnumMap<>(Use.class);
        for (Use use : Use.values()) {
            if (use != Use.DURATION) {
                String meaning = "How much at most, in " + use.unit() + ".";
                keys.put(use, Key.optional(word(use), Type.number(0, 1e15), 0.0, meaning));
            }
        }
        return keys;
    }

    private static List<Key<?>> budgetKeys() {
        List<Key<?>> keys = new ArrayList<>(List.of(DURATION));
        keys.addAll(BUDGETS_BY_USE.values());
        return keys;
    }

    private static Map<Coverage, Key<Double>> coverage() {
        Map<Coverage, Key<Double>> keys = new EnumMap<>(Coverage.class);
        for (Coverage place : Coverage.values()) {
            String meaning = "The smallest share of which it holds: " + place.words() + ".";
            keys.put(place, Key.optional(word(place), Type.share(), 0.0, meaning));
        }
        return keys;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Key<List<String>> names(String name, String what) {
        String meaning = what + "; * stands for any text.";
        return new Key<>(name, Type.oneOrMore(Type.text()), List.of(), meaning);
    }

    private static Type<Handoff> handoff() {
        return new ScalarType<>(
                "two agents such as 'planner -> writer'",
                scalar -> {
                    String[] ends = scalar.text().split(ARROW, -1);
                    boolean two = ends.length == 2 && !ends[0].isBlank() && !ends[1].isBlank();
                    return two ? new Handoff(ends[0].strip(), ends[1].strip()) : null;
                },
                Type.fields("type", "string", "pattern", "\\S.*->.*\\S"),
                handoff -> handoff.from() + " " + ARROW + " " + handoff.to());
    }

    /** The boundary as findings name it: receiver first. */
    static String boundary(String written) {
        String[] ends = written.split(ARROW, -1);
        return ends.length == 2 ? ends[1].strip() + "←" + ends[0].strip() : written.strip();
    }
}
