package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.IngestReport;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** An archive that is read once, front to back. */
interface Archive extends Closeable {
    /**
     * A file in an archive.
     *
     * @param content ends with the file; becomes useless with the next call of {@link #next}
     */
    record Member(String path, InputStream content) {}

    /**
     * The next regular file; what is left of the one before it is passed over.
     *
     * @param name what damage reports call the archive
     * @throws EOFException where the archive ends too early or cannot be read further, with the
     *     reason
     */
    @Nullable Member next(String name, IngestReport report) throws IOException;
}
