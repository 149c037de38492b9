package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The console exporter of OpenTelemetry .NET: a block of lines an activity, with other output
 * between the blocks. All values are text; a value of several lines goes on until the next line
 * that the exporter itself writes.
 */
public final class DotnetConsoleReader implements SpanReader {
    @Override
    public Format format() {
        return Format.DOTNET_CONSOLE;
    }

    @Override
    public boolean recognises(Head head) {
        String text = new String(head.bytes(), StandardCharsets.ISO_8859_1);
        return startsLine(text, "Activity.TraceId:") || startsLine(text, "Activity.Id:");
    }

    private static boolean startsLine(String text, String line) {
        for (int at = text.indexOf(line); at >= 0; at = text.indexOf(line, at + 1)) {
            String before = text.substring(text.lastIndexOf('\n', at) + 1, at);
            if (before.isBlank() || at == 3 && before.startsWith("\u00ef\u00bb\u00bf")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Bytes bytes = new Bytes(in);
        ActivityBlock block = null;
        while (true) {
            long offset = bytes.offset();
            String line = bytes.line();
            boolean begins = line != null && ActivityBlock.begins(line);
            if (block != null && (line == null || begins)) {
                block.emit(offset, line == null, sink, report);
                block = null;
            }
            if (line == null) {
                return;
            }
            if (begins) {
                block = new ActivityBlock(in.name(), offset);
            }
            if (block != null) {
                block.line(line, bytes.offset());
            }
        }
    }
}
