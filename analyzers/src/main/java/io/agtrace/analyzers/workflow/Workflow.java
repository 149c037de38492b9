package io.agtrace.analyzers.workflow;

import java.util.List;
import java.util.TreeSet;

/**
 * One end-to-end run, rebuilt.
 *
 * @param mends what was not as it should be, in tree order
 * @param skews clocks that differ
 * @param reportedNanos how long the run says it took: the duration of its first root span
 * @param texts what its spans' texts hold, for one thread at a time
 */
public record Workflow(
        WorkflowSummary summary,
        SpanTree tree,
        List<Mend> mends,
        List<ClockSkew> skews,
        long reportedNanos,
        OpenedTexts texts) {
    public Workflow {
        mends = List.copyOf(mends);
        skews = List.copyOf(skews);
    }

    /** A workflow of which no text was looked at yet. */
    public Workflow(
            WorkflowSummary summary,
            SpanTree tree,
            List<Mend> mends,
            List<ClockSkew> skews,
            long reportedNanos) {
        this(summary, tree, mends, skews, reportedNanos, new OpenedTexts());
    }

    /** The inputs that its spans stand in, sorted. */
    public List<String> sources() {
        TreeSet<String> sources = new TreeSet<>();
        for (int node = 0; node < tree.size(); node++) {
            String source = tree.span(node).origin().source();
            if (!source.isEmpty()) {
                sources.add(source);
            }
        }
        return List.copyOf(sources);
    }
}
