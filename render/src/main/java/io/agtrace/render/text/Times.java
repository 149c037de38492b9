package io.agtrace.render.text;

import io.agtrace.analyzers.span.Span;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time for people, in a zone that the caller chooses. */
public final class Times {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);

    private Times() {}

    /** Date and time to the second, or a dash for {@link Span#NO_TIME}. */
    public static String brief(long epochNanos, ZoneId zone) {
        if (epochNanos == Span.NO_TIME) {
            return "-";
        }
        ZonedDateTime time = instant(epochNanos).atZone(zone);
        StringBuilder text = new StringBuilder(19); // A formatter is dear, and a table has many.
        text.append(time.getYear());
        two(text, '-', time.getMonthValue());
        two(text, '-', time.getDayOfMonth());
        two(text, ' ', time.getHour());
        two(text, ':', time.getMinute());
        two(text, ':', time.getSecond());
        return text.toString();
    }

    private static void two(StringBuilder text, char before, int number) {
        text.append(before);
        if (number < 10) {
            text.append('0');
        }
        text.append(number);
    }

    /** Date, time to the millisecond and offset from UTC. */
    public static String full(long epochNanos, ZoneId zone) {
        return epochNanos == Span.NO_TIME
                ? "at an unknown time"
                : MILLIS.format(instant(epochNanos).atZone(zone));
    }

    /** The point in time so many nanoseconds after the epoch. */
    public static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L),
                Math.floorMod(epochNanos, 1_000_000_000L));
    }
}
