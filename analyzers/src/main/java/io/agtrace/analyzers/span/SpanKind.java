package io.agtrace.analyzers.span;

/** OpenTelemetry's span kinds, in the order of their numbers in OTLP. */
public enum SpanKind {
    UNSPECIFIED,
    INTERNAL,
    SERVER,
    CLIENT,
    PRODUCER,
    CONSUMER
}
