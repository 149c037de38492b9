package io.agtrace.analyzers.ingest;

import java.io.IOException;

/**
 * Reads one export format as a stream: what it holds in memory does not grow with the input, except
 * where the format itself puts what belongs to a span behind it.
 */
public interface SpanReader {
    Format format();

    /**
     * Whether the input's beginning looks like this format. Asked in the order of {@link Formats};
     * the first reader that says yes gets the input.
     */
    boolean recognises(Head head);

    /**
     * Gives every readable span and log record to the sink. Damage inside is skipped and reported;
     * the rest is read.
     *
     * @throws MalformedInput where nothing after that place can be read, after what stood before it
     *     was given to the sink
     * @throws IOException where the source itself fails
     */
    void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException;
}
