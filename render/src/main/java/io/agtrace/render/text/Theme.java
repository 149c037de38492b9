package io.agtrace.render.text;

/**
 * How text is dressed.
 *
 * @param colour whether ANSI colours are written; colour never is the only signal
 * @param unicode whether glyphs and texts may leave ASCII; without it every line is pure ASCII
 */
public record Theme(boolean colour, boolean unicode) {
    /** The text as it is safe to show on one line of this theme. */
    public String safe(String text) {
        return unicode ? Escapes.line(text) : Escapes.asciiLine(text);
    }

    public Glyphs glyphs() {
        return unicode ? Glyphs.UNICODE : Glyphs.ASCII;
    }

    /**
     * Appends text that is already safe. Right-to-left text is isolated (UAX #9) where a terminal
     * is likely, so that one that reorders leaves the neighbouring columns alone; plain output,
     * which programs read, stays as it is.
     */
    void append(StringBuilder out, Style style, String safe) {
        boolean dressed = colour && !style.sgr().isEmpty() && !safe.isEmpty();
        if (dressed) {
            out.append("\u001b[").append(style.sgr()).append('m');
        }
        if (colour && unicode && Escapes.isRightToLeft(safe)) {
            out.append(Escapes.ISOLATE).append(safe).append(Escapes.END_ISOLATE);
        } else {
            out.append(safe);
        }
        if (dressed) {
            out.append("\u001b[0m");
        }
    }
}
