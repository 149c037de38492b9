package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Id;

/**
 * Counts spans, errors, calls and tokens of traces by {@link UsageRule}, each span once however
 * often and in whatever order it comes.
 */
final class SpanCounts {
    // WRAPS_…: a model call directly below the span has these numbers.
    private static final int SEEN = 1;
    private static final int FAILED = 2;
    private static final int MODEL = 4;
    private static final int TOOL = 8;
    private static final int WRAPS_MODEL = 16;
    private static final int WRAPS_TOKENS = 32;
    private static final int WRAPS_COST = 64;

    private final Fingerprints spans = new Fingerprints();
    private final UsageTable usage = new UsageTable();

    /** Counts a span into the row of its trace. */
    void add(TraceRow row, Seen seen) {
        SpanFacts facts = seen.facts();
        long fingerprint = seen.fingerprint();
        OperationKind kind = facts.operation().kind();
        boolean model = kind == OperationKind.MODEL_CALL;
        int flags =
                SEEN
                        | (facts.failed() ? FAILED : 0)
                        | (model ? MODEL : 0)
                        | (kind == OperationKind.TOOL_CALL ? TOOL : 0);
        int before = spans.add(fingerprint, flags);
        int gained = flags & ~before;
        row.spans += gained & SEEN;
        row.errors += (gained & FAILED) / FAILED;
        row.toolCalls += (gained & TOOL) / TOOL;
        long cost = UsageRule.costNanos(facts.costUsd());
        if (model) {
            if ((gained & MODEL) != 0 && (before & WRAPS_MODEL) == 0) {
                row.modelCalls++;
            }
            count(row, fingerprint, before, facts, cost);
            discount(row, seen, facts.tokens().isKnown(), cost >= 0);
        } else if (facts.tokens().isKnown() || cost >= 0) {
            row.seeOtherUsage(facts.tokens(), cost);
        }
    }

    private void count(TraceRow row, long fingerprint, int flags, SpanFacts facts, long cost) {
        boolean tokens = facts.tokens().isKnown();
        if (!tokens && cost < 0) {
            return;
        }
        row.callsTellTokens |= tokens;
        row.callsTellCost |= cost >= 0;
        UsageTable.Segment segment = usage.segment(fingerprint);
        int slot = segment.slot(fingerprint);
        if ((flags & WRAPS_TOKENS) == 0) {
            row.input -= segment.input(slot);
            row.output -= segment.output(slot);
        }
        if ((flags & WRAPS_COST) == 0) {
            row.cost -= segment.cost(slot);
        }
        segment.raise(
                slot, UsageRule.input(facts.tokens()), UsageRule.output(facts.tokens()), cost);
        if ((flags & WRAPS_TOKENS) == 0) {
            row.input += segment.input(slot);
            row.output += segment.output(slot);
        }
        if ((flags & WRAPS_COST) == 0) {
            row.cost += segment.cost(slot);
        }
    }

    /** Takes the numbers of the model call back that this one turns out to be a part of. */
    private void discount(TraceRow row, Seen seen, boolean tokens, boolean costs) {
        if (seen.parent() == null) {
            return;
        }
        long outer = Fingerprints.of(seen.trace(), seen.parent());
        if (outer == seen.fingerprint()) {
            return;
        }
        int flags = WRAPS_MODEL | (tokens ? WRAPS_TOKENS : 0) | (costs ? WRAPS_COST : 0);
        int before = spans.add(outer, flags);
        if ((before & MODEL) == 0) {
            return;
        }
        int gained = flags & ~before;
        if ((gained & WRAPS_MODEL) != 0) {
            row.modelCalls--;
        }
        if ((gained & (WRAPS_TOKENS | WRAPS_COST)) == 0) {
            return;
        }
        UsageTable.Segment segment = usage.segment(outer);
        int slot = segment.slot(outer);
        if ((gained & WRAPS_TOKENS) != 0) {
            row.input -= segment.input(slot);
            row.output -= segment.output(slot);
        }
        if ((gained & WRAPS_COST) != 0) {
            row.cost -= segment.cost(slot);
        }
    }

    boolean contains(Id trace, Id span) {
        return (spans.get(Fingerprints.of(trace, span)) & SEEN) != 0;
    }

    /** Lets go of what only further spans would need. */
    void close() {
        usage.clear();
    }
}
