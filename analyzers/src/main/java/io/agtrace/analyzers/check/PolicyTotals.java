package io.agtrace.analyzers.check;

import io.agtrace.analyzers.check.Expectations.Coverage;
import io.agtrace.analyzers.check.Expectations.ExpectedDecision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Adds up what a policy asks of all runs together. Runs are added one after the other. */
public final class PolicyTotals {
    private final Expectations expectations;
    private final long[] told = new long[Coverage.values().length];
    private final long[] all = new long[told.length];
    private final int[] decided;
    private final int[] deciding;

    public PolicyTotals(Expectations expectations) {
        this.expectations = expectations;
        decided = new int[expectations.decisions().size()];
        deciding = new int[decided.length];
    }

    /** Adds a run. */
    public void add(CheckedRun run) {
        Expectations.Seen seen = run.seen();
        for (int i = 0; i < told.length; i++) {
            told[i] += seen.told().get(i);
            all[i] += seen.all().get(i);
        }
        for (int i = 0; i < decided.length; i++) {
            decided[i] += seen.decided().get(i) ? 1 : 0;
            deciding[i] += seen.decidedBy().get(i) ? 1 : 0;
        }
    }

    /** What is wrong with them; places that do not occur at all are no breach. */
    List<Problem> breaches() {
        List<Problem> breaches = new ArrayList<>();
        for (Coverage each : Coverage.values()) {
            Double least = expectations.coverage().get(each);
            long places = all[each.ordinal()];
            long says = told[each.ordinal()];
            if (least != null && places > 0 && says < least * places) {
                String key = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
                breaches.add(
                        PolicyBreaches.overall(
                                PolicyBreaches.COVERAGE,
                                key,
                                says
                                        + " of "
                                        + places
                                        + " "
                                        + each.words()
                                        + ", "
                                        + percent((double) says / places)
                                        + "; the policy asks for "
                                        + percent(least)
                                        + "."));
            }
        }
        for (int i = 0; i < decided.length; i++) {
            decision(breaches, expectations.decisions().get(i), decided[i], deciding[i]);
        }
        return breaches;
    }

    private static void decision(
            List<Problem> breaches, ExpectedDecision expected, int taken, int runs) {
        if (runs == 0) {
            return;
        }
        double[] bounds = wilson(taken, runs, expected.level());
        if (bounds[1] >= expected.least() && bounds[0] <= expected.most()) {
            return;
        }
        String who = expected.by().isEmpty() ? "" : " by " + expected.by();
        breaches.add(
                PolicyBreaches.overall(
                        PolicyBreaches.DECISIONS,
                        expected.decision() + who,
                        expected.decision()
                                + who
                                + " was decided in "
                                + taken
                                + " of "
                                + runs
                                + " runs, "
                                + percent((double) taken / runs)
                                + " ("
                                + percent(expected.level())
                                + " confidence interval "
                                + percent(bounds[0])
                                + " to "
                                + percent(bounds[1])
                                + "); the policy expects "
                                + percent(expected.least())
                                + " to "
                                + percent(expected.most())
                                + "."));
    }

    /**
     * Bounds of a share, by E. B. Wilson's score interval (Probable inference, the law of
     * succession, and statistical inference, JASA 22, 1927).
     *
     * @param level of confidence, 0 to 1
     * @return the lower and the upper bound
     */
    static double[] wilson(int hits, int tries, double level) {
        double z = normalQuantile((1 + level) / 2);
        double share = (double) hits / tries;
        double z2 = z * z / tries;
        double middle = (share + z2 / 2) / (1 + z2);
        double half = z / (1 + z2) * Math.sqrt(share * (1 - share) / tries + z2 / (4 * tries));
        return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
    }

    /** Where the standard normal distribution reaches a probability of 0.5 to 1, by bisection. */
    private static double normalQuantile(double probability) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (normal(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The standard normal distribution for x ≥ 0, by its series (Abramowitz and Stegun 26.2.11).
     */
    private static double normal(double x) {
        double term = x;
        double sum = x;
        for (int i = 1; i < 300 && term > 1e-17 * sum; i++) {
            term *= x * x / (2 * i + 1);
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private static String percent(double share) {
        double hundredths = Math.round(share * 1000) / 10.0;
        return hundredths == Math.rint(hundredths) ? (long) hundredths + " %" : hundredths + " %";
    }
}
