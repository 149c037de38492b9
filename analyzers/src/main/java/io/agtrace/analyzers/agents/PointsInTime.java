package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Points in time as payloads state them; the same few come again and again. */
final class PointsInTime {
    private static final Pattern ZONE = Pattern.compile(".*[+-][0-9:]{2,6}");

    private static final int SHORTEST = 16;
    private static final int LONGEST = 40;

    private static final int END_OF_SECONDS = "2026-01-01T00:00:00".length();
    private static final int NO_OFFSET = Integer.MAX_VALUE;

    /** Texts that are remembered. */
    private static final int MOST = 1 << 8;

    private final Map<String, Long> known = new HashMap<>();

    /** As {@link #read}, remembering texts. */
    long of(AnyValue value) {
        if (!(value instanceof Text text) || text.recordedLength() > LONGEST) {
            return read(value);
        }
        String content = text.toString();
        Long before = known.get(content);
        if (before == null) {
            before = read(value);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(content, before);
        }
        return before;
    }

    /**
     * A point in time in nanoseconds since the epoch: ISO 8601 (UTC where it names no zone) or a
     * number whose size tells its unit; {@link Span#NO_TIME} for anything else.
     */
    static long read(AnyValue value) {
        long usual = value instanceof Text ? usual(ChoiceValues.scalar(value)) : Span.NO_TIME;
        if (usual != Span.NO_TIME) {
            return usual;
        }
        double number = ChoiceValues.number(value);
        if (!Double.isNaN(number)) {
            // 1e9 s is the year 2001; each next unit is a thousand times larger.
            double scale = number >= 1e17 ? 1 : number >= 1e14 ? 1e3 : number >= 1e11 ? 1e6 : 1e9;
            return number >= 1e8 && number * scale < 9.2e18
                    ? Math.round(number * scale)
                    : Span.NO_TIME;
        }
        String text = ChoiceValues.scalar(value).replace(' ', 'T');
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return Span.NO_TIME;
        }
        try {
            boolean zone = text.endsWith("Z") || ZONE.matcher(text.substring(11)).matches();
            Instant instant =
                    zone
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return Span.NO_TIME;
        }
    }

    /**
     * The point in time where it is written as most are: {@code 2026-01-01T00:00:00.123Z}, with or
     * without a fraction, in UTC, with an offset in hours and minutes, or without a zone.
     *
     * @return {@link Span#NO_TIME} where it is not written so
     */
    private static long usual(String text) {
        boolean fits =
                text.length() >= END_OF_SECONDS
                        && text.charAt(4) == '-'
                        && text.charAt(7) == '-'
                        && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
                        && text.charAt(13) == ':'
                        && text.charAt(16) == ':';
        if (!fits) {
            return Span.NO_TIME;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, END_OF_SECONDS);
        boolean sound = year >= 1970 && year <= 2200 && isIn(month, 1, 12) && isIn(day, 1, 31);
        if (!sound || !isIn(hour, 0, 23) || !isIn(minute, 0, 59) || !isIn(second, 0, 59)) {
            return Span.NO_TIME;
        }
        int end = END_OF_SECONDS;
        long nanos = 0;
        if (end < text.length() && text.charAt(end) == '.') {
            long unit = 100_000_000;
            end++;
            while (end < text.length() && isDigit(text.charAt(end)) && unit > 0) {
                nanos += unit * (text.charAt(end) - '0');
                unit /= 10;
                end++;
            }
        }
        int offset = offsetMinutes(text, end);
        if (offset == NO_OFFSET || end == END_OF_SECONDS + 1) {
            return Span.NO_TIME;
        }
        if (day > YearMonth.of(year, month).lengthOfMonth()) {
            return Span.NO_TIME;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        long minutes = (days * 24 + hour) * 60 + minute - offset;
        return (minutes * 60 + second) * 1_000_000_000L + nanos;
    }

    private static int offsetMinutes(String text, int at) {
        int length = text.length() - at;
        if (length == 0 || length == 1 && text.charAt(at) == 'Z') {
            return 0;
        }
        boolean signed = length == 6 && (text.charAt(at) == '+' || text.charAt(at) == '-');
        if (!signed || text.charAt(at + 3) != ':') {
            return NO_OFFSET;
        }
        int hours = digits(text, at + 1, at + 3);
        int minutes = digits(text, at + 4, at + 6);
        if (!isIn(hours, 0, 17) || !isIn(minutes, 0, 59)) {
            return NO_OFFSET;
        }
        return (text.charAt(at) == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    /** The number that the digits make, or -1 where there are others among them. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIn(int number, int least, int most) {
        return number >= least && number <= most;
    }
}
