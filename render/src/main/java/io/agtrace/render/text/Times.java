package io.agtrace.render.text;

import io.agtrace.analyzers.span.Span;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time for people, in a zone that the caller chooses. */
public final class Times {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);

    private Times() {}

    /** Date and time to the second, or a dash for {@link Span#NO_TIME}. */
    public static String brief(long epochNanos, ZoneId zone) {
        return epochNanos == Span.NO_TIME ? "-" : SECONDS.format(instant(epochNanos).atZone(zone));
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
