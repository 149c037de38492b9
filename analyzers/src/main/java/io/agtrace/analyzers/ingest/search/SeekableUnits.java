package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.source.FileStorage;
import io.agtrace.analyzers.ingest.units.Units;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Finds the unit around a place of a file; to be asked for places in ascending order. */
final class SeekableUnits {
    private static final int BLOCK = 1 << 16;
    private static final int HEADER = 24;

    private final FileStorage file;
    private final Units units;

    // The block of the file that was looked at last.
    private byte[] block = new byte[0];
    private long blockAt;

    /** Where a unit is known to begin, and where the one before it does. */
    private long known;

    private long before;

    /** Where a unit's content begins, and where the unit ends. */
    record Place(long content, long end) {}

    private SeekableUnits(FileStorage file, Units units) {
        this.file = file;
        this.units = units;
    }

    /** Null where units of this kind can only be found from the beginning of the input on. */
    static @Nullable SeekableUnits of(FileStorage file, Units units) {
        return units instanceof Units.Lines || units instanceof Units.Hopping
                ? new SeekableUnits(file, units)
                : null;
    }

    /**
     * The unit around a place.
     *
     * @return null where it is larger than allowed, or no unit
     */
    @Nullable Place around(long at, int largest) throws IOException {
        Place place = units instanceof Units.Hopping hopping ? hop(hopping, at) : line(at, largest);
        return place == null || place.end - place.content > largest ? null : place;
    }

    /** The unit before the one that {@link #around} gave last, likewise. */
    @Nullable Place before(Place place, int largest) throws IOException {
        if (!(units instanceof Units.Hopping hopping)) {
            return place.content == 0 ? null : around(place.content - 1, largest);
        }
        if (before == known) {
            return null;
        }
        int from = look(before, HEADER);
        int to = Math.min(block.length, from + HEADER);
        Place found = new Place(before + hopping.content(block, from, to) - from, known);
        return found.end - found.content > largest ? null : found;
    }

    /** The unit behind one, likewise. */
    @Nullable Place after(Place place, int largest) throws IOException {
        return place.end >= file.size() ? null : around(place.end, largest);
    }

    private @Nullable Place line(long at, int largest) throws IOException {
        long start = at;
        while (start > 0 && byteAt(start - 1) != '\n') {
            start--;
            if (at - start > largest) {
                return null;
            }
        }
        long end = at;
        while (end < file.size() && byteAt(end) != '\n') {
            end++;
            if (end - start > largest) {
                return null;
            }
        }
        long last = end - 1;
        while (last > start && byteAt(last) <= ' ') {
            last--;
        }
        return byteAt(start) == '{' && byteAt(last) == '}'
                ? new Place(start, Math.min(file.size(), end + 1))
                : null;
    }

    private Place hop(Units.Hopping hopping, long at) throws IOException {
        while (true) {
            int from = look(known, HEADER);
            int to = Math.min(block.length, from + HEADER);
            long length = hopping.length(block, from, to);
            boolean fits = length > 0 && length <= file.size() - known;
            long end = fits ? known + length : file.size();
            if (end > at) {
                return new Place(known + hopping.content(block, from, to) - from, end);
            }
            before = known;
            known = end;
        }
    }

    private byte byteAt(long at) throws IOException {
        int index = look(at, 1);
        return block[index];
    }

    /** Index of a byte in the block, which is read anew where needed. */
    private int look(long at, int length) throws IOException {
        boolean there = at >= blockAt && at < blockAt + block.length;
        long end = Math.min(file.size(), at + length);
        if (!there || end > blockAt + block.length) {
            // Lines are looked at backwards, frames forwards.
            blockAt = units instanceof Units.Hopping ? at : at / BLOCK * BLOCK;
            block = file.read(blockAt, (int) Math.min(BLOCK, file.size() - blockAt));
        }
        return (int) (at - blockAt);
    }
}
