package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

class LangfuseReaderTest {
    private static final String TRACE_ID = "080130871f53145aec0801308712345a";

    private static String trace(String more) {
        return """
        {"id":"%s","projectId":"p","name":"run","timestamp":"2025-03-04T05:06:07.000Z",
         "userId":"u","sessionId":"s","tags":["x"],"public":true,"environment":"prod",
         "input":"\\"hi\\"","output":null,"metadata":"{\\"thread\\":\\"t\\"}","latency":2.5%s}
        """
                .formatted(TRACE_ID, more);
    }

    private static String observation(String id, String parent, String more) {
        return """
        {"id":"%s","traceId":"%s","type":"GENERATION","name":"n-%s",
         "parentObservationId":%s,"startTime":"2025-03-04T05:06:08.000Z",
         "endTime":"2025-03-04T05:06:09.000Z","level":"DEFAULT","statusMessage":null%s}
        """
                .formatted(id, TRACE_ID, id, parent.isEmpty() ? "null" : '"' + parent + '"', more);
    }

    @Test
    void putsWhatTheTraceSaysOnItsRootObservation() {
        String scored =
                ",\"scores\":[{\"name\":\"toxicity\",\"value\":0.25,\"comment\":\"fine\",\"observationId\":null,\"timestamp\":\"2025-03-04T05:07:00Z\"},"
                    + "{\"name\":\"verdict\",\"value\":1,\"stringValue\":\"good\",\"observationId\":\"00000000000000a2\"}]";
        String generation =
                observation(
                        "00000000000000a2",
                        "00000000000000a1",
                        """
                        ,"model":"m","usageDetails":{"input":3,"output":4},"costDetails":{},
                        "input":[{"role":"user","content":"q"}],"output":"text",
                        "metadata":{"attributes":{"gen_ai.operation.name":"chat"},
                          "resourceAttributes":{"service.name":"svc"},
                          "scope":{"name":"lib","version":"1","attributes":{}},
                          "langgraph_node":"writer"}
                        """);
        Reading reading =
                Reading.of(
                        "{\"trace\":%s,\"observations\":[%s,%s]}"
                                .formatted(
                                        trace(scored),
                                        generation,
                                        observation("00000000000000a1", "", "")));

        assertThat(reading.reader().format()).isEqualTo(Format.LANGFUSE);
        assertThat(reading.spans()).hasSize(2);
        Span root = reading.span("n-00000000000000a1");
        Attributes said = root.attributes();
        assertThat(said.text("langfuse.trace.name")).isEqualTo("run");
        assertThat(said.text("langfuse.trace.input")).isEqualTo("hi");
        assertThat(said.text("langfuse.trace.metadata.thread")).isEqualTo("t");
        assertThat(said.text("session.id")).isEqualTo("s");
        assertThat(said.text("user.id")).isEqualTo("u");
        SpanEvent score = root.events().getFirst();
        assertThat(score.name()).isEqualTo("gen_ai.evaluation.result");
        assertThat(score.attributes().text("gen_ai.evaluation.name")).isEqualTo("toxicity");
        assertThat(score.attributes().get("gen_ai.evaluation.score.value"))
                .isEqualTo(AnyValue.of(0.25));
        assertThat(score.attributes().text("gen_ai.evaluation.explanation")).isEqualTo("fine");
        Span chat = reading.span("n-00000000000000a2");
        assertThat(chat.parentId()).isEqualTo(root.spanId());
        assertThat(chat.durationNanos()).isEqualTo(1_000_000_000L);
        assertThat(chat.resource().serviceName()).isEqualTo("svc");
        assertThat(chat.scope().name()).isEqualTo("lib");
        Attributes own = chat.attributes();
        assertThat(own.text("gen_ai.operation.name")).isEqualTo("chat");
        assertThat(own.text("langfuse.observation.type")).isEqualTo("GENERATION");
        assertThat(own.text("langfuse.observation.model.name")).isEqualTo("m");
        assertThat(own.text("langfuse.observation.usage_details"))
                .isEqualTo("{\"input\":3,\"output\":4}");
        assertThat(own.get("langfuse.observation.cost_details")).isNull();
        assertThat(own.text("langfuse.observation.input"))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"q\"}]");
        assertThat(own.text("langfuse.observation.metadata.langgraph_node")).isEqualTo("writer");
        assertThat(own.get("session.id")).isNull();
        assertThat(chat.events().getFirst().attributes().text("gen_ai.evaluation.score.label"))
                .isEqualTo("good");
    }

    @Test
    void makesTheTraceTheRootWhereObservationsHaveNoSingleOne() {
        Reading reading =
                Reading.of(
                        "[{\"trace\":%s,\"observations\":[%s,%s]}]"
                                .formatted(
                                        trace(""),
                                        observation("00000000000000a1", "", ""),
                                        observation("00000000000000a2", "", "")));

        Span root = reading.span("run");
        assertThat(root.spanId()).isEqualTo(Reading.hex(TRACE_ID));
        assertThat(root.durationNanos()).isEqualTo(2_000_000_000L);
        assertThat(root.attributes().text("session.id")).isEqualTo("s");
        assertThat(reading.spans()).hasSize(3);
        assertThat(reading.span("n-00000000000000a2").parentId()).isEqualTo(root.spanId());
    }

    @Test
    void readsTheShapeOfThePublicApi() {
        String inside =
                ",\"observations\":[%s],\"scores\":[{\"name\":\"q\",\"value\":\"high\"}]"
                        .formatted(
                                observation("00000000000000a1", "", "")
                                        .replace("\"traceId\":\"" + TRACE_ID + "\",", ""));
        Reading reading = Reading.of(trace(inside));

        Span root = reading.spans().getFirst();
        assertThat(reading.spans()).hasSize(1);
        assertThat(root.traceId()).isEqualTo(Reading.hex(TRACE_ID));
        assertThat(root.attributes().text("langfuse.trace.name")).isEqualTo("run");
        assertThat(root.events().getFirst().attributes().text("gen_ai.evaluation.score.label"))
                .isEqualTo("high");
    }

    @Test
    void readsRowsOfObservationsAlone() {
        String event =
                observation("00000000000000a2", "00000000000000a1", "")
                        .replace("GENERATION", "EVENT")
                        .replace("\"endTime\":\"2025-03-04T05:06:09.000Z\"", "\"endTime\":null")
                        .replace("DEFAULT", "ERROR")
                        .replace("\"statusMessage\":null", "\"statusMessage\":\"down\"");
        Reading reading =
                Reading.of(
                        observation("00000000000000a1", "", "").replace("\n", "")
                                + "\n"
                                + event.replace("\n", "")
                                + "\n");

        assertThat(reading.spans()).hasSize(2);
        Span second = reading.spans().get(1);
        assertThat(second.hasEnd()).isTrue();
        assertThat(second.durationNanos()).isZero();
        assertThat(second.parentId()).isEqualTo(Id.of(0xa1));
        assertThat(second.status()).isEqualTo(Status.of(Status.Code.ERROR, "down"));
    }

    @Test
    void keepsWhatStandsBeforeTheCut() {
        String whole =
                "{\"trace\":%s,\"observations\":[%s,%s]}"
                        .formatted(
                                trace(""),
                                observation("00000000000000a1", "", ""),
                                observation("00000000000000a2", "00000000000000a1", ""));
        Reading reading = Reading.of(whole.substring(0, whole.length() - 60));

        assertThat(reading.names()).containsExactly("n-00000000000000a1");
        assertThat(reading.spans().getFirst().attributes().text("session.id")).isEqualTo("s");
        assertThat(reading.lost()).hasSize(1);
    }
}
