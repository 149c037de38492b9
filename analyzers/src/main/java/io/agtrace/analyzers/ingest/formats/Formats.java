package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.otlp.OtlpJsonReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** All formats that can be read, in the order in which they are asked. */
public final class Formats {
    private final List<SpanReader> readers;
    private final Function<Head, @Nullable String> noTrace;

    /**
     * @param readers the first one that recognises an input gets it, so the strict stand before the
     *     lenient
     * @param noTrace why a JSON document of a known kind is no trace, or null for an unknown kind
     */
    public Formats(List<SpanReader> readers, Function<Head, @Nullable String> noTrace) {
        this.readers = List.copyOf(readers);
        this.noTrace = noTrace;
    }

    /** Every format that agtrace knows. */
    public static Formats standard() {
        return new Formats(
                List.of(
                        // One reader a line.
                        new OtlpJsonReader()),
                head -> null);
    }

    /** The reader for an input that begins so; null where no reader recognises it. */
    public @Nullable SpanReader detect(Head head) {
        for (SpanReader reader : readers) {
            if (reader.recognises(head)) {
                return reader;
            }
        }
        return null;
    }

    /** What an input that no reader recognised looks like, and what to do about it. */
    public String reason(Head head) {
        return Unrecognised.reason(head, noTrace);
    }
}
