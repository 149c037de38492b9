package io.agtrace.analyzers.ingest.otlp;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.agtrace.analyzers.ingest.ReadResult;

import java.io.IOException;

class OtlpJsonFuzzTest {
    @FuzzTest(maxExecutions = 20_000)
    void anyBytesAreReadOrReported(byte[] bytes) throws IOException {
        ReadResult whole = ReadResult.of(new OtlpJsonReader(), bytes);
        ReadResult pieces = ReadResult.chunked(new OtlpJsonReader(), bytes, bytes.length);
        if (!whole.names().equals(pieces.names())) {
            throw new AssertionError("reading in pieces gives other spans");
        }
    }
}
