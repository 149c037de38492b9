package io.agtrace.cli.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** What scalars without quotes mean, by the core schema of YAML 1.2. */
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private Scalars() {}

    static boolean isText(String text) {
        return !isNothing(text) && flag(text) == null && !isNumber(text);
    }

    static String kind(String text) {
        if (isNothing(text)) {
            return "nothing";
        }
        return isNumber(text) ? "a number" : "a truth value";
    }

    private static boolean isNumber(String text) {
        return INTEGER.matcher(text).matches() || NUMBER.matcher(text).matches();
    }

    static boolean isNothing(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
        };
    }

    static @Nullable Boolean flag(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> null;
        };
    }

    /** A decimal number; null for everything else, infinities and absurdly long ones too. */
    static @Nullable BigDecimal number(String text) {
        if (text.length() > 40 || !NUMBER.matcher(text).matches()) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > 400 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
