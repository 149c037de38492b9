package io.agtrace.analyzers.span;

/**
 * Where a span was read.
 *
 * @param source the input's name as the user gave it, with the entry's name for archives
 * @param offset of the span's first byte in the uncompressed input
 * @param length in bytes; 0 where the format gives a span no region of its own
 */
public record Origin(String source, long offset, int length) {
    public static final Origin UNKNOWN = new Origin("", 0, 0);
}
