package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.compare.SetComparison.MeasureSides;
import io.agtrace.analyzers.compare.SetComparison.TraitRates;
import io.agtrace.analyzers.diagnosis.cohort.Chance;
import io.agtrace.analyzers.diagnosis.cohort.Side;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares two sets of runs. Memory grows by a few hundred bytes a run. What is found by trying
 * many things must be the less likely to be chance: each likelihood is multiplied by their number.
 */
public final class SetComparer {
    /** Values that hardly any two runs share, such as ids, must not fill the memory. */
    private static final int MOST_TRAITS = 8_000;

    private static final int MOST_MEASURES = 1_000;

    /** What fewer runs have or lack is no difference beyond chance, however it is divided. */
    private static final int LEAST = 4;

    private final Map<Trait, Counted> traits = new TreeMap<>();
    private final Map<Measure, Values> measures = new TreeMap<>();
    private int goodRuns;
    private int badRuns;

    /** In how many runs a trait is; the first run that has it of either set. */
    private static final class Counted {
        private int good;
        private int bad;
        private String goodExample = "";
        private String badExample = "";
    }

    /** The values of a measure. */
    private static final class Values {
        private double[] good = new double[8];
        private double[] bad = new double[8];
        private int goods;
        private int bads;

        void add(boolean isBad, double value) {
            if (isBad) {
                bad = bads == bad.length ? Arrays.copyOf(bad, 2 * bads) : bad;
                bad[bads++] = value;
            } else {
                good = goods == good.length ? Arrays.copyOf(good, 2 * goods) : good;
                good[goods++] = value;
            }
        }
    }

    /** Adds a run of the good set. */
    public void addGood(SetRow row) {
        goodRuns++;
        add(row, false);
    }

    /** Adds a run of the bad set. */
    public void addBad(SetRow row) {
        badRuns++;
        add(row, true);
    }

    private void add(SetRow row, boolean isBad) {
        for (Trait trait : row.traits()) {
            Counted counted = traits.get(trait);
            if (counted == null && traits.size() < MOST_TRAITS) {
                counted = new Counted();
                traits.put(trait, counted);
            }
            if (counted != null && isBad) {
                counted.badExample = counted.bad++ == 0 ? row.id() : counted.badExample;
            } else if (counted != null) {
                counted.goodExample = counted.good++ == 0 ? row.id() : counted.goodExample;
            }
        }
        row.measures()
                .forEach(
                        (measure, value) -> {
                            Values values = measures.get(measure);
                            if (values == null && measures.size() < MOST_MEASURES) {
                                values = new Values();
                                measures.put(measure, values);
                            }
                            if (values != null) {
                                values.add(isBad, value);
                            }
                        });
    }

    /** What differs. */
    public SetComparison compare() {
        List<TraitRates> rates = new ArrayList<>();
        int tests = Math.max(1, (int) traits.values().stream().filter(this::isTelling).count());
        traits.forEach(
                (trait, counted) -> {
                    boolean varied =
                            trait.kind() == Trait.Kind.INPUT || trait.kind() == Trait.Kind.ROUTE;
                    if (varied && counted.good + counted.bad == 1 && goodRuns + badRuns > LEAST) {
                        return;
                    }
                    Side good = Side.rate(counted.good, goodRuns);
                    Side bad = Side.rate(counted.bad, badRuns);
                    if (good.middle() != bad.middle()) {
                        double chance =
                                Chance.ofRates(counted.bad, badRuns, counted.good, goodRuns)
                                        + Math.log(tests);
                        String example = counted.bad > 0 ? counted.badExample : counted.goodExample;
                        rates.add(new TraitRates(trait, good, bad, probability(chance), example));
                    }
                });
        // The sort is stable: of equal ones in the traits' order.
        rates.sort(
                Comparator.comparingDouble(TraitRates::chance)
                        .thenComparingDouble(each -> -distance(each)));
        Counted failing = traits.getOrDefault(new Trait(Trait.Kind.FAILURE, "", ""), new Counted());
        return new SetComparison(goodRuns, badRuns, failing.good, failing.bad, rates, sides());
    }

    /** Whether enough runs have a trait, and enough lack it, that it could tell something. */
    private boolean isTelling(Counted counted) {
        int with = counted.good + counted.bad;
        int rest = goodRuns + badRuns - with;
        return Math.min(with, rest) >= Math.min(LEAST, Math.min(goodRuns, badRuns));
    }

    private static double distance(TraitRates rates) {
        return Math.abs(rates.bad().middle() - rates.good().middle());
    }

    private List<MeasureSides> sides() {
        List<MeasureSides> sides = new ArrayList<>();
        measures.forEach(
                (measure, values) -> {
                    if (values.goods > 0 && values.bads > 0) {
                        double[] good = Arrays.copyOf(values.good, values.goods);
                        double[] bad = Arrays.copyOf(values.bad, values.bads);
                        Arrays.sort(good);
                        Arrays.sort(bad);
                        boolean comparable = good.length > 1 && bad.length > 1;
                        double chance =
                                comparable
                                        ? Chance.ofMeasures(bad, good) + Math.log(measures.size())
                                        : 0;
                        sides.add(
                                new MeasureSides(
                                        measure,
                                        Side.measure(good),
                                        Side.measure(bad),
                                        probability(chance)));
                    }
                });
        return sides;
    }

    private static double probability(double log) {
        return Math.exp(Math.min(0, log));
    }
}
