package io.agtrace.analyzers.workflow;

/** Self time: a span's own interval minus the union of its children's, clipped to it. */
final class SelfTimes {
    private SelfTimes() {}

    static void fill(ArraySpanTree tree) {
        for (int node = 0; node < tree.size(); node++) {
            long start = tree.startNanos[node];
            long end = tree.endNanos[node];
            long uncovered = 0;
            long covered = start;
            for (int child = node + 1; child < tree.ends[node]; child = tree.ends[child]) {
                long from = Math.min(tree.startNanos[child], end);
                if (from > covered) {
                    uncovered += from - covered;
                }
                covered = Math.max(covered, Math.min(tree.endNanos[child], end));
            }
            tree.selfNanos[node] = uncovered + (end - covered);
        }
    }
}
