package io.agtrace.analyzers.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.otlp.OtlpJsonReader;
import io.agtrace.analyzers.ingest.otlp.OtlpProtobufReader;
import io.agtrace.analyzers.span.Span;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.SpanWriter;
import io.agtrace.fixtures.Workload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Units that are read by several threads give what one thread reads, damage included. */
class ParallelUnitsTest {
    private static byte[] lines() throws IOException {
        return units(OutputFormat.OTLP_JSON);
    }

    private static byte[] units(OutputFormat format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SpanWriter writer = format.writer(bytes, 100)) {
            Workload.settings().workflows(500).spans(15_000).seed(3).build().generate(writer);
        }
        assertThat(bytes.size()).isGreaterThan(9 << 20);
        return bytes.toByteArray();
    }

    private static List<String> told(List<Span> spans, IngestReport report) {
        List<String> told = new ArrayList<>();
        for (Span span : spans) {
            told.add(
                    span.traceId()
                            + " "
                            + span.spanId()
                            + span.origin()
                            + span.attributes()
                            + span.resource());
        }
        for (IngestReport.Tally tally : report.tallies()) {
            told.add(tally.reason() + " " + tally.count() + " " + tally.places());
        }
        return told;
    }

    private static void assertSame(byte[] bytes) throws IOException {
        assertSame(new OtlpJsonReader(), bytes);
    }

    private static void assertSame(SpanReader reader, byte[] bytes) throws IOException {
        List<Span> expected = new ArrayList<>();
        IngestReport alone = new IngestReport();
        reader.read(
                ByteInput.of("lines", new ByteArrayInputStream(bytes), null), expected::add, alone);
        List<Span> actual = new ArrayList<>();
        IngestReport report = new IngestReport();
        new Ingest(Formats.standard())
                .read(
                        ByteInput.of("lines", new ByteArrayInputStream(bytes), null),
                        actual::add,
                        report);

        assertThat(told(actual, report)).isEqualTo(told(expected, alone)).isNotEmpty();
    }

    @Test
    void areGivenInOrder() throws IOException {
        assertSame(lines());
    }

    /** What is known of spans ahead, of which that is all that is wanted. */
    private static final class Digests implements SpanSink {
        final List<String> seen = new ArrayList<>();

        @Override
        public void span(Span span) {
            digest(ahead(span));
        }

        @Override
        public String ahead(Span span) {
            return span.spanId() + " " + span.attributes();
        }

        @Override
        public boolean takesDigests() {
            return true;
        }

        @Override
        public void digest(Object ahead) {
            seen.add((String) ahead);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OTLP_JSON", "OTLP_PROTO_FRAMED"})
    void textsAreTheSameWhileTheyAreReadAndLater(OutputFormat format) throws IOException {
        byte[] bytes = units(format);
        ByteInput.HeapStorage whole = new ByteInput.HeapStorage(bytes);
        List<Span> spans = new ArrayList<>();
        Digests digests = new Digests();
        for (SpanSink sink : List.<SpanSink>of(spans::add, digests)) {
            ByteInput in = ByteInput.of("units", new ByteArrayInputStream(bytes), whole);
            new Ingest(Formats.standard()).read(in, sink, new IngestReport());
        }

        assertThat(spans.stream().map(digests::ahead).toList())
                .isEqualTo(digests.seen)
                .hasSizeGreaterThan(15_000 - 1);
    }

    @Test
    void areReadLikewiseAroundDamage() throws IOException {
        byte[] bytes = lines();
        for (int from : new int[] {1 << 20, 5 << 20, bytes.length - 1000}) {
            byte[] damaged = bytes.clone();
            Arrays.fill(damaged, from, from + 300, (byte) '}');
            assertSame(damaged);
        }
        assertSame(Arrays.copyOf(bytes, bytes.length - 77));
    }

    @ParameterizedTest
    @EnumSource(names = {"OTLP_PROTO_FRAMED", "OTLP_PROTO_DELIMITED"})
    void mayBeFrames(OutputFormat format) throws IOException {
        assertSame(new OtlpProtobufReader(), units(format));
    }

    @ParameterizedTest
    @EnumSource(names = {"OTLP_PROTO_FRAMED", "OTLP_PROTO_DELIMITED"})
    void framesAreReadLikewiseAroundDamage(OutputFormat format) throws IOException {
        byte[] bytes = units(format);
        for (int from : new int[] {100_000, 1 << 20, 5 << 20, bytes.length - 1000}) {
            for (byte with : new byte[] {0, -1, 'x'}) {
                byte[] damaged = bytes.clone();
                Arrays.fill(damaged, from, from + 300, with);
                assertSame(new OtlpProtobufReader(), damaged);
            }
        }
        for (int less : new int[] {1, 77, 5_000}) {
            assertSame(new OtlpProtobufReader(), Arrays.copyOf(bytes, bytes.length - less));
        }
    }

    @Test
    void mayHaveALineAmongThemThatIsTooLongToBeHeld() throws IOException {
        byte[] bytes = lines();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes);
        all.write("{\"other\":\"".getBytes(StandardCharsets.UTF_8));
        all.write("x".repeat(17 << 20).getBytes(StandardCharsets.UTF_8));
        all.write("\"}\n".getBytes(StandardCharsets.UTF_8));
        all.write(bytes);

        assertSame(all.toByteArray());
    }
}
