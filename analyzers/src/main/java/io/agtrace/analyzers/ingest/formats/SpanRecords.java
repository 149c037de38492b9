package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Span;

import java.util.Set;
import java.util.function.BiFunction;

/** Each record is a span by itself; the records stand below keys known by name. */
record SpanRecords(
        Set<String> holders,
        SpanSink sink,
        IngestReport report,
        BiFunction<Item, IngestReport, Span> mapper)
        implements Records.Handler {
    @Override
    public boolean holdsRecords(String key, int depth) {
        return holders.contains(key);
    }

    @Override
    public void record(Item record) {
        if (SpanMapper.isSpan(record.fields())) {
            sink.span(mapper.apply(record, report));
        } else if (!record.holder()) {
            noSpan(record, report);
        }
    }

    /** Reports an object that no span could be made of; an empty one is no loss. */
    static void noSpan(Item record, IngestReport report) {
        if (!record.fields().isEmpty()) {
            report.lost(
                    record.origin().source(),
                    record.origin().offset(),
                    "an object that is no span");
        }
    }
}
