package io.agtrace.analyzers.agents;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits on time that stand in texts: names, error messages. */
public final class BudgetsText {
    private static final Pattern TIMEOUT_WORD =
            Pattern.compile(
                    "time[-_ ]?d?[-_ ]?out|deadline|time limit|budget.{0,12}"
                            + " (?:exceeded|exhausted|used up)|took too long|gave up"
                            + " (?:after|waiting)|(?:did(?:n't| not)|no)"
                            + " (?:answer|respond|response|reply|complete|finish)"
                            + " (?:with)?in|zeit\u00fcberschreitung|d\u00e9lai d|tiempo de"
                            + " espera|\u30bf\u30a4\u30e0\u30a2\u30a6\u30c8|\u8d85\u65f6");

    private static final Pattern LENGTH =
            Pattern.compile(
                    "(?<![\\w.])(\\d{1,9}(?:\\.\\d{1,6})?)\\s?"
                        + "(ms|msec|millis|milliseconds?|s|sec|secs|seconds?|m|min|mins|minutes?)"
                        + "(?![a-z0-9])");

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?:timeout|deadline|time_limit)[-_:= (]{0,2}"
                            + "(\\d{1,9}(?:\\.\\d{1,6})?)\\s?(ms|s|sec|seconds?|m|min|minutes?)"
                            + "(?![a-z0-9])");

    private static final int LONGEST = 2000;

    /** One of them is in every text that {@link #TIMEOUT_WORD} finds; goes with it. */
    private static final String[] HINTS = {
        "time",
        "deadline",
        "budget",
        "took",
        "gave",
        "did",
        "no ",
        "zeit",
        "d\u00e9lai",
        "tiempo",
        "\u30bf",
        "\u8d85"
    };

    /** Likewise for {@link #NAMED}. */
    private static final String[] NAMED_HINTS = {"timeout", "deadline", "time_limit"};

    private BudgetsText() {}

    /** A cheap look whether JSON may hold a field that is a limit on time. */
    static boolean mentionsLimit(String json) {
        String lower = json.toLowerCase(Locale.ROOT);
        return lower.contains("timeout")
                || lower.contains("deadline")
                || lower.contains("budget")
                || lower.contains("sla")
                || lower.contains("slo")
                || lower.contains("limit")
                || lower.contains("max");
    }

    /** Whether the text speaks of something that took too long. */
    public static boolean speaksOfTimeout(String text) {
        return speaks(lower(text));
    }

    private static boolean speaks(String lower) {
        return hasAny(lower, HINTS) && TIMEOUT_WORD.matcher(lower).find();
    }

    private static boolean hasAny(String lower, String[] hints) {
        for (String hint : hints) {
            if (lower.contains(hint)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it speaks of something that was given up, for whatever reason. */
    public static boolean speaksOfGivingUp(String text) {
        String lower = lower(text);
        return speaks(lower)
                || lower.contains("cancel")
                || lower.contains("abort")
                || lower.equals("408")
                || lower.equals("504");
    }

    /** The length nearest to the word that speaks of a timeout, in nanoseconds; -1 if none. */
    public static long limit(String text) {
        String lower = lower(text);
        if (!hasAny(lower, HINTS)) {
            return -1;
        }
        Matcher word = TIMEOUT_WORD.matcher(lower);
        if (!word.find()) {
            return -1;
        }
        long best = -1;
        int nearest = Integer.MAX_VALUE;
        Matcher length = LENGTH.matcher(lower);
        while (length.find()) {
            int distance =
                    length.start() >= word.end()
                            ? length.start() - word.end()
                            : word.start() - length.end() + 8;
            if (distance < nearest && distance < 80) {
                nearest = distance;
                best = nanos(length.group(1), length.group(2));
            }
        }
        return best;
    }

    /** A limit in a span's name, such as {@code fetch (timeout 3s)}; -1 if none. */
    static long named(String name) {
        String lower = lower(name);
        if (!hasAny(lower, NAMED_HINTS)) {
            return -1;
        }
        Matcher matcher = NAMED.matcher(lower);
        return matcher.find() ? nanos(matcher.group(1), matcher.group(2)) : -1;
    }

    private static String lower(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return start.toLowerCase(Locale.ROOT);
    }

    private static long nanos(String number, String unit) {
        double scale =
                unit.startsWith("ms") || unit.startsWith("milli")
                        ? 1e6
                        : unit.startsWith("m") ? 60e9 : 1e9;
        return Math.round(Double.parseDouble(number) * scale);
    }
}
