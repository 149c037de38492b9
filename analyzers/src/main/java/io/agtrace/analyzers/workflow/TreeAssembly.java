package io.agtrace.analyzers.workflow;

import java.util.Arrays;

/** Numbers the nodes of a draft in tree order and measures them. */
final class TreeAssembly {
    private final Draft draft;
    private final int[] firstChild;
    private final int[] nextSibling;
    private int firstRoot = Draft.NONE;

    /** For each number of the draft the number in the tree. */
    final int[] numbers;

    final ArraySpanTree tree;

    TreeAssembly(Draft draft) {
        this.draft = draft;
        int size = draft.size();
        firstChild = new int[size];
        nextSibling = new int[size];
        numbers = new int[size];
        tree = new ArraySpanTree(size);
        int[] any = new int[size];
        for (int i = 0; i < size; i++) {
            any[i] = i;
        }
        link(any);
        EffectiveTimes times = new EffectiveTimes(draft, breadthFirst());
        link(sorted(times));
        number(times);
        SelfTimes.fill(tree);
        CriticalPath.fill(tree);
    }

    /** Hangs all nodes under their parents, siblings in the given order. */
    private void link(int[] order) {
        Arrays.fill(firstChild, Draft.NONE);
        firstRoot = Draft.NONE;
        for (int i = order.length - 1; i >= 0; i--) {
            int node = order[i];
            int parent = draft.parent(node);
            if (parent < 0) {
                nextSibling[node] = firstRoot;
                firstRoot = node;
            } else {
                nextSibling[node] = firstChild[parent];
                firstChild[parent] = node;
            }
        }
    }

    private int[] breadthFirst() {
        int[] order = new int[draft.size()];
        int filled = 0;
        for (int root = firstRoot; root >= 0; root = nextSibling[root]) {
            order[filled++] = root;
        }
        for (int i = 0; i < filled; i++) {
            for (int child = firstChild[order[i]]; child >= 0; child = nextSibling[child]) {
                order[filled++] = child;
            }
        }
        return order;
    }

    private int[] sorted(EffectiveTimes times) {
        long[] starts = times.starts;
        long[] ends = times.ends;
        return IntSort.range(
                draft.size(),
                (a, b) -> {
                    int byStart = Long.compare(starts[a], starts[b]);
                    int byEnd = byStart != 0 ? byStart : Long.compare(ends[b], ends[a]);
                    return byEnd != 0 ? byEnd : draft.compareIds(a, b);
                });
    }

    private void number(EffectiveTimes times) {
        int next = 0;
        int depth = 0;
        int node = firstRoot;
        while (node >= 0) {
            enter(node, next++, depth, times);
            if (firstChild[node] >= 0) {
                node = firstChild[node];
                depth++;
                continue;
            }
            tree.ends[numbers[node]] = next;
            while (nextSibling[node] < 0 && depth > 0) {
                node = draft.parent(node);
                tree.ends[numbers[node]] = next;
                depth--;
            }
            node = nextSibling[node];
        }
    }

    private void enter(int node, int number, int depth, EffectiveTimes times) {
        numbers[node] = number;
        int parent = draft.parent(node);
        tree.spans[number] = draft.span(node);
        tree.facts[number] = draft.facts(node);
        tree.placements[number] = draft.placement(node);
        tree.depths[number] = depth;
        tree.startNanos[number] = times.starts[node];
        tree.endNanos[number] = times.ends[node];
        tree.parents[number] = parent < 0 ? -1 : numbers[parent];
        if (parent >= 0) {
            tree.childCounts[numbers[parent]]++;
        }
    }
}
