package io.agtrace.render.text;

import org.jline.utils.WCWidth;

/**
 * Columns that text takes on a terminal. Meant for text that went through {@link Escapes}, which
 * leaves no sequence whose width terminals disagree about.
 */
public final class Cells {
    private Cells() {}

    /** Columns of one code point: 0 for combining marks, 2 for wide characters. */
    public static int width(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint < 0x20 ? 0 : 1;
        }
        if (isRegionalIndicator(codePoint)) {
            return 1;
        }
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** Columns of the text. */
    public static int width(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f) {
                columns++;
                i++;
                continue;
            }
            int codePoint = text.codePointAt(i);
            columns += width(codePoint);
            i += Character.charCount(codePoint);
        }
        return columns;
    }

    /**
     * The text cut to at most {@code columns}, ending in the ellipsis when something was cut. A
     * base character keeps its combining marks, a flag both its halves.
     */
    public static String fit(String text, int columns, String ellipsis) {
        if (columns <= 0) {
            return "";
        }
        if (text.length() <= columns && width(text) <= columns) {
            return text;
        }
        int room = columns - ellipsis.length();
        if (room >= 0 && isAscii(text, columns + 1)) {
            return text.substring(0, room).stripTrailing() + ellipsis;
        }
        int used = 0;
        int cut = 0;
        boolean afterHalfFlag = false;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int cells = width(codePoint);
            boolean flag = isRegionalIndicator(codePoint);
            boolean starts = cells > 0 && !(flag && afterHalfFlag);
            if (starts && used <= room) {
                cut = i;
            }
            afterHalfFlag = flag && !afterHalfFlag;
            used += cells;
            if (used > columns) {
                return room < 0
                        ? ellipsis.substring(0, columns)
                        : text.substring(0, cut).stripTrailing() + ellipsis;
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }

    /** Whether the text is as long, and so far each character takes one column. */
    private static boolean isAscii(String text, int length) {
        if (text.length() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Spaces before the text up to {@code columns}. */
    public static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /** Spaces behind the text up to {@code columns}. */
    public static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    static boolean isRegionalIndicator(int codePoint) {
        return codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
    }
}
