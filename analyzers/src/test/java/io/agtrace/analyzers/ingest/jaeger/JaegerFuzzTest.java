package io.agtrace.analyzers.ingest.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.ReadResult;
import io.agtrace.analyzers.ingest.SpanReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class JaegerFuzzTest {
    private static final List<SpanReader> READERS =
            List.of(
                    new JaegerJsonReader(),
                    new JaegerElasticsearchReader(),
                    new JaegerProtoJsonReader());

    private static final String SEED =
            """
            {"data":[{"traceID":"a1","spans":[{"traceID":"a1","spanID":"b","operationName":"o",
            "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"c"}],"startTime":1,
            "duration":"0.005s","tags":[{"key":"k","type":"int64","value":"7"},{"key":"e","vBool":true}],
            "logs":[{"timestamp":1,"fields":[{"key":"event","value":"x"}]}],"processID":"p"}],
            "processes":{"p":{"serviceName":"s","tags":[]}},"warnings":["w"]}],"errors":null}
            """;

    @FuzzTest(maxExecutions = 10_000)
    void readsAnything(FuzzedDataProvider data) throws IOException {
        int at = data.consumeInt(0, SEED.length());
        int without = data.consumeInt(0, SEED.length() - at);
        int reader = data.consumeInt(0, READERS.size() - 1);
        String text =
                SEED.substring(0, at) + data.consumeString(200) + SEED.substring(at + without);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        READERS.get(reader).recognises(new Head("x", bytes, true));
        ReadResult result = ReadResult.chunked(READERS.get(reader), bytes, at);
        assertThat(result.gaveUp).isNull();
        assertThat(result.spans.size()).isLessThan(bytes.length + 1);
    }
}
