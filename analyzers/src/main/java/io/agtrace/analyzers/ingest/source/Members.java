package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;

/**
 * What one {@link InputEntry} holds, unpacked: one input for a plain or compressed file, any number
 * for an archive.
 */
public interface Members extends Closeable {
    /**
     * The next input; the one before it is no longer usable.
     *
     * @param report takes damage of the archive itself
     * @return null behind the last one
     */
    @Nullable ByteInput next(IngestReport report) throws IOException;
}
