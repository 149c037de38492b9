package io.agtrace.analyzers.conventions;

import java.util.Locale;

/** Concepts as users write them: {@code agent.name} for {@link Concept#AGENT_NAME}. */
final class OwnNames {
    private OwnNames() {}

    static String written(Concept concept) {
        return concept.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * The concept of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    static Concept concept(String written) {
        String wanted =
                written.strip().toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
        Concept nearest = Concept.AGENT_NAME;
        int least = Integer.MAX_VALUE;
        for (Concept concept : Concept.values()) {
            String known = written(concept);
            if (known.equals(wanted)) {
                return concept;
            }
            int distance = distance(wanted, known);
            if (distance < least) {
                least = distance;
                nearest = concept;
            }
        }
        throw new IllegalArgumentException(
                "there is no concept \""
                        + written.strip()
                        + "\"; the nearest is \""
                        + written(nearest)
                        + "\"");
    }

    /** Levenshtein's distance, in a single row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
