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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the workflows of any amount of input and loads those asked for. The input is read once for
 * an overview that keeps no spans; small inputs are kept on the way, of large ones the chosen
 * workflows' spans are read in a second pass, or in a few where they are more than fits in memory.
 */
public final class RunLoader {
    /** Inputs up to this much are kept whole after the first pass. */
    private static final long KEPT_BYTES = 64L << 20;

    private static final int KEPT_SPANS = 200_000;

    /** An input of no more traces will be loaded as a whole, if at all. */
    private static final int FEW_TRACES = 16;

    /** Of the memory there is, this part may hold an input of few traces. */
    private static final int FEW_SHARE = 8;

    /** Of the memory there is, this part may hold workflows that were read ahead. */
    private static final int AHEAD_SHARE = 16;

    private final Conventions conventions;
    private final Source source;
    private final TraceIndex index;
    private Haystack.@Nullable Found found;
    private final int mostKept;
    private final long mostOfFew;
    private final long mostAhead;
    private @Nullable TraceGroups kept = new TraceGroups();
    private long spans;
    private long size;
    private List<WorkflowSummary> expected = List.of();
    private Map<Id, Integer> places = Map.of();
    private ReadAhead ahead = new ReadAhead(List.of(), 0);

    /** Something that gives the same spans each time it is read. */
    public interface Source {
        void read(SpanSink sink, IngestReport report) throws IOException;
    }

    public RunLoader(Conventions conventions, Source source) {
        this(
                conventions,
                source,
                KEPT_SPANS,
                Runtime.getRuntime().maxMemory() / FEW_SHARE,
                Math.max(KEPT_BYTES, Runtime.getRuntime().maxMemory() / AHEAD_SHARE));
    }

    /**
     * @param mostKept inputs of more spans are not kept, but for those of few traces
     * @param mostOfFew bytes of spans of few traces that are kept
     * @param mostAhead bytes of spans that may be held for workflows to come
     */
    RunLoader(
            Conventions conventions, Source source, int mostKept, long mostOfFew, long mostAhead) {
        this.mostKept = mostKept;
        this.mostOfFew = mostOfFew;
        this.conventions = conventions;
        this.source = source;
        this.index = new TraceIndex(conventions);
        this.mostAhead = mostAhead;
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
                        span(span, null);
                    }

                    @Override
                    public Object ahead(Span span) {
                        return index.ahead(span);
                    }

                    @Override
                    public void span(Span span, @Nullable Object ahead) {
                        index.span(span, ahead);
                        spans++;
                        size += TraceGroups.size(span);
                        if (kept != null) {
                            keep(kept).span(span);
                        }
                    }

                    @Override
                    public void log(LogRecord log) {
                        index.log(log);
                        size += TraceGroups.size(log);
                        if (kept != null) {
                            keep(kept).log(log);
                        }
                    }
                },
                report);
        return index.workflows();
    }

    /**
     * Reads the input and gives its workflows, by start, and keeps nothing else of it: for those
     * who will not load them.
     *
     * @param report takes what was read, skipped and repaired
     */
    public List<WorkflowSummary> overview(IngestReport report) throws IOException {
        kept = null;
        source.read(index, report);
        return index.workflows();
    }

    /**
     * Looks for workflows by an id, so that not all of the input has to be read; may be called
     * instead of {@link #workflows}. Names and beginnings of ids are not found in this way.
     *
     * @param onlyTrace whether it is a trace's id
     * @param report takes what was read and repaired; unchanged where nothing was found
     * @return the workflows that carry the id, in order of their start; empty where only {@link
     *     #workflows} can tell
     */
    public List<WorkflowSummary> search(
            Haystack haystack, String id, boolean onlyTrace, IngestReport report)
            throws IOException {
        IngestReport searched = new IngestReport();
        found = haystack.find(id, onlyTrace, searched);
        if (found == null) {
            return List.of();
        }
        report.merge(searched);
        kept = found.groups();
        return found.named().stream().map(Summaries.Named::workflow).toList();
    }

    /** Lets go of what is kept once it is too much. */
    private TraceGroups keep(TraceGroups all) {
        boolean isMuch = all.bytes() > KEPT_BYTES || all.spans() >= mostKept;
        if (isMuch && (all.traces() > FEW_TRACES || size > mostOfFew)) {
            kept = null;
        }
        return all;
    }

    /** The workflows in the order in which they begin in the input; after {@link #workflows}. */
    public List<WorkflowSummary> inputOrder() {
        Haystack.Found some = found;
        return some == null
                ? index.inputOrder()
                : some.named().stream().map(Summaries.Named::workflow).toList();
    }

    /** Finds workflows by id or name; call {@link #workflows} or {@link #search} first. */
    public WorkflowLookup lookup() {
        return found == null ? index.lookup() : new WorkflowLookup(found.named());
    }

    /**
     * Says which workflows will be loaded, in which order: then a large input is read once for as
     * many of them as fit in memory instead of once for each. Others can be loaded all the same.
     */
    public void expect(List<WorkflowSummary> workflows) {
        expected = List.copyOf(workflows);
        places = HashMap.newHashMap(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            places.putIfAbsent(expected.get(i).traceIds().getFirst(), i);
        }
    }

    /** Rebuilds one workflow; call {@link #workflows} first. */
    public Workflow load(WorkflowSummary summary) throws IOException {
        return collect(summary).build();
    }

    /**
     * Brings the spans of one workflow together; call {@link #workflows} first. To rebuild it is
     * left to the caller, who may do so in another thread.
     */
    public WorkflowBuilder collect(WorkflowSummary summary) throws IOException {
        WorkflowBuilder builder = new WorkflowBuilder(conventions, summary);
        TraceGroups all = kept;
        if (all != null) {
            all.give(summary, builder);
            return builder;
        }
        if (!ahead.holds(summary)) {
            ahead = new ReadAhead(next(summary), mostAhead);
            // What this pass skips was reported by the first.
            source.read(ahead, new IngestReport());
        }
        ahead.take(summary, builder);
        return builder;
    }

    /** The workflow, and those expected after it that will probably fit in memory with it. */
    private List<WorkflowSummary> next(WorkflowSummary first) {
        Integer place = places.get(first.traceIds().getFirst());
        if (place == null) {
            return List.of(first);
        }
        double each = (double) size / Math.max(1, spans);
        double room = mostAhead;
        List<WorkflowSummary> fitting = new ArrayList<>();
        for (WorkflowSummary workflow : expected.subList(place, expected.size())) {
            room -= each * workflow.spans();
            if (room < 0 && !fitting.isEmpty()) {
                break;
            }
            fitting.add(workflow);
        }
        return fitting;
    }
}
