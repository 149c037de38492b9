package io.agtrace.render.mermaid;

import io.agtrace.render.text.Escapes;

/**
 * Makes text from traces fit for labels of Mermaid diagrams. Letters, digits, blanks and harmless
 * punctuation stay; whatever Mermaid, Markdown or HTML could take for its own is written as an
 * entity code ({@code #59;}, see "Entity codes to escape characters" in Mermaid's syntax of
 * flowcharts and sequence diagrams). What could disturb a terminal is escaped before that.
 */
final class MermaidText {
    private static final String HARMLESS = " ,.-_/+=?!@~^";

    // Mermaid puts these in place of an entity code's ends while it parses.
    private static final String RESERVED = "ﬂ°¶ß";

    private MermaidText() {}

    /** The text on one line, cut to so many code points before it is escaped. */
    static String label(String text, int longest) {
        String line = Escapes.line(beginning(text, longest)).strip();
        boolean cut = line.codePointCount(0, line.length()) > longest;
        String shown = cut ? line.substring(0, line.offsetByCodePoints(0, longest - 1)) : line;
        StringBuilder out = new StringBuilder(shown.length() + 16);
        // A bare "end" closes a block in Mermaid.
        boolean keyword = shown.equalsIgnoreCase("end");
        for (int i = 0; i < shown.length(); ) {
            int c = shown.codePointAt(i);
            i += Character.charCount(c);
            boolean kept =
                    c > 0x7f
                            ? RESERVED.indexOf(c) < 0
                            : Character.isLetterOrDigit(c) || HARMLESS.indexOf(c) >= 0;
            if (kept && !keyword) {
                out.appendCodePoint(c);
            } else {
                out.append('#').append(c).append(';');
            }
        }
        return cut ? out.append('…').toString() : out.toString();
    }

    /** Not much more of a long text than can be shown: payloads may have megabytes. */
    private static String beginning(String text, int longest) {
        int enough = 4 * longest + 4;
        if (text.length() <= enough) {
            return text;
        }
        String start = text.substring(0, enough).strip();
        return start.isEmpty() ? "…" : start + "…";
    }
}
