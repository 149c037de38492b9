package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.SpanSink;

/**
 * Takes what a pass finds, and says what it wants beside it: then much of that is found in the same
 * pass. Called by several threads, one after the other.
 */
public interface Seeker extends SpanSink {
    /** What else to look for, by what was found since this was called last; may be empty. */
    Wanted more();
}
