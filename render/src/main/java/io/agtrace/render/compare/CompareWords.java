package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.Difference.Level;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.compare.Setting;
import io.agtrace.analyzers.compare.Tally;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.render.text.Numbers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is said about differences between runs. */
public final class CompareWords {
    private CompareWords() {}

    /** What a comparison comes to. */
    public static String verdict(RunComparison comparison) {
        if (comparison.isEmpty()) {
            return "nothing to compare";
        }
        if (comparison.isStrange()) {
            return "the runs have no agent in common";
        }
        if (comparison.first(Level.STRUCTURE) != null) {
            return "the runs diverge";
        }
        return comparison.first() == null
                ? "no divergence"
                : "no divergence in structure, but in content";
    }

    /** A difference in a few words, without what was said in either run. */
    public static String title(Difference difference) {
        String subject = difference.subject();
        String whose = difference.agent().isEmpty() ? "" : difference.agent() + "'s ";
        return switch (difference.kind()) {
            case DECISION ->
                    (subject.isEmpty() ? "decision" : subject)
                            + (difference.agent().isEmpty() ? "" : " by " + difference.agent())
                            + ": "
                            + choice(difference.good(), difference.bad());
            case FAILURE -> whose(difference) + " fails";
            case RECOVERY ->
                    whose(difference)
                            + (difference.badNode() < 0
                                    ? " is tried fewer times"
                                    : " does not fail");
            case CUT_OFF ->
                    whose
                            + "model is cut off ("
                            + difference.bad()
                            + (difference.good().isEmpty()
                                    ? ")"
                                    : ", not " + difference.good() + ")");
            case MESSAGE_LOST -> "no message " + subject;
            case MESSAGE_ADDED -> "a further message " + subject;
            case NOT_RECEIVED -> "message " + subject + " is sent and not received";
            case DELIVERED_LESS ->
                    "message "
                            + subject
                            + " arrives with "
                            + difference.bad()
                            + " (good run: "
                            + difference.good()
                            + ")";
            case ROUNDS ->
                    "loop of "
                            + subject
                            + ": "
                            + rounds(difference.bad())
                            + ", not "
                            + Numbers.count(Long.parseLong(difference.good()));
            case STEP_LOST -> "no " + subject + by(difference) + within(difference);
            case STEP_ADDED ->
                    "a further "
                            + subject
                            + by(difference)
                            + (difference.bad().isEmpty() ? "" : ", which fails")
                            + within(difference);
            case ORDER -> whose(difference) + " takes place in another order";
            case ARGUMENTS -> whose(difference) + " is asked for something else";
            case RESULT -> whose(difference) + " gives back something else for the same";
            case ANSWER -> whose + "model answers something else to the same";
        };
    }

    /** What was chosen; where it is several things, what of them is new and what is missing. */
    private static String choice(String good, String bad) {
        Set<String> goods = new LinkedHashSet<>(List.of(good.split(", ", -1)));
        Set<String> bads = new LinkedHashSet<>(List.of(bad.split(", ", -1)));
        Set<String> more = new LinkedHashSet<>(bads);
        more.removeAll(goods);
        Set<String> less = new LinkedHashSet<>(goods);
        less.removeAll(bads);
        boolean several = goods.size() > 1 && bads.size() > 1;
        if (!several || more.size() == bads.size() || more.isEmpty() && less.isEmpty()) {
            return (bad.isEmpty() ? "nothing" : bad) + ", not " + good;
        }
        String also = more.isEmpty() ? "" : "also " + String.join(", ", more);
        String without = less.isEmpty() ? "" : "without " + String.join(", ", less);
        return also + (also.isEmpty() || without.isEmpty() ? "" : ", ") + without;
    }

    private static String rounds(String number) {
        return Numbers.count(Long.parseLong(number)) + (number.equals("1") ? " round" : " rounds");
    }

    private static String whose(Difference difference) {
        return whose(difference.agent(), difference.subject());
    }

    /** A step, and whose it is. */
    static String whose(String agent, String step) {
        boolean itself = step.equals("agent " + agent);
        return itself || agent.isEmpty() ? step : agent + "'s " + step;
    }

    private static String by(Difference difference) {
        return difference.agent().isEmpty() ? "" : " by " + difference.agent();
    }

    private static String within(Difference difference) {
        int more = difference.size() - 1;
        return more <= 0 ? "" : ", with " + Numbers.count(more, "step") + " in it";
    }

    /** Whether what either run said adds to a difference's title. */
    static boolean isQuoted(Difference difference) {
        return switch (difference.kind()) {
            case FAILURE,
                    RECOVERY,
                    MESSAGE_LOST,
                    MESSAGE_ADDED,
                    NOT_RECEIVED,
                    STEP_ADDED,
                    ARGUMENTS,
                    RESULT,
                    ANSWER ->
                    true;
            case DECISION, CUT_OFF, DELIVERED_LESS, ROUNDS, STEP_LOST, ORDER -> false;
        };
    }

    /** A setting's name. */
    public static String name(Setting setting) {
        return switch (setting.kind()) {
            case TASK -> "the task";
            case AGENT_VERSION -> setting.of() + "'s version";
            case MODEL -> setting.of() + "'s model";
            case INSTRUCTIONS -> setting.of() + "'s instructions";
            case RESOURCE -> setting.of();
        };
    }

    /** A tally in a few words: {@code tool search 3 → 1}. */
    private static String tally(Tally tally, String arrow) {
        String noun =
                switch (tally.kind()) {
                    case ROUND -> "rounds of";
                    case RETRY -> "retries of";
                    case AGENT, DECISION, MESSAGE, TOOL -> tally.kind().noun();
                };
        String change =
                Numbers.count(tally.good()) + " " + arrow + " " + Numbers.count(tally.bad());
        return noun + " " + tally.name() + " " + change;
    }

    /** How many steps either run has. */
    static String steps(RunComparison comparison) {
        int matched = comparison.matched();
        int good = comparison.goodSteps();
        int bad = comparison.badSteps();
        if (matched == good && matched == bad) {
            return "all " + Numbers.count(matched, "step") + " in both";
        }
        String of = good == bad ? "" : Numbers.count(good) + " and ";
        return Numbers.count(matched, "step") + " in both, of " + of + Numbers.count(bad);
    }

    /** What the runs were given, and how it differs. */
    static List<String> given(RunComparison comparison, String arrow) {
        List<String> given = settings(comparison.settings(), arrow);
        if (comparison.reworded() > 0) {
            boolean one = comparison.reworded() == 1;
            given.add(
                    Numbers.count(comparison.reworded(), "text")
                            + (one ? " says" : " say")
                            + " the same in other words");
        }
        return given;
    }

    /** The settings, each change once with all that it is about. */
    private static List<String> settings(List<Setting> settings, String arrow) {
        Map<String, List<String>> changes = new LinkedHashMap<>();
        for (Setting each : settings) {
            boolean texts =
                    each.kind() == Setting.Kind.TASK || each.kind() == Setting.Kind.INSTRUCTIONS;
            String quote = texts ? "\"" : "";
            String was = side(each.good(), quote);
            String is = side(each.bad(), quote);
            String change = was + " " + arrow + " " + is;
            changes.computeIfAbsent(change, _ -> new ArrayList<>()).add(name(each));
        }
        List<String> lines = new ArrayList<>();
        changes.forEach((change, names) -> lines.add(String.join(", ", names) + ": " + change));
        return lines;
    }

    private static String side(String said, String quote) {
        return said.isEmpty() ? "nothing" : quote + said + quote;
    }

    /** What occurs less often in the bad run, or more often. */
    static List<String> tallies(RunComparison comparison, boolean lost, String arrow) {
        return comparison.tallies().stream()
                .filter(each -> each.bad() < each.good() == lost)
                .map(each -> tally(each, arrow))
                .toList();
    }

    /** What may be wrong, and how likely that is. */
    static String fault(Hypothesis fault) {
        String confidence = String.format(Locale.ROOT, "%.2f", fault.confidence());
        return fault.cause().rule() + " " + fault.cause().title() + " " + confidence;
    }
}
