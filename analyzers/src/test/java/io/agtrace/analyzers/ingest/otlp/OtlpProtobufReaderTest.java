package io.agtrace.analyzers.ingest.otlp;

import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.attribute;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.bare;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.export;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.fixed;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.frame;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.join;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.metrics;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.service;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.span;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.varint;
import static io.agtrace.analyzers.ingest.otlp.OtlpProtobufSamples.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.ReadResult;
import io.agtrace.analyzers.span.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class OtlpProtobufReaderTest {
    private final OtlpProtobufReader reader = new OtlpProtobufReader();

    private boolean recognises(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, Head.SIZE));
        return reader.recognises(new Head("x", head, head.length == bytes.length));
    }

    @Test
    void readsWhatTheGeneratedClassesReadInEveryFraming() throws IOException {
        for (int seed = 0; seed < 150; seed++) {
            OtlpProtobufSamples samples = new OtlpProtobufSamples(seed);
            TracesData one = samples.traces(1 + seed % 13);
            TracesData two = samples.traces(1 + seed % 40);
            List<String> expected = new ArrayList<>(OtlpProtobufJudge.expected(one, "in"));
            expected.addAll(OtlpProtobufJudge.expected(two, "in"));
            byte[][] files = {
                bare(one, two),
                fixed(one, two),
                varint(one, two),
                zstd(one.toByteArray(), two.toByteArray())
            };
            for (byte[] file : files) {
                assertThat(recognises(file)).isTrue();
                for (ReadResult result :
                        List.of(
                                ReadResult.of(reader, file),
                                ReadResult.chunked(reader, file, seed),
                                ReadResult.stored(reader, file, seed))) {
                    assertThat(OtlpProtobufJudge.actual(result.spans))
                            .describedAs("seed %d", seed)
                            .isEqualTo(expected);
                    assertThat(result.lost()).isEmpty();
                }
            }
        }
    }

    @Test
    void readsLogsBetweenTraces() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            OtlpProtobufSamples samples = new OtlpProtobufSamples(seed);
            LogsData logs = samples.logs(5);
            TracesData traces = samples.traces(4);
            ReadResult result = ReadResult.chunked(reader, fixed(logs, traces, logs), seed);
            assertThat(OtlpProtobufJudge.actual(result.spans))
                    .isEqualTo(OtlpProtobufJudge.expected(traces, "in"));
            List<String> expected = new ArrayList<>(OtlpProtobufJudge.expectedLogs(logs));
            expected.addAll(OtlpProtobufJudge.expectedLogs(logs));
            assertThat(OtlpProtobufJudge.actualLogs(result.logs)).isEqualTo(expected);
        }
    }

    @Test
    void namesAFileOfMetrics() throws IOException {
        byte[] file = fixed(metrics(), metrics());
        assertThat(recognises(file)).isTrue();
        ReadResult result = ReadResult.of(reader, file);
        assertThat(result.spans).isEmpty();
        assertThat(result.report.notes("in"))
                .containsExactly("metrics only: 2 metrics passed over");

        ReadResult mixed = ReadResult.of(reader, fixed(metrics(), export("a", 1)));
        assertThat(mixed.names()).containsExactly("span 1");
        assertThat(mixed.report.notes("in")).containsExactly("1 metrics passed over");
    }

    @Test
    void readsJsonInCompressedFrames() throws IOException {
        String json =
                """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{
                "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"j"}]}]}]}\
                """;
        byte[] message = json.getBytes(StandardCharsets.UTF_8);
        byte[] file = zstd(message, message);
        assertThat(recognises(file)).isTrue();
        assertThat(ReadResult.chunked(reader, file, 1).names()).containsExactly("j", "j");
    }

    @Test
    void givesEachSpanTheBytesItCameFrom() throws IOException {
        byte[] file = fixed(export("a", 1, 2), export("b", 3));
        for (var span : ReadResult.chunked(reader, file, 3).spans) {
            int from = (int) span.origin().offset();
            byte[] bytes = Arrays.copyOfRange(file, from, from + span.origin().length());
            assertThat(Span.parseFrom(bytes).getName()).isEqualTo(span.name());
        }
    }

    @Test
    void holdsSpansBackForAResourceOrScopeBehindThem() throws IOException {
        ByteArrayOutputStream scope = new ByteArrayOutputStream();
        field(scope, 2, span(1).build().toByteArray());
        field(scope, 2, span(2).build().toByteArray());
        field(scope, 1, new byte[] {0x0a, 3, 'l', 'i', 'b'});
        ByteArrayOutputStream resource = new ByteArrayOutputStream();
        field(resource, 2, scope.toByteArray());
        field(resource, 1, service("late").toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        field(file, 1, resource.toByteArray());

        ReadResult result = ReadResult.chunked(reader, file.toByteArray(), 1);

        assertThat(result.names()).containsExactly("span 1", "span 2");
        for (var span : result.spans) {
            assertThat(span.resource().serviceName()).isEqualTo("late");
            assertThat(span.scope().name()).isEqualTo("lib");
        }
    }

    private static void field(ByteArrayOutputStream into, int number, byte[] content)
            throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(into);
        out.writeByteArray(number, content);
        out.flush();
    }

    @Test
    void passesUnknownFieldsOnEveryLevel() throws IOException {
        UnknownFieldSet unknown =
                UnknownFieldSet.newBuilder()
                        .addField(
                                99,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(-1)
                                        .addFixed32(5)
                                        .addFixed64(6)
                                        .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                        .build())
                        .build();
        ScopeSpans scope =
                ScopeSpans.newBuilder()
                        .addSpans(span(1).setUnknownFields(unknown))
                        .setUnknownFields(unknown)
                        .build();
        TracesData data =
                TracesData.newBuilder()
                        .addResourceSpans(
                                ResourceSpans.newBuilder()
                                        .setResource(
                                                service("a").toBuilder().setUnknownFields(unknown))
                                        .addScopeSpans(scope)
                                        .setUnknownFields(unknown))
                        .setUnknownFields(unknown)
                        .build();
        for (byte[] file : List.of(bare(data, data), fixed(data, data), varint(data, data))) {
            ReadResult result = ReadResult.chunked(reader, file, 2);
            assertThat(result.names()).containsExactly("span 1", "span 1");
            assertThat(result.report.tallies()).isEmpty();
        }
    }

    @Test
    void understandsTheOldNameOfScopes() throws IOException {
        ByteArrayOutputStream resource = new ByteArrayOutputStream();
        field(resource, 1, service("old").toByteArray());
        field(resource, 1000, export("x", 4).getResourceSpans(0).getScopeSpans(0).toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        field(file, 1, resource.toByteArray());
        assertThat(ReadResult.of(reader, file.toByteArray()).names()).containsExactly("span 4");
    }

    @Test
    void keepsSpansWithoutIdsOrTimes() throws IOException {
        Span none = Span.newBuilder().setName("bare").addAttributes(attribute("a", "b")).build();
        Span zero =
                span(1).setTraceId(ByteString.copyFrom(new byte[16]))
                        .setSpanId(ByteString.copyFrom(new byte[8]))
                        .setStartTimeUnixNano(-1)
                        .build();
        Span wrong =
                span(2).setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3}))
                        .setSpanId(ByteString.copyFrom(new byte[] {7}))
                        .build();
        TracesData data =
                TracesData.newBuilder()
                        .addResourceSpans(
                                ResourceSpans.newBuilder()
                                        .setResource(service("a"))
                                        .addScopeSpans(
                                                ScopeSpans.newBuilder()
                                                        .addSpans(none)
                                                        .addSpans(zero)
                                                        .addSpans(wrong)))
                        .build();

        ReadResult result = ReadResult.of(reader, bare(data));

        assertThat(result.names()).containsExactly("bare", "span 1", "span 2");
        var first = result.spans.get(0);
        assertThat(first.traceId()).hasToString("no-trace-id:in");
        assertThat(first.spanId()).hasToString("no-span-id:" + first.origin().offset());
        assertThat(first.hasStart()).isFalse();
        assertThat(first.hasEnd()).isFalse();
        assertThat(result.spans.get(1).hasStart()).isFalse();
        assertThat(result.spans.get(1).hasEnd()).isTrue();
        assertThat(result.spans.get(2).traceId()).hasToString("00000000000000000000000000010203");
        assertThat(result.spans.get(2).spanId()).hasToString("0000000000000007");
        assertThat(result.repaired())
                .containsExactlyInAnyOrder(
                        "a span without a trace id, kept with those of its input",
                        "a span without a trace id, kept with those of its input",
                        "a span without a span id, given one",
                        "a span without a span id, given one",
                        "a time behind the year 2262, taken as unknown");
        assertThat(result.lost()).isEmpty();
    }

    @Test
    void replacesInvalidUtf8() throws IOException {
        Span odd =
                span(1).addAttributes(attribute("short", "a#b"))
                        .addAttributes(attribute("long", "#" + "y".repeat(300)))
                        .build();
        byte[] file = bare(exportOf(odd));
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '#') {
                file[i] = (byte) 0xff;
            }
        }
        ReadResult result = ReadResult.stored(reader, file, 1);
        assertThat(result.only().attributes().text("short")).isEqualTo("a\uFFFDb");
        assertThat(result.only().attributes().text("long")).startsWith("\uFFFDy");
        assertThat(result.repaired()).containsExactly("invalid UTF-8, read as U+FFFD");
    }

    private static TracesData exportOf(Span span) {
        return TracesData.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder()
                                .setResource(service("a"))
                                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 63, 64, 65, 5000})
    void keepsWhatIsNestedTooDeep(int depth) throws IOException {
        byte[] value = {3 << 3, 7};
        for (int i = 0; i < depth; i++) {
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            field(list, 1, value);
            ByteArrayOutputStream outer = new ByteArrayOutputStream();
            field(outer, 5, list.toByteArray());
            value = outer.toByteArray();
        }
        UnknownFieldSet nested =
                UnknownFieldSet.newBuilder()
                        .addField(
                                2,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(value))
                                        .build())
                        .build();
        Span span =
                span(1).addAttributes(KeyValue.newBuilder().setKey("deep").setUnknownFields(nested))
                        .build();

        AnyValue read = ReadResult.of(reader, bare(exportOf(span))).only().attributes().get("deep");

        int levels = 0;
        while (read instanceof AnyValue.ArrayValue(List<AnyValue> items)) {
            read = items.get(0);
            levels++;
        }
        assertThat(levels).isEqualTo(Math.min(depth, AnyValue.MAX_DEPTH));
        if (depth <= AnyValue.MAX_DEPTH) {
            assertThat(read).isEqualTo(AnyValue.of(7));
        } else {
            assertThat(read).isInstanceOf(AnyValue.BytesValue.class);
        }
    }

    @Test
    void readsTheCorpusAsTheGeneratedClassesDo() throws IOException {
        List<Path> files = corpus();
        assumeTrue(!files.isEmpty());
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(recognises(bytes)).describedAs(file.toString()).isTrue();
            List<String> expected = new ArrayList<>();
            if (bytes[0] == 0) {
                ByteBuffer frames = ByteBuffer.wrap(bytes);
                while (frames.hasRemaining()) {
                    byte[] frame = new byte[frames.getInt()];
                    frames.get(frame);
                    expected.addAll(OtlpProtobufJudge.expected(TracesData.parseFrom(frame), "in"));
                }
            } else {
                expected.addAll(OtlpProtobufJudge.expected(TracesData.parseFrom(bytes), "in"));
            }
            ReadResult result = ReadResult.stored(reader, bytes, 1);
            if (result.logs.isEmpty()) {
                assertThat(OtlpProtobufJudge.actual(result.spans))
                        .describedAs(file.toString())
                        .isEqualTo(expected);
            }
            assertThat(result.lost()).describedAs(file.toString()).isEmpty();
        }
    }

    private static List<Path> corpus() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolveSibling("shared").resolve("corpus");
            if (Files.isDirectory(found)) {
                try (Stream<Path> files = Files.walk(found)) {
                    return files.filter(f -> f.toString().matches(".*\\.(pb|binpb|otlp)"))
                            .sorted()
                            .toList();
                }
            }
        }
        return List.of();
    }

    @Test
    void holdsOnlyOneSpanOfALargeMessage() throws IOException {
        byte[] resource = service("a").toByteArray();
        byte[] leaf = span(1).build().toByteArray();
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        field(one, 2, leaf);
        int copies = 200_000;
        long scope = (long) one.size() * copies;
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(start);
        int scopeHeader = 1 + CodedOutputStream.computeUInt64SizeNoTag(scope + 2);
        out.writeTag(1, 2);
        out.writeUInt64NoTag(resource.length + 2 + scopeHeader + 2 + scope);
        out.writeByteArray(1, resource);
        out.writeTag(2, 2);
        out.writeUInt64NoTag(scope + 2);
        out.writeByteArray(1, new byte[0]);
        out.flush();
        InputStream spans = new Repeated(one.toByteArray(), copies);
        ByteInput in =
                ByteInput.of(
                        "in",
                        new SequenceInputStream(
                                new ByteArrayInputStream(start.toByteArray()), spans),
                        null);
        long[] count = {0};
        IngestReport report = new IngestReport();

        reader.read(in, span -> count[0]++, report);

        assertThat(count[0]).isEqualTo(copies);
        assertThat(in.buffer().length).isLessThan(1 << 20);
        assertThat(report.tallies()).isEmpty();
    }

    /** The same bytes many times. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private long left;

        Repeated(byte[] bytes, int times) {
            this.bytes = bytes;
            this.left = (long) bytes.length * times;
        }

        @Override
        public int read() {
            return left == 0
                    ? -1
                    : bytes[(int) ((bytes.length - left-- % bytes.length) % bytes.length)] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int from = (int) ((bytes.length - left % bytes.length) % bytes.length);
            int some = Math.min(length, bytes.length - from);
            System.arraycopy(bytes, from, into, offset, some);
            left -= some;
            return some;
        }
    }

    // ---- damage --------------------------------------------------------------------------------

    private static byte[] withLength(byte[] frame, int length) {
        byte[] changed = frame.clone();
        changed[0] = (byte) (length >> 24);
        changed[1] = (byte) (length >> 16);
        changed[2] = (byte) (length >> 8);
        changed[3] = (byte) length;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1, 7, -7, 300, -300, 100_000, 1 << 25, -10_000_000})
    void readsOnBehindAFrameOfWrongLength(int by) throws IOException {
        byte[] good = fixed(export("a", 1, 2));
        byte[] bad = fixed(export("b", 3, 4));
        byte[] file =
                join(
                        good,
                        withLength(bad, bad.length - 4 + by),
                        fixed(export("c", 5, 6), export("d", 7)));
        ReadResult result = ReadResult.chunked(reader, file, by);
        assertThat(result.names())
                .containsExactly(
                        "span 1", "span 2", "span 3", "span 4", "span 5", "span 6", "span 7");
        assertThat(result.spans.stream().map(s -> s.resource().serviceName()))
                .containsExactly("a", "a", "b", "b", "c", "c", "d");
        assertThat(result.lost()).isNotEmpty();
    }

    @Test
    void readsOnBehindAnEmptyFrame() throws IOException {
        byte[] file =
                join(
                        fixed(export("a", 1)),
                        withLength(fixed(export("b", 2)), 0),
                        new byte[4000],
                        fixed(export("c", 3)));
        ReadResult result = ReadResult.chunked(reader, file, 1);
        assertThat(result.names()).containsExactly("span 1", "span 2", "span 3");
        assertThat(result.lost()).isNotEmpty();
        assertThat(result.lost().get(0)).contains("a frame of length 0");
    }

    @Test
    void readsOnBehindRandomBytesBetweenFrames() throws IOException {
        for (int seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] noise = new byte[1 + random.nextInt(900)];
            random.nextBytes(noise);
            for (int framing = 0; framing < 3; framing++) {
                byte[] before = framed(framing, export("a", 1, 2));
                byte[] file = join(before, noise, framed(framing, export("b", 3, 4)));
                ReadResult result = ReadResult.chunked(reader, file, seed);
                assertThat(result.names())
                        .describedAs("seed %d framing %d", seed, framing)
                        .startsWith("span 1", "span 2")
                        .contains("span 3", "span 4");
                assertThat(result.lost()).isNotEmpty();
            }
        }
    }

    private static byte[] framed(int framing, TracesData data) throws IOException {
        return switch (framing) {
            case 0 -> fixed(data);
            case 1 -> varint(data);
            default -> bare(data);
        };
    }

    @Test
    void keepsSpansBeforeACut() throws IOException {
        byte[] whole = fixed(export("a", 1, 2, 3));
        for (byte[] file :
                List.of(whole, bare(export("a", 1, 2, 3)), varint(export("a", 1, 2, 3)))) {
            for (int cut = 80; cut < file.length; cut++) {
                ReadResult result = ReadResult.chunked(reader, Arrays.copyOf(file, cut), cut);
                int before = cut;
                List<String> expected = new ArrayList<>();
                for (var span : ReadResult.of(reader, file).spans) {
                    if (span.origin().offset() + span.origin().length() <= before) {
                        expected.add(span.name());
                    }
                }
                assertThat(result.names()).isEqualTo(expected);
                assertThat(result.lost()).hasSize(1);
            }
        }
    }

    @Test
    void findsSpansInsideADamagedMessage() throws IOException {
        byte[] file = bare(export("a", 1, 2, 3, 4, 5), export("b", 6));
        var second = ReadResult.of(reader, file).spans.get(1);
        int at = (int) second.origin().offset();
        Arrays.fill(file, at - 3, at + 40, (byte) 0xff);
        ReadResult result = ReadResult.chunked(reader, file, 1);
        assertThat(result.names())
                .containsExactly("span 1", "span 3", "span 4", "span 5", "span 6");
        assertThat(result.spans.stream().map(s -> s.resource().serviceName()))
                .containsExactly("a", "a", "a", "a", "b");
    }

    @Test
    void readsOnBehindADamagedCompressedFrame() throws IOException {
        byte[] bad = zstd(export("b", 2).toByteArray());
        Arrays.fill(bad, 12, bad.length - 3, (byte) 0x77);
        byte[] tooLong = zstd(export("c", 3).toByteArray());
        byte[] file =
                join(
                        zstd(export("a", 1).toByteArray()),
                        bad,
                        withLength(tooLong, tooLong.length + 20),
                        zstd(export("d", 4).toByteArray()),
                        new byte[] {1, 2, 3},
                        zstd(export("e", 5).toByteArray()),
                        Arrays.copyOf(zstd(export("f", 6).toByteArray()), 20));
        ReadResult result = ReadResult.chunked(reader, file, 1);
        assertThat(result.names()).contains("span 1", "span 3", "span 4", "span 5");
        assertThat(result.lost()).isNotEmpty();
    }

    @Test
    void findsMessagesInWhatItDoesNotRecognise() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            byte[] file =
                    join(new byte[] {(byte) 0x97}, noise, fixed(export("a", 1), export("b", 2)));
            ReadResult result = ReadResult.chunked(reader, file, seed);
            assertThat(result.names()).describedAs("seed %d", seed).contains("span 2");
            assertThat(result.lost()).isNotEmpty();
        }
    }

    @Test
    void isNotMisledByLengthsNearTheLargestNumber() throws IOException {
        byte[] length = {-1, -1, -1, -1, -1, -1, -1, -1, 0x7f};
        byte[] good = bare(export("a", 1));
        for (byte lower = -60; lower < 0; lower++) {
            length[0] = lower;
            for (byte[] tag : List.of(new byte[] {0x0a}, new byte[] {0x0a, 20, 0x12})) {
                byte[] odd = join(tag, length, new byte[11]);
                for (byte[] file :
                        List.of(
                                join(good, odd, good),
                                join(frame(good), frame(odd), frame(good)),
                                join(frame(good), odd, frame(good)))) {
                    ReadResult result = ReadResult.chunked(reader, file, lower);
                    assertThat(result.names()).startsWith("span 1");
                    assertThat(result.gaveUp).isNull();
                }
            }
        }
        recognises(join(new byte[] {0x0a}, length, good));
    }

    @Test
    void survivesMutationsAndKeepsWhatStoodBeforeThem() throws IOException {
        byte[] original = fixed(export("a", 1, 2, 3), export("b", 4, 5), export("c", 6));
        var spans = ReadResult.of(reader, original).spans;
        for (int seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int framing = seed % 3;
            byte[] file =
                    framing == 0
                            ? original
                            : framing == 1
                                    ? bare(export("a", 1, 2, 3), export("b", 4, 5))
                                    : varint(export("a", 1, 2, 3), export("b", 4, 5));
            List<io.agtrace.analyzers.span.Span> whole =
                    framing == 0 ? spans : ReadResult.of(reader, file).spans;
            int at = 100 + random.nextInt(file.length - 100);
            byte[] changed = mutate(file, at, random);
            ReadResult result = ReadResult.chunked(reader, changed, seed);
            assertThat(result.gaveUp).isNull();
            List<String> before =
                    whole.stream()
                            .filter(s -> s.origin().offset() + s.origin().length() <= at)
                            .map(io.agtrace.analyzers.span.Span::name)
                            .toList();
            assertThat(result.names()).describedAs("seed %d", seed).containsAll(before);
        }
    }

    private static byte[] mutate(byte[] file, int at, SplittableRandom random) {
        byte[] some = new byte[1 + random.nextInt(12)];
        random.nextBytes(some);
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] flipped = file.clone();
                flipped[at] ^= (byte) (1 + random.nextInt(255));
                yield flipped;
            }
            case 1 ->
                    join(
                            Arrays.copyOf(file, at),
                            Arrays.copyOfRange(
                                    file, Math.min(file.length, at + some.length), file.length));
            default ->
                    join(Arrays.copyOf(file, at), some, Arrays.copyOfRange(file, at, file.length));
        };
    }

    // ---- detection -----------------------------------------------------------------------------

    @Test
    void claimsNoOtherBytes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            if (noise.length > 5 && i % 2 == 0) {
                noise[0] = 0x0a;
                noise[1] = (byte) (noise.length - 2 & 0x7f);
            }
            assertThat(recognises(noise)).describedAs("%d", i).isFalse();
        }
        for (String text :
                List.of(
                        "",
                        "\n",
                        "\n{\"resourceSpans\":[]}",
                        "{\"resourceSpans\":[]}",
                        "\n\n\n\n\nSpan #0\n  Trace ID: 123",
                        "plain text that is no trace at all, and goes on for a while")) {
            assertThat(recognises(text.getBytes(StandardCharsets.UTF_8)))
                    .describedAs(text)
                    .isFalse();
        }
    }

    @Test
    void recognisesAnExportWhoseFirstSpanIsLargerThanTheHead() throws IOException {
        Span large = span(1).addAttributes(attribute("big", "z".repeat(300_000))).build();
        for (byte[] file :
                List.of(bare(exportOf(large)), fixed(exportOf(large)), varint(exportOf(large)))) {
            assertThat(recognises(file)).isTrue();
            assertThat(ReadResult.stored(reader, file, 1).only().attributes().text("big"))
                    .hasSize(300_000);
        }
    }
}
