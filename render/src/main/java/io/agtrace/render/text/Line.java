package io.agtrace.render.text;

/**
 * One line of output that never grows wider than its limit. All text goes through {@link
 * Theme#safe}; blanks at the end are dropped.
 */
public final class Line {
    private final Theme theme;
    private final int limit;
    private final StringBuilder out = new StringBuilder();
    private int used;
    private int written;
    private boolean full;

    public Line(Theme theme, int limit) {
        this.theme = theme;
        this.limit = limit;
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
        String fitted = Cells.fit(safe, Math.min(column, limit) - used, theme.glyphs().ellipsis());
        full = used >= limit || column >= limit && fitted.length() < safe.length();
        if (fitted.isBlank()) {
            used += fitted.length();
            return this;
        }
        out.repeat(' ', used - written);
        theme.append(out, style, fitted);
        used += Cells.width(fitted);
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
