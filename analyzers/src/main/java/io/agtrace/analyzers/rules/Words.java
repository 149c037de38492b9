package io.agtrace.analyzers.rules;

import java.util.Locale;

/** Times and texts in a rule's story. */
public final class Words {
    private static final int LONGEST = 160;

    private Words() {}

    /** A length of time: {@code 340 ms}, {@code 12.0 s}, {@code 3 min 20 s}. */
    public static String time(long nanos) {
        double millis = nanos / 1e6;
        if (Math.abs(millis) < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (Math.abs(millis) < 1000) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        double seconds = millis / 1000;
        if (Math.abs(seconds) < 120) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (Math.abs(whole) < 7200) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** A moment of the run: {@code T+340 ms}, {@code T-12.0 s}. */
    public static String moment(Run run, long nanos) {
        long since = run.sinceStart(nanos);
        return (since < 0 ? "T-" : "T+")
                + time(Math.abs(since)).replace(" ms", "ms").replace(" s", "s");
    }

    /** A quotation in typographic quotes, in one line, cut where it is long. */
    public static String quote(String text) {
        return "\u201c" + cut(text, LONGEST) + "\u201d";
    }

    /** A text in one line, cut where it is longer than {@code longest} characters. */
    public static String cut(String text, int longest) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end).stripTrailing() + "\u2026";
    }

    /** {@code 1 attempt}, {@code 5 attempts}. */
    public static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
