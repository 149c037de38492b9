package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Collects the spans and log records of one workflow and rebuilds it. Every span that is taken is
 * in exactly one place of the tree, whatever its ids and times say; nothing depends on the order in
 * which spans come.
 */
public final class WorkflowBuilder implements SpanSink {
    private final Conventions conventions;
    private final @Nullable WorkflowSummary wanted;
    private final Set<Id> traces;
    private final List<Span> spans = new ArrayList<>();
    private final List<LogRecord> logs = new ArrayList<>();

    /** Takes every span as one of the workflow, and sums it up itself. */
    public WorkflowBuilder(Conventions conventions) {
        this.conventions = conventions;
        wanted = null;
        traces = Set.of();
    }

    /**
     * Takes the spans of the traces of one workflow.
     *
     * @param wanted as {@link TraceIndex} found it; becomes the summary, so that a listing and the
     *     view of one workflow show the same numbers
     */
    public WorkflowBuilder(Conventions conventions, WorkflowSummary wanted) {
        this.conventions = conventions;
        this.wanted = wanted;
        traces = new HashSet<>(wanted.traceIds());
    }

    @Override
    public void span(Span span) {
        if (wanted == null || traces.contains(span.traceId())) {
            spans.add(PendingSpans.resolve(span));
        }
    }

    @Override
    public void log(LogRecord log) {
        if (wanted == null || log.traceId() != null && traces.contains(log.traceId())) {
            logs.add(log);
        }
    }

    /** Whether no span was taken so far. */
    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /**
     * Rebuilds the workflow of the spans taken so far, which are let go of.
     *
     * @throws IllegalStateException where there is no span
     */
    public Workflow build() {
        if (spans.isEmpty()) {
            throw new IllegalStateException("no span to build a workflow of");
        }
        Duplicates.Merged merged = Duplicates.merge(spans);
        spans.clear();
        LogEvents.join(merged.spans(), logs);
        logs.clear();
        SpanFacts[] facts = new SpanFacts[merged.spans().length];
        Arrays.parallelSetAll(facts, i -> conventions.read(merged.spans()[i]));
        Draft draft = new Draft(merged.spans(), facts);
        for (int i = 0; i < draft.real(); i++) {
            if (merged.records()[i] > 1) {
                draft.mend(
                        Mend.Kind.DUPLICATE_MERGED,
                        i,
                        "'"
                                + draft.span(i).name()
                                + "' was recorded "
                                + merged.records()[i]
                                + " times");
            }
        }
        WorkflowSummary summary = wanted == null ? summary(draft, merged.copies()) : wanted;
        Parents.resolve(draft, conventions);
        Orphans.place(draft);
        StitchedRoots.place(draft);
        TreeAssembly assembly = new TreeAssembly(draft);
        return workflow(summary, draft, assembly);
    }

    private WorkflowSummary summary(Draft draft, List<Span> copies) {
        TraceIndex index = new TraceIndex(conventions);
        for (int i = 0; i < draft.real(); i++) {
            index.add(draft.span(i), draft.facts(i));
        }
        // Copies that contradict each other count as they do in a listing, which cannot merge them.
        copies.forEach(index::span);
        return index.asOne();
    }

    private static Workflow workflow(WorkflowSummary summary, Draft draft, TreeAssembly assembly) {
        SpanTree tree = assembly.tree;
        int[] drafted = new int[tree.size()];
        for (int i = 0; i < drafted.length; i++) {
            drafted[assembly.numbers[i]] = i;
        }
        List<ClockSkew> skews = new ArrayList<>();
        for (ClockSkews.Estimate each : ClockSkews.of(tree)) {
            skews.add(each.skew());
            draft.mend(Mend.Kind.CLOCK_SKEW, drafted[each.node()], text(each.skew()));
        }
        return new Workflow(
                summary,
                tree,
                draft.mends(assembly.numbers),
                skews,
                tree.endNanos(0) - tree.startNanos(0));
    }

    private static String text(ClockSkew skew) {
        return String.format(
                Locale.ROOT,
                "the clock of %s seems to be %.1f ms %s that of %s; times are shown as recorded",
                skew.service(),
                Math.abs(skew.offsetNanos()) / 1e6,
                skew.offsetNanos() > 0 ? "ahead of" : "behind",
                skew.against());
    }
}
