package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.units.Chunks;
import io.agtrace.analyzers.ingest.units.Units;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches one input, with as many threads as there are processors: while one takes bytes from the
 * input, and unpacks them, the others search.
 */
final class MemberSearch {
    /**
     * Units up to this size are also read where they stand beside what is found first: a run's
     * spans mostly stand together, and what is known sooner saves a pass.
     */
    static final int NEIGHBOUR = 1 << 22;

    private final Chunks chunks;
    private final Units units;
    private final List<NeedleSet> needles;
    private final long most;
    private final Set<Long> known = new HashSet<>();
    private final List<Unit> found = new ArrayList<>();
    private long foundBytes;
    private boolean withNeighbours;
    private boolean givenUp;
    private @Nullable IOException failure;

    /**
     * A unit's content.
     *
     * @param padded as {@link ByteInput#piece} wants it
     * @param offset in the input
     * @param sure whether something was found in it, not beside it
     */
    record Unit(byte[] padded, int length, long offset, boolean sure) {
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

    /**
     * @param largest a unit of more bytes makes the search give up
     * @param most units that were found may have so many bytes in all
     */
    MemberSearch(ByteInput in, Units units, int largest, List<NeedleSet> needles, long most) {
        this.chunks = new Chunks(in, units, largest);
        this.units = units;
        this.needles = needles;
        this.most = most;
    }

    /**
     * Searches all of the input.
     *
     * @param read units that need not be given again, by the offsets of their contents
     * @return the units in which something was found, as they stand there; null where the input is
     *     not made of such units, or too many were found
     */
    @Nullable List<Unit> run(List<Long> read) throws IOException {
        known.addAll(read);
        withNeighbours = known.isEmpty();
        Chunks.Chunk first = new Chunks.Chunk();
        List<Thread> others = new ArrayList<>();
        try {
            boolean any = chunks.next(first);
            for (int i = 1; i < Runtime.getRuntime().availableProcessors() && chunks.goOn(); i++) {
                others.add(Thread.ofPlatform().daemon().start(this::help));
            }
            while (any && goesOn()) {
                search(first);
                any = chunks.next(first);
            }
        } catch (Chunks.TooLarge e) {
            giveUp(null);
        } finally {
            await(others);
        }
        if (failure != null) {
            throw failure;
        }
        if (givenUp) {
            return null;
        }
        found.sort(Comparator.comparingLong(Unit::offset));
        return found;
    }

    static void await(List<Thread> threads) throws IOException {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private void help() {
        Chunks.Chunk chunk = new Chunks.Chunk();
        try {
            while (goesOn() && chunks.next(chunk)) {
                search(chunk);
            }
        } catch (Chunks.TooLarge e) {
            giveUp(null);
        } catch (IOException e) {
            giveUp(e);
        } catch (UncheckedIOException e) {
            giveUp(e.getCause());
        }
    }

    private synchronized void giveUp(@Nullable IOException e) {
        givenUp = true;
        failure = failure == null ? e : failure;
    }

    private synchronized boolean goesOn() {
        return !givenUp;
    }

    private void search(Chunks.Chunk chunk) {
        if (!units.mayBe(chunk.bytes, chunk.length)) {
            giveUp(null);
            return;
        }
        for (NeedleSet set : needles) {
            int from = 0;
            for (int at; (at = set.find(chunk.bytes, from, chunk.length)) >= 0; ) {
                int start = units.start(chunk.bytes, from, at, chunk.length);
                int end = units.end(chunk.bytes, start, chunk.length);
                if (withNeighbours && start > 0) {
                    int before = units.start(chunk.bytes, 0, start - 1, chunk.length);
                    take(chunk, before, start, false);
                }
                take(chunk, start, end, true);
                if (withNeighbours && end < chunk.length) {
                    int behind = units.end(chunk.bytes, end, chunk.length);
                    take(chunk, end, behind, false);
                }
                from = end;
            }
        }
    }

    private synchronized void take(Chunks.Chunk chunk, int start, int end, boolean sure) {
        int content = units.content(chunk.bytes, start, end);
        int length = end - content;
        if (givenUp || !sure && length > NEIGHBOUR || !known.add(chunk.offset + content)) {
            return;
        }
        foundBytes += length;
        if (foundBytes > most) {
            givenUp = true;
            return;
        }
        byte[] padded = new byte[length + ByteInput.SLACK];
        System.arraycopy(chunk.bytes, content, padded, 0, length);
        found.add(new Unit(padded, length, chunk.offset + content, sure));
    }
}
