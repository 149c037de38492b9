package io.agtrace.render.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps text that a build writes into its log from being taken for a command of the build server:
 * lines that begin with two colons (GitHub), and what begins, anywhere in a line, with two number
 * signs and a bracket (GitHub, Azure, TeamCity). A trace could bring such text along.
 */
public final class LogGuard {
    /** GitHub passes over blanks of all alphabets in front of the colons. */
    private static final Pattern COLONS =
            Pattern.compile("^((?:[\\s\\p{Z}\u0085]|\u001b\\[[0-9;]*m)*)::", Pattern.MULTILINE);

    private static final Pattern SIGNS =
            Pattern.compile("##((?:vso|teamcity)?)\\[", Pattern.CASE_INSENSITIVE);

    private LogGuard() {}

    /** The text, as wide as it was, without such commands. */
    public static String guarded(String text) {
        return SIGNS.matcher(COLONS.matcher(text).replaceAll("$1:.")).replaceAll("#.$1[");
    }

    /**
     * The text, of several lines, with the first colon or the bracket of such commands written in
     * another way, for forms that have one.
     *
     * @param bracket what the form writes for an opening bracket
     * @param colon likewise for a colon
     */
    public static String escaped(String text, String bracket, String colon) {
        return COLONS.matcher(escaped(text, bracket))
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + colon + ":"));
    }

    /**
     * The text with the brackets of such commands written in another way, for forms that have one.
     *
     * @param bracket what the form writes for an opening bracket
     */
    public static String escaped(String text, String bracket) {
        return SIGNS.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement("##" + match.group(1) + bracket));
    }
}
