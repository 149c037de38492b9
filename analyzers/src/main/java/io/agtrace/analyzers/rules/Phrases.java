package io.agtrace.analyzers.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Patterns that look for one of many words. A pattern of many alternatives tries each of them at
 * every character; here they are put together by how they begin, so that most characters are passed
 * at one look. Texts hold one of the words or none as before, but which of several is found first
 * may differ.
 */
public final class Phrases {
    private static final String WORD_START = "\\b";

    private Phrases() {}

    /**
     * A pattern that finds something wherever the given one does.
     *
     * @param alternatives a regular expression; its alternatives are parted by bars
     * @param flags of {@link Pattern#compile(String, int)}
     */
    public static Pattern compile(String alternatives, int flags) {
        List<String> atWordStart = new ArrayList<>();
        List<String> anywhere = new ArrayList<>();
        for (String each : split(alternatives)) {
            if (each.startsWith(WORD_START)) {
                atWordStart.add(each.substring(WORD_START.length()));
            } else {
                anywhere.add(each);
            }
        }
        String all = WORD_START + "(?:" + byFirstLetter(atWordStart) + ")";
        if (atWordStart.isEmpty()) {
            all = byFirstLetter(anywhere);
        } else if (!anywhere.isEmpty()) {
            all += "|" + byFirstLetter(anywhere);
        }
        return Pattern.compile(all, flags);
    }

    private static String byFirstLetter(List<String> alternatives) {
        Map<String, List<String>> rests = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (String each : alternatives) {
            if (beginsWithLetter(each)) {
                rests.computeIfAbsent(each.substring(0, 1), _ -> new ArrayList<>())
                        .add(each.substring(1));
            } else {
                others.add(each);
            }
        }
        List<String> all = new ArrayList<>();
        rests.forEach((letter, ends) -> all.add(letter + "(?:" + String.join("|", ends) + ")"));
        all.addAll(others);
        return String.join("|", all);
    }

    /** Whether an alternative begins with one letter that must be there once. */
    private static boolean beginsWithLetter(String alternative) {
        boolean letter = !alternative.isEmpty() && Character.isLetter(alternative.charAt(0));
        return letter && (alternative.length() == 1 || "?*+{".indexOf(alternative.charAt(1)) < 0);
    }

    /** The alternatives; bars in groups and classes part none. */
    static List<String> split(String pattern) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        parts.add(pattern.substring(from, i));
                        from = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(pattern.substring(from));
        return parts;
    }
}
