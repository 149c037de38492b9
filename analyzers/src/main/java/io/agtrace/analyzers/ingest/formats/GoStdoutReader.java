package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;

import java.io.IOException;
import java.util.Set;

/**
 * OpenTelemetry Go's {@code stdouttrace} exporter: one object a span with the SDK's own field
 * names, kinds numbered as in OTLP, typed attribute values.
 */
public final class GoStdoutReader implements SpanReader {
    @Override
    public Format format() {
        return Format.GO_STDOUT;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head, object -> object.has("Name", "SpanContext.TraceID", "SpanContext.SpanID"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Records.walk(
                in, report, new SpanRecords(Set.of("Spans"), sink, report, SpanMapper.OPEN::map));
    }
}
