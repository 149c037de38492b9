package io.agtrace.cli;

import io.agtrace.cli.config.Lengths;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Values of options from their text. Each throws {@link Failure} for a text it can't read. */
final class Values {
    private Values() {}

    /** A length of time: {@code 250ms}, {@code 3s}, {@code 1.5m}, {@code 2h}, {@code 7d}. */
    static Duration duration(String option, String text) {
        Duration duration = Lengths.parse(text);
        if (duration == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    option + ": '" + text + "' is no length of time",
                    "Write it like 250ms, 3s, 1.5m, 2h or 7d.");
        }
        return duration;
    }

    /**
     * A moment: an ISO-8601 date or date-time (local where it bears no zone), or a length of time
     * before {@code now}.
     *
     * @return nanoseconds since the epoch
     */
    static long moment(String option, String text, Instant now, ZoneId zone) {
        String value = text.strip();
        Duration ago = Lengths.parse(value);
        try {
            if (ago != null) {
                return nanos(now.minus(ago));
            }
            if (value.length() <= 10) {
                return nanos(LocalDate.parse(value).atStartOfDay(zone).toInstant());
            }
            String dateTime = value.replace(' ', 'T');
            boolean zoned =
                    dateTime.endsWith("Z")
                            || dateTime.lastIndexOf('+') > 10
                            || dateTime.lastIndexOf('-') > 10;
            return nanos(
                    zoned
                            ? OffsetDateTime.parse(dateTime).toInstant()
                            : LocalDateTime.parse(dateTime).atZone(zone).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    option + ": '" + text + "' is no moment",
                    "Write it like 2026-01-31, 2026-01-31T09:30, 2026-01-31T09:30:00Z or 2h"
                            + " (ago).");
        }
    }

    private static long nanos(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
    }
}
