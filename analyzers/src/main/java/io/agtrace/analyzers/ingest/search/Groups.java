package io.agtrace.analyzers.ingest.search;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a pass looks for, in groups, in the order in which it was asked for: what is found tells
 * what else to look for. Thread-safe.
 */
final class Groups {
    /** Of ids and values; more would fill the memory. */
    private static final int MOST_WANTED = 20_000;

    private final List<Wanted> groups = new ArrayList<>();
    private int size;

    // What was asked for last.
    private int from = -1;
    private int to;
    private boolean binary;
    private @Nullable List<NeedleSet> needles;

    /**
     * Adds one, where there is something in it.
     *
     * @return false where it became too much
     */
    synchronized boolean add(Wanted wanted) {
        if (!wanted.isEmpty()) {
            groups.add(wanted);
            size += wanted.size();
        }
        return size <= MOST_WANTED;
    }

    synchronized int count() {
        return groups.size();
    }

    /**
     * The bytes of some groups.
     *
     * @param toGroup behind the last of them
     * @param isBinary whether records are protobuf, else JSON
     * @return null where something may be written in a way that no search for bytes finds
     */
    synchronized @Nullable List<NeedleSet> needles(int fromGroup, int toGroup, boolean isBinary) {
        if (fromGroup >= toGroup) {
            return List.of();
        }
        if (fromGroup != from || toGroup != to || isBinary != binary) {
            needles = Wanted.needles(groups.subList(fromGroup, toGroup), isBinary);
            from = fromGroup;
            to = toGroup;
            binary = isBinary;
        }
        return needles;
    }
}
