package io.agtrace.analyzers.ingest.otlp;

import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import java.util.Locale;

/** OTLP's enumerations as exporters spell them: numbers, full names, short names of any case. */
final class OtlpNames {
    private static final SpanKind[] KINDS = SpanKind.values();
    private static final Status.Code[] CODES = Status.Code.values();

    private OtlpNames() {}

    static SpanKind kind(long number) {
        return number >= 0 && number < KINDS.length ? KINDS[(int) number] : SpanKind.UNSPECIFIED;
    }

    static Status.Code code(long number) {
        return number >= 0 && number < CODES.length ? CODES[(int) number] : Status.Code.UNSET;
    }

    static SpanKind kind(String spelled) {
        if (spelled.length() == 1) {
            return kind(spelled.charAt(0) - '0');
        }
        return switch (last(spelled)) {
            case "INTERNAL" -> SpanKind.INTERNAL;
            case "SERVER" -> SpanKind.SERVER;
            case "CLIENT" -> SpanKind.CLIENT;
            case "PRODUCER" -> SpanKind.PRODUCER;
            case "CONSUMER" -> SpanKind.CONSUMER;
            default -> SpanKind.UNSPECIFIED;
        };
    }

    static Status.Code code(String spelled) {
        if (spelled.length() == 1) {
            return code(spelled.charAt(0) - '0');
        }
        return switch (last(spelled)) {
            case "OK" -> Status.Code.OK;
            case "ERROR" -> Status.Code.ERROR;
            default -> Status.Code.UNSET;
        };
    }

    /** The last word of {@code SPAN_KIND_CLIENT}, {@code SpanKind.CLIENT} or {@code Client}. */
    private static String last(String spelled) {
        int cut = Math.max(spelled.lastIndexOf('_'), spelled.lastIndexOf('.'));
        return spelled.substring(cut + 1).toUpperCase(Locale.ROOT);
    }
}
