package io.agtrace.render.compare;

import io.agtrace.analyzers.compare.Measure;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.SetComparison.MeasureSides;
import io.agtrace.analyzers.compare.SetComparison.TraitRates;
import io.agtrace.analyzers.compare.Trait;
import io.agtrace.analyzers.diagnosis.cohort.Side;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is said about differences between sets of runs. */
public final class SetWords {
    private static final int MOST = 12;
    private static final int FEW = 5;

    private SetWords() {}

    /** What a comparison comes to. */
    static String verdict(SetComparison comparison) {
        if (comparison.differs()) {
            return "the sets differ";
        }
        return comparison.traits().isEmpty()
                ? "no difference between the sets"
                : "no difference between the sets beyond chance";
    }

    /** How many runs a set has, and in how many something is wrong. */
    static String runs(int runs, int failing) {
        String wrong = failing == 0 ? "nothing wrong" : "something wrong in " + failing;
        return Numbers.count(runs, "run") + ", " + wrong;
    }

    /** How many differences are not shown. */
    static int left(SetComparison comparison, boolean all) {
        return (int) ways(comparison.traits()).count() - shown(comparison, all).size();
    }

    /** The measures that are shown. */
    static List<MeasureSides> measures(SetComparison comparison, boolean all) {
        return comparison.measures().stream()
                .filter(each -> all || each.measure().agent().isEmpty() || each.isCertain())
                .toList();
    }

    static String quartiles(Measure measure, Side side) {
        return amount(measure, side.low()) + "–" + amount(measure, side.high());
    }

    /** What runs do; that they fail is what is to be explained. */
    private static Stream<TraitRates> ways(List<TraitRates> traits) {
        return traits.stream().filter(each -> each.trait().kind() != Trait.Kind.FAILURE);
    }

    /** What of it is shown, the most telling first: what is beyond chance; else the largest. */
    static List<TraitRates> shown(SetComparison comparison, boolean all) {
        List<TraitRates> traits = ways(comparison.traits()).toList();
        if (all) {
            return traits;
        }
        boolean differs = traits.stream().anyMatch(TraitRates::isCertain);
        return traits.stream()
                .filter(each -> !differs || each.isCertain())
                .limit(differs ? MOST : FEW)
                .toList();
    }

    /** A difference as a sentence. */
    static String sentence(TraitRates rates) {
        return trait(rates.trait())
                + " in "
                + percent(rates.bad().middle())
                + " of the bad runs, "
                + percent(rates.good().middle())
                + " of the good ones";
    }

    static String rate(int hits, double rate) {
        return Numbers.count(hits) + "  " + percent(rate);
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * rate);
    }

    static String chance(double chance) {
        return chance < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", chance);
    }

    static String amount(Measure measure, double amount) {
        return measure.kind() == Measure.Kind.TIME
                ? Durations.human(Math.round(amount))
                : Numbers.count(Math.round(amount));
    }

    static String name(Measure measure) {
        String what =
                switch (measure.kind()) {
                    case TIME -> measure.agent().isEmpty() ? "time" : "own time";
                    case TOKENS -> "tokens";
                    case MODEL_CALLS -> "model calls";
                    case TOOL_CALLS -> "tool calls";
                    case ROUNDS -> "rounds of loops";
                    case FAILED_ATTEMPTS -> "failed attempts";
                };
        return measure.agent().isEmpty() ? what : measure.agent() + ": " + what;
    }

    /** A trait in words. */
    public static String trait(Trait trait) {
        String of = trait.of();
        return switch (trait.kind()) {
            case FAILURE -> "something goes wrong";
            case RULE -> "finding " + trait.value();
            case AGENT -> "agent " + trait.value();
            case TOOL -> "tool " + trait.value();
            case MESSAGE -> "message " + trait.value();
            case DECISION -> (of.isEmpty() ? "" : of + " decides ") + trait.value();
            case ROUTE -> "the way " + trait.value();
            case RETRY -> trait.value().isEmpty() ? "any retry" : "retries of " + trait.value();
            case LOOP -> "a loop of " + trait.value();
            case VERSION -> of + " of version " + trait.value();
            case MODEL -> of + " on " + trait.value();
            case INPUT -> of + " given " + trait.value();
        };
    }
}
