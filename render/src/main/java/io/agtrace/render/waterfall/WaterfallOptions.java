package io.agtrace.render.waterfall;

import org.jspecify.annotations.Nullable;

/**
 * What of a run the waterfall shows.
 *
 * @param depth how many levels of the tree are shown, -1 for all; a depth lifts the limit of rows
 * @param full every span a row of its own: nothing folded, nothing left out but by {@code depth}
 * @param rootSpanId only this span and what is below it: an id or a beginning of one
 * @param aroundSpanId this span with its ancestors, neighbours and children
 * @param grep only spans that contain this text, any case, with what is above them
 * @param payloads whether inputs and outputs are previewed
 * @param maxRows about how many rows a large run is reduced to; 0 for no limit
 */
public record WaterfallOptions(
        int depth,
        boolean full,
        @Nullable String rootSpanId,
        @Nullable String aroundSpanId,
        @Nullable String grep,
        boolean payloads,
        int maxRows) {
    /** Rows that a person reads without losing the thread. */
    public static final int READABLE_ROWS = 60;

    public static final WaterfallOptions DEFAULT =
            new WaterfallOptions(-1, false, null, null, null, false, READABLE_ROWS);

    /** The same with another number of rows. */
    public WaterfallOptions withMaxRows(int rows) {
        return new WaterfallOptions(depth, full, rootSpanId, aroundSpanId, grep, payloads, rows);
    }

    boolean limitsRows() {
        return maxRows > 0 && depth < 0 && !full;
    }

    boolean folds() {
        return !full && aroundSpanId == null && grep == null;
    }
}
