package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.compare.Tally.Kind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what occurs in a run. */
final class Tallies {
    private static final int LONGEST = 80;
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::kind).thenComparing(Key::name);

    private Tallies() {}

    /** What is counted. */
    record Key(Kind kind, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** What occurs more often in one run than in the other. */
    static List<Tally> of(Run good, Run bad) {
        Map<Key, Integer> goods = count(good);
        Map<Key, Integer> bads = count(bad);
        TreeSet<Key> keys = new TreeSet<>(goods.keySet());
        keys.addAll(bads.keySet());
        List<Tally> tallies = new ArrayList<>();
        for (Key key : keys) {
            int was = goods.getOrDefault(key, 0);
            int is = bads.getOrDefault(key, 0);
            if (was != is) {
                tallies.add(new Tally(key.kind, key.name, was, is));
            }
        }
        return tallies;
    }

    /** How often what occurs in a run. */
    static Map<Key, Integer> count(Run run) {
        AgentsView view = run.view();
        Map<Key, Integer> counts = new TreeMap<>();
        view.invocations().forEach(each -> add(counts, Kind.AGENT, each.agent(), 1));
        view.decisions()
                .forEach(each -> add(counts, Kind.DECISION, each.by() + ": " + each.chosen(), 1));
        view.messages()
                .forEach(
                        each ->
                                add(
                                        counts,
                                        Kind.MESSAGE,
                                        each.sender() + " → " + each.receiver(),
                                        1));
        run.toolUses().forEach(each -> add(counts, Kind.TOOL, each.tool(), 1));
        view.retries()
                .forEach(each -> add(counts, Kind.RETRY, each.call(), each.attempts().size() - 1));
        view.loops()
                .forEach(
                        each ->
                                add(
                                        counts,
                                        Kind.ROUND,
                                        String.join(", ", each.body()),
                                        each.iterations().size()));
        return counts;
    }

    private static void add(Map<Key, Integer> counts, Kind kind, String name, int number) {
        if (!name.isEmpty()) {
            String steady = Fingerprint.steady(Words.cut(name, LONGEST));
            counts.merge(new Key(kind, steady), number, Integer::sum);
        }
    }
}
