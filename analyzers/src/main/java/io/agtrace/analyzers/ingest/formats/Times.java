package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.json.Numbers;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Points in time and durations as exporters spell them, in nanoseconds. */
final class Times {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;

    private Times() {}

    /** What a bare number counts. */
    enum Unit {
        NANOS(1),
        MICROS(1_000),
        MILLIS(1_000_000),
        SECONDS(SECOND),
        /**
         * The format leaves it open. Read as the unit that puts the time between 1973 and 5138:
         * below 10^11 seconds, below 10^14 milliseconds, below 10^17 microseconds, else
         * nanoseconds.
         */
        OPEN(0);

        private final long nanos;

        Unit(long nanos) {
            this.nanos = nanos;
        }
    }

    /**
     * A point in time since the epoch: a number, a text of one, an ISO-8601 date and time, or the
     * pair {@code [seconds, nanoseconds]} of OpenTelemetry JS.
     *
     * @return {@link Span#NO_TIME} where the value is none of these
     */
    static long point(@Nullable AnyValue value, Unit unit) {
        return switch (value) {
            case null -> Span.NO_TIME;
            case AnyValue.IntValue(long number) -> scaled(number, unit);
            case AnyValue.DoubleValue(double number) -> scaled(number, unit);
            case AnyValue.ArrayValue(List<AnyValue> pair) -> pair(pair);
            case AnyValue.KvlistValue(var fields)
                    when fields.get("0") != null && fields.get("1") != null ->
                    pair(List.of(orEmpty(fields.get("0")), orEmpty(fields.get("1"))));
            case io.agtrace.analyzers.span.Text text -> point(text.prefix(80), unit);
            default -> Span.NO_TIME;
        };
    }

    private static AnyValue orEmpty(@Nullable AnyValue value) {
        return value == null ? AnyValue.EMPTY : value;
    }

    private static long point(String text, Unit unit) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return Span.NO_TIME;
        }
        if (isNumber(trimmed)) {
            long whole = Numbers.whole(trimmed, Span.NO_TIME);
            return trimmed.indexOf('.') >= 0 || whole == Span.NO_TIME
                    ? scaled(Numbers.real(trimmed), unit)
                    : scaled(whole, unit);
        }
        return iso(trimmed);
    }

    /** A span of time: a number, {@code [seconds, nanoseconds]}, ISO-8601 or {@code hh:mm:ss.f}. */
    static long duration(@Nullable AnyValue value, Unit unit) {
        if (value instanceof io.agtrace.analyzers.span.Text text) {
            String trimmed = text.prefix(80).strip();
            if (trimmed.startsWith("P") || trimmed.startsWith("-P")) {
                return isoDuration(trimmed);
            }
            if (trimmed.indexOf(':') > 0) {
                return clock(trimmed);
            }
            return isNumber(trimmed) ? scaled(Numbers.real(trimmed), unit) : Span.NO_TIME;
        }
        return point(value, unit);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && !(i == 0 && c == '-')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static long pair(List<AnyValue> pair) {
        if (pair.size() != 2
                || !(pair.get(0) instanceof AnyValue.IntValue(long seconds))
                || !(pair.get(1) instanceof AnyValue.IntValue
                        || pair.get(1) instanceof AnyValue.DoubleValue)) {
            return Span.NO_TIME;
        }
        long nanos =
                pair.get(1) instanceof AnyValue.IntValue(long whole)
                        ? whole
                        : (long) ((AnyValue.DoubleValue) pair.get(1)).value();
        return Math.abs(seconds) > Long.MAX_VALUE / SECOND - 1 || Math.abs(nanos) > DAY
                ? Span.NO_TIME
                : seconds * SECOND + nanos;
    }

    private static long scaled(long number, Unit unit) {
        long nanos = unit == Unit.OPEN ? openUnit(Math.abs((double) number)) : unit.nanos;
        return Math.abs((double) number) * nanos >= 0x1p63 ? Span.NO_TIME : number * nanos;
    }

    private static long scaled(double number, Unit unit) {
        long nanos = unit == Unit.OPEN ? openUnit(Math.abs(number)) : unit.nanos;
        if (Double.isNaN(number) || Math.abs(number) * nanos >= 0x1p63) {
            return Span.NO_TIME;
        }
        // Whole and broken part apart, so that no digit that the double has is lost.
        long whole = (long) number;
        return whole * nanos + Math.round((number - whole) * nanos);
    }

    private static long openUnit(double size) {
        return size < 1e11 ? SECOND : size < 1e14 ? 1_000_000 : size < 1e17 ? 1_000 : 1;
    }

    /**
     * ISO-8601 date and time, with {@code T} or a blank between them; without a zone it is UTC, as
     * the exporters that leave the zone out mean it.
     */
    private static long iso(String text) {
        int length = text.length();
        if (length < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return Span.NO_TIME;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < 1678 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31) {
            return Span.NO_TIME;
        }
        if (day > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return Span.NO_TIME;
        }
        long nanos = LocalDate.of(year, month, day).toEpochDay() * DAY;
        if (length == 10) {
            return nanos;
        }
        char between = text.charAt(10);
        if (between != 'T' && between != ' ' && between != 't' || length < 16) {
            return Span.NO_TIME;
        }
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || text.charAt(13) != ':') {
            return Span.NO_TIME;
        }
        nanos += (hour * 3_600L + minute * 60L) * SECOND;
        int at = 16;
        if (at < length && text.charAt(at) == ':') {
            int second = digits(text, at + 1, at + 3);
            if (second < 0 || second > 60) {
                return Span.NO_TIME;
            }
            nanos += second * SECOND;
            at += 3;
        }
        if (at < length && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
            long unit = SECOND;
            for (at++; at < length && isDigit(text.charAt(at)); at++) {
                unit /= 10;
                nanos += (text.charAt(at) - '0') * unit;
            }
        }
        long offset = zone(text.substring(at).strip());
        return offset == Span.NO_TIME ? Span.NO_TIME : nanos - offset;
    }

    /** How far a zone is ahead of UTC; a Go time may repeat the zone's name behind it. */
    private static long zone(String text) {
        if (text.isEmpty()
                || text.equalsIgnoreCase("Z")
                || text.equals("UTC")
                || text.equals("GMT")) {
            return 0;
        }
        char sign = text.charAt(0);
        if (sign != '+' && sign != '-') {
            return Span.NO_TIME;
        }
        int hours = digits(text, 1, 3);
        int minutesAt = text.length() > 3 && text.charAt(3) == ':' ? 4 : 3;
        int minutes = text.length() >= minutesAt + 2 ? digits(text, minutesAt, minutesAt + 2) : 0;
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Span.NO_TIME;
        }
        long ahead = (hours * 3_600L + minutes * 60L) * SECOND;
        return sign == '-' ? -ahead : ahead;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int digits(String text, int from, int to) {
        if (to > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static long isoDuration(String text) {
        try {
            return Duration.parse(text).toNanos();
        } catch (DateTimeParseException | ArithmeticException e) {
            return Span.NO_TIME;
        }
    }

    /** .NET's {@code [d.]hh:mm:ss[.fffffff]}. */
    private static long clock(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            return Span.NO_TIME;
        }
        int dot = parts[0].indexOf('.');
        long days = dot < 0 ? 0 : Numbers.whole(parts[0].substring(0, dot), -1);
        long hours = Numbers.whole(parts[0].substring(dot + 1), -1);
        long minutes = Numbers.whole(parts[1], -1);
        double seconds = Numbers.real(parts[2]);
        if (days < 0 || days > 100_000 || hours < 0 || hours > 24 || minutes < 0 || minutes > 59) {
            return Span.NO_TIME;
        }
        return seconds >= 0 && seconds < 61
                ? days * DAY
                        + (hours * 3_600 + minutes * 60) * SECOND
                        + Math.round(seconds * SECOND)
                : Span.NO_TIME;
    }
}
