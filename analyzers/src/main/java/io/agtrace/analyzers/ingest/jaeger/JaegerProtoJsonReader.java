package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonShape;

import java.io.IOException;

/**
 * Jaeger's own protobuf model ({@code model.proto}, api_v2) in protobuf's JSON: ids in base64, RFC
 * 3339 times, durations with a unit, typed values, and no fields that have their default.
 */
public final class JaegerProtoJsonReader implements SpanReader {
    private static final String[] PLACES = {"", "[].", "result.", "[].result."};

    @Override
    public Format format() {
        return Format.JAEGER_PROTO_JSON;
    }

    @Override
    public boolean recognises(Head head) {
        JsonShape shape = head.shape();
        for (String place : PLACES) {
            boolean trace = isSpan(shape, place + "spans[].");
            boolean processes =
                    shape.hasAll(place + "spans[]", place + "processMap[]")
                            && shape.has(place + "spans[].spanId");
            if (trace || processes || isSpan(shape, place)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpan(JsonShape shape, String place) {
        return shape.hasAll(place + "traceId", place + "spanId")
                && shape.hasAny(place + "operationName", place + "processId", place + "process{}")
                && shape.hasAny(place + "startTime", place + "duration", place + "references[]");
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        new JaegerDocuments(in, sink, report).read();
    }
}
