package io.agtrace.render.check;

import java.util.regex.Pattern;

/**
 * Keeps text that a build writes into its log from being taken for a command of the build server:
 * lines that begin with two colons (GitHub), and what begins with two number signs and a bracket
 * (GitHub, Azure, TeamCity). A trace could bring such text along.
 */
final class LogGuard {
    private static final Pattern COLONS =
            Pattern.compile("^((?:\\s|\u001b\\[[0-9;]*m)*)::", Pattern.MULTILINE);
    private static final Pattern SIGNS =
            Pattern.compile("##(?=(?:vso|teamcity)?\\[)", Pattern.CASE_INSENSITIVE);

    private LogGuard() {}

    /** The text, as wide as it was, without such commands. */
    static String guarded(String text) {
        return SIGNS.matcher(COLONS.matcher(text).replaceAll("$1:.")).replaceAll("#.");
    }
}
