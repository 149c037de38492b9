package io.agtrace.analyzers.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened while inputs were read: how many spans came from where, what was damaged and
 * skipped, what was no trace at all. Not thread-safe: each reader thread has its own, {@link
 * #merge} joins them.
 */
public final class IngestReport {
    /** Of each reason, so many places are kept; all are counted. */
    private static final int PLACES_KEPT = 20;

    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Map<String, List<String>> notes = new LinkedHashMap<>();
    private final List<SourceReport> sources = new ArrayList<>();

    /** One kind of damage: how often it occurred, and its first places. */
    public static final class Tally {
        private final String reason;
        private final boolean lost;
        private long count;
        private final List<Damage> places = new ArrayList<>();

        private Tally(String reason, boolean lost) {
            this.reason = reason;
            this.lost = lost;
        }

        public String reason() {
            return reason;
        }

        /** Whether something was skipped, not just repaired. */
        public boolean lost() {
            return lost;
        }

        public long count() {
            return count;
        }

        /** The first places, in reading order. */
        public List<Damage> places() {
            return Collections.unmodifiableList(places);
        }
    }

    /**
     * What one input gave.
     *
     * @param format the detected format, or {@link Format#UNKNOWN} for an input that is no trace
     * @param spans how many spans were read
     * @param logs how many log records were read
     * @param note why nothing was read, what the reader wants to be known, or the empty string
     */
    public record SourceReport(String source, Format format, long spans, long logs, String note) {}

    /** Records that something was skipped. Equal reasons are counted together. */
    public void lost(String source, long offset, String reason) {
        add(source, offset, reason, true, 1);
    }

    /** Records that something was kept, but not as it stood there. */
    public void repaired(String source, long offset, String reason) {
        add(source, offset, reason, false, 1);
    }

    private void add(String source, long offset, String reason, boolean lost, long times) {
        Tally tally = tallies.computeIfAbsent(reason, r -> new Tally(r, lost));
        tally.count += times;
        if (tally.places.size() < PLACES_KEPT) {
            tally.places.add(new Damage(source, offset, reason, lost));
        }
    }

    /** Records what is no damage but worth knowing about an input, such as what it warns of. */
    public void note(String source, String text) {
        List<String> ofSource = notes.computeIfAbsent(source, s -> new ArrayList<>());
        if (ofSource.size() < PLACES_KEPT && !ofSource.contains(text)) {
            ofSource.add(text);
        }
    }

    /** What is worth knowing about an input: the first distinct notes, in reading order. */
    public List<String> notes(String source) {
        return Collections.unmodifiableList(notes.getOrDefault(source, List.of()));
    }

    public void source(SourceReport report) {
        sources.add(report);
    }

    /** Adds what another report holds, behind what is here. */
    public void merge(IngestReport other) {
        for (Tally theirs : other.tallies.values()) {
            Tally ours = tallies.computeIfAbsent(theirs.reason, r -> new Tally(r, theirs.lost));
            ours.count += theirs.count;
            for (Damage place : theirs.places) {
                if (ours.places.size() < PLACES_KEPT) {
                    ours.places.add(place);
                }
            }
        }
        other.notes.forEach((source, texts) -> texts.forEach(text -> note(source, text)));
        sources.addAll(other.sources);
    }

    public Collection<Tally> tallies() {
        return Collections.unmodifiableCollection(tallies.values());
    }

    public List<SourceReport> sources() {
        return Collections.unmodifiableList(sources);
    }

    /** How many records, lines or frames were skipped. */
    public long lostRecords() {
        return tallies.values().stream().filter(Tally::lost).mapToLong(Tally::count).sum();
    }

    public long spans() {
        return sources.stream().mapToLong(SourceReport::spans).sum();
    }
}
