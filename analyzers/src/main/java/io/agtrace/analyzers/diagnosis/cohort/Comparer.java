package io.agtrace.analyzers.diagnosis.cohort;

import io.agtrace.analyzers.diagnosis.cohort.Candidates.Candidate;
import io.agtrace.analyzers.diagnosis.cohort.Comparison.Contrast;
import io.agtrace.analyzers.diagnosis.cohort.Feature.Sort;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Looks for what differs between runs of one kind. What is found by trying many things must be the
 * less likely to be chance: each likelihood is multiplied by the number of things tried.
 */
final class Comparer {
    /** The most that chance may have to do with what is reported. */
    private static final double CHANCE = 0.05;

    /** So large a share of the runs must be on both sides of a point in time. */
    private static final double LEAST_SHARE = 0.05;

    /** A trait explains a surplus where at least so much of it comes from the trait. */
    private static final double EXPLAINS = 0.5;

    /** Events that so nearly always come together are one. */
    private static final double ALIKE = 0.8;

    private static final int MOST = 5;
    private static final int EXAMPLES = 3;

    private final Tally.Ordered runs;
    private final BitSet failing;
    private final Candidates candidates;
    private final List<Candidate> events;
    private final List<Candidate> traits;

    /** A comparison with the runs that it is about, so that the same is not told twice. */
    private record Found(Comparison comparison, BitSet set) {}

    Comparer(Tally.Ordered runs) {
        this.runs = runs;
        failing = runs.features().getOrDefault(Feature.of(Feature.Kind.FAILURE), new BitSet());
        candidates = new Candidates(runs);
        events = candidates.events();
        traits = candidates.traits();
    }

    /** What differs beyond chance, the least likely first. */
    List<Comparison> comparisons() {
        List<Found> found = new ArrayList<>();
        for (Candidate event : events) {
            Found change = change(event);
            if (change != null) {
                found.add(change);
            }
        }
        found.addAll(ofFailing());
        found.sort(
                Comparator.comparingDouble((Found each) -> each.comparison.chance())
                        .thenComparing(each -> each.comparison.feature())
                        .thenComparing(each -> each.comparison.contrast()));
        List<Found> told = new ArrayList<>();
        Map<Contrast, Integer> numbers = new HashMap<>();
        for (Found each : found) {
            int number = numbers.merge(each.comparison.contrast(), 1, Integer::sum);
            if (number <= MOST && told.stream().noneMatch(known -> isSame(known, each))) {
                told.add(each);
            }
        }
        return told.stream().map(Found::comparison).toList();
    }

    private boolean isSame(Found known, Found other) {
        boolean alike =
                known.comparison.contrast() == other.comparison.contrast()
                        && known.comparison.feature().kind().sort()
                                == other.comparison.feature().kind().sort()
                        && other.comparison.feature().kind().sort() != Sort.MEASURE;
        return alike
                && (Candidates.likeness(known.set, other.set) >= ALIKE
                        || Candidates.likeness(known.set, candidates.without(other.set)) >= ALIKE);
    }

    /** How an event's rate depends on a trait or on time; null where on neither. */
    private @Nullable Found change(Candidate event) {
        Candidate best = null;
        double bestChance = Math.log(CHANCE);
        for (Candidate trait : traits) {
            Side with = side(event.set(), trait.set());
            Side rest = side(event.set(), trait.others());
            double chance = chance(with, rest) + Math.log((double) tests());
            if (chance < bestChance && with.middle() > rest.middle()) {
                bestChance = chance;
                best = trait;
            }
        }
        Cut cut = best == null ? bestCut(event.set()) : firstOf(event.set(), best.set());
        if (best == null) {
            return cut == null ? null : since(event, cut, null, cut.chance);
        }
        if (cut != null && cut.surplus >= EXPLAINS) {
            return since(event, cut, best, bestChance);
        }
        return with(event, best, bestChance);
    }

    private long tests() {
        return Math.max(1, (long) events.size() * Math.max(1, traits.size()));
    }

    private static double chance(Side one, Side other) {
        return Chance.ofRates(one.hits(), one.runs(), other.hits(), other.runs());
    }

    /**
     * A point in time at which a rate changed.
     *
     * @param place position of the first run behind it
     * @param chance logarithm of how likely chance alone makes such a change
     * @param surplus share of the surplus that comes from the trait that was looked at
     */
    private record Cut(int place, double chance, double surplus) {}

    /** The point that divides the runs best. */
    private @Nullable Cut bestCut(BitSet event) {
        int all = runs.runs();
        int margin = Math.max(Candidates.SUPPORT, (int) Math.ceil(LEAST_SHARE * all));
        int total = event.cardinality();
        int place = -1;
        double best = 0;
        int hits = 0;
        for (int i = 0; i < all - margin; i++) {
            hits += event.get(i) ? 1 : 0;
            boolean here = i + 1 >= margin && runs.starts()[i] < runs.starts()[i + 1];
            double ratio =
                    here ? Chance.likelihoodRatio(hits, i + 1, total - hits, all - i - 1) : 0;
            if (ratio > best) {
                best = ratio;
                place = i + 1;
            }
        }
        if (place < 0) {
            return null;
        }
        double chance = Chance.ofBestCut(best, (double) margin / all) + Math.log(events.size());
        return chance < Math.log(CHANCE) ? new Cut(place, chance, 0) : null;
    }

    /** The first run with a trait, where the rate rose from there on and the trait explains it. */
    private @Nullable Cut firstOf(BitSet event, BitSet trait) {
        int place = trait.nextSetBit(0);
        int after = runs.runs() - place;
        if (place < Candidates.SUPPORT
                || after < Candidates.SUPPORT
                || runs.starts()[place - 1] == runs.starts()[place]) {
            return null;
        }
        int hitsAfter = event.get(place, runs.runs()).cardinality();
        int hitsBefore = event.cardinality() - hitsAfter;
        double before = (double) hitsBefore / place;
        double surplus = hitsAfter - before * after;
        double chance = Chance.ofRates(hitsAfter, after, hitsBefore, place);
        if (surplus <= 0 || chance >= Math.log(CHANCE)) {
            return null;
        }
        double carried = Candidates.common(event, trait) - before * trait.cardinality();
        return new Cut(place, chance, Math.clamp(carried / surplus, 0, 1));
    }

    private Found since(Candidate event, Cut cut, @Nullable Candidate carrier, double chance) {
        BitSet later = new BitSet(runs.runs());
        later.set(cut.place, runs.runs());
        Side carried = carrier == null ? null : side(event.set(), carrier.set());
        return found(
                event,
                Contrast.SINCE,
                later,
                candidates.without(later),
                new Origin(
                        runs.starts()[cut.place],
                        carrier == null ? null : carrier.feature(),
                        cut.surplus,
                        carried),
                chance);
    }

    private Found with(Candidate event, Candidate trait, double chance) {
        Side carried = side(event.set(), trait.set());
        Side rest = side(event.set(), trait.others());
        int all = carried.hits() + rest.hits();
        double surplus = all - rest.middle() * (carried.runs() + rest.runs());
        double share = (carried.hits() - rest.middle() * carried.runs()) / surplus;
        Origin origin = new Origin(0, trait.feature(), Math.clamp(share, 0, 1), carried);
        return found(event, Contrast.WITH, trait.set(), trait.others(), origin, chance);
    }

    /** Where a surplus comes from. */
    private record Origin(
            long sinceNanos, @Nullable Feature carrier, double surplus, @Nullable Side carried) {}

    private static final Origin NOWHERE = new Origin(0, null, 0, null);

    private Found found(
            Candidate event,
            Contrast contrast,
            BitSet group,
            BitSet others,
            Origin origin,
            double chance) {
        BitSet hits = (BitSet) event.set().clone();
        hits.and(origin.carrier == null ? group : runs.features().get(origin.carrier));
        Comparison comparison =
                new Comparison(
                        event.feature(),
                        contrast,
                        origin.sinceNanos,
                        origin.carrier,
                        origin.surplus,
                        origin.carried,
                        side(event.set(), group),
                        side(event.set(), others),
                        Side.rate(event.set().cardinality(), runs.runs()),
                        Math.exp(Math.min(0, chance)),
                        hits.stream().limit(EXAMPLES).mapToObj(runs.ids()::get).toList());
        return new Found(comparison, event.set());
    }

    private static Side side(BitSet event, BitSet group) {
        return Side.rate(Candidates.common(event, group), group.cardinality());
    }

    /** What failing runs have that healthy ones lack. */
    private List<Found> ofFailing() {
        List<Found> found = new ArrayList<>();
        if (candidates.support(failing) < Candidates.SUPPORT) {
            return found;
        }
        int tests = events.size() + runs.measures().size();
        for (Candidate event : events) {
            if (event.feature().kind() != Feature.Kind.FAILURE) {
                BitSet healthy = candidates.without(failing);
                double chance =
                        chance(side(event.set(), failing), side(event.set(), healthy))
                                + Math.log(tests);
                if (chance < Math.log(CHANCE)) {
                    found.add(found(event, Contrast.FAILING, failing, healthy, NOWHERE, chance));
                }
            }
        }
        runs.measures()
                .forEach(
                        (kind, values) -> {
                            double[] bad = values(values, failing);
                            double[] good = values(values, candidates.without(failing));
                            if (bad.length >= Candidates.SUPPORT
                                    && good.length >= Candidates.SUPPORT) {
                                double chance = Chance.ofMeasures(bad, good) + Math.log(tests);
                                if (chance < Math.log(CHANCE)) {
                                    found.add(measure(kind, values, bad, good, chance));
                                }
                            }
                        });
        return found;
    }

    private Found measure(
            Feature.Kind kind, double[] values, double[] bad, double[] good, double chance) {
        double middle = good[(good.length - 1) / 2];
        boolean more = bad[(bad.length - 1) / 2] >= middle;
        List<String> examples =
                failing.stream()
                        .filter(run -> more ? values[run] > middle : values[run] < middle)
                        .limit(EXAMPLES)
                        .mapToObj(runs.ids()::get)
                        .toList();
        double[] all =
                IntStream.range(0, values.length)
                        .mapToDouble(run -> values[run])
                        .filter(value -> !Double.isNaN(value))
                        .sorted()
                        .toArray();
        Comparison comparison =
                new Comparison(
                        Feature.of(kind),
                        Contrast.FAILING,
                        0,
                        null,
                        0,
                        null,
                        Side.measure(bad),
                        Side.measure(good),
                        Side.measure(all),
                        Math.exp(Math.min(0, chance)),
                        examples);
        return new Found(comparison, failing);
    }

    /** The known values of a group, sorted. */
    private static double[] values(double[] values, BitSet group) {
        double[] some =
                group.stream()
                        .mapToDouble(run -> values[run])
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
        Arrays.sort(some);
        return some;
    }
}
