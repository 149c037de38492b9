package io.agtrace.analyzers.ingest.source;

import java.util.concurrent.atomic.AtomicLong;

/** Counts bytes and passes the sum on, once for about every mebibyte. Thread-safe. */
public final class Meter {
    private static final long STEP = 1 << 20;

    private final Progress progress;
    private final long total;
    private final AtomicLong read = new AtomicLong();

    /**
     * @param total bytes that will be read, or -1 where that is not known
     */
    public Meter(Progress progress, long total) {
        this.progress = progress;
        this.total = total;
    }

    /** So many more bytes were read. */
    public void add(long bytes) {
        long now = read.addAndGet(bytes);
        if (now / STEP != (now - bytes) / STEP || now == total) {
            progress.reached(now, total);
        }
    }
}
