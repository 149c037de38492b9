package io.agtrace.analyzers.span;

import org.jspecify.annotations.Nullable;

/**
 * A log record of an OTLP export. One that names a span becomes an event of that span; one that
 * names only a trace stays with the trace.
 *
 * @param timeNanos since the epoch, or {@link Span#NO_TIME}
 * @param eventName empty where the record is a plain log line
 */
public record LogRecord(
        @Nullable Id traceId,
        @Nullable Id spanId,
        long timeNanos,
        String eventName,
        String severity,
        AnyValue body,
        Attributes attributes,
        Resource resource,
        Scope scope,
        Origin origin) {
    /** The attribute that holds a log record's body once it has become a span event. */
    public static final String BODY = "log.body";

    /** The record as an event of the span it names. */
    public SpanEvent toEvent() {
        String name = eventName;
        if (name.isEmpty()) {
            String attribute = attributes.text("event.name");
            name = attribute == null ? "log" : attribute;
        }
        Attributes.Builder all = new Attributes.Builder().putAll(attributes);
        if (!(body instanceof AnyValue.EmptyValue)) {
            all.put(BODY, body);
        }
        if (!severity.isEmpty()) {
            all.put("log.severity", severity);
        }
        return new SpanEvent(timeNanos, name, all.build());
    }
}
