package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.jaeger.JaegerElasticsearchReader;
import io.agtrace.analyzers.ingest.jaeger.JaegerJsonReader;
import io.agtrace.analyzers.ingest.jaeger.JaegerProtoJsonReader;
import io.agtrace.analyzers.ingest.jaeger.ZipkinReader;
import io.agtrace.analyzers.ingest.otlp.OtlpJsonReader;
import io.agtrace.analyzers.ingest.otlp.OtlpProtobufReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
        List<SpanReader> readers = new ArrayList<>();
        readers.add(new OtlpJsonReader());
        readers.add(new JaegerJsonReader());
        readers.add(new JaegerElasticsearchReader());
        readers.add(new JaegerProtoJsonReader());
        readers.add(new ZipkinReader());
        readers.addAll(VendorReaders.inOrder());
        // Bytes say little about themselves, so what is asked last is binary.
        readers.add(new OtlpProtobufReader());
        return new Formats(readers, NotATrace::reason);
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
