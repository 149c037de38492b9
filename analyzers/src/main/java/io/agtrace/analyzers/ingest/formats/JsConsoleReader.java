package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Origin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * OpenTelemetry JS's {@code ConsoleSpanExporter}: one object a span as {@code console.dir} prints
 * it, with other output between them. Times are microseconds, kinds are numbered from 0.
 */
public final class JsConsoleReader implements SpanReader {
    private static final SpanMapper MAPPER =
            new SpanMapper(Times.Unit.MICROS, Times.Unit.MICROS, 0);

    @Override
    public Format format() {
        return Format.JS_CONSOLE;
    }

    @Override
    public boolean recognises(Head head) {
        String text = new String(head.bytes(), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\n  traceId: ");
        if (at < 0 || at + 12 >= text.length()) {
            return false;
        }
        char quote = text.charAt(at + 12);
        return (quote == '\'' || quote == '"')
                && (text.startsWith("{\n")
                        || text.startsWith("{\r\n")
                        || text.lastIndexOf("\n{", at) >= 0);
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Bytes bytes = new Bytes(in);
        InspectParser parser = new InspectParser(bytes);
        for (int b; (b = bytes.peek()) >= 0; ) {
            if (b != '{') {
                bytes.skipLine();
                continue;
            }
            long offset = bytes.offset();
            try {
                Attributes fields = parser.object();
                span(
                        fields,
                        new Origin(in.name(), offset, (int) (bytes.offset() - offset)),
                        sink,
                        report);
                bytes.skipLine();
            } catch (MalformedInput e) {
                report.lost(in.name(), offset, e.reason());
                // The next span starts with a bracket at the beginning of a line.
                if (e.offset() > offset && bytes.peek() != '{') {
                    bytes.skipLine();
                }
            }
        }
    }

    private static void span(Attributes fields, Origin origin, SpanSink sink, IngestReport report) {
        if (!Fields.has(fields, "traceId", "spanId") || !Fields.has(fields, "id", "spanId")) {
            report.lost(origin.source(), origin.offset(), "an object that is no span");
            return;
        }
        sink.span(MAPPER.builder(fields, origin, null, report).build());
    }
}
