package io.agtrace.analyzers.ingest.search;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.otlp.ProtoFraming;
import io.agtrace.analyzers.ingest.source.FileStorage;
import io.agtrace.analyzers.ingest.source.InputEntry;
import io.agtrace.analyzers.ingest.source.Members;
import io.agtrace.analyzers.ingest.source.Meter;
import io.agtrace.analyzers.ingest.source.Progress;
import io.agtrace.analyzers.ingest.units.Units;
import io.agtrace.analyzers.ingest.units.UnitsOfJson;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads those units of inputs that hold what is wanted. Each pass goes over all bytes of all
 * inputs, and again over those before the places where it was found what else is wanted; a unit
 * that was read once is not read again.
 *
 * <p>A pass gives up, and says so, wherever the units it read may not be all that a reading of the
 * whole would give: where something may be written in ways that a byte search does not find, where
 * a unit holds damage or nothing, where too much was found.
 */
public final class UnitSearch {
    /** A unit of more bytes is not held. */
    private static final int LARGEST_UNIT = 1 << 26;

    private static final int MOST_SWEEPS = 10;

    private static final String SEARCHED = "searched; only what was looked for was read";

    private final List<InputEntry> entries;
    private final Formats formats;
    private final long mostBytes;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private long readBytes;

    /** What came of one input so far. */
    private static final class Tally implements SpanSink {
        final String name;
        final Format format;
        final String note;
        final List<Long> unitsRead = new ArrayList<>();
        long spans;
        long logs;
        @Nullable Units units;
        @Nullable SpanSink sink;

        Tally(String name, Format format, String note) {
            this.name = name;
            this.format = format;
            this.note = note;
        }

        @Override
        public void span(Span span) {
            spans++;
            if (sink != null) {
                sink.span(span);
            }
        }

        @Override
        public void log(LogRecord log) {
            logs++;
            if (sink != null) {
                sink.log(log);
            }
        }
    }

    /**
     * @param mostBytes of units that are read in all
     */
    public UnitSearch(List<InputEntry> entries, Formats formats, long mostBytes) {
        this.entries = List.copyOf(entries);
        this.formats = formats;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads the units that hold something wanted, also of what the seeker wants beside it, and were
     * not read before.
     *
     * @param report takes what was repaired in them
     * @return whether it is certain that no other unit holds it
     */
    public boolean pass(Wanted wanted, Seeker seeker, IngestReport report, Progress progress) {
        Groups groups = new Groups();
        if (!groups.add(wanted)) {
            return false;
        }
        List<List<Searched>> searched = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            searched.add(new ArrayList<>());
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            Meter meter = new Meter(progress, total());
            boolean behind = false;
            for (int i = 0; i < entries.size(); i++) {
                List<Searched> members = searched.get(i);
                int last = sweep == 0 ? Integer.MAX_VALUE : lastBehind(members, groups);
                Sweep each = new Sweep(groups, members, last, seeker, report, meter);
                if (last >= 0 && !entry(entries.get(i), each)) {
                    return false;
                }
            }
            for (List<Searched> members : searched) {
                behind |= lastBehind(members, groups) >= 0;
            }
            if (!behind) {
                return true;
            }
        }
        return false;
    }

    private long total() {
        long total = 0;
        for (InputEntry entry : entries) {
            total = entry.size() < 0 || total < 0 ? -1 : total + entry.size();
        }
        return total;
    }

    /** Number of the last member in which some groups were not searched for; or -1. */
    private static int lastBehind(List<Searched> members, Groups groups) {
        int last = members.size() - 1;
        while (last >= 0 && members.get(last).lastBehind(groups.count()) < 0) {
            last--;
        }
        return last;
    }

    /**
     * One way over an entry.
     *
     * @param members what was searched in each; grows on the first way
     * @param last number of the last member that is of interest
     */
    private record Sweep(
            Groups groups,
            List<Searched> members,
            int last,
            Seeker seeker,
            IngestReport report,
            Meter meter) {}

    private boolean entry(InputEntry entry, Sweep sweep) {
        IngestReport report = sweep.report;
        try (Members members = entry.open(sweep.meter)) {
            int number = 0;
            for (ByteInput input;
                    number <= sweep.last && (input = members.next(report)) != null;
                    number++) {
                try (ByteInput in = input) {
                    if (number == sweep.members.size()) {
                        sweep.members.add(new Searched());
                    }
                    String key = number + ":" + entry.name() + ":" + in.name();
                    if (!member(in, key, sweep.members.get(number), sweep)) {
                        return false;
                    }
                }
            }
            if (number == 0) {
                return false;
            }
        } catch (IOException | UncheckedIOException e) {
            // A full reading meets it again, and says what is wrong with which input.
            return false;
        }
        return report.lostRecords() == 0;
    }

    private boolean member(ByteInput in, String key, Searched searched, Sweep sweep)
            throws IOException {
        if (searched.lastBehind(sweep.groups.count()) < 0) {
            return true;
        }
        Head head = in.head(Head.SIZE);
        SpanReader reader = formats.detect(head);
        if (reader == null) {
            tallies.computeIfAbsent(
                    key, _ -> new Tally(in.name(), Format.UNKNOWN, formats.reason(head)));
            searched.end();
            return in.brokenOff() == null;
        }
        boolean proto = reader.format() == Format.OTLP_PROTOBUF;
        Tally tally = tallies.computeIfAbsent(key, _ -> new Tally(in.name(), reader.format(), ""));
        Units units = tally.units;
        if (units == null) {
            units = proto ? framing(head) : UnitsOfJson.of(in, reader.format());
            tally.units = units;
        }
        if (units == null) {
            return false;
        }
        Found found = new Found(in, reader, tally, sweep);
        return search(in, units, proto, searched, found) && in.brokenOff() == null;
    }

    private boolean search(
            ByteInput in, Units units, boolean binary, Searched searched, Found found)
            throws IOException {
        Groups groups = found.sweep.groups;
        List<Long> read = found.tally.unitsRead;
        if (in.storage() instanceof FileStorage file) {
            SeekableUnits seekable = SeekableUnits.of(file, units);
            if (seekable != null) {
                FileSearch portions =
                        new FileSearch(file, seekable, read, LARGEST_UNIT, found.sweep.meter);
                return new StridedSearch<>(portions, searched, groups, binary, found).run();
            }
        }
        MemberSearch portions = new MemberSearch(in, units, read, LARGEST_UNIT);
        return new StridedSearch<>(portions, searched, groups, binary, found).run();
    }

    /** Reads the units of one input in which something was found. */
    private final class Found implements StridedSearch.Reading {
        private final ByteInput in;
        private final SpanReader reader;
        private final Tally tally;
        private final Sweep sweep;

        Found(ByteInput in, SpanReader reader, Tally tally, Sweep sweep) {
            this.in = in;
            this.reader = reader;
            this.tally = tally;
            this.sweep = sweep;
        }

        @Override
        public long room() {
            return mostBytes - readBytes;
        }

        @Override
        public boolean isFirst() {
            return tally.unitsRead.isEmpty();
        }

        @Override
        public boolean read(List<Unit> units) throws IOException {
            tally.sink = sweep.seeker;
            for (Unit unit : units) {
                long before = tally.spans + tally.logs;
                readBytes += unit.length();
                tally.unitsRead.add(unit.offset());
                reader.read(
                        ByteInput.piece(
                                in.name(),
                                unit.padded(),
                                unit.length(),
                                unit.offset(),
                                in.storage()),
                        tally,
                        sweep.report);
                if (unit.sure() && tally.spans + tally.logs == before) {
                    return false;
                }
            }
            return sweep.groups.add(sweep.seeker.more());
        }
    }

    /** Reports the inputs: what is no trace, and those in which something was found. */
    public void account(IngestReport report) {
        for (Tally tally : tallies.values()) {
            if (tally.format == Format.UNKNOWN || tally.spans + tally.logs > 0) {
                report.source(
                        new SourceReport(
                                tally.name,
                                tally.format,
                                tally.spans,
                                tally.logs,
                                tally.format == Format.UNKNOWN ? tally.note : SEARCHED));
            }
        }
    }

    private static @Nullable Units framing(Head head) {
        return switch (ProtoFraming.of(head.bytes())) {
            case BARE -> new Units.Fields();
            case FIXED -> new Units.Framed();
            case VARINT -> new Units.Delimited();
            case ZSTD, NONE -> null;
        };
    }
}
