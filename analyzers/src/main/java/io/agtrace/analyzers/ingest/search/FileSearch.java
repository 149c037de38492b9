package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.source.FileStorage;
import io.agtrace.analyzers.ingest.source.Meter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Searches a file on all processors at once: in windows that overlap, wherever they begin. Only
 * around what was found it is looked where units begin and end.
 */
final class FileSearch {
    /** Small enough for a processor's own cache. */
    private static final int WINDOW = 1 << 17;

    private static final int MOST_WITH_NEIGHBOURS = 1 << 12;

    /** What is found more often is not worth a search. */
    private static final int MOST_PLACES = 1 << 20;

    private final FileStorage file;
    private final List<NeedleSet> needles;
    private final Meter meter;
    private final int overlap;
    private final AtomicLong next = new AtomicLong();
    private long[] places = new long[64];
    private int found;
    private volatile boolean givenUp;
    private @Nullable IOException failure;

    FileSearch(FileStorage file, List<NeedleSet> needles, Meter meter) {
        this.file = file;
        this.needles = needles;
        this.meter = meter;
        int longest = 0;
        for (NeedleSet set : needles) {
            longest = Math.max(longest, set.longest());
        }
        overlap = longest;
    }

    /**
     * Searches all of the file.
     *
     * @param read units that need not be given again, by the offsets of their contents
     * @param largest bytes of a unit
     * @param most bytes of all units
     * @return the units in which something was found, as they stand there; null where the file is
     *     not made of such units, or too much was found
     */
    @Nullable List<MemberSearch.Unit> run(
            SeekableUnits units, List<Long> read, int largest, long most) throws IOException {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
            others.add(Thread.ofPlatform().daemon().start(this::help));
        }
        help();
        MemberSearch.await(others);
        if (failure != null) {
            throw failure;
        }
        return givenUp ? null : units(units, new HashSet<>(read), largest, most);
    }

    private void help() {
        byte[] bytes = new byte[WINDOW + overlap + ByteInput.SLACK];
        try {
            for (long at; !givenUp && (at = next.getAndAdd(WINDOW)) < file.size(); ) {
                int length = (int) Math.min(WINDOW + overlap, file.size() - at);
                file.read(at, bytes, 0, length);
                meter.add(Math.min(WINDOW, length));
                for (NeedleSet set : needles) {
                    int from = 0;
                    for (int place; (place = set.find(bytes, from, length)) >= 0; ) {
                        add(at + place);
                        from = place + 1;
                    }
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private synchronized void fail(IOException e) {
        givenUp = true;
        failure = e;
    }

    private synchronized void add(long place) {
        if (found == MOST_PLACES) {
            givenUp = true;
            return;
        }
        if (found == places.length) {
            places = Arrays.copyOf(places, 2 * found);
        }
        places[found++] = place;
    }

    private @Nullable List<MemberSearch.Unit> units(
            SeekableUnits units, Set<Long> read, int largest, long most) throws IOException {
        Arrays.sort(places, 0, found);
        List<MemberSearch.Unit> all = new ArrayList<>();
        boolean withNeighbours = read.isEmpty() && found <= MOST_WITH_NEIGHBOURS;
        long bytes = 0;
        long behind = 0;
        for (int i = 0; i < found; i++) {
            if (places[i] < behind) {
                continue;
            }
            SeekableUnits.Place place = units.around(places[i], largest);
            if (place == null) {
                return null;
            }
            SeekableUnits.Place before =
                    withNeighbours ? units.before(place, MemberSearch.NEIGHBOUR) : null;
            behind = place.end();
            bytes += before == null ? 0 : take(before, false, read, all);
            bytes += take(place, true, read, all);
            SeekableUnits.Place after =
                    withNeighbours ? units.after(place, MemberSearch.NEIGHBOUR) : null;
            bytes += after == null ? 0 : take(after, false, read, all);
            if (bytes > most) {
                return null;
            }
        }
        return all;
    }

    private int take(
            SeekableUnits.Place place, boolean sure, Set<Long> read, List<MemberSearch.Unit> all)
            throws IOException {
        if (!read.add(place.content())) {
            return 0;
        }
        int length = (int) (place.end() - place.content());
        byte[] padded = new byte[length + ByteInput.SLACK];
        file.read(place.content(), padded, 0, length);
        all.add(new MemberSearch.Unit(padded, length, place.content(), sure));
        return length;
    }
}
