package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonShape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Jaeger's documents in Elasticsearch, one a span with its process inside: a search's answer, a
 * list or lines of hits, lines or a list of the documents alone, and {@code _bulk} requests, in
 * which each document stands behind a line that says what to do with it.
 */
public final class JaegerElasticsearchReader implements SpanReader {
    private static final String[] PLACES = {
        "", "[].", "_source.", "[]._source.", "hits.hits[]._source.", "hits[]._source."
    };

    @Override
    public Format format() {
        return Format.JAEGER_ELASTICSEARCH;
    }

    @Override
    public boolean recognises(Head head) {
        JsonShape shape = head.shape();
        for (String place : PLACES) {
            if (isDocument(shape, place)) {
                return true;
            }
        }
        return isBulk(head, shape);
    }

    private static boolean isDocument(JsonShape shape, String place) {
        return shape.hasAll(place + "traceID", place + "spanID")
                && shape.hasAny(
                        place + "operationName",
                        place + "startTime",
                        place + "startTimeMillis",
                        place + "process{}");
    }

    private static boolean isBulk(Head head, JsonShape shape) {
        if (!shape.hasAny("index{}", "create{}")) {
            return false;
        }
        String text = new String(head.bytes(), StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        if (line < 0) {
            return false;
        }
        byte[] document = text.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1);
        return isDocument(JsonShape.of(new Head(head.name(), document, head.whole())), "");
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        new JaegerDocuments(in, sink, report).read();
    }
}
