package io.agtrace.analyzers.ingest.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.ReadResult;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

class ZipkinFuzzTest {
    private static final String SEED =
            """
            [[{"traceId":"a1","id":"b","parentId":"c","name":"n","kind":"CLIENT","timestamp":1,
            "duration":2,"localEndpoint":{"serviceName":"s","ipv4":"1.2.3.4","port":7},
            "tags":{"error":"","k":"v"},"annotations":[{"timestamp":1,"value":"{\\"e\\":{}}"}]},
            {"traceId":"a1","id":"b","kind":"SERVER","shared":true,"timestamp":1,"tags":{}}]]
            """;

    @FuzzTest(maxExecutions = 10_000)
    void readsAnything(FuzzedDataProvider data) throws IOException {
        int at = data.consumeInt(0, SEED.length());
        int without = data.consumeInt(0, SEED.length() - at);
        String text =
                SEED.substring(0, at) + data.consumeString(200) + SEED.substring(at + without);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ZipkinReader reader = new ZipkinReader();
        reader.recognises(new Head("x", bytes, true));
        ReadResult result = ReadResult.chunked(reader, bytes, at);
        assertThat(result.gaveUp).isNull();
        assertThat(result.spans.size()).isLessThan(bytes.length + 1);
    }
}
