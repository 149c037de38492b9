package io.agtrace.analyzers.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.ReadResult;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class OtlpJsonReaderTest {
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";

    private final OtlpJsonReader reader = new OtlpJsonReader();

    private static String span(String id, String name) {
        return """
        {"traceId":"%s","spanId":"%s","name":"%s","kind":1,\
        "startTimeUnixNano":"1000","endTimeUnixNano":"2000"}\
        """
                .formatted(TRACE, id, name);
    }

    private static String request(String... spans) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
                   + "\"value\":{\"stringValue\":\"svc\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"lib\"},"
                   + "\"spans\":["
                + String.join(",", spans)
                + "]}]}]}";
    }

    private boolean recognises(String text) {
        return reader.recognises(new Head("x", text.getBytes(StandardCharsets.UTF_8), true));
    }

    @Test
    void readsEveryFieldOfASpan() throws IOException {
        ReadResult result =
                ReadResult.of(
                        reader,
                        """
                        {"resourceSpans":[{"resource":{"attributes":[
                          {"key":"service.name","value":{"stringValue":"planner"}}]},
                         "scopeSpans":[{"scope":{"name":"lib","version":"1.2"},"spans":[{
                          "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
                          "parentSpanId":"EEE19B7EC3C1B173","traceState":"a=b","name":"I'm a span",
                          "startTimeUnixNano":"1544712660000000001","endTimeUnixNano":"1544712661000000002",
                          "kind":2,"flags":256,
                          "attributes":[
                            {"key":"s","value":{"stringValue":"text"}},
                            {"key":"i","value":{"intValue":"9007199254740993"}},
                            {"key":"d","value":{"doubleValue":1.5}},
                            {"key":"b","value":{"boolValue":true}},
                            {"key":"n","value":{}},
                            {"key":"y","value":{"bytesValue":"AQI="}},
                            {"key":"a","value":{"arrayValue":{"values":[{"intValue":1},{"stringValue":"x"}]}}},
                            {"key":"m","value":{"kvlistValue":{"values":[{"key":"k","value":{"intValue":"2"}}]}}}],
                          "droppedAttributesCount":3,
                          "events":[{"timeUnixNano":"1544712660500000000","name":"e",
                            "attributes":[{"key":"k","value":{"stringValue":"v"}}]}],
                          "links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175"}],
                          "status":{"code":2,"message":"broken"}}]}]}]}
                        """);

        Span span = result.only();
        assertThat(span.traceId()).hasToString(TRACE);
        assertThat(span.spanId()).hasToString("eee19b7ec3c1b174");
        assertThat(span.parentId()).hasToString("eee19b7ec3c1b173");
        assertThat(span.name()).isEqualTo("I'm a span");
        assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.startNanos()).isEqualTo(1544712660000000001L);
        assertThat(span.endNanos()).isEqualTo(1544712661000000002L);
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "broken"));
        assertThat(span.resource().serviceName()).isEqualTo("planner");
        assertThat(span.scope().name()).isEqualTo("lib");
        assertThat(span.scope().version()).isEqualTo("1.2");
        assertThat(span.traceState()).isEqualTo("a=b");
        assertThat(span.attributes())
                .hasToString(
                        "{\"otel.dropped_attributes_count\":3,\"s\":\"text\",\"i\":9007199254740993,"
                            + "\"d\":1.5,\"b\":true,\"n\":null,\"y\":\"AQI=\",\"a\":[1,\"x\"],"
                            + "\"m\":{\"k\":2}}");
        assertThat(span.events()).hasSize(1);
        assertThat(span.events().get(0).name()).isEqualTo("e");
        assertThat(span.events().get(0).timeNanos()).isEqualTo(1544712660500000000L);
        assertThat(span.links()).hasSize(1);
        assertThat(span.links().get(0).spanId()).hasToString("eee19b7ec3c1b175");
        assertThat(result.report.tallies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}",
                "{\"resource_spans\":[{\"scope_spans\":[{\"spans\":[%s]}]}]}",
                "{\"batches\":[{\"instrumentationLibrarySpans\":[{\"spans\":[%s]}]}]}",
                "{\"trace\":{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]},\"status\":\"COMPLETE\"}",
                "{\"result\":{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}}",
                "{\"scenario\":{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}}",
                "[{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}]",
                "{\"resource\":{},\"scopeSpans\":[{\"spans\":[%s]}]}",
                "{\"resourceSpans\":[{\"spans\":[%s]}]}",
                "\uFEFF{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s,],},]}]}",
            })
    void understandsEveryContainer(String container) throws IOException {
        String text = container.formatted(span("eee19b7ec3c1b174", "a"));
        assertThat(recognises(text)).isTrue();
        assertThat(ReadResult.of(reader, text).only().name()).isEqualTo("a");
    }

    @Test
    void readsLinesConcatenatedDocumentsAndRecordSeparators() throws IOException {
        String a = request(span("eee19b7ec3c1b171", "a"));
        String b = request(span("eee19b7ec3c1b172", "b"));
        String c = request(span("eee19b7ec3c1b173", "c"));
        assertThat(ReadResult.of(reader, a + "\n" + b + "\r\n" + c).names())
                .containsExactly("a", "b", "c");
        assertThat(ReadResult.of(reader, a + b + "\n\n" + c + "\n").names())
                .containsExactly("a", "b", "c");
        assertThat(ReadResult.of(reader, a + ",\n" + b).names()).containsExactly("a", "b");
        assertThat(ReadResult.of(reader, "\u001e" + a + "\n\u001e" + b).names())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"traceId\":\"W47/95gDgQPSabYzgT/GDA==\",\"spanId\":\"7uGbfsPBsXQ=\",\"parentSpanId\":\"\"",
                "\"trace_id\":\"0x5b8efff798038103d269b633813fc60c\",\"span_id\":\"0xeee19b7ec3c1b174\"",
                "\"traceId\":\"5b8efff7-9803-8103-d269-b633813fc60c\",\"spanId\":\"EEE19B7EC3C1B174\"",
                "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\","
                        + "\"parentSpanId\":\"0000000000000000\"",
                "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\","
                        + "\"parentSpanId\":null",
            })
    void understandsEverySpellingOfIds(String ids) throws IOException {
        Span span = ReadResult.of(reader, request("{" + ids + ",\"name\":\"a\"}")).only();
        assertThat(span.traceId()).hasToString(TRACE);
        assertThat(span.spanId()).hasToString("eee19b7ec3c1b174");
        assertThat(span.parentId()).isNull();
    }

    @Test
    void keepsIdsOfWrongLengthAndOtherShape() throws IOException {
        Span hex = ReadResult.of(reader, request("{\"traceId\":\"abc\",\"spanId\":\"1\"}")).only();
        assertThat(hex.traceId()).hasToString("00000000000000000000000000000abc");
        assertThat(hex.spanId()).hasToString("0000000000000001");
        Span text =
                ReadResult.of(reader, request("{\"traceId\":\"run-7\",\"spanId\":\"span001\"}"))
                        .only();
        assertThat(text.traceId()).hasToString("run-7");
        assertThat(text.spanId()).hasToString("span001");
    }

    @Test
    void givesSpansWithoutIdsOneAndSaysSo() throws IOException {
        ReadResult result =
                ReadResult.of(
                        reader,
                        request(
                                "{\"name\":\"a\"}",
                                "{\"traceId\":\"00000000000000000000000000000000\","
                                        + "\"spanId\":\"0000000000000000\",\"name\":\"b\"}"));
        assertThat(result.names()).containsExactly("a", "b");
        assertThat(result.spans.get(0).traceId()).isEqualTo(result.spans.get(1).traceId());
        assertThat(result.spans.get(0).spanId()).isNotEqualTo(result.spans.get(1).spanId());
        assertThat(result.repaired()).hasSize(4);
    }

    @Test
    void understandsEnumNamesAndNumbersAsStrings() throws IOException {
        Span span =
                ReadResult.of(
                                reader,
                                request(
                                        "{\"traceId\":\"1\",\"spanId\":\"1\",\"kind\":\"SPAN_KIND_CLIENT\","
                                            + "\"startTimeUnixNano\":17e8,\"endTimeUnixNano\":1800000000,"
                                            + "\"status\":{\"code\":\"STATUS_CODE_ERROR\"}}"))
                        .only();
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.status().isError()).isTrue();
        assertThat(span.startNanos()).isEqualTo(1_700_000_000L);
        assertThat(span.durationNanos()).isEqualTo(100_000_000L);
    }

    @Test
    void takesTimesThatAreNoNumbersAsUnknownAndSaysSo() throws IOException {
        ReadResult result =
                ReadResult.of(
                        reader,
                        request(
                                "{\"traceId\":\"1\",\"spanId\":\"1\",\"startTimeUnixNano\":NaN,"
                                        + "\"endTimeUnixNano\":\"START_NS\"}",
                                "{\"traceId\":\"1\",\"spanId\":\"2\",\"startTimeUnixNano\":null,"
                                        + "\"endTimeUnixNano\":\"\"}"));
        assertThat(result.spans).noneMatch(Span::hasStart).noneMatch(Span::hasEnd);
        assertThat(result.repaired()).hasSize(2).allMatch(r -> r.contains("no number"));
    }

    @Test
    void theLastOfDuplicateKeysWins() throws IOException {
        Span span =
                ReadResult.of(
                                reader,
                                request(
                                        "{\"traceId\":\"1\",\"spanId\":\"1\",\"name\":\"first\",\"name\":\"last\","
                                            + "\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":1}},"
                                            + "{\"key\":\"k\",\"value\":{\"intValue\":2}}]}"))
                        .only();
        assertThat(span.name()).isEqualTo("last");
        assertThat(span.attributes().size()).isOne();
        assertThat(span.attributes().get("k")).isEqualTo(AnyValue.of(2));
    }

    @Test
    void understandsPlainMapsAndPascalCaseAttributes() throws IOException {
        Span map =
                ReadResult.of(
                                reader,
                                request(
                                        "{\"traceId\":\"1\",\"spanId\":\"1\",\"attributes\":"
                                                + "{\"a\":\"x\",\"b\":{\"c\":[1,null]}}}"))
                        .only();
        assertThat(map.attributes()).hasToString("{\"a\":\"x\",\"b\":{\"c\":[1,null]}}");
        Span pascal =
                ReadResult.of(
                                reader,
                                request(
                                        "{\"traceId\":\"1\",\"spanId\":\"1\",\"attributes\":"
                                            + "[{\"Key\":\"a\",\"Value\":{\"StringValue\":\"x\"}}]}"))
                        .only();
        assertThat(pascal.attributes().text("a")).isEqualTo("x");
    }

    @Test
    void resourceAndScopeMayStandBehindTheirSpans() throws IOException {
        Span span =
                ReadResult.of(
                                reader,
                                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                                        + span("eee19b7ec3c1b171", "a")
                                        + "],\"scope\":{\"name\":\"late\"}}],\"resource\":{\"attributes\":"
                                        + "[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"svc\"}}]}}]}")
                        .only();
        assertThat(span.scope().name()).isEqualTo("late");
        assertThat(span.resource().serviceName()).isEqualTo("svc");
    }

    @Test
    void readsLogRecordsBesideSpansAndPassesMetrics() throws IOException {
        ReadResult result =
                ReadResult.of(
                        reader,
                        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"m\"}]}]}]}\n"
                            + "{\"resourceLogs\":[{\"resource\":{},\"scopeLogs\":[{\"scope\":{\"name\":\"l\"},"
                            + "\"logRecords\":[{\"timeUnixNano\":\"5\",\"severityText\":\"INFO\","
                            + "\"traceId\":\""
                                + TRACE
                                + "\",\"spanId\":\"eee19b7ec3c1b171\",\"eventName\":\"gen_ai.user.message\",\"body\":{\"kvlistValue\":{\"values\":[{\"key\":\"content\",\"value\":{\"stringValue\":\"hi\"}}]}}}]}]}]}\n"
                                + request(span("eee19b7ec3c1b171", "a")));
        assertThat(result.names()).containsExactly("a");
        assertThat(result.logs).hasSize(1);
        assertThat(result.logs.get(0).eventName()).isEqualTo("gen_ai.user.message");
        assertThat(result.logs.get(0).body()).hasToString("{\"content\":\"hi\"}");
        assertThat(result.logs.get(0).toEvent().attributes().text("log.severity"))
                .isEqualTo("INFO");
    }

    @Test
    void aTruncatedLastLineLosesOnlyItsLastRecord() throws IOException {
        String good = request(span("eee19b7ec3c1b171", "a"), span("eee19b7ec3c1b172", "b"));
        String all = good + "\n" + request(span("eee19b7ec3c1b173", "c"), span("e1", "d"));
        for (int cut = good.length() + 2; cut < all.length(); cut++) {
            ReadResult result = ReadResult.of(reader, all.substring(0, cut));
            assertThat(result.names()).startsWith("a", "b");
            assertThat(result.lost())
                    .as("cut at %d", cut)
                    .singleElement()
                    .asString()
                    .endsWith("the input ends inside a record");
        }
    }

    @Test
    void aBadLineInTheMiddleLosesOnlyWhatIsBadInIt() throws IOException {
        String text =
                request(span("eee19b7ec3c1b171", "a"))
                        + "\n{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"12\n"
                        + "this is no JSON\n"
                        + request(span("eee19b7ec3c1b172", "b"));
        ReadResult result = ReadResult.of(reader, text);
        assertThat(result.names()).containsExactly("a", "b");
        assertThat(result.lost()).hasSize(1);
    }

    @Test
    void behindDamageTheRestOfTheSameDocumentIsRead() throws IOException {
        String text =
                request(
                        span("eee19b7ec3c1b171", "a"),
                        span("eee19b7ec3c1b172", "b").replace("\"kind\":1", "\"kind\":?"),
                        span("eee19b7ec3c1b173", "c")
                                .replace(
                                        "\"kind\":1",
                                        "\"links\":[{\"traceId\":\"1\",\"spanId\":\"2\"}]"),
                        span("eee19b7ec3c1b174", "d"));
        ReadResult result = ReadResult.of(reader, text);
        assertThat(result.names()).containsExactly("a", "c", "d");
        assertThat(result.spans).allMatch(s -> s.resource().serviceName().equals("svc"));
        assertThat(result.lost())
                .containsExactly(text.indexOf('?') + " expected a value, found '?'");
    }

    @Test
    void invalidUtf8IsReplacedAndNamed() throws IOException {
        byte[] bytes =
                request(span("eee19b7ec3c1b171", "a#b")).getBytes(StandardCharsets.ISO_8859_1);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('#')] = (byte) 0xff;
        ReadResult result = ReadResult.of(reader, bytes);
        assertThat(result.names()).containsExactly("a\uFFFDb");
        assertThat(result.repaired()).containsExactly("invalid UTF-8, read as U+FFFD");
    }

    @Test
    void deepNestingIsReadWithoutRecursion() throws IOException {
        int depth = 100_000;
        String deep =
                "{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":".repeat(depth)
                        + "{\"intValue\":1}"
                        + "}]}}".repeat(depth);
        ReadResult result =
                ReadResult.of(
                        reader,
                        request(
                                "{\"traceId\":\"1\",\"spanId\":\"1\",\"name\":\"a\",\"unknown\":"
                                        + "[".repeat(depth)
                                        + "]".repeat(depth)
                                        + ",\"attributes\":[{\"key\":\"deep\",\"value\":"
                                        + deep
                                        + "}]}"));
        assertThat(result.only().attributes().text("deep")).contains("\\\"intValue\\\":1");
    }

    @Test
    void aLongTextIsTheSameWhereverItIsKept() throws IOException {
        String text = "line \\\"one\\\"\\n\\u00e4\\\\ \uD83D\uDE00 ".repeat(2000);
        String wanted = "line \"one\"\n\u00e4\\ \uD83D\uDE00 ".repeat(2000);
        byte[] bytes =
                request(
                                "{\"traceId\":\"1\",\"spanId\":\"1\",\"attributes\":[{\"key\":\"t\",\"value\":"
                                    + "{\"stringValue\":\""
                                        + text
                                        + "\"}}]}")
                        .getBytes(StandardCharsets.UTF_8);
        for (ReadResult result :
                Arrays.asList(
                        ReadResult.of(reader, bytes),
                        ReadResult.chunked(reader, bytes, 1),
                        ReadResult.stored(reader, bytes, 2))) {
            assertThat(result.only().attributes().text("t")).isEqualTo(wanted);
        }
    }

    @Test
    void saysWhatAServerAnsweredAndWhereATraceIsPartial() throws IOException {
        assertThat(
                        ReadResult.of(
                                        reader,
                                        "{\"error\":{\"grpcCode\":5,\"message\":\"trace not"
                                                + " found\"}}")
                                .lost())
                .singleElement()
                .asString()
                .contains("trace not found");
        assertThat(
                        ReadResult.of(
                                        reader,
                                        "{\"trace\":{\"resourceSpans\":[]},\"status\":\"PARTIAL\"}")
                                .lost())
                .singleElement()
                .asString()
                .contains("only a part");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "plain text",
                "{\"data\":[{\"traceID\":\"1\",\"spans\":[],\"processes\":{}}]}",
                "[{\"traceId\":\"1\",\"id\":\"2\"}]",
                "{\"trace\":{\"id\":\"1\"},\"observations\":[]}",
            })
    void leavesOtherInputsToOtherReaders(String text) {
        assertThat(recognises(text)).isFalse();
    }
}
