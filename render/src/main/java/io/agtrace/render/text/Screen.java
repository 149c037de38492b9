package io.agtrace.render.text;

import java.time.ZoneId;

/**
 * Where a view will be seen.
 *
 * @param width columns of a line; no line is longer. At least {@link #MIN_WIDTH}
 * @param zone in which local times are shown
 * @param hints whether a person is watching, who may be told what to do next
 */
public record Screen(int width, Theme theme, ZoneId zone, boolean hints) {
    /** Narrower screens are laid out for this many columns. */
    public static final int MIN_WIDTH = 40;

    public Screen {
        width = Math.max(MIN_WIDTH, width);
    }

    /** The same, so many columns narrower. */
    public Screen narrower(int columns) {
        return new Screen(width - columns, theme, zone, hints);
    }

    public Line line() {
        return new Line(theme, width);
    }

    public Glyphs glyphs() {
        return theme.glyphs();
    }
}
