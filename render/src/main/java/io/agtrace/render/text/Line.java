package io.agtrace.render.text;

/**
 * One line of output that never grows wider than its limit. All text goes through {@link
 * Theme#safe}; blanks at the end are dropped.
 */
public final class Line {
    private final Theme theme;
    private final int limit;
    private final StringBuilder out;
    private int used;
    private int written;
    private boolean full;

    public Line(Theme theme, int limit) {
        this(theme, limit, new StringBuilder());
    }

    /** The line is appended to what stands there. */
    Line(Theme theme, int limit, StringBuilder out) {
        this.theme = theme;
        this.limit = limit;
        this.out = out;
    }

    public Line add(String text) {
        return add(Style.PLAIN, text);
    }

    /** Adds text, cut with an ellipsis where the line is at its end. */
    public Line add(Style style, String text) {
        return add(style, text, limit);
    }

    /** Adds text, cut so that it ends at {@code column} at the latest. */
    public Line add(Style style, String text, int column) {
        if (full || text.isEmpty()) {
            return this;
        }
        String safe = theme.safe(text);
        return addSafe(style, safe, Cells.width(safe), column);
    }

    /**
     * Adds text that went through {@link Theme#safe} already.
     *
     * @param cells its width
     */
    Line addSafe(Style style, String safe, int cells, int column) {
        if (full || safe.isEmpty()) {
            return this;
        }
        int room = Math.min(column, limit) - used;
        boolean fits = cells > 0 && cells <= room;
        String fitted = fits ? safe : Cells.fit(safe, room, theme.glyphs().ellipsis());
        full = used >= limit || column >= limit && fitted.length() < safe.length();
        if (fitted.isBlank()) {
            used += fitted.length();
            return this;
        }
        out.repeat(' ', used - written);
        theme.append(out, style, fitted);
        used += fits ? cells : Cells.width(fitted);
        written = used;
        return this;
    }

    /** Adds text at the right end of the columns up to {@code column}. */
    public Line right(Style style, String text, int column) {
        int cells = Cells.width(theme.safe(text));
        return gapTo(column - cells).add(style, text);
    }

    /** Moves to the column (counted from 0), if it is not yet reached. */
    public Line gapTo(int column) {
        used = Math.max(used, Math.min(column, limit));
        return this;
    }

    /** The next free column, counted from 0. */
    public int column() {
        return used;
    }

    /** Columns that are left. */
    public int room() {
        return full ? 0 : limit - used;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
