package io.agtrace.analyzers.rules.model;

import io.agtrace.analyzers.agents.ToolUse;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value in a tool's arguments that nothing upstream holds, and what upstream comes near it. */
final class Suspect {
    /** Written like a date: with a year of four digits in front or behind. */
    private static final Pattern DATE =
            Pattern.compile(
                    "((?:19|20)\\d\\d)[-/.](\\d\\d?)(?:[-/.](\\d\\d?))?(?:[T ].*)?"
                            + "|(\\d\\d?)[-/.]\\d\\d?[-/.]((?:19|20)\\d\\d)");

    /** Digits of a year. */
    private static final int YEAR = 4;

    /** One token of letters and digits, joined by hyphens and the like. */
    private static final Pattern IDENTIFIER =
            Pattern.compile("[\\p{L}\\p{N}]+(?:[-_#:.][\\p{L}\\p{N}]+)*");

    private static final int SHORTEST = 5;
    private static final int LONGEST = 80;

    /** How an upstream value comes near. */
    enum Likeness {
        /** Another year, where upstream names one. */
        YEAR,
        /** The same but for some digits. */
        DIGITS,
        /** The same with a part more, or a part less. */
        PART,
        /** The same but for a letter or two. */
        SPELLING
    }

    final ToolUse use;
    final Leaf leaf;
    final String value;

    /** Passages from this time on are not upstream. */
    final long before;

    /** The date's year; empty where it is no date. */
    final String year;

    private final String day;
    private final Set<String> years = new TreeSet<>();
    private boolean sameDay;
    private boolean held;
    private int bestNode = -1;
    private String best = "";
    private @org.jspecify.annotations.Nullable Likeness likeness;

    private Suspect(ToolUse use, Leaf leaf, long before, String year, String day) {
        this.use = use;
        this.leaf = leaf;
        this.before = before;
        this.year = year;
        this.day = day;
        value = leaf.text().toLowerCase(Locale.ROOT);
    }

    /** The value as a suspect; null where it is of a sort that agents may well make up. */
    static @org.jspecify.annotations.Nullable Suspect of(ToolUse use, Leaf leaf, long before) {
        String text = leaf.text();
        Matcher date = mayBeDate(text) ? DATE.matcher(text) : null;
        if (date != null && date.matches()) {
            String year = date.group(1) == null ? date.group(5) : date.group(1);
            String day = date.group(1) == null ? date.group(4) : date.group(3);
            return new Suspect(use, leaf, before, year, day == null ? "" : bare(day));
        }
        boolean named =
                text.length() >= SHORTEST
                        && text.length() <= LONGEST
                        && text.indexOf(' ') < 0
                        && IDENTIFIER.matcher(text).matches()
                        && text.codePoints().anyMatch(Character::isLetter);
        return named ? new Suspect(use, leaf, before, "", "") : null;
    }

    private static boolean mayBeDate(String text) {
        return !text.isEmpty() && isDigit(text.charAt(0));
    }

    private static String bare(String day) {
        return day.startsWith("0") ? day.substring(1) : day;
    }

    /** Whether upstream holds it after all, or holds nothing like it. */
    boolean cleared() {
        return held || likeness() == null;
    }

    @org.jspecify.annotations.Nullable
    Likeness likeness() {
        return !year.isEmpty() && years.size() >= 1 && !years.contains(year)
                ? Likeness.YEAR
                : year.isEmpty() ? likeness : null;
    }

    /** Whether upstream holds it: whatever else upstream holds says nothing then. */
    boolean isHeld() {
        return held;
    }

    boolean isDate() {
        return !year.isEmpty();
    }

    boolean sameDay() {
        return sameDay;
    }

    /** The upstream value that it is like. */
    String near() {
        return likeness() == Likeness.YEAR ? String.join(", ", years) : best;
    }

    int nearNode() {
        return bestNode;
    }

    /** Takes notice of a text upstream. */
    void compareText(int node, String text) {
        if (year.isEmpty() || held) {
            return;
        }
        int length = text.length();
        int at = 0;
        while (at < length) {
            int from = at;
            while (at < length && isDigit(text.charAt(at))) {
                at++;
            }
            if (at - from == YEAR && isCentury(text, from)) {
                String found = text.substring(from, at);
                years.add(found);
                bestNode = bestNode < 0 ? node : bestNode;
                held |= found.equals(year);
            }
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isCentury(String text, int at) {
        return text.startsWith("19", at) || text.startsWith("20", at);
    }

    /** Takes notice of a token upstream, in lower case. */
    void compare(int node, String token) {
        if (!year.isEmpty()) {
            sameDay |= !day.isEmpty() && isDay(token) || isOtherDate(token);
            return;
        }
        held |= token.contains(value) && !Near.onePartMore(value, token);
        if (held) {
            return;
        }
        Likeness like = like(token, value);
        if (like != null && (likeness == null || like.compareTo(likeness) < 0)) {
            likeness = like;
            best = token;
            bestNode = node;
        }
    }

    /** The day by itself, or in a range such as {@code 14-16}. */
    private boolean isDay(String token) {
        int at = token.indexOf(day);
        while (at >= 0) {
            int end = at + day.length();
            boolean from =
                    at == 0
                            || !Character.isDigit(token.charAt(at - 1))
                            || token.charAt(at - 1) == '0';
            if (from && (end == token.length() || !Character.isDigit(token.charAt(end)))) {
                return token.length() <= 5 || DATE.matcher(token).matches();
            }
            at = token.indexOf(day, end);
        }
        return false;
    }

    private boolean isOtherDate(String token) {
        return token.length() >= 10
                && value.length() >= 10
                && token.regionMatches(4, value, 4, 6)
                && DATE.matcher(token).matches();
    }

    private static @org.jspecify.annotations.Nullable Likeness like(String token, String value) {
        if (token.length() < SHORTEST) {
            return null;
        }
        if (Near.sameButDigits(token, value)) {
            return Likeness.DIGITS;
        }
        if (Near.onePartMore(token, value) || Near.onePartMore(value, token)) {
            return Likeness.PART;
        }
        return Near.misspelt(token, value) ? Likeness.SPELLING : null;
    }
}
