package io.agtrace.analyzers.ingest.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.ReadResult;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.json.JsonShape;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class JaegerReadersTest {
    private static final SpanReader UI = new JaegerJsonReader();
    private static final SpanReader DOCUMENTS = new JaegerElasticsearchReader();
    private static final SpanReader PROTO = new JaegerProtoJsonReader();
    private static final List<SpanReader> ALL = List.of(UI, DOCUMENTS, PROTO, new ZipkinReader());

    private static List<SpanReader> claimedBy(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, Head.SIZE));
        Head first = new Head("x", head, head.length == bytes.length);
        return ALL.stream().filter(r -> r.recognises(first)).toList();
    }

    private static List<SpanReader> claimedBy(String text) {
        return claimedBy(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String span(String id, String more) {
        return """
        {"traceID":"a1","spanID":"%s","operationName":"op %s","startTime":1000,"duration":5%s}\
        """
                .formatted(id, id, more);
    }

    private static final String TRACE =
            "{\"traceID\":\"a1\",\"spans\":[%s],\"processes\":{\"p1\":{\"serviceName\":\"one\","
                    + "\"tags\":[{\"key\":\"host\",\"type\":\"string\",\"value\":\"h\"}]},"
                    + "\"p2\":{\"serviceName\":\"two\",\"tags\":[]}}}";

    @Test
    void readsTheCorpusAsAWalkOverTreesDoes() throws IOException {
        List<Path> files = new java.util.ArrayList<>();
        for (String folder :
                List.of(
                        "formats/crisp",
                        "formats/jaeger",
                        "formats/jaeger_ui",
                        "formats/agentevals")) {
            Judge.corpus(folder).filter(f -> f.toString().endsWith(".json")).forEach(files::add);
        }
        assumeTrue(!files.isEmpty());
        int checked = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            List<SpanReader> readers = claimedBy(bytes);
            if (readers.isEmpty() || readers.get(0).equals(PROTO)) {
                continue;
            }
            assertThat(readers).describedAs(file.toString()).hasSize(1);
            for (ReadResult result :
                    List.of(
                            ReadResult.of(readers.get(0), bytes),
                            ReadResult.stored(readers.get(0), bytes, 1))) {
                assertThat(Judge.ours(result.spans))
                        .describedAs(file.toString())
                        .isEqualTo(Judge.jaeger(bytes));
                assertThat(result.lost()).isEmpty();
            }
            checked++;
        }
        assertThat(checked).isGreaterThan(40);
    }

    @Test
    void refusesWhatOnlyLooksLikeJaeger() throws IOException {
        List<Path> files =
                Judge.corpus("formats/jaeger")
                        .filter(
                                f ->
                                        f.getFileName()
                                                .toString()
                                                .matches(".*(invalid|wrong|scan|Summ).*"))
                        .toList();
        assumeTrue(!files.isEmpty());
        for (Path file : files) {
            assertThat(claimedBy(Files.readAllBytes(file))).describedAs(file.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[%s],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}",
                "{\"data\":%s,\"id\":\"a1\"}",
                "%s",
                "[%s]",
                "%1$s\n%1$s",
                "%1$s%1$s",
                "\uFEFF [%s, ]"
            })
    void readsEveryEnvelope(String envelope) throws IOException {
        String text = envelope.formatted(TRACE.formatted(span("1", ",\"processID\":\"p1\"")));
        assertThat(claimedBy(text)).containsExactly(UI);
        for (Span read : ReadResult.of(UI, text).spans) {
            assertThat(read.name()).isEqualTo("op 1");
            assertThat(read.traceId()).hasToString("000000000000000000000000000000a1");
            assertThat(read.resource().serviceName()).isEqualTo("one");
            assertThat(read.resource().attributes().text("host")).isEqualTo("h");
            assertThat(read.startNanos()).isEqualTo(1_000_000);
            assertThat(read.endNanos()).isEqualTo(1_005_000);
        }
    }

    @Test
    void readsBackWhatOpenTelemetryPutIntoTags() throws IOException {
        String tags =
                """
                ,"processID":"p2","tags":[
                 {"key":"span.kind","type":"string","value":"client"},
                 {"key":"error","type":"bool","value":true},
                 {"key":"otel.status_description","type":"string","value":"broken"},
                 {"key":"otel.scope.name","type":"string","value":"lib"},
                 {"key":"otel.scope.version","type":"string","value":"2"},
                 {"key":"w3c.tracestate","type":"string","value":"a=b"},
                 {"key":"n","type":"int64","value":"9223372036854775222"},
                 {"key":"d","type":"float64","value":2},
                 {"key":"s","type":"string","value":"7"},
                 {"type":"bool","value":"false","key":"f"}],
                 "logs":[{"timestamp":1001,"fields":[
                   {"key":"event","type":"string","value":"exception"},
                   {"key":"k","type":"string","value":"v"}]}]
                """;
        Span read = ReadResult.of(UI, TRACE.formatted(span("1", tags))).only();
        assertThat(read.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(read.status()).isEqualTo(Status.of(Status.Code.ERROR, "broken"));
        assertThat(read.scope().name()).isEqualTo("lib");
        assertThat(read.scope().version()).isEqualTo("2");
        assertThat(read.traceState()).isEqualTo("a=b");
        assertThat(read.attributes())
                .hasToString("{\"n\":9223372036854775222,\"d\":2.0,\"s\":\"7\",\"f\":false}");
        assertThat(read.events().get(0).name()).isEqualTo("exception");
        assertThat(read.events().get(0).timeNanos()).isEqualTo(1_001_000);
        assertThat(read.events().get(0).attributes()).hasToString("{\"k\":\"v\"}");
        assertThat(read.resource().serviceName()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"otel.status_code\",\"type\":\"string\",\"value\":\"ERROR\"",
                "\"error\",\"type\":\"string\",\"value\":\"true\""
            })
    void knowsErrorsByEitherTag(String tag) throws IOException {
        String text = TRACE.formatted(span("1", ",\"tags\":[{\"key\":" + tag + "}]"));
        assertThat(ReadResult.of(UI, text).only().status().isError()).isTrue();
    }

    @Test
    void tellsParentsFromLinks() throws IOException {
        String references =
                """
                ,"references":[
                 {"refType":"CHILD_OF","traceID":"ff","spanID":"9"},
                 {"refType":"FOLLOWS_FROM","traceID":"a1","spanID":"8"},
                 {"refType":"CHILD_OF","traceID":"00000000000000a1","spanID":"7","span":{"spanID":"7"}},
                 {"refType":"CHILD_OF","traceID":"a1","spanID":"6"}]
                """;
        Span read = ReadResult.of(UI, TRACE.formatted(span("1", references))).only();
        assertThat(read.parentId()).hasToString("0000000000000007");
        assertThat(read.links().stream().map(l -> l.spanId().toString() + l.attributes()))
                .containsExactly(
                        "0000000000000009{\"opentracing.ref_type\":\"child_of\"}",
                        "0000000000000008{}",
                        "0000000000000006{\"opentracing.ref_type\":\"child_of\"}");

        String follows =
                ",\"references\":[{\"refType\":\"FOLLOWS_FROM\",\"traceID\":\"a1\",\"spanID\":\"8\"}]";
        Span after = ReadResult.of(UI, TRACE.formatted(span("1", follows))).only();
        assertThat(after.parentId()).hasToString("0000000000000008");
        assertThat(after.links()).hasSize(1);
    }

    @Test
    void notesWarnings() throws IOException {
        String text =
                TRACE.formatted(span("1", ",\"warnings\":[\"clock skew\"]"))
                        .replace("\"processes\"", "\"warnings\":[\"partial\"],\"processes\"");
        ReadResult result = ReadResult.of(UI, text);
        assertThat(result.report.notes("in"))
                .containsExactly("Jaeger warns: clock skew", "Jaeger warns: partial");
        assertThat(result.only().attributes())
                .hasToString("{\"@jaeger@warnings\":[\"clock skew\"]}");
    }

    @Test
    void saysWhatTheServerAnsweredInsteadOfATrace() throws IOException {
        String text =
                "{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,"
                        + "\"errors\":[{\"code\":404,\"msg\":\"trace not found\"}]}";
        assertThat(claimedBy(text)).containsExactly(UI);
        assertThat(ReadResult.of(UI, text).lost()).singleElement().asString().contains("not found");
    }

    private static final String DOCUMENT =
            "{\"traceID\":\"a1\",\"spanID\":\"b2\",\"parentSpanID\":\"c3\",\"operationName\":\"op\","
                + "\"startTime\":1000,\"startTimeMillis\":1,\"duration\":7,"
                + "\"tag\":{\"http@status_code\":\"200\"},"
                + "\"tags\":[{\"key\":\"blob\",\"type\":\"binary\",\"value\":\"0a0b\"}],"
                + "\"process\":{\"serviceName\":\"svc\",\"tag\":{\"k8s@pod\":\"x\"}}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "%1$s\n%1$s\n",
                "[%s]",
                "{\"took\":1,\"hits\":{\"total\":{\"value\":1},\"hits\":[{\"_index\":\"jaeger-span\",\"_source\":%s}]}}",
                "[{\"_index\":\"jaeger-span\",\"_source\":%s}]",
                "{\"_index\":\"jaeger-span\",\"_id\":\"1\",\"_source\":%1$s}\n"
                        + "{\"_index\":\"jaeger-span\",\"_source\":%1$s}",
                "{\"index\":{\"_index\":\"jaeger-span\"}}\n%1$s\n{\"create\":{}}\n%1$s\n"
            })
    void readsDocumentsHoweverTheyAreWrapped(String wrapping) throws IOException {
        String text = wrapping.formatted(DOCUMENT);
        assertThat(claimedBy(text)).containsExactly(DOCUMENTS);
        ReadResult result = ReadResult.of(DOCUMENTS, text);
        assertThat(result.spans).hasSize(text.split("traceID", -1).length - 1);
        Span read = result.spans.get(0);
        assertThat(read.parentId()).hasToString("00000000000000c3");
        assertThat(read.attributes().text("http.status_code")).isEqualTo("200");
        assertThat(read.attributes().get("blob"))
                .isEqualTo(new AnyValue.BytesValue(new byte[] {10, 11}));
        assertThat(read.resource().attributes())
                .hasToString("{\"service.name\":\"svc\",\"k8s.pod\":\"x\"}");
        assertThat(result.lost()).isEmpty();
    }

    @Test
    void readsTheProtobufModelInJson() throws IOException {
        String text =
                """
                {"spans":[{"traceId":"AAAAAAAAAAAAAAAAAAAAAQ==","spanId":"AAAAAAAAAAI=",
                 "operationName":"op","references":[{"traceId":"AAAAAAAAAAAAAAAAAAAAAQ==","spanId":"AAAAAAAAAAM="}],
                 "startTime":"2017-01-26T16:46:31.639875139-05:00","duration":"0.005s",
                 "tags":[{"key":"b","vType":"BOOL"},{"key":"i","vType":"INT64","vInt64":"42"},
                  {"key":"z","vType":"INT64"},{"key":"s","vStr":"x"},{"key":"e"},
                  {"key":"y","vType":"BINARY","vBinary":"AAAwOQ=="},{"key":"error","vType":"BOOL","vBool":true}],
                 "logs":[{"timestamp":"2017-01-26T21:46:31.64Z","fields":[{"key":"event","vStr":"e1"}]}],
                 "processId":"p1"}],
                 "processMap":[{"processId":"p1","process":{"serviceName":"svc"}}],"warnings":["w"]}
                """;
        assertThat(claimedBy(text)).containsExactly(PROTO);
        ReadResult result = ReadResult.of(PROTO, text);
        Span read = result.only();
        assertThat(read.traceId()).hasToString("00000000000000000000000000000001");
        assertThat(read.spanId()).hasToString("0000000000000002");
        assertThat(read.parentId()).hasToString("0000000000000003");
        assertThat(read.startNanos()).isEqualTo(1485467191639875139L);
        assertThat(read.durationNanos()).isEqualTo(5_000_000);
        assertThat(read.attributes())
                .hasToString(
                        "{\"b\":false,\"i\":42,\"z\":0,\"s\":\"x\",\"e\":\"\",\"y\":\"AAAwOQ==\"}");
        assertThat(read.status().isError()).isTrue();
        assertThat(read.events().get(0).timeNanos()).isEqualTo(1485467191640000000L);
        assertThat(read.resource().serviceName()).isEqualTo("svc");
        assertThat(result.report.notes("in")).containsExactly("Jaeger warns: w");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5000ns=5000",
                "1.5us=1500",
                "2ms=2000000",
                "1m1.5s=61500000000",
                "12=12000",
                "nonsense=0",
                "9999999999999999999h=0"
            })
    void understandsDurations(String written) throws IOException {
        String[] pair = written.split("=", -1);
        String text = span("1", "").replace("\"duration\":5", "\"duration\":\"" + pair[0] + "\"");
        assertThat(ReadResult.of(UI, TRACE.formatted(text)).only().durationNanos())
                .isEqualTo(Long.parseLong(pair[1]));
    }

    @Test
    void readsTheProtobufModelOfTheCorpus() throws IOException {
        List<Path> files =
                Judge.corpus("formats/jaeger").filter(f -> f.endsWith("domain_01.json")).toList();
        assumeTrue(!files.isEmpty());
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(claimedBy(bytes)).describedAs(file.toString()).containsExactly(PROTO);
            ReadResult result = ReadResult.of(PROTO, bytes);
            int expected =
                    new String(bytes, StandardCharsets.UTF_8).split("operationName", -1).length - 1;
            assertThat(result.spans).describedAs(file.toString()).hasSize(expected);
            assertThat(result.report.tallies()).isEmpty();
        }
    }

    // ---- damage --------------------------------------------------------------------------------

    @Test
    void keepsSpansWithoutIdsOrTimes() throws IOException {
        String text =
                "{\"spans\":[{\"operationName\":\"bare\",\"startTime\":\"NaN\",\"duration\":NaN},"
                    + "{\"traceID\":\"0\",\"spanID\":\"0000000000000000\",\"operationName\":\"zero\","
                    + "\"startTime\":\"1000\",\"duration\":\"5\"},"
                    + "{\"traceID\":\"not-hex\",\"spanID\":\"12345678901234567890\","
                    + "\"operationName\":\"odd\",\"operationName\":\"twice\"}],\"processes\":{}}";
        ReadResult result = ReadResult.of(UI, text);
        assertThat(result.names()).containsExactly("bare", "zero", "twice");
        assertThat(result.spans.get(0).traceId()).hasToString("no-trace-id:in");
        assertThat(result.spans.get(0).spanId().toString()).startsWith("no-span-id:");
        assertThat(result.spans.get(0).hasStart()).isFalse();
        assertThat(result.spans.get(1).durationNanos()).isEqualTo(5000);
        assertThat(result.spans.get(2).traceId()).hasToString("not-hex");
        assertThat(result.repaired()).contains("a time that is no number, taken as unknown");
        assertThat(result.lost()).isEmpty();
    }

    @Test
    void readsOnBehindABadLine() throws IOException {
        String text =
                DOCUMENT
                        + "\n{\"traceID\":\"a1\",\"spanID\":oops}\n"
                        + DOCUMENT
                        + "\n"
                        + DOCUMENT.substring(0, 60);
        ReadResult result = ReadResult.of(DOCUMENTS, text);
        assertThat(result.spans).hasSize(2);
        assertThat(result.lost()).hasSize(2);
    }

    @Test
    void replacesInvalidUtf8() throws IOException {
        byte[] text = DOCUMENT.replace("\"op\"", "\"o#p\"").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            text[i] = text[i] == '#' ? (byte) 0xff : text[i];
        }
        ReadResult result = ReadResult.of(DOCUMENTS, text);
        assertThat(result.only().name()).isEqualTo("o\uFFFDp");
        assertThat(result.repaired()).containsExactly("invalid UTF-8, read as U+FFFD");
    }

    @Test
    void keepsEverySpanThatStoodBeforeACut() throws IOException {
        String text = "{\"data\":[" + TRACE.formatted(span("1", "") + "," + span("2", "")) + "]}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int firstEnds = text.indexOf("},{") + 1;
        for (int cut = firstEnds; cut < bytes.length; cut++) {
            ReadResult result = ReadResult.chunked(UI, Arrays.copyOf(bytes, cut), cut);
            assertThat(result.names()).describedAs("cut %d", cut).contains("op 1");
        }
    }

    @Test
    void survivesMutations() throws IOException {
        String text =
                "{\"data\":["
                        + TRACE.formatted(
                                span("1", ",\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]")
                                        + ","
                                        + span("2", ",\"processID\":\"p1\"")
                                        + ","
                                        + span("3", ""))
                        + "]}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] changed = bytes.clone();
            int at = random.nextInt(bytes.length);
            changed[at] = (byte) random.nextInt(256);
            ReadResult result = ReadResult.chunked(UI, changed, seed);
            assertThat(result.gaveUp).isNull();
            if (at > text.indexOf("\"op 1\"") + 120) {
                assertThat(result.names()).describedAs("seed %d", seed).contains("op 1");
            }
        }
    }

    @Test
    void nestingWithoutEndIsPassed() throws IOException {
        String deep = "[".repeat(200_000);
        ReadResult result = ReadResult.of(UI, "{\"data\":" + deep);
        assertThat(result.spans).isEmpty();
        assertThat(result.lost()).hasSize(1);
        assertThat(JsonShape.of(new Head("x", deep.getBytes(StandardCharsets.UTF_8), true)))
                .isNotNull();
    }
}
