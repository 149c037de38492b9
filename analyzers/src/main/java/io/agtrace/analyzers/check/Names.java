package io.agtrace.analyzers.check;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name as a policy writes it: case does not matter, {@code *} stands for any text, and spaces,
 * hyphens and underscores are the same.
 */
final class Names {
    private Names() {}

    /** A test for names that a pattern means. */
    static Pattern pattern(String written) {
        String[] parts = key(written).split("\\*", -1);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    static boolean fits(Pattern pattern, String name) {
        return pattern.matcher(key(name)).matches();
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }
}
