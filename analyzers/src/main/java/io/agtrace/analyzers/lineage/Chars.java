package io.agtrace.analyzers.lineage;

/** What {@link Character} says of characters, at once for the first 128, which are most of all. */
final class Chars {
    private static final int ASCII = 128;

    /** Before the first combining mark. */
    private static final char FIRST_COMBINING = '\u0300';

    private static final boolean[] LETTER = new boolean[ASCII];
    private static final boolean[] LETTER_OR_DIGIT = new boolean[ASCII];
    private static final char[] LOWER = new char[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            LETTER[c] = Character.isLetter(c);
            LETTER_OR_DIGIT[c] = Character.isLetterOrDigit(c);
            LOWER[c] = Character.toLowerCase(c);
        }
    }

    private Chars() {}

    static boolean isLetter(char c) {
        return c < ASCII ? LETTER[c] : Character.isLetter(c);
    }

    static boolean isDigit(char c) {
        return c < ASCII ? c >= '0' && c <= '9' : Character.isDigit(c);
    }

    static boolean isAsciiLetterOrDigit(char c) {
        return c < ASCII && LETTER_OR_DIGIT[c];
    }

    static boolean isLetterOrDigit(char c) {
        return c < ASCII ? LETTER_OR_DIGIT[c] : Character.isLetterOrDigit(c);
    }

    static char toLowerCase(char c) {
        return c < ASCII ? LOWER[c] : Character.toLowerCase(c);
    }

    static boolean isCombining(char c) {
        if (c < FIRST_COMBINING) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
