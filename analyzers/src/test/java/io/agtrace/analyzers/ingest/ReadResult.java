package io.agtrace.analyzers.ingest;

import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Everything a reader gave for one input; the way tests run readers. */
public final class ReadResult {
    public final List<Span> spans = new ArrayList<>();
    public final List<LogRecord> logs = new ArrayList<>();
    public final IngestReport report = new IngestReport();
    public @Nullable MalformedInput gaveUp;

    private ReadResult() {}

    /** Reads text from memory in one piece. */
    public static ReadResult of(SpanReader reader, String text) throws IOException {
        return of(reader, text.getBytes(StandardCharsets.UTF_8));
    }

    public static ReadResult of(SpanReader reader, byte[] bytes) throws IOException {
        return read(reader, ByteInput.of("in", bytes));
    }

    /** Reads from a stream that gives a few bytes at a time and can't be read again. */
    public static ReadResult chunked(SpanReader reader, byte[] bytes, long seed)
            throws IOException {
        return read(reader, ByteInput.of("in", new Trickle(bytes, seed), null));
    }

    /** Reads from a stream whose bytes can be read again, so that long texts are left there. */
    public static ReadResult stored(SpanReader reader, byte[] bytes, long seed) throws IOException {
        Text.Storage storage =
                (offset, length) -> Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        return read(reader, ByteInput.of("in", new Trickle(bytes, seed), storage));
    }

    private static ReadResult read(SpanReader reader, ByteInput in) throws IOException {
        ReadResult result = new ReadResult();
        SpanSink sink =
                new SpanSink() {
                    @Override
                    public void span(Span span) {
                        result.spans.add(span);
                    }

                    @Override
                    public void log(LogRecord log) {
                        result.logs.add(log);
                    }
                };
        try (in) {
            reader.read(in, sink, result.report);
        } catch (MalformedInput e) {
            result.gaveUp = e;
        }
        return result;
    }

    public Span only() {
        if (spans.size() != 1) {
            throw new AssertionError("expected one span, got " + spans);
        }
        return spans.get(0);
    }

    public List<String> names() {
        return spans.stream().map(Span::name).toList();
    }

    /** Reasons of what was skipped, with their offsets: {@code 17 the reason}. */
    public List<String> lost() {
        return report.tallies().stream()
                .filter(IngestReport.Tally::lost)
                .flatMap(t -> t.places().stream())
                .map(d -> d.offset() + " " + d.reason())
                .toList();
    }

    public List<String> repaired() {
        return report.tallies().stream()
                .filter(t -> !t.lost())
                .flatMap(t -> t.places().stream())
                .map(Damage::reason)
                .toList();
    }

    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private final SplittableRandom random;

        Trickle(byte[] bytes, long seed) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = new SplittableRandom(seed);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, Math.min(length, 1 + random.nextInt(40)));
        }
    }
}
