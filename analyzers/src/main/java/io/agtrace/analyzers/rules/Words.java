package io.agtrace.analyzers.rules;

/** Times and texts in a rule's story. */
public final class Words {
    private static final int LONGEST = 160;

    private Words() {}

    /** A length of time: {@code 340 ms}, {@code 12.0 s}, {@code 3 min 20 s}. */
    public static String time(long nanos) {
        double millis = nanos / 1e6;
        if (Math.abs(millis) < 10) {
            return tenths(nanos, 1e5) + " ms";
        }
        if (Math.abs(millis) < 1000) {
            return Math.round(Math.abs(millis)) * (nanos < 0 ? -1 : 1) + " ms";
        }
        double seconds = millis / 1000;
        if (Math.abs(seconds) < 120) {
            return tenths(nanos, 1e8) + " s";
        }
        long whole = Math.round(seconds);
        if (Math.abs(whole) < 7200) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** A number with one decimal; half of one is rounded up. */
    private static String tenths(long nanos, double tenth) {
        long tenths = Math.round(Math.abs(nanos) / tenth);
        return (nanos < 0 ? "-" : "") + tenths / 10 + "." + tenths % 10;
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
        String line = inOneLine(text.strip(), longest + 1);
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end).stripTrailing() + "\u2026";
    }

    /** Each stretch of white space as one blank; at most so many characters of it. */
    private static String inOneLine(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(most, text.length()));
        boolean wasSpace = false;
        for (int i = 0; i < text.length() && line.length() < most; i++) {
            char c = text.charAt(i);
            boolean space = c == ' ' || c >= '\t' && c <= '\r';
            if (!space) {
                line.append(c);
            } else if (!wasSpace) {
                line.append(' ');
            }
            wasSpace = space;
        }
        return line.toString();
    }

    /** {@code 1 attempt}, {@code 5 attempts}. */
    public static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
