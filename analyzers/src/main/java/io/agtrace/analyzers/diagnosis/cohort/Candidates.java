package io.agtrace.analyzers.diagnosis.cohort;

import io.agtrace.analyzers.diagnosis.cohort.Feature.Sort;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The features of a kind of runs that are worth a look. */
final class Candidates {
    /** So many runs must be on both sides. */
    static final int SUPPORT = 8;

    private static final int MOST_EVENTS = 64;
    private static final int MOST_TRAITS = 128;

    /**
     * A feature.
     *
     * @param set the runs that have it
     * @param known those of which it is known whether they have it
     */
    record Candidate(Feature feature, BitSet set, BitSet known) {
        /** The runs that are known not to have it. */
        BitSet others() {
            BitSet others = (BitSet) known.clone();
            others.andNot(set);
            return others;
        }
    }

    private final Tally.Ordered runs;

    Candidates(Tally.Ordered runs) {
        this.runs = runs;
    }

    /** What happens in some runs; of events that tell the same the first, of two ways the rarer. */
    List<Candidate> events() {
        List<Candidate> all = new ArrayList<>();
        runs.features()
                .forEach(
                        (feature, set) -> {
                            if (feature.kind().sort() == Sort.EVENT && support(set) > 1) {
                                all.add(new Candidate(feature, set, everything()));
                            }
                        });
        all.sort(
                Comparator.comparing((Candidate each) -> each.feature.kind())
                        .thenComparingInt(each -> each.set.cardinality())
                        .thenComparing(Candidate::feature));
        Set<BitSet> seen = new HashSet<>();
        all.removeIf(
                each -> {
                    boolean rest = seen.add(without(each.set));
                    return !seen.add(each.set) || !rest;
                });
        return most(all, MOST_EVENTS);
    }

    /**
     * What is given in some runs and otherwise in others; of traits that tell the same the first.
     * Where nothing is known of it, as where its agent did not take part, a run does not count.
     */
    List<Candidate> traits() {
        Map<Feature, BitSet> known = new HashMap<>();
        runs.features()
                .forEach(
                        (feature, set) -> {
                            Feature any = new Feature(feature.kind(), feature.of(), "");
                            known.computeIfAbsent(any, _ -> new BitSet()).or(set);
                        });
        List<Candidate> all = new ArrayList<>();
        Set<List<BitSet>> seen = new HashSet<>();
        runs.features()
                .forEach(
                        (feature, set) -> {
                            Feature any = new Feature(feature.kind(), feature.of(), "");
                            BitSet where = known.getOrDefault(any, set);
                            int others = where.cardinality() - set.cardinality();
                            if (feature.kind().sort() == Sort.TRAIT
                                    && Math.min(set.cardinality(), others) >= SUPPORT
                                    && seen.add(List.of(set, where))) {
                                all.add(new Candidate(feature, set, where));
                            }
                        });
        return most(all, MOST_TRAITS);
    }

    /** Those that divide the runs most evenly; of equal ones the first. */
    private List<Candidate> most(List<Candidate> all, int most) {
        all.sort(Comparator.comparingInt((Candidate each) -> -support(each.set)));
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    BitSet everything() {
        BitSet all = new BitSet(runs.runs());
        all.set(0, runs.runs());
        return all;
    }

    int support(BitSet set) {
        int with = set.cardinality();
        return Math.min(with, runs.runs() - with);
    }

    BitSet without(BitSet set) {
        BitSet rest = everything();
        rest.andNot(set);
        return rest;
    }

    static double likeness(BitSet one, BitSet other) {
        double common = common(one, other);
        return common / Math.max(1, one.cardinality() + other.cardinality() - common);
    }

    static int common(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both.cardinality();
    }
}
