package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.Head;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanReader;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * LangSmith runs: arrays, lines, {@code {"runs": []}}, runs inside their parents, and the batches
 * in which clients post a run when it starts and patch it when it ends. A run without an end waits
 * for its patch; every other one is given on at once.
 */
public final class LangSmithReader implements SpanReader {
    private static final Set<String> HOLDERS =
            Set.of("runs", "post", "patch", "child_runs", "data");

    @Override
    public Format format() {
        return Format.LANGSMITH;
    }

    @Override
    public boolean recognises(Head head) {
        return Outline.any(
                head,
                object ->
                        object.has("run_type") && object.hasAny("id", "trace_id", "dotted_order")
                                || object.has("dotted_order", "trace_id"));
    }

    @Override
    public void read(ByteInput in, SpanSink sink, IngestReport report) throws IOException {
        Runs runs = new Runs(sink, report);
        Records.walk(in, report, runs);
        runs.finish();
    }

    private static final class Runs implements Records.Handler {
        private final SpanSink sink;
        private final IngestReport report;
        private final Map<String, Item> open = new LinkedHashMap<>();

        Runs(SpanSink sink, IngestReport report) {
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
            boolean run = Fields.has(fields, "run_type", "dotted_order");
            String id = Fields.text(fields, "id", "run_id");
            if (!run && (id.isEmpty() || !record.under().equals("patch"))) {
                if (!record.holder()) {
                    SpanRecords.noSpan(record, report);
                }
                return;
            }
            Item whole = record.under().equals("child_runs") ? withParent(record) : record;
            Item started = id.isEmpty() ? null : open.remove(id);
            if (started != null) {
                whole = merged(started, whole);
            }
            if (id.isEmpty() || Fields.has(whole.fields(), "end_time")) {
                sink.span(LangSmithRun.span(whole, report));
            } else {
                open.put(id, whole);
            }
        }

        private static Item withParent(Item record) {
            AnyValue parent = record.outer().apply("id");
            return parent == null || Fields.has(record.fields(), "parent_run_id")
                    ? record
                    : record.with(
                            new Attributes.Builder()
                                    .putAll(record.fields())
                                    .put("parent_run_id", parent)
                                    .build());
        }

        /** What the later record says replaces what the earlier one did. */
        private static Item merged(Item earlier, Item later) {
            Attributes.Builder all = new Attributes.Builder().putAll(earlier.fields());
            for (int i = 0; i < later.fields().size(); i++) {
                Fields.put(all, later.fields().key(i), later.fields().value(i));
            }
            return earlier.with(all.build());
        }

        void finish() {
            for (Item record : open.values()) {
                sink.span(LangSmithRun.span(record, report));
            }
            open.clear();
        }
    }
}
