package io.agtrace.analyzers.ingest.search;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * An input in portions, as {@link StridedSearch} searches it. Where portions begin and end depends
 * on nothing but the input.
 *
 * @param <W> what a thread needs to hold a portion
 */
interface Portions<W> {
    W worker();

    /** So many portions are a stride. */
    int perStride();

    /**
     * Takes the next portion; called by one thread at a time.
     *
     * @param number of the portion, from 0 on
     * @param wanted false where it needs not be searched
     * @return false at the end of the input
     */
    boolean take(W worker, int number, boolean wanted) throws IOException;

    /**
     * Searches the portion that was taken, and notes in the stride what was found.
     *
     * @return false where the search has to be given up
     */
    boolean search(W worker, Stride stride) throws IOException;

    /**
     * The units in which something was found, in order; called for one stride after the other.
     *
     * @param most bytes in all
     * @return null where the input is not made of such units, or too much was found
     */
    @Nullable List<Unit> units(Stride stride, long most) throws IOException;
}
