package io.agtrace.analyzers.ingest.jaeger;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.ingest.json.JsonCursor.Found;
import io.agtrace.analyzers.ingest.json.JsonShape;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Zipkin v2 JSON (zipkin2-api.yaml): a list of spans, a list of such lists, lines of either or of
 * single spans. Server halves that share their client's id become spans of their own, see {@link
 * ZipkinHalves}.
 */
public final class ZipkinReader implements SpanReader {
    private static final String[] PLACES = {"", "[].", "[][]."};
    private static final int DEPTH = 4;

    @Override
    public Format format() {
        return Format.ZIPKIN_JSON;
    }

    @Override
    public boolean recognises(Head head) {
        JsonShape shape = head.shape();
        for (String place : PLACES) {
            if (shape.hasAll(place + "traceId", place + "id")
                    && !shape.hasAny(place + "spanId", place + "type", place + "observations[]")
                    && (shape.hasAny(
                                    place + "localEndpoint{}",
                                    place + "remoteEndpoint{}",
                                    place + "tags{}")
                            || isMicros(shape.value(place + "timestamp")))) {
                return true;
            }
        }
        return false;
    }

    /** Other formats have a time of the same name, but as a text. */
    private static boolean isMicros(@Nullable String value) {
        return value != null
                && !value.isEmpty()
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        new Run(in, sink, report).documents();
    }

    /** One pass over one input. */
    private static final class Run {
        private final ByteInput in;
        private final IngestReport report;
        private final JsonCursor cursor;
        private final ZipkinSpans spans;
        private final ZipkinHalves halves;

        Run(ByteInput in, SpanSink sink, IngestReport report) {
            this.in = in;
            this.report = report;
            this.cursor = new JsonCursor(in);
            this.halves = new ZipkinHalves(sink);
            this.spans = new ZipkinSpans(cursor, in.name(), report, halves);
        }

        void documents() throws IOException {
            try {
                boolean more = true;
                while (more) {
                    long at = cursor.offset();
                    try {
                        int b = cursor.peek();
                        at = cursor.offset();
                        if (b < 0) {
                            more = false;
                        } else if (b == ',' || b == 0x1e) {
                            cursor.take();
                        } else if (b == '{' || b == '[') {
                            inside(0);
                        } else {
                            throw cursor.error("expected a JSON object or array");
                        }
                    } catch (MalformedInput e) {
                        lost(e, at);
                        more = salvage();
                    }
                }
            } finally {
                halves.flush();
            }
        }

        private void inside(int depth) throws IOException {
            if (cursor.atObject()) {
                spans.read(true);
            } else if (cursor.atArray() && depth < DEPTH) {
                cursor.beginArray();
                while (cursor.nextItem()) {
                    inside(depth + 1);
                }
            } else {
                cursor.skipValue();
            }
        }

        private void lost(MalformedInput e, long at) {
            boolean ends = e.reason().equals(JsonCursor.CUT_OFF);
            report.lost(in.name(), ends ? at : e.offset(), e.reason());
        }

        private boolean salvage() throws IOException {
            while (true) {
                Found found =
                        cursor.findRecord(
                                key ->
                                        key.equals("traceId")
                                                || key.equals("id")
                                                || key.equals("parentId"),
                                key -> false);
                if (found != Found.SPAN) {
                    return found == Found.LINE;
                }
                long at = cursor.offset();
                try {
                    spans.read(false);
                } catch (MalformedInput e) {
                    lost(e, at);
                }
            }
        }
    }
}
