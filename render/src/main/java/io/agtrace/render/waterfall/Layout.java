package io.agtrace.render.waterfall;

import io.agtrace.render.text.Cells;
import io.agtrace.render.text.Screen;

/**
 * Where the columns of a waterfall stand. Each is given by its right end, counted from 0 and not
 * included; a column that the screen has no room for has the width 0.
 *
 * @param nameEnd the tree and the names
 * @param barStart first column of the bars
 * @param barWidth columns of the bars; 0 where there is no room for them
 * @param levels levels that are drawn as a tree; deeper ones are numbered
 */
record Layout(
        int nameEnd,
        int barStart,
        int barWidth,
        int offsetEnd,
        int tookEnd,
        int selfEnd,
        int tokensEnd,
        int idEnd,
        int levels) {
    private static final int OFFSET = 9;
    private static final int TOOK = 8;
    private static final int SELF = 8;
    private static final int TOKENS = 12;
    private static final int ID = 18;
    private static final int FEWEST_BARS = 12;

    /** Rows that are measured to find out how wide the names are. */
    private static final int MEASURED = 2_000;

    static Layout of(Screen screen, Rows rows, Extent extent, boolean services) {
        int width = screen.width();
        int offset = width >= 64 ? OFFSET : 0;
        int self = width >= 100 ? SELF : 0;
        int tokens = width >= 140 ? TOKENS : 0;
        int id = width >= 160 ? ID : 0;
        int free = width - offset - TOOK - self - tokens - id;
        int most = width < 56 ? free : Math.max(24, free * 11 / 20);
        int levels = Math.max(4, (most - 20) / 2);
        int widest = 20;
        for (int row = 0; row < Math.min(rows.size(), MEASURED) && widest < most; row++) {
            int indent = 2 * Math.min(rows.depth(row), levels);
            if (rows.depth(row) > levels && rows.isNode(row)) {
                indent += 2 + Integer.toString(extent.depth(rows.node(row))).length();
            }
            if (rows.isNode(row)) {
                Label label = Label.of(extent, rows.node(row), services);
                widest = Math.max(widest, indent + 8 + cells(screen, label));
            } else if (rows.isFold(row)) {
                Fold fold = rows.fold(row);
                String steps =
                        Label.chain(Label.steps(extent, fold), screen.width(), screen.theme());
                String tally = Label.tally(fold, screen.glyphs());
                widest = Math.max(widest, indent + 6 + Cells.width(steps) + tally.length());
            }
        }
        int name = Math.min(widest, most);
        int bars = free - name - 1;
        if (bars < FEWEST_BARS) {
            name = free;
            bars = 0;
        }
        int left = width - free;
        int end = width - left;
        return new Layout(
                name,
                name + 1,
                bars,
                offset == 0 ? 0 : (end += offset),
                end += TOOK,
                self == 0 ? 0 : (end += self),
                tokens == 0 ? 0 : (end += tokens),
                id == 0 ? 0 : end + id,
                levels);
    }

    private static int cells(Screen screen, Label label) {
        return Cells.width(screen.theme().safe(label.name()))
                + Cells.width(screen.theme().safe(label.aside()));
    }
}
