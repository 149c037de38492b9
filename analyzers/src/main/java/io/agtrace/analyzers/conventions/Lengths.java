package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** Lengths of time whose unit stands in an attribute's name or behind its number. */
public final class Lengths {
    private static final double LONGEST_NANOS = 9.0e18;

    private Lengths() {}

    /** The length in nanoseconds; seconds where nothing names a unit; -1 where it is none. */
    public static long nanos(String name, AnyValue value) {
        double number = Values.number(value);
        if (!Double.isNaN(number)) {
            return scaled(number, unitOfName(name));
        }
        return parsed(Values.text(value).strip());
    }

    private static long parsed(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return -1;
        }
        if (text.charAt(0) == 'P' || text.charAt(0) == 'p') {
            try {
                return scaled((double) Duration.parse(text).toMillis(), 1e6);
            } catch (DateTimeException | ArithmeticException e) {
                return -1;
            }
        }
        int end = text.length();
        while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        double number = Values.number(AnyValue.of(text.substring(0, end)));
        double unit = unit(text.substring(end).strip().toLowerCase(Locale.ROOT));
        return Double.isNaN(number) || unit == 0 ? -1 : scaled(number, unit);
    }

    private static double unitOfName(String name) {
        String snake = NameTable.snakeCase(name);
        int cut = snake.lastIndexOf('_');
        double unit = cut < 0 ? 0 : unit(snake.substring(cut + 1));
        return unit == 0 ? 1e9 : unit;
    }

    /** Nanoseconds in one of the unit, or 0 where the word is no unit. */
    private static double unit(String word) {
        return switch (word) {
            case "ns", "nanos", "nanoseconds" -> 1;
            case "us", "\u00b5s", "micros", "microseconds" -> 1e3;
            case "ms", "msec", "millis", "milliseconds" -> 1e6;
            case "s", "sec", "secs", "second", "seconds" -> 1e9;
            case "m", "min", "mins", "minute", "minutes" -> 60e9;
            case "h", "hour", "hours" -> 3600e9;
            default -> 0;
        };
    }

    private static long scaled(double number, double unit) {
        double nanos = number * unit;
        return nanos >= 0 && nanos <= LONGEST_NANOS ? Math.round(nanos) : -1;
    }
}
