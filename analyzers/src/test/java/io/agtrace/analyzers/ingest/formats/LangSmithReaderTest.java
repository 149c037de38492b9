package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

class LangSmithReaderTest {
    private static final String ROOT = "11111111-1111-4111-8111-111111111111";
    private static final String CHILD = "22222222-2222-4222-8222-222222222222";
    private static final String CHAIN =
            "20250304T050607000000Z" + ROOT + ".20250304T050608000000Z" + CHILD;

    private static String root(String more) {
        return """
        {"id":"%s","trace_id":"%s","dotted_order":"20250304T050607000000Z%s","name":"graph","run_type":"chain","start_time":"2025-03-04T05:06:07","end_time":"2025-03-04 05:06:09.5","status":"success","inputs":{"q":1},"outputs":{"a":2}%s}
        """
                .formatted(ROOT, ROOT, ROOT, more)
                .strip();
    }

    private static String child(String more) {
        return """
        {"id":"%s","trace_id":"%s","dotted_order":"%s","name":"ChatModel","run_type":"llm","start_time":"2025-03-04T05:06:08.000000","session_id":"proj","tags":["seq:step:1","x"],"extra":{"metadata":{"langgraph_node":"writer","ls_model_name":"m-1","ls_provider":"prov","thread_id":"t-1"}},"prompt_tokens":7,"completion_tokens":3,"total_cost":"0.01"%s}
        """
                .formatted(CHILD, ROOT, CHAIN, more)
                .strip();
    }

    @Test
    void readsRunsAndTheirAncestors() {
        Reading reading =
                Reading.of(
                        "{\"runs\":["
                                + child(
                                        ",\"end_time\":\"2025-03-04T05:06:09\",\"status\":\"error\",\"error\":\"boom\",\"events\":[{\"name\":\"new_token\",\"time\":\"2025-03-04T05:06:08.5\",\"kwargs\":{\"token\":\"a\"}}]")
                                + ","
                                + root("")
                                + "]}");

        assertThat(reading.reader().format()).isEqualTo(Format.LANGSMITH);
        Span child = reading.span("ChatModel");
        Span root = reading.span("graph");
        assertThat(root.traceId()).isEqualTo(Reading.hex(ROOT.replace("-", "")));
        assertThat(root.parentId()).isNull();
        assertThat(root.status()).isEqualTo(Status.OK);
        assertThat(root.durationNanos()).isEqualTo(2_500_000_000L);
        assertThat(root.attributes().text("gen_ai.prompt")).isEqualTo("{\"q\":1}");
        assertThat(root.attributes().text("gen_ai.completion")).isEqualTo("{\"a\":2}");
        assertThat(root.attributes().text("langsmith.trace.name")).isEqualTo("graph");
        assertThat(child.parentId()).isEqualTo(root.spanId());
        assertThat(child.traceId()).isEqualTo(root.traceId());
        assertThat(child.status()).isEqualTo(Status.of(Status.Code.ERROR, "boom"));
        Attributes said = child.attributes();
        assertThat(said.text("langsmith.span.kind")).isEqualTo("llm");
        assertThat(said.text("langsmith.metadata.langgraph_node")).isEqualTo("writer");
        assertThat(said.text("langsmith.metadata.thread_id")).isEqualTo("t-1");
        assertThat(said.text("gen_ai.request.model")).isEqualTo("m-1");
        assertThat(said.text("gen_ai.usage.input_tokens")).isEqualTo("7");
        assertThat(said.text("gen_ai.usage.cost")).isEqualTo("0.01");
        assertThat(said.text("langsmith.span.tags")).isEqualTo("seq:step:1, x");
        assertThat(said.get("langsmith.trace.name")).isNull();
        assertThat(child.events().getFirst().name()).isEqualTo("new_token");
    }

    @Test
    void joinsThePostAndThePatchOfARun() {
        String patch =
                "{\"id\":\"%s\",\"end_time\":\"2025-03-04T05:06:10Z\",\"outputs\":{\"t\":\"x\"},\"error\":null}"
                        .formatted(CHILD);
        Reading reading =
                Reading.of(
                        "{\"post\":["
                                + root("")
                                + ","
                                + child("")
                                + "]}\n{\"post\":[],\"patch\":["
                                + patch
                                + "]}");

        assertThat(reading.spans()).hasSize(2);
        Span child = reading.span("ChatModel");
        assertThat(child.durationNanos()).isEqualTo(2_000_000_000L);
        assertThat(child.attributes().text("gen_ai.completion")).isEqualTo("{\"t\":\"x\"}");
        assertThat(child.attributes().text("langsmith.span.kind")).isEqualTo("llm");
    }

    @Test
    void keepsARunThatNeverEnded() {
        Reading reading =
                Reading.of(child("") + "\n" + root("") + "\n" + root("").substring(0, 90));

        assertThat(reading.names()).containsExactly("graph", "ChatModel");
        assertThat(reading.span("ChatModel").hasEnd()).isFalse();
        assertThat(reading.lost()).hasSize(1);
    }

    @Test
    void readsRunsInsideTheirParents() {
        String inner =
                child(",\"end_time\":\"2025-03-04T05:06:09\"")
                        .replace("\"dotted_order\":\"" + CHAIN + "\",", "");
        Reading reading = Reading.of("[" + root(",\"child_runs\":[" + inner + "]") + "]");

        assertThat(reading.names()).containsExactly("ChatModel", "graph");
        assertThat(reading.span("ChatModel").parentId()).isEqualTo(reading.span("graph").spanId());
    }
}
