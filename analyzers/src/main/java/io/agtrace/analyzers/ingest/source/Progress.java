package io.agtrace.analyzers.ingest.source;

/** Is told now and then how far reading has come; calls may come from any thread. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (read, total) -> {};

    /**
     * Reading has come so far.
     *
     * @param read bytes taken from disk or standard input so far, before unpacking
     * @param total bytes that will be taken, or -1 where that is not known
     */
    void reached(long read, long total);
}
