package io.agtrace.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Values of options from their text. Each throws {@link Failure} for a text it can't read. */
final class Values {
    private Values() {}

    /** A length of time: {@code 250ms}, {@code 3s}, {@code 1.5m}, {@code 2h}, {@code 7d}. */
    static Duration duration(String option, String text) {
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
        try {
            double amount = Double.parseDouble(value.substring(0, unitAt));
            if (nanos > 0 && amount >= 0 && amount * nanos < Long.MAX_VALUE) {
                return Duration.ofNanos(Math.round(amount * nanos));
            }
        } catch (NumberFormatException e) {
            throw noDuration(option, text);
        }
        throw noDuration(option, text);
    }

    private static Failure noDuration(String option, String text) {
        return new Failure(
                ExitCode.USAGE,
                option + ": '" + text + "' is no length of time",
                "Write it like 250ms, 3s, 1.5m, 2h or 7d.");
    }

    /**
     * A moment: an ISO-8601 date or date-time (local where it bears no zone), or a length of time
     * before {@code now}.
     *
     * @return nanoseconds since the epoch
     */
    static long moment(String option, String text, Instant now, ZoneId zone) {
        String value = text.strip();
        if (!value.isEmpty()
                && Character.isLetter(value.charAt(value.length() - 1))
                && !value.endsWith("Z")) {
            return nanos(now.minus(duration(option, value)));
        }
        try {
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
        } catch (DateTimeParseException e) {
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
