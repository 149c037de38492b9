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
 * inputs; a unit that an earlier pass read is not read again.
 *
 * <p>A pass gives up, and says so, wherever the units it read may not be all that a reading of the
 * whole would give: where something may be written in ways that a byte search does not find, where
 * a unit holds damage or nothing, where too much was found.
 */
public final class UnitSearch {
    /** A unit of more bytes is not held. */
    private static final int LARGEST_UNIT = 1 << 26;

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
     * Reads the units that hold something wanted and were not read before.
     *
     * @param report takes what was repaired in them
     * @return whether it is certain that no other unit holds it
     */
    public boolean pass(Wanted wanted, SpanSink sink, IngestReport report, Progress progress) {
        List<NeedleSet> text = wanted.needles(false);
        List<NeedleSet> binary = wanted.needles(true);
        long total = 0;
        for (InputEntry entry : entries) {
            total = entry.size() < 0 || total < 0 ? -1 : total + entry.size();
        }
        Meter meter = new Meter(progress, total);
        for (InputEntry entry : entries) {
            try (Members members = entry.open(meter)) {
                int number = 0;
                for (ByteInput input; (input = members.next(report)) != null; number++) {
                    try (ByteInput in = input) {
                        String key = number + ":" + entry.name() + ":" + in.name();
                        if (!member(in, key, text, binary, sink, report, meter)) {
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
            if (report.lostRecords() > 0) {
                return false;
            }
        }
        return true;
    }

    private boolean member(
            ByteInput in,
            String key,
            @Nullable List<NeedleSet> text,
            @Nullable List<NeedleSet> binary,
            SpanSink sink,
            IngestReport report,
            Meter meter)
            throws IOException {
        Head head = in.head(Head.SIZE);
        SpanReader reader = formats.detect(head);
        if (reader == null) {
            tallies.computeIfAbsent(
                    key, _ -> new Tally(in.name(), Format.UNKNOWN, formats.reason(head)));
            return in.brokenOff() == null;
        }
        boolean proto = reader.format() == Format.OTLP_PROTOBUF;
        List<NeedleSet> needles = proto ? binary : text;
        if (needles == null) {
            return false;
        }
        Tally tally = tallies.computeIfAbsent(key, _ -> new Tally(in.name(), reader.format(), ""));
        Units units = tally.units;
        if (units == null) {
            units = proto ? framing(head) : UnitsOfJson.of(in, reader.format());
            tally.units = units;
        }
        if (units == null) {
            return false;
        }
        List<MemberSearch.Unit> found = search(in, units, needles, tally.unitsRead, meter);
        if (found == null || in.brokenOff() != null) {
            return false;
        }
        tally.sink = sink;
        for (MemberSearch.Unit unit : found) {
            long before = tally.spans + tally.logs;
            readBytes += unit.length();
            tally.unitsRead.add(unit.offset());
            reader.read(
                    ByteInput.piece(
                            in.name(), unit.padded(), unit.length(), unit.offset(), in.storage()),
                    tally,
                    report);
            if (unit.sure() && tally.spans + tally.logs == before) {
                return false;
            }
        }
        return true;
    }

    private @Nullable List<MemberSearch.Unit> search(
            ByteInput in, Units units, List<NeedleSet> needles, List<Long> read, Meter meter)
            throws IOException {
        long most = mostBytes - readBytes;
        if (in.storage() instanceof FileStorage file) {
            SeekableUnits seekable = SeekableUnits.of(file, units);
            if (seekable != null) {
                return new FileSearch(file, needles, meter).run(seekable, read, LARGEST_UNIT, most);
            }
        }
        return new MemberSearch(in, units, LARGEST_UNIT, needles, most).run(read);
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
