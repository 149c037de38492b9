package io.agtrace.analyzers.check;

import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Tier;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What fails a build. Each gate is a word: a rule's id, a group ({@code handoff}, {@code
 * control-flow} …: its defects), a tier ({@code defect}; {@code suspicion} for both) or a severity
 * ({@code error}; {@code warning} and {@code note} for that and worse). What breaks the user's own
 * policy fails in any case.
 */
public final class Gates {
    /** Defects of the handoff group. */
    public static final Gates STANDARD = of(List.of(word(Group.HANDOFF)));

    private final List<Gate> gates;

    private interface Test {
        boolean matches(RuleInfo rule, Severity severity, Tier tier);
    }

    private record Gate(String word, Test test) {}

    private Gates(List<Gate> gates) {
        this.gates = List.copyOf(gates);
    }

    /**
     * Reads gates.
     *
     * @throws UnknownGate for a word that is none
     */
    public static Gates of(List<String> words) {
        List<Gate> gates = new ArrayList<>();
        for (String word : words) {
            String plain = word.strip().toLowerCase(Locale.ROOT);
            Test test = test(plain);
            if (test == null) {
                throw new UnknownGate(word);
            }
            gates.add(new Gate(plain, test));
        }
        return new Gates(gates);
    }

    /** All words that may stand for gates. */
    public static List<String> words() {
        return Stream.of(
                        Stream.of(Tier.values()).map(Tier::label),
                        Stream.of(Severity.values()).map(Severity::label),
                        Stream.of(Group.values()).map(Gates::word),
                        Rules.all().stream().map(rule -> rule.info().id()))
                .flatMap(each -> each)
                .toList();
    }

    /** The group as a gate's word. */
    public static String word(Group group) {
        return group.label().replace(' ', '-');
    }

    private static @Nullable Test test(String word) {
        for (Tier least : Tier.values()) {
            if (word.equals(least.label())) {
                return (rule, severity, tier) ->
                        severity != Severity.NOTE && tier.compareTo(least) <= 0;
            }
        }
        for (Severity least : Severity.values()) {
            if (word.equals(least.label())) {
                return (rule, severity, tier) -> severity.compareTo(least) <= 0;
            }
        }
        for (Group group : Group.values()) {
            if (word.equals(word(group))) {
                return (rule, severity, tier) -> rule.group() == group && isDefect(severity, tier);
            }
        }
        boolean isRule = Rules.all().stream().anyMatch(rule -> rule.info().id().equals(word));
        return isRule ? (rule, severity, tier) -> rule.id().equals(word) : null;
    }

    private static boolean isDefect(Severity severity, Tier tier) {
        return severity != Severity.NOTE && tier == Tier.DEFECT;
    }

    /** The gates' words. */
    public List<String> given() {
        return gates.stream().map(Gate::word).toList();
    }

    /** Whether a finding of the rule does not pass. */
    public boolean stop(RuleInfo rule, Severity severity, Tier tier) {
        return rule.group() == Group.POLICY
                || gates.stream().anyMatch(gate -> gate.test.matches(rule, severity, tier));
    }

    /** A word that stands for no gate. */
    public static final class UnknownGate extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownGate(String word) {
            super(word);
        }
    }
}
