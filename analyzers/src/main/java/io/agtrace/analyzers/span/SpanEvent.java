package io.agtrace.analyzers.span;

/**
 * Something that happened during a span: a span event, or a log record that names the span.
 *
 * @param timeNanos since the epoch, or {@link Span#NO_TIME}
 * @param name empty where the export lost it
 */
public record SpanEvent(long timeNanos, String name, Attributes attributes) {}
