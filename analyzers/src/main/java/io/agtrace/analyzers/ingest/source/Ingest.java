package io.agtrace.analyzers.ingest.source;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.otlp.OtlpProtobufReader;
import io.agtrace.analyzers.ingest.otlp.ProtoFraming;
import io.agtrace.analyzers.ingest.units.Units;
import io.agtrace.analyzers.ingest.units.UnitsOfJson;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads inputs: tells each one's format, lets its reader read it, and keeps the account. */
public final class Ingest {
    /** Bytes from which on an input is read with several threads. */
    private static final int LARGE = 1 << 20;

    private final Formats formats;

    public Ingest(Formats formats) {
        this.formats = formats;
    }

    /**
     * Reads all entries, in order.
     *
     * @param report gets, in the order of the entries, what each gave and what was wrong with it
     */
    public void read(
            List<InputEntry> entries, SpanSink sink, IngestReport report, Progress progress) {
        Meter meter = new Meter(progress, total(entries));
        for (InputEntry entry : entries) {
            report.merge(read(entry, sink, meter));
        }
    }

    private static long total(List<InputEntry> entries) {
        long total = 0;
        for (InputEntry entry : entries) {
            if (entry.size() < 0) {
                return -1;
            }
            total += entry.size();
        }
        return total;
    }

    /** Reads one entry; touches nothing that other entries use but the sink and the meter. */
    IngestReport read(InputEntry entry, SpanSink sink, Meter meter) {
        IngestReport report = new IngestReport();
        try (Members members = entry.open(meter)) {
            boolean any = false;
            for (ByteInput input; (input = members.next(report)) != null; ) {
                any = true;
                try (ByteInput in = input) {
                    read(in, sink, report);
                }
            }
            if (!any) {
                unknown(entry.name(), "an archive without files", report);
            }
        } catch (IOException e) {
            String reason = TraceInputs.reason(e);
            report.lost(entry.name(), -1, reason);
            unknown(entry.name(), reason, report);
        }
        return report;
    }

    /** Reads one unpacked input from where it stands, which is its beginning. */
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Head head = in.head(Head.SIZE);
        SpanReader reader = formats.detect(head);
        if (reader == null) {
            String broken = in.brokenOff();
            if (broken != null) {
                report.lost(in.name(), in.base() + in.limit(), broken);
            }
            boolean nothing = head.bytes().length == 0;
            String reason = broken != null && nothing ? broken : formats.reason(head);
            unknown(in.name(), reason, report);
            return;
        }
        Counted counted = new Counted(sink);
        try {
            ParallelUnits parallel = in.holds(LARGE) ? parallel(in, reader, head) : null;
            if (parallel == null) {
                reader.read(in, counted, report);
            } else {
                parallel.read(counted, report);
            }
        } catch (MalformedInput e) {
            report.lost(in.name(), e.offset(), e.reason());
        } catch (IOException e) {
            report.lost(in.name(), in.base() + in.limit(), TraceInputs.reason(e));
        } catch (UncheckedIOException e) {
            report.lost(in.name(), in.base() + in.limit(), "cannot be read: " + e.getMessage());
        }
        if (in.brokenOff() != null) {
            report.lost(in.name(), in.base() + in.limit(), in.brokenOff());
        }
        report.source(
                new SourceReport(
                        in.name(),
                        reader.format(),
                        counted.spans,
                        counted.logs,
                        String.join("; ", report.notes(in.name()))));
    }

    /** For inputs of many units that can be read each by itself; null for others. */
    private static @Nullable ParallelUnits parallel(ByteInput in, SpanReader reader, Head head)
            throws IOException {
        if (reader.format() == Format.OTLP_JSON) {
            boolean lines = UnitsOfJson.of(in, Format.OTLP_JSON) instanceof Units.Lines;
            return lines ? new ParallelUnits(in, reader, new Units.Lines()) : null;
        }
        if (reader.format() != Format.OTLP_PROTOBUF) {
            return null;
        }
        ProtoFraming framing = ProtoFraming.of(head.bytes());
        SpanReader framed = new OtlpProtobufReader(framing);
        return switch (framing) {
            case FIXED -> new ParallelUnits(in, framed, new Units.Framed());
            case VARINT -> new ParallelUnits(in, framed, new Units.Delimited());
            case BARE, ZSTD, NONE -> null;
        };
    }

    private static void unknown(String name, String reason, IngestReport report) {
        report.source(new SourceReport(name, Format.UNKNOWN, 0, 0, reason));
    }

    /** Counts what passes. */
    private static final class Counted implements SpanSink {
        private final SpanSink sink;
        private long spans;
        private long logs;

        Counted(SpanSink sink) {
            this.sink = sink;
        }

        @Override
        public void span(Span span) {
            spans++;
            sink.span(span);
        }

        @Override
        public @Nullable Object ahead(Span span) {
            return sink.ahead(span);
        }

        @Override
        public void span(Span span, @Nullable Object ahead) {
            spans++;
            sink.span(span, ahead);
        }

        @Override
        public boolean takesDigests() {
            return sink.takesDigests();
        }

        @Override
        public void digest(Object ahead) {
            spans++;
            sink.digest(ahead);
        }

        @Override
        public void log(LogRecord log) {
            logs++;
            sink.log(log);
        }
    }
}
