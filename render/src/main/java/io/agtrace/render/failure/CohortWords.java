package io.agtrace.render.failure;

import io.agtrace.analyzers.diagnosis.cohort.Cohort;
import io.agtrace.analyzers.diagnosis.cohort.Comparison;
import io.agtrace.analyzers.diagnosis.cohort.Feature;
import io.agtrace.analyzers.diagnosis.cohort.Side;
import io.agtrace.render.text.Durations;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Times;

import java.time.ZoneId;
import java.util.Locale;

/** What is said about runs of one kind that were compared. */
public final class CohortWords {
    private static final double ALL = 0.95;

    private CohortWords() {}

    /** How many runs of which kind. */
    static String heading(Cohort cohort) {
        String name = cohort.name().isEmpty() ? "an unnamed workflow" : cohort.name();
        String from = cohort.entry().isEmpty() ? "" : " from " + cohort.entry() + " on";
        String failing =
                cohort.failing() == 0
                        ? ", none of them failing"
                        : ", " + Numbers.count(cohort.failing()) + " of them failing";
        String left =
                cohort.leftOut() == 0
                        ? ""
                        : "; " + Numbers.count(cohort.leftOut()) + " more were left out";
        return Numbers.count(cohort.runs(), "run") + " of " + name + from + failing + left;
    }

    /**
     * A difference as a sentence.
     *
     * @param zone for points in time
     */
    public static String sentence(Comparison comparison, ZoneId zone) {
        Side one = comparison.one();
        Side other = comparison.other();
        String what = subject(comparison.feature());
        return switch (comparison.contrast()) {
            case FAILING ->
                    comparison.feature().kind().sort() == Feature.Sort.MEASURE
                            ? what
                                    + ": "
                                    + amount(comparison.feature(), one.middle())
                                    + " in the middle failing run, "
                                    + amount(comparison.feature(), other.middle())
                                    + " in the middle healthy one"
                            : what
                                    + " in "
                                    + rate(one)
                                    + " of the failing runs, "
                                    + rate(other)
                                    + " of the healthy ones";
            case SINCE ->
                    what
                            + " in "
                            + rate(one)
                            + " of runs since "
                            + Times.brief(comparison.sinceNanos(), zone)
                            + ", "
                            + rate(other)
                            + " before"
                            + carrier(comparison);
            case WITH -> {
                Feature carrier = comparison.carrier();
                yield what
                        + " in "
                        + rate(one)
                        + " of the runs with "
                        + (carrier == null ? "it" : trait(carrier))
                        + ", "
                        + rate(other)
                        + " of the others";
            }
        };
    }

    private static String carrier(Comparison comparison) {
        Feature carrier = comparison.carrier();
        Side carried = comparison.carried();
        if (carrier == null || carried == null) {
            return "";
        }
        String share =
                comparison.surplus() >= ALL
                        ? "all of the surplus"
                        : Math.round(100 * comparison.surplus()) + " % of the surplus";
        return "; "
                + share
                + " comes from "
                + trait(carrier)
                + " ("
                + rate(carried)
                + " of its "
                + Numbers.count(carried.runs(), "run")
                + ")";
    }

    private static String subject(Feature feature) {
        return switch (feature.kind()) {
            case FAILURE -> "something goes wrong";
            case DECISION ->
                    feature.value()
                            + " is chosen"
                            + (feature.of().isEmpty() ? "" : " by " + feature.of());
            case ROUTE -> "the run goes " + feature.value();
            case DURATION -> "time";
            case WAITING -> "waiting";
            case ROUNDS -> "rounds of loops";
            case FAILED_ATTEMPTS -> "failed attempts";
            case CONFIDENCE -> "lowest confidence of a decision";
            case TOKENS -> "tokens";
            case COST -> "cost";
            case AGENT_VERSION, SERVICE_VERSION, MODEL, INPUT_FROM, INPUT_VALUE -> trait(feature);
        };
    }

    /** A trait, such as {@code classifier v2.1}. */
    static String trait(Feature feature) {
        String value = feature.value();
        boolean digit = !value.isEmpty() && Character.isDigit(value.charAt(0));
        return switch (feature.kind()) {
            case AGENT_VERSION -> feature.of() + " " + (digit ? "v" : "") + value;
            case SERVICE_VERSION -> "service " + feature.of() + " " + (digit ? "v" : "") + value;
            case MODEL -> feature.of() + " on " + value;
            case INPUT_FROM -> feature.of() + "'s input from " + value;
            case INPUT_VALUE -> feature.of() + " = " + value;
            default -> feature.of() + " " + value;
        };
    }

    /** A rate and what it may be in truth. */
    private static String rate(Side side) {
        return percent(side.middle())
                + " % ("
                + percent(side.low())
                + "–"
                + percent(side.high())
                + " %)";
    }

    private static String percent(double share) {
        double percent = 100 * share;
        String text = String.format(Locale.ROOT, percent < 1 ? "%.1f" : "%.0f", percent);
        return text.equals("0.0") ? "0" : text;
    }

    private static String amount(Feature feature, double amount) {
        return switch (feature.kind()) {
            case DURATION, WAITING -> Durations.human(Math.round(amount));
            case CONFIDENCE -> String.format(Locale.ROOT, "%.2f", amount);
            case COST -> Numbers.dollars(amount);
            default -> Numbers.count(Math.round(amount));
        };
    }
}
