package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.source.FileStorage;
import io.agtrace.analyzers.ingest.source.Meter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file in windows that overlap, wherever they begin. Only around what was found it is looked
 * where units begin and end.
 */
final class FileSearch implements Portions<FileSearch.Window> {
    /** Small enough for a processor's own cache. */
    private static final int WINDOW = 1 << 17;

    private static final int PER_STRIDE = 1 << 7;
    private static final int MOST_WITH_NEIGHBOURS = 1 << 12;

    private final FileStorage file;
    private final SeekableUnits units;
    private final Meter meter;
    private final int largest;
    private final Set<Long> read;
    private long behind;

    /** Where a thread looks. */
    static final class Window {
        private byte[] bytes = new byte[2 * WINDOW];
        private long at;
    }

    /**
     * @param read units that need not be given again, by the offsets of their contents
     * @param largest bytes of a unit
     */
    FileSearch(
            FileStorage file,
            SeekableUnits units,
            Collection<Long> read,
            int largest,
            Meter meter) {
        this.file = file;
        this.units = units;
        this.meter = meter;
        this.largest = largest;
        this.read = new HashSet<>(read);
    }

    @Override
    public Window worker() {
        return new Window();
    }

    @Override
    public int perStride() {
        return PER_STRIDE;
    }

    @Override
    public boolean take(Window window, int number, boolean wanted) {
        window.at = (long) number * WINDOW;
        if (window.at >= file.size()) {
            return false;
        }
        meter.add(Math.min(WINDOW, file.size() - window.at));
        return true;
    }

    @Override
    public boolean search(Window window, Stride stride) throws IOException {
        int overlap = 0;
        for (NeedleSet set : stride.needles) {
            overlap = Math.max(overlap, set.longest());
        }
        int length = (int) Math.min(WINDOW + overlap, file.size() - window.at);
        if (window.bytes.length < length + ByteInput.SLACK) {
            window.bytes = new byte[length + ByteInput.SLACK];
        }
        file.read(window.at, window.bytes, 0, length);
        for (NeedleSet set : stride.needles) {
            int from = 0;
            for (int place; (place = set.find(window.bytes, from, length)) >= 0; ) {
                if (!stride.add(window.at + place)) {
                    return false;
                }
                from = place + 1;
            }
        }
        return true;
    }

    @Override
    public @Nullable List<Unit> units(Stride stride, long most) throws IOException {
        List<Unit> all = new ArrayList<>();
        long[] places = stride.places();
        boolean withNeighbours = stride.withNeighbours && places.length <= MOST_WITH_NEIGHBOURS;
        long bytes = 0;
        for (long at : places) {
            if (at < behind) {
                continue;
            }
            SeekableUnits.Place place = units.around(at, largest);
            if (place == null) {
                return null;
            }
            SeekableUnits.Place before =
                    withNeighbours ? units.before(place, Unit.NEIGHBOUR) : null;
            behind = place.end();
            bytes += before == null ? 0 : take(before, false, all);
            bytes += take(place, true, all);
            SeekableUnits.Place after = withNeighbours ? units.after(place, Unit.NEIGHBOUR) : null;
            bytes += after == null ? 0 : take(after, false, all);
            if (bytes > most) {
                return null;
            }
        }
        return all;
    }

    private int take(SeekableUnits.Place place, boolean sure, List<Unit> all) throws IOException {
        if (!read.add(place.content())) {
            return 0;
        }
        int length = (int) (place.end() - place.content());
        byte[] padded = new byte[length + ByteInput.SLACK];
        file.read(place.content(), padded, 0, length);
        all.add(new Unit(padded, length, place.content(), sure));
        return length;
    }
}
