package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.FanOut;
import io.agtrace.analyzers.agents.ToolUse;
import io.agtrace.analyzers.compare.Alignment.Item;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two step trees laid side by side, level by level. The order of steps that run at the same time
 * does not matter.
 */
final class StepPairs {
    /** JavaScript cuts starts down to whole milliseconds: an end before them can be later. */
    private static final long TOLERANCE = 1_000_000;

    private final Steps good;
    private final Steps bad;
    private final int[] badOf;
    private final int[] goodOf;
    private final BitSet moved = new BitSet();
    private final Set<Integer> goodFans;
    private final Set<Integer> badFans;

    /** Moments of the good run at which matched steps began, and when they did in the bad one. */
    private long[] goodTimes = new long[0];

    private long[] badTimes = new long[0];

    private StepPairs(Steps good, Steps bad) {
        this.good = good;
        this.bad = bad;
        badOf = new int[good.size()];
        goodOf = new int[bad.size()];
        Arrays.fill(badOf, -1);
        Arrays.fill(goodOf, -1);
        goodFans = fans(good);
        badFans = fans(bad);
    }

    static StepPairs of(Steps good, Steps bad) {
        StepPairs pairs = new StepPairs(good, bad);
        Deque<int[]> open = new ArrayDeque<>();
        open.add(new int[] {-1, -1});
        while (!open.isEmpty()) {
            int[] parents = open.remove();
            pairs.level(parents[0], parents[1], open);
        }
        pairs.times();
        return pairs;
    }

    private static Set<Integer> fans(Steps steps) {
        Set<Integer> fans = new HashSet<>();
        for (FanOut each : steps.run().view().fanOuts()) {
            fans.add(steps.stepOf(each.parentNode()));
        }
        return fans;
    }

    private void level(int goodParent, int badParent, Deque<int[]> open) {
        int[] goods = ordered(good, good.children(goodParent));
        int[] bads = ordered(bad, bad.children(badParent));
        if (goodParent < 0 && goods.length == 1 && bads.length == 1) {
            // What a run is called may say which run it is.
            pair(goods[0], bads[0], open);
            return;
        }
        Alignment alignment = Alignment.of(items(good, goods), items(bad, bads));
        boolean fans = goodFans.contains(goodParent) || badFans.contains(badParent);
        int[] next = nextKept(alignment, goods.length);
        int last = -1;
        for (int i = 0; i < goods.length; i++) {
            int partner = alignment.partner(i);
            if (partner < 0) {
                continue;
            }
            Step one = good.get(goods[i]);
            Step other = bad.get(bads[partner]);
            pair(one.index(), other.index(), open);
            if (!alignment.isMoved(i)) {
                last = i;
            } else if (!fans) {
                Step before = last < 0 ? null : good.get(goods[last]);
                Step kept = last < 0 ? null : bad.get(bads[alignment.partner(last)]);
                int behind = next[i];
                Step after = behind < 0 ? null : good.get(goods[behind]);
                Step later = behind < 0 ? null : bad.get(bads[alignment.partner(behind)]);
                boolean turned =
                        isInOrder(good, before, one) && isInOrder(bad, other, kept)
                                || isInOrder(good, one, after) && isInOrder(bad, later, other);
                moved.set(one.index(), turned);
            }
        }
    }

    /** Whether one step had ended when another began; else their order may be chance. */
    private static boolean isInOrder(Steps steps, @Nullable Step one, @Nullable Step other) {
        return one != null && other != null && steps.end(one) <= steps.start(other);
    }

    /** For each item the first one behind it that kept its place, or -1. */
    private static int[] nextKept(Alignment alignment, int size) {
        int[] next = new int[size];
        int last = -1;
        for (int i = size - 1; i >= 0; i--) {
            next[i] = last;
            last = alignment.partner(i) >= 0 && !alignment.isMoved(i) ? i : last;
        }
        return next;
    }

    private void pair(int one, int other, Deque<int[]> open) {
        badOf[one] = other;
        goodOf[other] = one;
        open.add(new int[] {one, other});
    }

    /** In order of time; of steps that run at the same time, in order of their keys. */
    private static int[] ordered(Steps steps, int[] children) {
        List<Step> ordered = new ArrayList<>(children.length);
        int begin = 0;
        long until = Long.MIN_VALUE + TOLERANCE;
        for (int child : children) {
            Step step = steps.get(child);
            if (steps.start(step) >= until - TOLERANCE) {
                sort(ordered.subList(begin, ordered.size()));
                begin = ordered.size();
            }
            until = Math.max(until, steps.end(step));
            ordered.add(step);
        }
        sort(ordered.subList(begin, ordered.size()));
        return ordered.stream().mapToInt(Step::index).toArray();
    }

    private static void sort(List<Step> together) {
        together.sort(Comparator.comparing(Step::key).thenComparingInt(Step::index));
    }

    private static List<Item> items(Steps steps, int[] children) {
        List<Item> items = new ArrayList<>(children.length);
        for (int child : children) {
            Step step = steps.get(child);
            ToolUse use = steps.use(step);
            String print = use == null ? "" : Contents.print(use.arguments());
            items.add(new Item(step.key(), print));
        }
        return items;
    }

    private void times() {
        List<long[]> marks = new ArrayList<>();
        for (int i = 0; i < badOf.length; i++) {
            if (badOf[i] >= 0) {
                marks.add(new long[] {good.start(good.get(i)), bad.start(bad.get(badOf[i]))});
                marks.add(new long[] {good.end(good.get(i)), bad.end(bad.get(badOf[i]))});
            }
        }
        marks.sort(Comparator.comparingLong((long[] mark) -> mark[0]).thenComparingLong(m -> m[1]));
        goodTimes = marks.stream().mapToLong(mark -> mark[0]).toArray();
        badTimes = marks.stream().mapToLong(mark -> mark[1]).toArray();
    }

    /** When in the bad run it would have been what was at a moment of the good one. */
    long badTime(long goodNanos) {
        int low = 0;
        int high = goodTimes.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (goodTimes[middle] <= goodNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Long.MIN_VALUE : badTimes[low - 1];
    }

    Steps good() {
        return good;
    }

    Steps bad() {
        return bad;
    }

    /** The bad run's step for a good one's, or -1. */
    int badOf(int step) {
        return step < 0 ? -1 : badOf[step];
    }

    /** The good run's step for a bad one's, or -1. */
    int goodOf(int step) {
        return step < 0 ? -1 : goodOf[step];
    }

    /** Whether a good step has a partner that ran in another order. */
    boolean isMoved(int step) {
        return moved.get(step);
    }
}
