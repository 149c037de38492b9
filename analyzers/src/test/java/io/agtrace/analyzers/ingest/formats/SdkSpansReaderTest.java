package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class SdkSpansReaderTest {
    private static final String TRACE = "5b8aa5a2d2c872e8321cf37308d69df2";

    private static final String PYTHON =
            """
            {
                "name": "plan",
                "context": {
                    "trace_id": "0x5b8aa5a2d2c872e8321cf37308d69df2",
                    "span_id": "0x00000000000000a1",
                    "trace_state": "[]"
                },
                "kind": "SpanKind.CLIENT",
                "parent_id": "0x00000000000000a0",
                "start_time": "2025-03-04T05:06:07.123456Z",
                "end_time": "2025-03-04T05:06:08.000001Z",
                "status": {
                    "status_code": "ERROR",
                    "description": "no budget"
                },
                "attributes": {
                    "gen_ai.request.model": "m-1",
                    "stops": ["a", "b"],
                    "n": 3
                },
                "events": [
                    {
                        "name": "exception",
                        "timestamp": "2025-03-04T05:06:07.500000Z",
                        "attributes": {"exception.type": "ValueError"}
                    }
                ],
                "links": [
                    {
                        "context": {
                            "trace_id": "0x000000000000000000000000000000ff",
                            "span_id": "0x00000000000000fe",
                            "trace_state": "[]"
                        },
                        "attributes": {"why": "handoff"}
                    }
                ],
                "resource": {
                    "attributes": {"service.name": "agents"},
                    "schema_url": ""
                }
            }
            """;

    @Test
    void readsThePythonConsoleBetweenOtherOutput() {
        String text =
                "starting {now}\n[INFO] run 1\n"
                        + PYTHON
                        + "print says: {\"name\": 1\n"
                        + PYTHON.replace("plan", "act").replace("00a1", "00a2")
                        + "done ]} \"quoted\n";
        Reading reading = Reading.of(text);

        assertThat(reading.reader().format()).isEqualTo(Format.SDK_SPANS);
        assertThat(reading.names()).containsExactly("plan", "act");
        Span span = reading.span("plan");
        assertThat(span.traceId()).isEqualTo(Reading.hex(TRACE));
        assertThat(span.spanId()).isEqualTo(Id.of(0xa1));
        assertThat(span.parentId()).isEqualTo(Id.of(0xa0));
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_456_000L);
        assertThat(span.durationNanos()).isEqualTo(876_545_000L);
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "no budget"));
        assertThat(span.attributes().text("stops")).isEqualTo("[\"a\",\"b\"]");
        assertThat(span.attributes().get("n")).isEqualTo(AnyValue.of(3));
        assertThat(span.events()).hasSize(1);
        assertThat(span.events().getFirst().timeNanos()).isEqualTo(1_741_064_767_500_000_000L);
        assertThat(span.links()).hasSize(1);
        assertThat(span.links().getFirst().spanId()).isEqualTo(Id.of(0xfe));
        assertThat(span.resource().serviceName()).isEqualTo("agents");
        assertThat(span.traceState()).isEmpty();
        String recorded = text.substring((int) span.origin().offset());
        assertThat(recorded).startsWith("{\n    \"name\": \"plan\"");
        assertThat(recorded.charAt(span.origin().length() - 1)).isEqualTo('}');
        assertThat(Reading.trickled(text).spans()).hasSize(2);
    }

    @Test
    void goesOnBehindDamage() {
        String broken = PYTHON.replace("\"kind\": \"SpanKind.CLIENT\",", "\"kind\": oops oops,");
        String unclosed = PYTHON.replace("\"n\": 3\n    },", "\"n\": 3\n");
        String cut = PYTHON.substring(0, 300);
        Reading reading =
                Reading.of(
                        PYTHON
                                + broken
                                + PYTHON.replace("plan", "b")
                                + unclosed
                                + PYTHON.replace("plan", "c")
                                + cut);

        assertThat(reading.names()).containsExactly("plan", "b", "c");
        assertThat(reading.lost()).hasSize(3);
        assertThat(reading.lost().get(0)).startsWith(PYTHON.length() + ": ");
        assertThat(reading.lost()).anyMatch(line -> line.endsWith(JsonCursor.CUT_OFF));
    }

    @Test
    void goesOnInsideAnArrayOnOneLine() {
        String one = row("s1");
        String bad = row("s2").replace("\"start_time\":", "\"start_time\" ");
        Reading reading = Reading.of("[" + one + "," + bad + "," + row("s3") + "]");

        assertThat(reading.names()).containsExactly("s1", "s3");
        assertThat(reading.lost()).hasSize(1).first().asString().startsWith(one.length() + 2 + ":");
    }

    @Test
    void goesOnOnTheNextLine() {
        String cut = row("s2").substring(0, 60);
        Reading reading = Reading.of(row("s1") + "\n" + cut + "\n" + row("s3") + "\n{}\n");

        assertThat(reading.names()).containsExactly("s1", "s3");
        assertThat(reading.lost()).hasSize(1);
    }

    private static String row(String name) {
        return "{\"trace_id\":\"%s\",\"span_id\":\"00000000000000a1\",\"parent_span_id\":\"\",\"name\":\"%s\",\"start_time\":1741064767123456789,\"end_time\":1741064768000000000,\"attributes\":{\"output.value\":\"[{\\\"a\\\":1},{\\\"b\\\":2}]\"},\"scope\":{\"name\":\"sdk\",\"version\":\"2\"},\"status\":{\"code\":\"OK\"},\"span_events\":[]}"
                .formatted(TRACE, name);
    }

    @Test
    void readsFlattenedSpansInASession() {
        String event =
                "{\"event_name\":\"gen_ai.choice\",\"timestamp\":1741064767200000000,\"attributes\":{\"k\":1},\"body\":{\"input\":{}}}";
        Reading reading =
                Reading.of(
                        "{\"session_id\":\"s-9\",\"span_count\":1,\"spans\":["
                                + row("a").replace(
                                                "\"span_events\":[]",
                                                "\"span_events\":[" + event + "]")
                                + "]}");

        Span span = reading.spans().getFirst();
        assertThat(span.attributes().text("session.id")).isEqualTo("s-9");
        assertThat(span.parentId()).isNull();
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_456_789L);
        assertThat(span.scope().name()).isEqualTo("sdk");
        assertThat(span.status()).isEqualTo(Status.OK);
        assertThat(span.events().getFirst().name()).isEqualTo("gen_ai.choice");
        assertThat(span.events().getFirst().attributes().text(LogRecord.BODY))
                .isEqualTo("{\"input\":{}}");
    }

    @Test
    void readsIdsThatAreDecimalNumbers() {
        Reading reading =
                Reading.of(
                        """
                        {"spans":[{"name":"run","kind":"internal","parent":null,
                          "start_time":1741064767123456789,"end_time":1741064768000000000,
                          "status":{"status_code":"ok"},
                          "context":{"trace_id":121637126391209317294628291638492345842,
                                     "span_id":17293822569102704641},
                          "attributes":{},"links":[],"events":[],"resource":{"service.name":"x"}},
                         {"name":"step","kind":"internal",
                          "parent":{"trace_id":121637126391209317294628291638492345842,
                                    "span_id":17293822569102704641},
                          "start_time":1741064767123456789,"end_time":1741064768000000000,
                          "status":{"status_code":"ok"},
                          "context":{"trace_id":121637126391209317294628291638492345842,
                                     "span_id":42},
                          "attributes":{},"links":[],"events":[],"resource":{}}],
                         "final_output":"{\\"name\\":1}"}
                        """);

        Span run = reading.span("run");
        Span step = reading.span("step");
        assertThat(run.traceId().toString())
                .isEqualTo(
                        new java.math.BigInteger("121637126391209317294628291638492345842")
                                .toString(16));
        assertThat(run.spanId().toString()).isEqualTo("f000000000000001");
        assertThat(step.parentId()).isEqualTo(run.spanId());
        assertThat(step.spanId()).isEqualTo(Id.of(42));
        assertThat(run.status()).isEqualTo(Status.OK);
        assertThat(run.resource().serviceName()).isEqualTo("x");
        assertThat(reading.lost()).isEmpty();
    }

    @Test
    void readsRawSpansOfJavaScript() {
        Reading reading =
                Reading.of(
                        """
                        {
                          "_spanContext": {"traceId": "%s", "spanId": "00000000000000a1"},
                          "parentSpanContext": {"spanId": "00000000000000a0"},
                          "name": "llm_call", "kind": 2,
                          "startTime": [1741064767, 123000000], "_duration": [0, 5000000],
                          "status": {"code": 2, "message": "quota"},
                          "attributes": {"a": 1}, "links": [], "events": [
                            {"name": "e", "time": [1741064767, 124000000], "attributes": {}}],
                          "resource": {"_rawAttributes": [["service.name", "cli"]]},
                          "instrumentationScope": {"name": "s", "version": ""}
                        }
                        {
                          "_spanContext": {"traceId": "%s", "spanId": "00000000000000a1"},
                          "hrTime": [1741064767, 0], "attributes": {"event.name": "log"}
                        }
                        """
                                .formatted(TRACE, TRACE));

        Span span = reading.spans().getFirst();
        assertThat(reading.spans()).hasSize(1);
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.parentId()).isEqualTo(Id.of(0xa0));
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_000_000L);
        assertThat(span.durationNanos()).isEqualTo(5_000_000);
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "quota"));
        assertThat(span.resource().serviceName()).isEqualTo("cli");
        assertThat(span.events().getFirst().timeNanos()).isEqualTo(1_741_064_767_124_000_000L);
        assertThat(reading.lost()).hasSize(1);
    }

    @Test
    void readsRowsOfTheClickHouseTables() {
        Reading reading =
                Reading.of(
                        """
                        {"Timestamp":"2025-03-04 05:06:07.123456789","TraceId":"%s","SpanId":"00000000000000a1","ParentSpanId":"","SpanName":"q","SpanKind":"Server","ServiceName":"api","ResourceAttributes":{"k":"v"},"ScopeName":"sc","ScopeVersion":"1","SpanAttributes":{"x":"1"},"Duration":1500,"StatusCode":"Error","StatusMessage":"bad","Events.Timestamp":["2025-03-04 05:06:07.123456790"],"Events.Name":["ev"],"Events.Attributes":[{"e":"1"}],"Links.TraceId":["%s"],"Links.SpanId":["00000000000000b1"],"Links.Attributes":[{}]}
                        """
                                .formatted(TRACE, TRACE));

        Span span = reading.spans().getFirst();
        assertThat(span.name()).isEqualTo("q");
        assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_456_789L);
        assertThat(span.durationNanos()).isEqualTo(1500);
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "bad"));
        assertThat(span.resource().serviceName()).isEqualTo("api");
        assertThat(span.events().getFirst().timeNanos()).isEqualTo(span.startNanos() + 1);
        assertThat(span.links().getFirst().spanId()).isEqualTo(Id.of(0xb1));
        assertThat(span.scope().version()).isEqualTo("1");
    }

    @Test
    void findsSpansBelowAnyKey() {
        Reading reading =
                Reading.of(
                        "{\"case one\":["
                                + row("a")
                                + "],\"case two\":{\"x\":["
                                + row("b")
                                + "]}}");

        assertThat(reading.names()).containsExactly("a", "b");
    }

    @Test
    void namesAbsentAndZeroIds() {
        Reading reading =
                Reading.of(
                        row("a").replace(TRACE, "0".repeat(32))
                                + "\n"
                                + row("b").replace("00000000000000a1", "0000000000000000"));

        assertThat(reading.spans().get(0).traceId()).isEqualTo(Id.ofText("no-trace-id:in"));
        assertThat(reading.spans().get(1).spanId().toString()).startsWith("no-span-id:");
        assertThat(reading.repaired())
                .containsExactly(
                        "0: a span without a trace id",
                        reading.spans().get(1).origin().offset() + ": a span without a span id");
    }

    @Test
    void replacesInvalidUtf8() {
        byte[] bytes = row("caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        Reading reading = Reading.of(bytes);

        assertThat(reading.names()).containsExactly("caf\ufffd");
        assertThat(reading.repaired()).containsExactly("0: invalid UTF-8 was replaced");
    }

    @Test
    void leavesOtherFormatsAlone() {
        for (String other :
                List.of(
                        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"a1\",\"spanId\":\"b1\",\"name\":\"n\",\"startTimeUnixNano\":\"1\"}]}]}]}",
                        "{\"resource\":{},\"scopeSpans\":[{\"spans\":[]}]}",
                        "{\"data\":[{\"traceID\":\"a\",\"spans\":[{\"traceID\":\"a\",\"spanID\":\"b\",\"operationName\":\"x\",\"startTime\":1,\"duration\":1}],\"processes\":{}}]}",
                        "{\"spans\":[{\"traceId\":\"AAAAAAAAAAAAAAAAAAAAEQ==\",\"spanId\":\"AAAAAAAAAAI=\",\"operationName\":\"x\",\"startTime\":\"2017-01-26T16:46:31Z\"}]}",
                        "[{\"traceId\":\"a1\",\"id\":\"b1\",\"name\":\"get\",\"timestamp\":1,\"duration\":2,\"localEndpoint\":{}}]",
                        "{\"level\":\"info\",\"msg\":\"hello\"}",
                        "plain text")) {
            assertThat(Reading.recognised(Reading.head(other.getBytes(StandardCharsets.UTF_8))))
                    .as(other)
                    .isFalse();
        }
    }
}
