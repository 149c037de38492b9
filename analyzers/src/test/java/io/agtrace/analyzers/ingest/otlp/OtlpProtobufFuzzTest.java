package io.agtrace.analyzers.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.ReadResult;

import java.io.IOException;
import java.util.Arrays;

class OtlpProtobufFuzzTest {
    private static final byte[][] SEEDS = {
        OtlpProtobufSamples.fixed(
                OtlpProtobufSamples.export("a", 1, 2), OtlpProtobufSamples.export("b", 3)),
        OtlpProtobufSamples.bare(new OtlpProtobufSamples(7).traces(6)),
        OtlpProtobufSamples.zstd(OtlpProtobufSamples.export("a", 1, 2).toByteArray())
    };

    @FuzzTest(maxExecutions = 10_000)
    void readsAnything(FuzzedDataProvider data) throws IOException {
        byte[] seed = SEEDS[data.consumeInt(0, SEEDS.length - 1)];
        int at = data.consumeInt(0, seed.length);
        int without = data.consumeInt(0, seed.length - at);
        byte[] bytes =
                OtlpProtobufSamples.join(
                        Arrays.copyOf(seed, at),
                        data.consumeBytes(200),
                        Arrays.copyOfRange(seed, at + without, seed.length));
        OtlpProtobufReader reader = new OtlpProtobufReader();
        reader.recognises(new Head("x", bytes, true));
        ReadResult result = ReadResult.chunked(reader, bytes, at);
        assertThat(result.gaveUp).isNull();
        assertThat(result.spans.size()).isLessThanOrEqualTo(bytes.length);
    }
}
