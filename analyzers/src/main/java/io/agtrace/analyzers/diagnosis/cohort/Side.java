package io.agtrace.analyzers.diagnosis.cohort;

/**
 * One of two groups of runs that are compared.
 *
 * @param runs how many
 * @param hits in how many of them it happened; -1 for a measure
 * @param low lower bound of the rate, with 95 % confidence (Wilson); for a measure the lower
 *     quartile
 * @param high upper bound likewise; for a measure the upper quartile
 * @param middle the rate, 0 to 1; for a measure its median
 */
public record Side(int runs, int hits, double low, double high, double middle) {
    private static final double Z = 1.959964;

    /** Of so many runs in which something happened. */
    public static Side rate(int hits, int runs) {
        double rate = runs == 0 ? 0 : (double) hits / runs;
        double n = Math.max(1, runs);
        double scale = 1 + Z * Z / n;
        double centre = (rate + Z * Z / (2 * n)) / scale;
        double margin = Z / scale * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        return new Side(
                runs, hits, Math.max(0, centre - margin), Math.min(1, centre + margin), rate);
    }

    /** Of numbers that are sorted. */
    public static Side measure(double[] sorted) {
        return new Side(
                sorted.length,
                -1,
                sorted[(sorted.length - 1) / 4],
                sorted[(sorted.length - 1) * 3 / 4],
                sorted[(sorted.length - 1) / 2]);
    }
}
