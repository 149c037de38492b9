package io.agtrace.render.text;

import java.util.Locale;

/** Counts, sizes and sums for people. */
public final class Numbers {
    private Numbers() {}

    /** A count with its thousands apart: {@code 1,204}. */
    public static String count(long number) {
        String digits = Long.toString(number);
        int first = number < 0 ? 1 : 0;
        if (digits.length() - first <= 3) {
            return digits;
        }
        // A table has many of them; a formatter makes and forgets one of numbers for each.
        StringBuilder parted = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > first; at -= 3) {
            parted.insert(at, ',');
        }
        return parted.toString();
    }

    /** A count with the right form of its noun: {@code 1 span}, {@code 1,204 spans}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** About how many: {@code 950}, {@code 1.2k}, {@code 34k}, {@code 5.6M}. */
    public static String about(long number) {
        if (number < 1_000) {
            return Long.toString(number);
        }
        if (number < 9_950) {
            long tenths = (number + 50) / 100;
            return tenths / 10 + "." + tenths % 10 + "k";
        }
        if (number < 999_500) {
            return (number + 500) / 1_000 + "k";
        }
        String units = "kMGTPE";
        double value = number / 1_000.0;
        int unit = 0;
        while (value >= 999.5 && unit < units.length() - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value)
                + units.charAt(unit);
    }

    /** A size in bytes: {@code 12 B}, {@code 3.4 kB}. */
    public static String bytes(long size) {
        String about = about(size);
        int last = about.length() - 1;
        return Character.isLetter(about.charAt(last))
                ? about.substring(0, last) + " " + about.charAt(last) + "B"
                : about + " B";
    }

    /** US dollars; small sums keep four digits. */
    public static String dollars(double sum) {
        return String.format(Locale.ROOT, sum < 1 ? "$%.4f" : "$%,.2f", sum);
    }
}
