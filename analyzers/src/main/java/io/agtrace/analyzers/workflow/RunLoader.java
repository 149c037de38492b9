package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the workflows of any amount of input and loads those asked for. The input is read once for
 * an overview that keeps no spans; small inputs are kept on the way, of large ones the chosen
 * workflows' spans are read in a second pass.
 */
public final class RunLoader {
    /** Inputs up to this much are kept whole after the first pass. */
    private static final long KEPT_BYTES = 64L << 20;

    private static final int KEPT_SPANS = 200_000;

    private final Conventions conventions;
    private final Source source;
    private final TraceIndex index;
    private @Nullable Kept kept = new Kept();

    /** Something that gives the same spans each time it is read. */
    public interface Source {
        void read(SpanSink sink, IngestReport report) throws IOException;
    }

    /** Spans and log records in the order in which they were read. */
    private static final class Kept {
        final List<Span> spans = new ArrayList<>();
        final List<LogRecord> logs = new ArrayList<>();
        long bytes;

        boolean isTooMuch() {
            return bytes > KEPT_BYTES || spans.size() > KEPT_SPANS;
        }
    }

    public RunLoader(Conventions conventions, Source source) {
        this.conventions = conventions;
        this.source = source;
        this.index = new TraceIndex(conventions);
    }

    /**
     * Reads the input and gives its workflows, by start.
     *
     * @param report takes what was read, skipped and repaired
     */
    public List<WorkflowSummary> workflows(IngestReport report) throws IOException {
        source.read(
                new SpanSink() {
                    @Override
                    public void span(Span span) {
                        index.span(span);
                        Kept all = kept;
                        if (all != null) {
                            all.spans.add(span);
                            keep(all, span.origin().length());
                        }
                    }

                    @Override
                    public void log(LogRecord log) {
                        index.log(log);
                        Kept all = kept;
                        if (all != null) {
                            all.logs.add(log);
                            keep(all, log.origin().length());
                        }
                    }
                },
                report);
        return index.workflows();
    }

    private void keep(Kept all, int bytes) {
        all.bytes += bytes;
        if (all.isTooMuch()) {
            kept = null;
        }
    }

    /** Finds workflows by id or name; call {@link #workflows} first. */
    public WorkflowLookup lookup() {
        return index.lookup();
    }

    /** Rebuilds one workflow; call {@link #workflows} first. */
    public Workflow load(WorkflowSummary summary) throws IOException {
        WorkflowBuilder builder = new WorkflowBuilder(conventions, summary);
        Set<Id> wanted = new HashSet<>(summary.traceIds());
        SpanSink chosen =
                new SpanSink() {
                    @Override
                    public void span(Span span) {
                        if (wanted.contains(span.traceId())) {
                            builder.span(span);
                        }
                    }

                    @Override
                    public void log(LogRecord log) {
                        Id trace = log.traceId();
                        if (trace != null && wanted.contains(trace)) {
                            builder.log(log);
                        }
                    }
                };
        Kept all = kept;
        if (all != null) {
            all.spans.forEach(chosen::span);
            all.logs.forEach(chosen::log);
        } else {
            // What this pass skips was reported by the first.
            source.read(chosen, new IngestReport());
        }
        return builder.build();
    }
}
