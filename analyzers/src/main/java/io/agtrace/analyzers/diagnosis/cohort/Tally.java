package io.agtrace.analyzers.diagnosis.cohort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The runs of one kind: for each feature the set of runs that have it. */
final class Tally {
    private static final int MOST_RUNS = 20_000;

    /** Values that hardly any two runs share, such as ids, must not fill the memory. */
    private static final int MOST_FEATURES = 4_000;

    private static final int MOST_AGENTS = 200;

    private final List<String> ids = new ArrayList<>();
    private long[] starts = new long[16];
    private final Map<Feature, BitSet> features = new HashMap<>();
    private final Map<Feature.Kind, double[]> measures = new EnumMap<>(Feature.Kind.class);
    private final TreeSet<String> agents = new TreeSet<>();
    private int leftOut;

    void add(RunRow row) {
        int run = ids.size();
        if (run >= MOST_RUNS) {
            leftOut++;
            return;
        }
        ids.add(row.id());
        if (run == starts.length) {
            starts = Arrays.copyOf(starts, run * 2);
        }
        starts[run] = row.startNanos();
        for (Feature each : row.features().stream().sorted().toList()) {
            BitSet known = features.get(each);
            if (known == null && features.size() < MOST_FEATURES) {
                known = new BitSet();
                features.put(each, known);
            }
            if (known != null) {
                known.set(run);
            }
        }
        row.measures().forEach((kind, value) -> put(kind, run, value));
        row.agents().stream().limit(MOST_AGENTS - agents.size()).forEach(agents::add);
    }

    private void put(Feature.Kind kind, int run, double value) {
        double[] values = measures.getOrDefault(kind, new double[0]);
        if (values.length <= run) {
            int known = values.length;
            values = Arrays.copyOf(values, Math.max(16, run * 2));
            Arrays.fill(values, known, values.length, Double.NaN);
            measures.put(kind, values);
        }
        values[run] = value;
    }

    int runs() {
        return ids.size();
    }

    int leftOut() {
        return leftOut;
    }

    List<String> agents() {
        return List.copyOf(agents);
    }

    /** The runs that have a feature. */
    BitSet of(Feature feature) {
        return features.getOrDefault(feature, new BitSet());
    }

    /**
     * Runs in order of their start.
     *
     * @param starts since the epoch, ascending
     * @param features for each feature the positions of the runs that have it
     * @param measures NaN where a run has none
     */
    record Ordered(
            List<String> ids,
            long[] starts,
            SortedMap<Feature, BitSet> features,
            SortedMap<Feature.Kind, double[]> measures) {
        int runs() {
            return ids.size();
        }
    }

    /** What was collected, in an order that does not depend on that of the input. */
    Ordered inOrderOfTime() {
        List<Integer> order = new ArrayList<>(ids.size());
        for (int run = 0; run < ids.size(); run++) {
            order.add(run);
        }
        order.sort(Comparator.comparingLong((Integer run) -> starts[run]).thenComparing(ids::get));
        int[] places = new int[order.size()];
        long[] times = new long[order.size()];
        for (int i = 0; i < places.length; i++) {
            places[order.get(i)] = i;
            times[i] = starts[order.get(i)];
        }
        SortedMap<Feature, BitSet> sets = new TreeMap<>();
        features.forEach(
                (feature, runs) -> {
                    BitSet set = new BitSet(places.length);
                    runs.stream().forEach(run -> set.set(places[run]));
                    sets.put(feature, set);
                });
        SortedMap<Feature.Kind, double[]> numbers = new TreeMap<>();
        measures.forEach(
                (kind, values) -> {
                    double[] sorted = new double[places.length];
                    for (int run = 0; run < places.length; run++) {
                        sorted[places[run]] = run < values.length ? values[run] : Double.NaN;
                    }
                    numbers.put(kind, sorted);
                });
        return new Ordered(order.stream().map(ids::get).toList(), times, sets, numbers);
    }
}
