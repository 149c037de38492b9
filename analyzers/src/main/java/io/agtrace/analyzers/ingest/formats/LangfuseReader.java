package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Langfuse: a trace beside its observations, a trace with its observations and scores inside (the
 * public API), and rows of observations alone; one, several in an array, or one a line. The
 * observations of one trace are held until its end, since what is said of the trace belongs to its
 * root.
 */
public final class LangfuseReader implements SpanReader {
    private static final Set<String> HOLDERS = Set.of("observations", "data", "traces", "scores");

    @Override
    public Format format() {
        return Format.LANGFUSE;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.has("trace.id", "observations[]")
                                || object.has("trace.id", "trace.timestamp")
                                        && object.hasAny("trace.projectId", "trace.sessionId")
                                || object.has("observations[]", "id", "timestamp")
                                || object.has("id", "traceId", "startTime", "type")
                                        && object.hasAny("parentObservationId", "level"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Traces traces = new Traces(sink, report);
        Records.walk(in, report, traces);
        traces.finish();
    }

    private static final class Traces implements Records.Handler {
        private final SpanSink sink;
        private final IngestReport report;
        private final List<Span> observations = new ArrayList<>();
        private final List<AnyValue> scores = new ArrayList<>();
        // What stood of the trace before its observations, in case its end does not come.
        private Attributes begun = Attributes.EMPTY;

        Traces(SpanSink sink, IngestReport report) {
            this.sink = sink;
            this.report = report;
        }

        @Override
        public boolean holdsRecords(String key, int depth) {
            return HOLDERS.contains(key);
        }

        @Override
        public void record(Item record) {
            Attributes fields = record.fields();
            if (isObservation(record)) {
                Span span = LangfuseObservation.span(record, report);
                if (record.under().equals("observations")) {
                    observations.add(span);
                    begun = Fields.asMap(record.outer().apply("trace"));
                } else {
                    sink.span(span);
                }
            } else if (record.under().equals("scores")) {
                scores.add(new AnyValue.KvlistValue(fields));
            } else if (isTrace(record)) {
                trace(record);
            } else if (!record.holder()) {
                SpanRecords.noSpan(record, report);
            }
        }

        private static boolean isObservation(Item record) {
            Attributes fields = record.fields();
            return Fields.has(fields, "startTime", "start_time")
                    && (Fields.has(fields, "traceId", "trace_id")
                            || record.under().equals("observations"))
                    && Fields.has(fields, "id");
        }

        private static boolean isTrace(Item record) {
            Attributes fields = record.fields();
            return Fields.has(Fields.map(fields, "trace"), "id")
                    || record.under().isEmpty() && record.holder() && Fields.has(fields, "id")
                    || Fields.has(fields, "id", "name") && Fields.has(fields, "timestamp");
        }

        private void trace(Item record) {
            Attributes inner = Fields.map(record.fields(), "trace");
            Attributes trace = inner.isEmpty() ? record.fields() : inner;
            List<AnyValue> all = new ArrayList<>(scores);
            all.addAll(Fields.items(trace, "scores"));
            new LangfuseTrace(trace, record.origin(), observations, all).emit(sink);
            observations.clear();
            scores.clear();
        }

        /** What a cut-off export leaves: observations whose trace was not closed. */
        void finish() {
            if (observations.isEmpty()) {
                return;
            }
            new LangfuseTrace(begun, observations.getFirst().origin(), observations, scores)
                    .emit(sink);
        }
    }
}
