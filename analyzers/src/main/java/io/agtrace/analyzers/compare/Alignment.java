package io.agtrace.analyzers.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which items of one sequence are which of another. Items that are the same to the letter are
 * matched first, as far as their order is the same; then, between these, items of the same key; at
 * last those that changed their places. Takes n log n steps, whatever the sequences.
 */
final class Alignment {
    /**
     * An item.
     *
     * @param key items with different keys never match
     * @param print items of the same key and print are the same; empty where nothing tells
     */
    record Item(String key, String print) {}

    private final List<Item> good;
    private final List<Item> bad;
    private final int[] partner;
    private final boolean[] taken;
    private final BitSet moved = new BitSet();

    private Alignment(List<Item> good, List<Item> bad) {
        this.good = good;
        this.bad = bad;
        partner = new int[good.size()];
        Arrays.fill(partner, -1);
        taken = new boolean[bad.size()];
    }

    static Alignment of(List<Item> good, List<Item> bad) {
        Alignment alignment = new Alignment(good, bad);
        alignment.align();
        return alignment;
    }

    /** Position of the partner of a good item, or -1. */
    int partner(int item) {
        return partner[item];
    }

    /** Whether a good item has a partner that stands elsewhere. */
    boolean isMoved(int item) {
        return moved.get(item);
    }

    /** Positions of the bad items without a partner. */
    List<Integer> added() {
        List<Integer> added = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                added.add(i);
            }
        }
        return added;
    }

    private void align() {
        Function<Item, String> exact =
                item -> item.print.isEmpty() ? "" : item.key + "\u001f" + item.print;
        match(0, good.size(), 0, bad.size(), exact, true);
        int goodFrom = 0;
        int badFrom = 0;
        int[] anchors = partner.clone();
        for (int i = 0; i <= anchors.length; i++) {
            if (i == anchors.length || anchors[i] >= 0) {
                int badTo = i == anchors.length ? bad.size() : anchors[i];
                match(goodFrom, i, badFrom, badTo, Item::key, true);
                goodFrom = i + 1;
                badFrom = badTo + 1;
            }
        }
        match(0, good.size(), 0, bad.size(), exact, false);
        match(0, good.size(), 0, bad.size(), Item::key, false);
    }

    /** Matches free items by what a function gives for them; the empty string matches nothing. */
    private void match(
            int goodFrom,
            int goodTo,
            int badFrom,
            int badTo,
            Function<Item, String> by,
            boolean inOrder) {
        if (goodFrom >= goodTo || badFrom >= badTo) {
            return;
        }
        Map<String, Deque<Integer>> free = new HashMap<>();
        for (int i = badFrom; i < badTo; i++) {
            String name = taken[i] ? "" : by.apply(bad.get(i));
            if (!name.isEmpty()) {
                free.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(i);
            }
        }
        List<int[]> pairs = new ArrayList<>();
        for (int i = goodFrom; i < goodTo; i++) {
            Deque<Integer> places = partner[i] >= 0 ? null : free.get(by.apply(good.get(i)));
            if (places != null && !places.isEmpty()) {
                pairs.add(new int[] {i, places.remove()});
            }
        }
        for (int[] pair : inOrder ? longestAscending(pairs) : pairs) {
            partner[pair[0]] = pair[1];
            taken[pair[1]] = true;
            moved.set(pair[0], !inOrder);
        }
    }

    /** As many pairs as possible whose second numbers ascend. */
    private static List<int[]> longestAscending(List<int[]> pairs) {
        int[] tails = new int[pairs.size()];
        int[] before = new int[pairs.size()];
        int length = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs.get(tails[middle])[1] < pairs.get(i)[1]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        List<int[]> kept = new ArrayList<>();
        for (int at = length == 0 ? -1 : tails[length - 1]; at >= 0; at = before[at]) {
            kept.add(pairs.get(at));
        }
        return kept.reversed();
    }
}
