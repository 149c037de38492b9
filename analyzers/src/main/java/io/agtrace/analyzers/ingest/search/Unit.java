package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.ByteInput;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A unit's content.
 *
 * @param padded as {@link ByteInput#piece} wants it
 * @param offset in the input
 * @param sure whether something was found in it, not beside it
 */
record Unit(byte[] padded, int length, long offset, boolean sure) {
    /**
     * Units up to this size are also read where they stand beside what is found first: a run's
     * spans mostly stand together, and what is known sooner need not be looked for again.
     */
    static final int NEIGHBOUR = 1 << 22;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Unit unit
                && unit.offset == offset
                && unit.length == length
                && Arrays.equals(unit.padded, padded);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset);
    }
}
