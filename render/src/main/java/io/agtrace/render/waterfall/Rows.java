package io.agtrace.render.waterfall;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a waterfall in order, each a node, a fold or a note about what is left out. */
final class Rows {
    private final Extent extent;
    private final Folds folds;
    private final Selection chosen;

    // Of each row: a node, or extent.to + a fold's index, or -1 - a note's index.
    private int[] what = new int[64];
    private int[] depth = new int[64];
    private final BitSet skips = new BitSet();
    private final BitSet last = new BitSet();
    private int size;

    private final List<LeftOut> notes = new ArrayList<>();

    // In an outline, what is left out is told beside the row above it, not in a row of its own.
    private final boolean outline;
    private final Map<Integer, LeftOut> below = new HashMap<>();

    /** Spans without a row below one place. */
    static final class LeftOut {
        long spans;
        long failed;
        // Sum of the durations of the topmost ones.
        double nanos;
        long mended;
    }

    final LeftOut total = new LeftOut();
    long foldedSpans;
    int foldRows;

    private Rows(Extent extent, Folds folds, Selection chosen, boolean outline) {
        this.outline = outline;
        this.extent = extent;
        this.folds = folds;
        this.chosen = chosen;
    }

    static Rows of(Extent extent, Folds folds, Selection chosen) {
        return of(extent, folds, chosen, false);
    }

    /** Rows without notes between them. */
    static Rows outlineOf(Extent extent, Folds folds, Selection chosen) {
        return of(extent, folds, chosen, true);
    }

    private static Rows of(Extent extent, Folds folds, Selection chosen, boolean outline) {
        Rows rows = new Rows(extent, folds, chosen, outline);
        rows.build();
        rows.findLast();
        return rows;
    }

    int size() {
        return size;
    }

    boolean isNode(int row) {
        return what[row] >= 0 && what[row] < extent.to;
    }

    boolean isFold(int row) {
        return what[row] >= extent.to;
    }

    int node(int row) {
        return what[row];
    }

    Fold fold(int row) {
        return folds.all().get(what[row] - extent.to);
    }

    LeftOut leftOut(int row) {
        return notes.get(-1 - what[row]);
    }

    /** What an outline leaves out right below a row; null for nothing. */
    @Nullable LeftOut leftOutBelow(int row) {
        return below.get(row);
    }

    int depth(int row) {
        return depth[row];
    }

    boolean skips(int row) {
        return skips.get(row);
    }

    boolean isLast(int row) {
        return last.get(row);
    }

    /** Whether the next row lies below this one. */
    boolean hasBelow(int row) {
        return row + 1 < size && depth[row + 1] > depth[row];
    }

    private void build() {
        // Shown ancestors of the current node, and what is left out below each; entry 0 is the top.
        int[] open = new int[64];
        int[] openRows = new int[64];
        List<LeftOut> missing = new ArrayList<>();
        missing.add(new LeftOut());
        open[0] = -1;
        openRows[0] = -1;
        int levels = 1;
        int nextFold = 0;
        for (int node = extent.from; node < extent.to; ) {
            while (levels > 1 && extent.tree.subtreeEnd(open[levels - 1]) <= node) {
                levels--;
                note(missing.get(levels), levels, openRows[levels]);
            }
            while (nextFold < folds.all().size() && folds.all().get(nextFold).first() <= node) {
                if (folds.all().get(nextFold).first() == node) {
                    fold(nextFold, open[levels - 1], levels - 1, missing.get(levels - 1));
                }
                nextFold++;
            }
            if (folds.isInside(node)) {
                node = extent.tree.subtreeEnd(node);
                continue;
            }
            int parent = extent.parent(node);
            if (chosen.has(node)) {
                boolean skipping = parent != open[levels - 1];
                if (skipping) {
                    // What is left out above the node is told before it.
                    note(missing.get(levels - 1), levels - 1, openRows[levels - 1]);
                    missing.set(levels - 1, new LeftOut());
                }
                add(node, levels - 1, skipping);
                if (levels == open.length) {
                    open = Arrays.copyOf(open, levels * 2);
                    openRows = Arrays.copyOf(openRows, levels * 2);
                }
                open[levels] = node;
                openRows[levels] = size - 1;
                if (levels == missing.size()) {
                    missing.add(new LeftOut());
                } else if (missing.get(levels).spans > 0) {
                    missing.set(levels, new LeftOut());
                }
                levels++;
            } else {
                count(node, parent == open[levels - 1], missing.get(levels - 1));
            }
            node++;
        }
        while (--levels >= 0) {
            note(missing.get(levels), levels, openRows[levels]);
        }
    }

    private void fold(int index, int openParent, int level, LeftOut missing) {
        Fold fold = folds.all().get(index);
        if (chosen.chosenFolds.get(index)) {
            add(extent.to + index, level, fold.parent() != openParent);
            foldedSpans += fold.spans();
            foldRows++;
        } else {
            missing.spans += fold.spans();
            missing.failed += fold.spansFailed();
            if (fold.parent() == openParent) {
                missing.nanos += (double) fold.longest() * (fold.times() - fold.apart());
            }
        }
    }

    private void count(int node, boolean topmost, LeftOut missing) {
        missing.spans++;
        missing.failed += extent.failures(node, node + 1);
        missing.nanos += topmost ? extent.duration(node) : 0;
        switch (extent.tree.placement(node)) {
            case ROOT, PARENT -> {}
            case PLACEHOLDER, EVIDENCE, TIME, CYCLE, ORPHAN -> missing.mended++;
        }
    }

    private void note(LeftOut missing, int level, int above) {
        if (missing.spans == 0) {
            return;
        }
        total.spans += missing.spans;
        total.failed += missing.failed;
        total.mended += missing.mended;
        if (outline) {
            LeftOut sum = below.computeIfAbsent(above, row -> new LeftOut());
            sum.spans += missing.spans;
            sum.failed += missing.failed;
            return;
        }
        add(-1 - notes.size(), level, false);
        notes.add(missing);
    }

    private void add(int entry, int level, boolean skipping) {
        if (size == what.length) {
            what = Arrays.copyOf(what, size * 2);
            depth = Arrays.copyOf(depth, size * 2);
        }
        what[size] = entry;
        depth[size] = level;
        if (skipping) {
            skips.set(size);
        }
        size++;
    }

    /** Marks rows behind which no other of the same level and parent comes. */
    private void findLast() {
        int deepest = 0;
        for (int row = 0; row < size; row++) {
            deepest = Math.max(deepest, depth[row]);
        }
        boolean[] seen = new boolean[deepest + 1];
        int top = 0;
        for (int row = size - 1; row >= 0; row--) {
            while (top > depth[row]) {
                seen[top--] = false;
            }
            top = depth[row];
            last.set(row, !seen[top]);
            seen[top] = true;
        }
    }
}
