package io.agtrace.analyzers.rules;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for one of many words in texts, without regard to case. Where two characters begin none of
 * the words, which one look tells, the pattern is not tried.
 */
public final class Stems {
    private static final int ASCII = 0x80;
    private static final int ASCII_BITS = 7;

    private final Pattern pattern;

    /** First and second character of each word, folded; a second one of 0 stands for any. */
    private final Set<Integer> beginnings = new HashSet<>();

    /** The same of all pairs of ASCII characters. */
    private final BitSet ascii = new BitSet(ASCII * ASCII);

    /** Whether a word may begin with anything. */
    private boolean isOpen;

    private Stems(String alternatives) {
        pattern = Phrases.compile(alternatives, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        for (String each : Phrases.split(alternatives)) {
            note(each.startsWith("\\b") ? each.substring(2) : each);
        }
        for (char first = 0; first < ASCII; first++) {
            for (char second = 0; second < ASCII; second++) {
                ascii.set(first << ASCII_BITS | second, mayBegin(first, second));
            }
        }
    }

    /**
     * A search for what a pattern finds.
     *
     * @param alternatives a regular expression; its alternatives are parted by bars
     */
    public static Stems of(String alternatives) {
        return new Stems(alternatives);
    }

    private void note(String word) {
        if (!isLiteral(word, 0)) {
            isOpen = true;
        } else {
            char second = isLiteral(word, 1) ? fold(word.charAt(1)) : 0;
            beginnings.add(pair(fold(word.charAt(0)), second));
        }
    }

    /** Whether a letter or a blank stands there that must be there once. */
    private static boolean isLiteral(String word, int at) {
        if (at >= word.length()) {
            return false;
        }
        char c = word.charAt(at);
        boolean plain = c == ' ' || Character.isLetter(c);
        return plain && (at + 1 == word.length() || "?*+{".indexOf(word.charAt(at + 1)) < 0);
    }

    /** Whether one of the words stands in the text. */
    public boolean areIn(String text) {
        Matcher matcher = null;
        int length = text.length();
        for (int at = 0; at < length; at++) {
            char first = text.charAt(at);
            char second = at + 1 < length ? text.charAt(at + 1) : 0;
            boolean may =
                    first < ASCII && second < ASCII
                            ? ascii.get(first << ASCII_BITS | second)
                            : mayBegin(first, second);
            if (may) {
                if (matcher == null) {
                    matcher = pattern.matcher(text).useTransparentBounds(true);
                }
                if (matcher.region(at, length).lookingAt()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayBegin(char first, char second) {
        if (isOpen) {
            return true;
        }
        char one = fold(first);
        return beginnings.contains(pair(one, (char) 0))
                || beginnings.contains(pair(one, fold(second)));
    }

    private static int pair(char first, char second) {
        return first << Character.SIZE | second;
    }

    /** As patterns compare characters that differ in case only. */
    private static char fold(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
