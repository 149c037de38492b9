package io.agtrace.analyzers.diagnosis.cohort;

import java.util.Arrays;

/** How likely differences are that chance alone makes; as natural logarithms. */
public final class Chance {
    private Chance() {}

    /**
     * Fisher's exact test, both directions: that of two groups drawn at random one has so many hits
     * or more, or fewer where it has few.
     */
    public static double ofRates(int hits, int runs, int otherHits, int otherRuns) {
        int allHits = hits + otherHits;
        int all = runs + otherRuns;
        boolean more = (double) hits * otherRuns >= (double) otherHits * runs;
        int last = more ? Math.min(allHits, runs) : Math.max(0, allHits - otherRuns);
        double sum = Double.NEGATIVE_INFINITY;
        for (int k = hits; more ? k <= last : k >= last; k += more ? 1 : -1) {
            double log = choose(allHits, k) + choose(all - allHits, runs - k) - choose(all, runs);
            sum = sum == Double.NEGATIVE_INFINITY ? log : sum + Math.log1p(Math.exp(log - sum));
        }
        return Math.min(0, sum + Math.log(2));
    }

    private static double choose(int n, int k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    private static double logFactorial(int n) {
        if (n < 20) {
            double product = 1;
            for (int i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = n + 1.0;
        return (x - 0.5) * Math.log(x)
                - x
                + 0.5 * Math.log(2 * Math.PI)
                + 1 / (12 * x)
                - 1 / (360 * x * x * x);
    }

    /** Twice the logarithm of how much better two rates tell the hits than one. */
    static double likelihoodRatio(int hits, int runs, int otherHits, int otherRuns) {
        return 2
                * (log(hits, runs)
                        + log(otherHits, otherRuns)
                        - log(hits + otherHits, runs + otherRuns));
    }

    private static double log(int hits, int runs) {
        double rate = (double) hits / Math.max(1, runs);
        return (hits == 0 ? 0 : hits * Math.log(rate))
                + (hits == runs ? 0 : (runs - hits) * Math.log(1 - rate));
    }

    /**
     * That the largest likelihood ratio of all cuts in time is as large as this, where at least the
     * given share lies on both sides (James, James and Siegmund 1987).
     */
    static double ofBestCut(double ratio, double share) {
        double b = Math.sqrt(Math.max(1, ratio));
        double range = 2 * Math.log((1 - share) / share);
        double density = -b * b / 2 - 0.5 * Math.log(2 * Math.PI);
        return Math.min(0, density + Math.log((b - 1 / b) * range + 4 / b));
    }

    /** The rank test of Mann and Whitney, both directions; ties count as half. */
    public static double ofMeasures(double[] sortedOne, double[] sortedOther) {
        double ties = 0;
        int i = 0;
        double[] all = new double[sortedOne.length + sortedOther.length];
        System.arraycopy(sortedOne, 0, all, 0, sortedOne.length);
        System.arraycopy(sortedOther, 0, all, sortedOne.length, sortedOther.length);
        Arrays.sort(all);
        double n = all.length;
        double ranks = 0;
        int one = 0;
        while (i < all.length) {
            int end = i;
            while (end < all.length && all[end] == all[i]) {
                end++;
            }
            double count = end - i;
            ties += count * count * count - count;
            while (one < sortedOne.length && sortedOne[one] == all[i]) {
                ranks += (i + 1 + end) / 2.0;
                one++;
            }
            i = end;
        }
        double a = sortedOne.length;
        double b = sortedOther.length;
        double below = ranks - a * (a + 1) / 2;
        double variance = a * b / 12 * (n + 1 - ties / (n * (n - 1)));
        if (variance <= 0) {
            return 0;
        }
        double z = Math.max(0, Math.abs(below - a * b / 2) - 0.5) / Math.sqrt(variance);
        // An upper bound of the normal distribution's tail, close where it matters.
        double tail = -z * z / 2 - Math.log(Math.max(1, z) * Math.sqrt(2 * Math.PI));
        return Math.min(0, Math.log(2) + tail);
    }
}
