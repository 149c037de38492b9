package io.agtrace.analyzers.ingest;

import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

/** Takes what readers find, in the order in which it stands in the input. */
public interface SpanSink {
    void span(Span span);

    /** A log record; not every consumer wants them. */
    default void log(LogRecord log) {}
}
