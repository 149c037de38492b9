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
 * What Jaeger's query service answers and its UI downloads: {@code {"data":[trace]}}, one trace, a
 * list of them, or several of these one behind the other. Times are microseconds there.
 */
public final class JaegerJsonReader implements SpanReader {
    private static final String[] PLACES = {"data[].", "data.", "", "[]."};

    @Override
    public Format format() {
        return Format.JAEGER_JSON;
    }

    @Override
    public boolean recognises(Head head) {
        JsonShape shape = head.shape();
        for (String place : PLACES) {
            boolean spans = shape.has(place + "spans[]");
            boolean span =
                    shape.has(place + "spans[].spanID") || shape.has(place + "spans[].processID");
            boolean processes = shape.has(place + "processes{}");
            if (spans && (span || processes) || processes && shape.has(place + "traceID")) {
                return true;
            }
        }
        return shape.hasAll("data[]", "errors", "total", "limit", "offset")
                || shape.has("processes{}") && shape.anyEndsWith(3, "serviceName")
                || shape.has("data[].processes{}") && shape.anyEndsWith(5, "serviceName");
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        new JaegerDocuments(in, sink, report).read();
    }
}
