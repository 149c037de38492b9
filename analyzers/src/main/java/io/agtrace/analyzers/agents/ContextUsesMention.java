package io.agtrace.analyzers.agents;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A versioned context that a prompt mentions: {@code context (version 3, updated_at
 * 2026-01-01T00:00:00Z)} and the like.
 *
 * @param key what it is called, in lower case
 * @param time as written, or null
 * @param words the mention itself
 */
record ContextUsesMention(String key, String version, @Nullable String time, String words) {
    private static final Pattern MENTION =
            Pattern.compile(
                    "(?i)(?:\\b|(?<=\\\\n"
                            + "))((?:shared[ _])?(?:context|snapshot|state))\\b[^\\n"
                            + "]{0,24}?\\b(?:version|v|rev(?:ision)?)["
                            + " :=#]{0,2}([0-9][\\w.]{0,30})(?:[^\\n"
                            + "]{0,24}?([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)?))?");

    /** A number behind the last letter of "version", "v" or "rev"; most prompts have none. */
    static final ReadingLook MAY_STAND = new ReadingLook(ContextUsesMention::hasVersion);

    /** The longest that the pattern lets stand between a mention's start and its "version". */
    private static final int FARTHEST_START = "shared snapshot".length() + 24 + "re".length();

    private static final int MOST = 16;

    /** The mentions in a text, in order. */
    static List<ContextUsesMention> in(String text) {
        List<ContextUsesMention> all = new ArrayList<>();
        int at = next(text, 0);
        if (at < 0) {
            return all;
        }
        Matcher matcher = MENTION.matcher(text);
        while (at >= 0 && all.size() < MOST && matcher.find(at)) {
            all.add(
                    new ContextUsesMention(
                            matcher.group(1).toLowerCase(Locale.ROOT).replace(' ', '_'),
                            matcher.group(2),
                            matcher.group(3),
                            matcher.group()));
            at = next(text, matcher.end());
        }
        return all;
    }

    /**
     * Where from the pattern may match next, or -1: a cheap look for "version", "v" or "rev" with a
     * number behind it and one of the nouns before, which spares most prompts the pattern.
     */
    private static int next(String text, int from) {
        Letters letters = new Letters(text, from);
        for (int at = letters.next(); at >= 0; at = letters.next()) {
            int start = Math.max(from, at - FARTHEST_START);
            if (hasNumber(text, at) && beginsWord(text, at) && hasNoun(text, start, at)) {
                return start;
            }
        }
        return -1;
    }

    private static boolean hasVersion(String text) {
        Letters letters = new Letters(text, 0);
        int at = letters.next();
        while (at >= 0 && !hasNumber(text, at)) {
            at = letters.next();
        }
        return at >= 0;
    }

    /** The places of the letter v in a text, small or capital. */
    private static final class Letters {
        private final String text;
        private int small;
        private int capital;

        Letters(String text, int from) {
            this.text = text;
            small = text.indexOf('v', from);
            capital = text.indexOf('V', from);
        }

        /** The next place, or -1. */
        int next() {
            int at;
            if (capital < 0 || small >= 0 && small < capital) {
                at = small;
                small = at < 0 ? -1 : text.indexOf('v', at + 1);
            } else {
                at = capital;
                capital = text.indexOf('V', at + 1);
            }
            return at;
        }
    }

    /** Whether the letter is the first of a word, or that of one which begins with "rev". */
    private static boolean beginsWord(String text, int letter) {
        return letter == 0 || !isWord(text.charAt(letter - 1)) || standsAt(text, letter - 2, "re");
    }

    /** Whether the letter is that of "version", "v" or "rev" with a number behind. */
    private static boolean hasNumber(String text, int letter) {
        int at = letter + 1;
        if (standsAt(text, at, "ersion")) {
            at += "ersion".length();
        } else if (standsAt(text, at, "ision")) {
            at += "ision".length();
        }
        for (int i = 0; i < 2 && at < text.length() && " :=#".indexOf(text.charAt(at)) >= 0; i++) {
            at++;
        }
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Whether one of the nouns stands between two places, in the line of the second. */
    private static boolean hasNoun(String text, int from, int to) {
        for (int i = to - 1; i >= from && text.charAt(i) != '\n'; i--) {
            boolean noun =
                    switch (text.charAt(i)) {
                        case 'c', 'C' -> standsAt(text, i, "context");
                        case 's', 'S' ->
                                standsAt(text, i, "state") || standsAt(text, i, "snapshot");
                        default -> false;
                    };
            if (noun) {
                return true;
            }
        }
        return false;
    }

    private static boolean standsAt(String text, int at, String word) {
        return text.regionMatches(true, at, word, 0, word.length());
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
