package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class NotATraceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{\"traces\":[{\"traceID\":\"a\",\"rootServiceName\":\"s\",\"spanSet\":{\"spans\":[]}}]}"
                    + " | Tempo search",
                "{\"summaries\":[{\"traceId\":\"a\",\"spanCount\":2}]} | Jaeger trace summaries",
                "{\"traces\":[{\"trace_id\":\"a\",\"root_span_name\":\"r\"}],\"total\":1} | list of"
                        + " traces",
                "{\"resourceMetrics\":[]} | OTLP metrics",
                "{\"resourceProfiles\":[]} | OTLP profiles",
                "[{\"body\":\"x\",\"severity_number\":9,\"trace_id\":\"0x0\",\"span_id\":\"0x0\"}]"
                        + " | log records",
                "{\"items\":[{\"type\":\"function_call\",\"call_id\":\"c\"}]} | Codex session",
                "{\"timestamp\":\"t\",\"type\":\"session_meta\",\"payload\":{}} | Codex session",
                "{\"a\":{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}} | conversation",
                "{\"trace_id\":\"t\",\"summary\":\"s\",\"strengths\":[]} | analysis",
                "[{\"name\":\"data.output\",\"timestamp\":\"t\",\"attributes\":{}}] | span events",
                "[{\"id\":\"1\",\"name\":\"toxicity\",\"value\":0.5,\"traceId\":\"t\"}] | scores",
                "{\"errors\":[{\"code\":404,\"msg\":\"trace not found\"}],\"data\":null} | error"
                        + " answer",
                "id,name,start_time,duration\\n1,a,2,3 | CSV",
                "# HELP up x\\n# TYPE up gauge\\nup 1 | Prometheus",
                "ResourceSpans #0\\nSpan #0\\n TraceId | text of a debug exporter"
            })
    void namesWhatAnInputIs(String text, String expected) {
        byte[] bytes = text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);

        assertThat(Reading.recognised(Reading.head(bytes))).isFalse();
        assertThat(NotATrace.reason(Reading.head(bytes))).startsWith(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{\"hello\":1}", "{", "just words", "<html>", "PAR1"})
    void leavesWhatNobodyKnowsToOthers(String text) {
        assertThat(NotATrace.reason(Reading.head(text.getBytes(StandardCharsets.UTF_8)))).isNull();
    }
}
