package io.agtrace.cli.config;

import java.util.Collection;
import java.util.Locale;

/** Finds what was meant by a name that does not exist. */
final class NearestName {
    private static final int LONGEST = 100;

    private NearestName() {}

    /** The name most like the one written; the empty string where there are no names. */
    static String of(String written, Collection<String> names) {
        String wanted = plain(written.substring(0, Math.min(written.length(), LONGEST)));
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            // Whoever leaves out what groups the names means the last part of one.
            String last = plain(name.substring(name.lastIndexOf('.') + 1));
            int distance = Math.min(distance(wanted, plain(name)), distance(wanted, last) + 1);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
    }

    /**
     * How many letters must be added, left out, changed or swapped with their neighbour. Adding
     * costs half: a name is more often cut short than made up.
     */
    private static int distance(String written, String name) {
        int[] before = new int[name.length() + 1];
        int[] above = new int[name.length() + 1];
        int[] row = new int[name.length() + 1];
        for (int j = 0; j <= name.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= written.length(); i++) {
            char a = written.charAt(i - 1);
            row[0] = 2 * i;
            for (int j = 1; j <= name.length(); j++) {
                char b = name.charAt(j - 1);
                int change = above[j - 1] + (a == b ? 0 : 2);
                row[j] = Math.min(change, Math.min(above[j] + 2, row[j - 1] + 1));
                if (i > 1 && j > 1 && a == name.charAt(j - 2) && written.charAt(i - 2) == b) {
                    row[j] = Math.min(row[j], before[j - 2] + 2);
                }
            }
            int[] oldest = before;
            before = above;
            above = row;
            row = oldest;
        }
        return above[name.length()];
    }
}
