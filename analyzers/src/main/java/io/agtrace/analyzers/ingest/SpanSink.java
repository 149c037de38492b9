package io.agtrace.analyzers.ingest;

import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

/** Takes what readers find, in the order in which it stands in the input. */
public interface SpanSink {
    void span(Span span);

    /** A log record; not every consumer wants them. */
    default void log(LogRecord log) {}

    /**
     * What can be found out about a span before its turn comes. May be called in any thread, and
     * its result is handed to {@link #span(Span, Object)}.
     */
    default @Nullable Object ahead(Span span) {
        return null;
    }

    /**
     * Takes a span.
     *
     * @param ahead what {@link #ahead} gave for it, or null where it was not asked
     */
    default void span(Span span, @Nullable Object ahead) {
        span(span);
    }

    /**
     * Whether what {@link #ahead} gave is all that is wanted of spans. Where it was asked, the span
     * need not be kept until its turn comes, and {@link #digest} is called instead of {@link
     * #span(Span, Object)}.
     */
    default boolean takesDigests() {
        return false;
    }

    /**
     * Takes a span of which nothing but that is wanted.
     *
     * @param ahead what {@link #ahead} gave for it
     */
    default void digest(Object ahead) {
        throw new UnsupportedOperationException("whole spans are wanted");
    }
}
