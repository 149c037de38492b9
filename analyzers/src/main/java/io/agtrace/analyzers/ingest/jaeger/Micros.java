package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.Numbers;
import io.agtrace.analyzers.span.Span;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as Jaeger and Zipkin spell them, in nanoseconds. */
final class Micros {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** A part of a Go duration or protobuf's JSON for one: {@code 0.005s}, {@code 1m2.5s}. */
    private static final Pattern PART =
            Pattern.compile("(\\d{1,19}(?:\\.\\d{1,30})?)(ns|us|µs|μs|ms|s|m|h)");

    private Micros() {}

    /**
     * The time that stands next: a number of microseconds since the epoch, also as a string, or an
     * RFC 3339 text.
     *
     * @return {@link Span#NO_TIME} where it is none of them
     */
    static long time(JsonCursor cursor) throws IOException {
        if (!cursor.atString()) {
            return toNanos(cursor.wholeNumber(Span.NO_TIME));
        }
        String text = cursor.string();
        long micros = Numbers.whole(text, Span.NO_TIME);
        return micros != Span.NO_TIME ? toNanos(micros) : timestamp(text);
    }

    /** An RFC 3339 text in nanoseconds since the epoch. */
    static long timestamp(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return Span.NO_TIME;
        }
    }

    /** The duration that stands next: a number of microseconds, or a text with units. */
    static long duration(JsonCursor cursor) throws IOException {
        if (!cursor.atString()) {
            return toNanos(cursor.wholeNumber(Span.NO_TIME));
        }
        String text = cursor.string();
        long micros = Numbers.whole(text, Span.NO_TIME);
        return micros != Span.NO_TIME ? toNanos(micros) : units(text);
    }

    private static long units(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            BigDecimal number = new BigDecimal(part.group(1));
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(unit(part.group(2)))));
            at = part.end();
        }
        if (at == 0 || at < text.length() || nanos.compareTo(LARGEST) > 0) {
            return Span.NO_TIME;
        }
        return nanos.setScale(0, RoundingMode.HALF_UP).longValue();
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    /** Nanoseconds of microseconds; {@link Span#NO_TIME} where no long can hold them. */
    static long toNanos(long micros) {
        return Math.abs(micros) > Long.MAX_VALUE / 1000 || micros == Span.NO_TIME
                ? Span.NO_TIME
                : micros * 1000;
    }

    /** The end of what starts then and lasts so long; {@link Span#NO_TIME} where one is unknown. */
    static long end(long start, long duration) {
        if (start == Span.NO_TIME || duration == Span.NO_TIME) {
            return Span.NO_TIME;
        }
        long end = start + duration;
        return ((start ^ end) & (duration ^ end)) < 0 ? Span.NO_TIME : end;
    }
}
