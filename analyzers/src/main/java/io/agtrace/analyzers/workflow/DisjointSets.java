package io.agtrace.analyzers.workflow;

/** Union-find over the numbers 0 to n - 1; the smallest number of a set stands for it. */
final class DisjointSets {
    private final int[] up;

    DisjointSets(int size) {
        up = new int[size];
        for (int i = 0; i < size; i++) {
            up[i] = i;
        }
    }

    int find(int number) {
        int at = number;
        while (up[at] != at) {
            up[at] = up[up[at]];
            at = up[at];
        }
        return at;
    }

    /** Joins two sets; false where they were one already. */
    boolean join(int a, int b) {
        int first = find(a);
        int second = find(b);
        if (first == second) {
            return false;
        }
        up[Math.max(first, second)] = Math.min(first, second);
        return true;
    }
}
