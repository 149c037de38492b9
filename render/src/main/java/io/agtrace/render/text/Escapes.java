package io.agtrace.render.text;

/**
 * Makes text from traces fit for one line of a terminal. Nothing in it can move the cursor, reorder
 * or hide what stands beside it:
 *
 * <ul>
 *   <li>control characters (C0, DEL, C1), line and paragraph separators, bidirectional controls and
 *       other invisible characters, unassigned code points and lone surrogates are written as
 *       escapes with a backslash: n, r, t, x1b, u followed by four digits or by braces;
 *   <li>emoji sequences, whose width terminals disagree about, are taken apart: joiners, variation
 *       selectors and skin tones are not shown, the emoji themselves are;
 *   <li>combining marks without a base, or in piles, are escaped.
 * </ul>
 *
 * <p>What was recorded, letter by letter, is in the JSON output.
 */
public final class Escapes {
    /** First strong isolate. */
    static final char ISOLATE = '\u2068';

    /** Pop directional isolate. */
    static final char END_ISOLATE = '\u2069';

    private static final int JOINER = 0x200d;
    private static final int NON_JOINER = 0x200c;
    private static final int MARKS_KEPT = 4;

    private Escapes() {}

    /** The text on one line, in Unicode. */
    public static String line(String text) {
        return isPlain(text) ? text : escape(text, false);
    }

    /** The text on one line, in ASCII alone. */
    public static String asciiLine(String text) {
        return isPlain(text) ? text : escape(text, true);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static String escape(String text, boolean ascii) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int before = -1;
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= 0x20 && c < 0x7f) {
                out.append((char) c);
                before = c;
                marks = 0;
                continue;
            }
            if (isSequencePart(c, before, i < text.length() ? text.codePointAt(i) : -1)) {
                continue;
            }
            marks = Cells.width(c) == 0 ? marks + 1 : 0;
            if (isHidden(c) || marks > MARKS_KEPT || marks > 0 && before < 0) {
                appendEscape(out, c);
                before = '\\';
            } else if (ascii) {
                appendAscii(out, c);
                before = c;
            } else {
                out.appendCodePoint(c);
                before = marks > 0 ? before : c;
            }
        }
        return out.toString();
    }

    /** Whether the character only changes how its neighbours look, in ways terminals differ in. */
    private static boolean isSequencePart(int c, int before, int next) {
        if (c == 0xfe0e || c == 0xfe0f) {
            return before >= 0;
        }
        if (c >= 0x1f3fb && c <= 0x1f3ff) {
            return isPictograph(before);
        }
        return c == JOINER && isPictograph(before) && isPictograph(next);
    }

    private static boolean isPictograph(int c) {
        return c >= 0x1f000 && c <= 0x1faff
                || c >= 0x2190 && c <= 0x2bff
                || c == 0x3030
                || c == 0xa9
                || c == 0xae;
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            // Joiners shape the letters of several scripts.
            case Character.FORMAT -> c != JOINER && c != NON_JOINER;
            case Character.NON_SPACING_MARK -> c >= 0xe0100 || c == 0x34f || c == 0x17b4;
            // A skin tone without an emoji, and letters that are blank.
            default ->
                    c >= 0x1f3fb && c <= 0x1f3ff
                            || c == 0x115f
                            || c == 0x1160
                            || c == 0x2800
                            || c == 0x3164
                            || c == 0xffa0;
        };
    }

    private static void appendEscape(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < 0x100) {
                    out.append("\\x");
                    appendHex(out, c, 2);
                } else if (c < 0x10000) {
                    out.append("\\u");
                    appendHex(out, c, 4);
                } else {
                    out.append("\\u{");
                    appendHex(out, c, 5);
                    out.append('}');
                }
            }
        }
    }

    private static void appendHex(StringBuilder out, int value, int digits) {
        String hex = Integer.toHexString(value);
        out.repeat('0', Math.max(0, digits - hex.length())).append(hex);
    }

    /** Punctuation that has a plain likeness gets it; all else is escaped. */
    private static void appendAscii(StringBuilder out, int c) {
        switch (c) {
            case '…' -> out.append("...");
            case '×' -> out.append('x');
            case 'µ' -> out.append('u');
            case '→' -> out.append("->");
            case '←' -> out.append("<-");
            case '‘', '’' -> out.append('\'');
            case '“', '”' -> out.append('"');
            case '–', '—' -> out.append('-');
            case '\u00a0' -> out.append(' ');
            default -> appendEscape(out, c);
        }
    }

    /** Whether some of the text is written from right to left. */
    static boolean isRightToLeft(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c >= 0x590) {
                byte direction = Character.getDirectionality(c);
                if (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                        || direction == Character.DIRECTIONALITY_ARABIC_NUMBER) {
                    return true;
                }
            }
            i += Character.charCount(c);
        }
        return false;
    }
}
