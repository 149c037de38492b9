package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.units.Chunks;
import io.agtrace.analyzers.ingest.units.Units;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An input that can only be read from front to back, in chunks of whole units: while one thread
 * takes bytes from it, and unpacks them, the others search.
 */
final class MemberSearch implements Portions<Chunks.Chunk> {
    private static final int PER_STRIDE = 4;

    private final Chunks chunks;
    private final Units units;

    /** Is not changed. */
    private final Set<Long> read;

    /**
     * @param read units that need not be given again, by the offsets of their contents
     * @param largest a unit of more bytes makes the search give up
     */
    MemberSearch(ByteInput in, Units units, Collection<Long> read, int largest) {
        this.chunks = new Chunks(in, units, largest);
        this.units = units;
        this.read = new HashSet<>(read);
    }

    @Override
    public Chunks.Chunk worker() {
        return new Chunks.Chunk();
    }

    @Override
    public int perStride() {
        return PER_STRIDE;
    }

    @Override
    public boolean take(Chunks.Chunk chunk, int number, boolean wanted) throws IOException {
        return chunks.next(chunk);
    }

    @Override
    public boolean search(Chunks.Chunk chunk, Stride stride) {
        if (!units.mayBe(chunk.bytes, chunk.length)) {
            return false;
        }
        List<Unit> found = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (NeedleSet set : stride.needles) {
            int from = 0;
            for (int at; (at = set.find(chunk.bytes, from, chunk.length)) >= 0; ) {
                int start = units.start(chunk.bytes, from, at, chunk.length);
                int end = units.end(chunk.bytes, start, chunk.length);
                if (stride.withNeighbours && start > 0) {
                    int before = units.start(chunk.bytes, 0, start - 1, chunk.length);
                    take(chunk, before, start, false, taken, found);
                }
                take(chunk, start, end, true, taken, found);
                if (stride.withNeighbours && end < chunk.length) {
                    int behind = units.end(chunk.bytes, end, chunk.length);
                    take(chunk, end, behind, false, taken, found);
                }
                from = end;
            }
        }
        stride.add(found);
        return true;
    }

    private void take(
            Chunks.Chunk chunk,
            int start,
            int end,
            boolean sure,
            Set<Integer> taken,
            List<Unit> found) {
        int content = units.content(chunk.bytes, start, end);
        int length = end - content;
        if (!sure && length > Unit.NEIGHBOUR
                || read.contains(chunk.offset + content)
                || !taken.add(content)) {
            return;
        }
        byte[] padded = new byte[length + ByteInput.SLACK];
        System.arraycopy(chunk.bytes, content, padded, 0, length);
        found.add(new Unit(padded, length, chunk.offset + content, sure));
    }

    @Override
    public @Nullable List<Unit> units(Stride stride, long most) {
        List<Unit> found = new ArrayList<>(stride.units());
        found.sort(Comparator.comparingLong(Unit::offset));
        long bytes = 0;
        for (Unit unit : found) {
            bytes += unit.length();
        }
        return bytes > most ? null : found;
    }
}
