package io.agtrace.cli.config;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 250ms}, {@code 3s}, {@code 1.5m}. */
public final class Lengths {
    /** For JSON Schemas: what {@link #parse} reads. */
    static final String PATTERN = "^\\d+(\\.\\d*)?(ns|us|µs|ms|s|m|min|h|d)$";

    private static final Pattern AMOUNT = Pattern.compile("\\d+(\\.\\d*)?");

    private Lengths() {}

    /** The length, or null where the text is none. */
    public static @Nullable Duration parse(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        int unitAt = value.length();
        while (unitAt > 0 && Character.isLetter(value.charAt(unitAt - 1))) {
            unitAt--;
        }
        double nanos =
                switch (value.substring(unitAt)) {
                    case "ns" -> 1;
                    case "us", "µs" -> 1e3;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    case "m", "min" -> 60e9;
                    case "h" -> 3600e9;
                    case "d" -> 86400e9;
                    default -> 0;
                };
        if (nanos == 0 || !AMOUNT.matcher(value).region(0, unitAt).matches()) {
            return null;
        }
        double total = Double.parseDouble(value.substring(0, unitAt)) * nanos;
        return total < Long.MAX_VALUE ? Duration.ofNanos(Math.round(total)) : null;
    }

    /** The length as text: in seconds where they are whole, else in milliseconds. */
    static String text(Duration length) {
        long nanos = length.toNanos();
        return nanos % 1_000_000_000 == 0
                ? nanos / 1_000_000_000 + "s"
                : BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
    }
}
