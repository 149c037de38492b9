package io.agtrace.analyzers.ingest.source;

import java.io.IOException;

/** One file, or standard input. Can be opened any number of times, from several threads. */
public interface InputEntry {
    /** What messages call it. */
    String name();

    /** Its size in bytes as it lies there, or -1 where that is not known before it was read. */
    long size();

    /**
     * Starts reading at the beginning.
     *
     * @param meter is told what is read
     */
    Members open(Meter meter) throws IOException;
}
