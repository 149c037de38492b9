package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

class ProductReadersTest {
    private static final String TRACE = "5b8aa5a2d2c872e8321cf37308d69df2";

    // ---- Phoenix -------------------------------------------------------------------------------

    @Test
    void readsPhoenixSpansAndFlattensThem() {
        Reading reading =
                Reading.of(
                        """
                        {"data":[{"id":"x","name":"ask","context":{"trace_id":"%s","span_id":"00000000000000a1"},
                          "span_kind":"LLM","parent_id":null,
                          "start_time":"2025-03-04T05:06:07+00:00","end_time":"2025-03-04T05:06:08+00:00",
                          "status_code":"ERROR","status_message":"m",
                          "attributes":{"llm":{"model_name":"g","input_messages":[{"message":{"role":"user"}}]},
                            "metadata":{"thread":"t"},"tag.tags":["a"]},
                          "events":[{"name":"exception","timestamp":"2025-03-04T05:06:07.5+00:00","attributes":{"exception.type":"E"}}]}],
                         "next_cursor":null}
                        """
                                .formatted(TRACE));

        assertThat(reading.reader().format()).isEqualTo(Format.PHOENIX);
        Span span = reading.spans().getFirst();
        assertThat(span.attributes().text("openinference.span.kind")).isEqualTo("LLM");
        assertThat(span.attributes().text("llm.input_messages.0.message.role")).isEqualTo("user");
        assertThat(span.attributes().text("metadata")).isEqualTo("{\"thread\":\"t\"}");
        assertThat(span.attributes().items("tag.tags")).hasSize(1);
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "m"));
        assertThat(span.durationNanos()).isEqualTo(1_000_000_000L);
        assertThat(span.kind()).isEqualTo(SpanKind.UNSPECIFIED);
        assertThat(span.events()).hasSize(1);
    }

    @Test
    void readsAPhoenixDataFrameAsRecords() {
        Reading reading =
                Reading.of(
                        "{\"name\":\"a\",\"span_kind\":\"TOOL\",\"parent_id\":\"p1\",\"start_time\":1741064767123,\"end_time\":1741064768123,\"status_code\":\"OK\",\"context.span_id\":\"s1\",\"context.trace_id\":\"t1\",\"attributes.tool.name\":\"calc\",\"events\":[]}\n");

        Span span = reading.spans().getFirst();
        assertThat(reading.reader().format()).isEqualTo(Format.PHOENIX);
        assertThat(span.spanId()).isEqualTo(Id.ofText("s1"));
        assertThat(span.parentId()).isEqualTo(Id.ofText("p1"));
        assertThat(span.durationNanos()).isEqualTo(1_000_000_000L);
        assertThat(span.attributes().text("tool.name")).isEqualTo("calc");
    }

    // ---- MLflow --------------------------------------------------------------------------------

    @Test
    void readsTheFirstMlflowArtifact() {
        Reading reading =
                Reading.of(
                        """
                        {"spans":[{"name":"chat","context":{"span_id":"0x00000000000000a1","trace_id":"0x%s"},
                          "parent_id":null,"start_time":1741064767123456789,"end_time":1741064768123456789,
                          "status_code":"OK","status_message":"",
                          "attributes":{"mlflow.spanType":"\\"LLM\\"","mlflow.spanInputs":"{\\"q\\": [1]}","plain":"no json"},
                          "events":[]}],"request":"r","response":null}
                        """
                                .formatted(TRACE));

        assertThat(reading.reader().format()).isEqualTo(Format.MLFLOW);
        Span span = reading.spans().getFirst();
        assertThat(span.traceId()).isEqualTo(Reading.hex(TRACE));
        assertThat(span.attributes().text("mlflow.spanType")).isEqualTo("LLM");
        assertThat(span.attributes().fields("mlflow.spanInputs").items("q")).hasSize(1);
        assertThat(span.attributes().text("plain")).isEqualTo("no json");
        assertThat(span.status()).isEqualTo(Status.OK);
    }

    @Test
    void readsTheTraceObjectOfMlflow() {
        Reading reading =
                Reading.of(
                        """
                        {"data":{"spans":[{"trace_id":"W4qlotLIcugyHPNzCNad8g==","span_id":"AAAAAAAAAKE=",
                           "parent_span_id":null,"name":"root","start_time_unix_nano":1741064767000000000,
                           "end_time_unix_nano":1741064768000000000,
                           "status":{"code":"STATUS_CODE_ERROR","message":"bad"},
                           "attributes":{"mlflow.spanType":"\\"AGENT\\""},"links":[],
                           "events":[{"name":"e","time_unix_nano":1741064767500000000,"attributes":{}}]},
                          {"trace_id":"W4qlotLIcugyHPNzCNad8g==","span_id":"AAAAAAAAAKI=","parent_span_id":"AAAAAAAAAKE=",
                           "name":"leaf","start_time_unix_nano":1741064767000000000,"attributes":{}}]},
                         "info":{"trace_id":"tr-x","trace_metadata":{"mlflow.trace.session":"s"},"tags":{"k":"v"},
                           "assessments":[{"assessment_name":"right","feedback":{"value":true},"rationale":"why"}]}}
                        """);

        assertThat(reading.reader().format()).isEqualTo(Format.MLFLOW);
        Span root = reading.span("root");
        assertThat(root.traceId()).isEqualTo(Reading.hex(TRACE));
        assertThat(root.spanId()).isEqualTo(Id.of(0xa1));
        assertThat(root.status()).isEqualTo(Status.of(Status.Code.ERROR, "bad"));
        assertThat(root.attributes().text("mlflow.trace.session")).isEqualTo("s");
        assertThat(root.events()).hasSize(2);
        assertThat(root.events().get(0).timeNanos()).isEqualTo(1_741_064_767_500_000_000L);
        assertThat(root.events().get(1).attributes().text("gen_ai.evaluation.score.label"))
                .isEqualTo("true");
        assertThat(reading.span("leaf").parentId()).isEqualTo(root.spanId());
        assertThat(reading.span("leaf").attributes().get("mlflow.trace.session")).isNull();
    }

    // ---- AgentOps ------------------------------------------------------------------------------

    private static final String AGENTOPS_SPAN =
            """
            {"span_id":"00000000000000a1","parent_span_id":"","span_name":"crew.workflow",
             "span_kind":"Client","span_type":"agent","service_name":"svc",
             "start_time":"2025-03-04T05:06:07+00:00","end_time":"2025-03-04T05:06:09+00:00",
             "duration":2000000000,"status_code":"OK","status_message":"","attributes":{},
             "resource_attributes":{"host":{"name":"h"}},
             "span_attributes":{"gen_ai":{"prompt":[{"role":"user"}],"system":"x"},"flat":"1"},
             "event_timestamps":["2025-03-04T05:06:08Z"],"event_names":["e"],
             "event_attributes":[{"a":{"b":1}}],
             "link_trace_ids":["5b8aa5a2d2c872e8321cf37308d69df2"],"link_span_ids":["00000000000000b1"],
             "link_attributes":[{}],"metrics":null}
            """;
    private static final String AGENTOPS_TRACE =
            "\"trace\":{\"trace_id\":\"" + TRACE + "\",\"root_span_name\":\"crew.workflow\"}";

    @Test
    void readsAgentOpsInsideMarkdown() {
        Reading reading =
                Reading.of(
                        "# Traces\n\nThe run's `trace` [here]:\n\n```json\n{"
                                + AGENTOPS_TRACE
                                + ",\"spans\":["
                                + AGENTOPS_SPAN
                                + "]}\n```\n\nMore text {really}.\n");

        assertThat(reading.reader().format()).isEqualTo(Format.AGENTOPS);
        Span span = reading.spans().getFirst();
        assertThat(reading.spans()).hasSize(1);
        assertThat(reading.lost()).isEmpty();
        assertThat(span.traceId()).isEqualTo(Reading.hex(TRACE));
        assertThat(span.parentId()).isNull();
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.attributes().text("gen_ai.prompt.0.role")).isEqualTo("user");
        assertThat(span.attributes().text("gen_ai.system")).isEqualTo("x");
        assertThat(span.attributes().text("agentops.span.kind")).isEqualTo("agent");
        assertThat(span.resource().attributes().text("host.name")).isEqualTo("h");
        assertThat(span.resource().serviceName()).isEqualTo("svc");
        assertThat(span.events().getFirst().attributes().text("a.b")).isEqualTo("1");
        assertThat(span.links().getFirst().spanId()).isEqualTo(Id.of(0xb1));
    }

    @Test
    void findsTheAgentOpsTraceBehindItsSpans() {
        Reading reading = Reading.of("{\"spans\":[" + AGENTOPS_SPAN + "]," + AGENTOPS_TRACE + "}");

        assertThat(reading.spans().getFirst().traceId()).isEqualTo(Reading.hex(TRACE));
        assertThat(reading.repaired()).isEmpty();
    }

    // ---- Patronus ------------------------------------------------------------------------------

    private static String patronus(String id, String parent, String children) {
        return """
        {"timestamp":"2025-03-04T05:06:07.5Z","trace_id":"%s","span_id":"%s","parent_span_id":%s,"span_name":"n-%s","span_kind":"Internal","service_name":"svc","resource_attributes":{"k":"v"},"scope_name":"sc","scope_version":"1","span_attributes":{"openinference.span.kind":"AGENT"},"duration":"PT1M48.75S","status_code":"Error","status_message":"m","events":[{"Name":"exception","Timestamp":"2025-03-04T05:06:08Z","Attributes":{"exception.type":"E"}}],"links":[],"logs":[{"timestamp":"2025-03-04T05:06:09Z","body":{"x":1},"severity_text":"INFO","log_attributes":{"l":"1"}}],"child_spans":[%s]}
        """
                .formatted(TRACE, id, parent, id, children)
                .strip();
    }

    @Test
    void readsPatronusSpansInsideTheirParents() {
        String leaf = patronus("00000000000000a2", "\"00000000000000a1\"", "");
        String bare = patronus("00000000000000a3", "null", "");
        Reading reading =
                Reading.of(
                        "{\"trace_id\":\"%s\",\"spans\":[%s]}"
                                .formatted(
                                        TRACE,
                                        patronus("00000000000000a1", "null", leaf + "," + bare)));

        assertThat(reading.reader().format()).isEqualTo(Format.PATRONUS);
        assertThat(reading.names())
                .containsExactly("n-00000000000000a2", "n-00000000000000a3", "n-00000000000000a1");
        Span root = reading.span("n-00000000000000a1");
        assertThat(root.parentId()).isNull();
        assertThat(root.durationNanos()).isEqualTo(108_750_000_000L);
        assertThat(root.status()).isEqualTo(Status.of(Status.Code.ERROR, "m"));
        assertThat(root.scope().name()).isEqualTo("sc");
        assertThat(root.events()).hasSize(2);
        assertThat(root.events().get(0).attributes().text("exception.type")).isEqualTo("E");
        assertThat(root.events().get(1).attributes().text("log.body")).isEqualTo("{\"x\":1}");
        assertThat(reading.span("n-00000000000000a2").parentId()).isEqualTo(root.spanId());
        assertThat(reading.span("n-00000000000000a3").parentId()).isEqualTo(root.spanId());
    }

    @Test
    void readsAChainOfSpansInsideSpans() {
        int depth = 100_000;
        StringBuilder text = new StringBuilder("{\"spans\":[");
        for (int i = 1; i <= depth; i++) {
            text.append("{\"span_id\":\"")
                    .append("%016x".formatted(i))
                    .append("\",\"span_name\":\"s\",\"trace_id\":\"a1\",\"child_spans\":[");
        }
        text.append("]}".repeat(depth)).append("]}");
        Reading reading = Reading.with(new PatronusReader(), text.toString());

        assertThat(reading.spans()).hasSize(depth);
        assertThat(reading.spans().getFirst().parentId()).isEqualTo(Id.of(depth - 1));
        assertThat(reading.lost()).isEmpty();
    }

    // ---- Go ------------------------------------------------------------------------------------

    @Test
    void readsGoStdouttrace() {
        String text =
                """
                2025/03/04 starting
                {
                	"Name": "call",
                	"SpanContext": {
                		"TraceID": "%s",
                		"SpanID": "00000000000000a1",
                		"TraceFlags": "01",
                		"TraceState": "",
                		"Remote": false
                	},
                	"Parent": {
                		"TraceID": "00000000000000000000000000000000",
                		"SpanID": "0000000000000000"
                	},
                	"SpanKind": 3,
                	"StartTime": "2025-03-04T06:06:07.123456789+01:00",
                	"EndTime": "2025-03-04T06:06:07.123456999+01:00",
                	"Attributes": [
                		{"Key": "n", "Value": {"Type": "INT64", "Value": 7}},
                		{"Key": "l", "Value": {"Type": "STRINGSLICE", "Value": ["a"]}}
                	],
                	"Events": [{"Name": "e", "Attributes": [{"Key": "k", "Value": {"Type": "STRING", "Value": "v"}}], "DroppedAttributeCount": 0, "Time": "2025-03-04T06:06:07.2+01:00"}],
                	"Links": [{"SpanContext": {"TraceID": "%s", "SpanID": "00000000000000b1"}, "Attributes": null}],
                	"Status": {"Code": "Error", "Description": "d"},
                	"Resource": [{"Key": "service.name", "Value": {"Type": "STRING", "Value": "go"}}],
                	"InstrumentationScope": {"Name": "lib", "Version": "v1", "SchemaURL": ""}
                }
                """
                        .formatted(TRACE, TRACE);
        Reading reading = Reading.of(text);

        assertThat(reading.reader().format()).isEqualTo(Format.GO_STDOUT);
        Span span = reading.spans().getFirst();
        assertThat(span.parentId()).isNull();
        assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.startNanos()).isEqualTo(1_741_064_767_123_456_789L);
        assertThat(span.durationNanos()).isEqualTo(210);
        assertThat(span.attributes().get("n")).isEqualTo(AnyValue.of(7));
        assertThat(span.attributes().items("l")).hasSize(1);
        assertThat(span.events().getFirst().attributes().text("k")).isEqualTo("v");
        assertThat(span.links().getFirst().spanId()).isEqualTo(Id.of(0xb1));
        assertThat(span.status()).isEqualTo(Status.of(Status.Code.ERROR, "d"));
        assertThat(span.resource().serviceName()).isEqualTo("go");
        assertThat(span.scope().version()).isEqualTo("v1");
    }

    @Test
    void skipsDamage() {
        String leaf = patronus("00000000000000a2", "null", "").replace("\n", "");
        String bad = leaf.replace("\"links\":[]", "\"links\":[}").replace("a2", "a4");
        Reading reading =
                Reading.of(
                        leaf + "\n" + bad + "\n" + leaf.replace("a2", "a3") + "\n[]\n{\"x\":1}\n");

        assertThat(reading.names()).containsExactly("n-00000000000000a2", "n-00000000000000a3");
        assertThat(reading.lost()).hasSize(2);
    }
}
