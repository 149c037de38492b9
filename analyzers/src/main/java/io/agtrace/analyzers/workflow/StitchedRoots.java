package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.SpanLink;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places roots below the spans that caused them: what a link, a message id or a carried trace
 * context of the root, or of a receiving span directly below it, points to; else, for a root of
 * another trace, the one tool call, handoff or request that was open all its time, where no other
 * one was.
 */
final class StitchedRoots {
    private static final long MOST_COMPARED = 20_000_000;

    private final Draft draft;
    private final DisjointSets components;
    private final Map<Integer, Evidence> best = new HashMap<>();

    /**
     * @param rank smaller is better
     */
    private record Evidence(int rank, int source, int target, String text) {}

    private StitchedRoots(Draft draft) {
        this.draft = draft;
        components = draft.components();
    }

    static void place(Draft draft) {
        StitchedRoots roots = new StitchedRoots(draft);
        roots.collect();
        roots.placeByEvidence();
        if (draft.traceCount() > 1) {
            roots.placeByTime();
        }
    }

    private void collect() {
        Map<String, Integer> senders = new HashMap<>();
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < draft.real(); i++) {
            String sent = draft.facts(i).messageIdSent();
            if (!sent.isEmpty()) {
                senders.merge(sent, i, (a, b) -> draft.compareStarts(a, b) <= 0 ? a : b);
            }
            if (isRoot(i) || draft.parent(i) >= 0 && isRoot(draft.parent(i)) && receives(i)) {
                candidates.add(i);
            }
        }
        for (int node : candidates) {
            Span span = draft.span(node);
            for (SpanLink link : span.links()) {
                offer(0, node, draft.find(link.traceId(), link.spanId()), "its link points to");
            }
            String received = draft.facts(node).messageIdReceived();
            if (!received.isEmpty()) {
                Integer sender = senders.get(received);
                offer(
                        1,
                        node,
                        sender == null ? Draft.NONE : sender,
                        "which sent message " + received);
            }
            for (TraceParents.Found found : TraceParents.in(span, draft.facts(node))) {
                offer(
                        2,
                        node,
                        draft.find(found.trace(), found.span()),
                        "the traceparent in its data points to");
            }
        }
    }

    private boolean isRoot(int node) {
        return draft.parent(node) == Draft.NONE
                && draft.placement(node) != SpanTree.Placement.CYCLE;
    }

    private boolean receives(int node) {
        SpanKind kind = draft.span(node).kind();
        return kind == SpanKind.CONSUMER
                || kind == SpanKind.SERVER
                || draft.facts(node).operation().kind() == OperationKind.QUEUE_RECEIVE;
    }

    /** Evidence of the root itself goes before that of a span below it. */
    private void offer(int rank, int node, int target, String text) {
        if (target < 0) {
            return;
        }
        int component = components.find(node);
        boolean root = isRoot(node);
        if (component == components.find(target)
                || !root && draft.trace(node) == draft.trace(target)) {
            return;
        }
        Evidence offered = new Evidence(root ? rank : rank + 3, node, target, text);
        best.merge(component, offered, this::better);
    }

    /** Of several targets the last one: what waits for several is set off by the last of them. */
    private Evidence better(Evidence a, Evidence b) {
        if (a.rank != b.rank) {
            return a.rank < b.rank ? a : b;
        }
        int bySource = draft.compareStarts(a.source, b.source);
        if (bySource != 0) {
            return bySource < 0 ? a : b;
        }
        return draft.compareStarts(a.target, b.target) >= 0 ? a : b;
    }

    private void placeByEvidence() {
        List<Evidence> all = new ArrayList<>(best.values());
        // Late ones first: of two that point at each other the later one was caused.
        all.sort((a, b) -> draft.compareStarts(b.source, a.source));
        for (Evidence each : all) {
            int root = top(each.source);
            if (components.join(root, each.target)) {
                attach(root, each.target, SpanTree.Placement.EVIDENCE, each.text);
            }
        }
    }

    private int top(int node) {
        return draft.parent(node) == Draft.NONE ? node : draft.parent(node);
    }

    private void attach(int root, int target, SpanTree.Placement placement, String why) {
        boolean placeholder = draft.placement(root) == SpanTree.Placement.PLACEHOLDER;
        draft.place(root, target, placeholder ? SpanTree.Placement.PLACEHOLDER : placement);
        draft.mend(
                Mend.Kind.ORPHAN_PLACED,
                root,
                "placed below '" + draft.span(target).name() + "', " + why);
    }

    private void placeByTime() {
        List<Integer> roots = new ArrayList<>();
        List<Integer> holders = new ArrayList<>();
        for (int i = 0; i < draft.real(); i++) {
            Span span = draft.span(i);
            if (!span.hasStart() || !span.hasEnd()) {
                continue;
            }
            if (draft.placement(i) == SpanTree.Placement.ROOT && draft.parent(i) == Draft.NONE) {
                roots.add(i);
            }
            if (holds(i)) {
                holders.add(i);
            }
        }
        if ((long) roots.size() * holders.size() > MOST_COMPARED) {
            return;
        }
        roots.sort(draft::compareStarts);
        for (int root : roots) {
            Integer holder = onlyHolder(root, holders);
            if (holder != null && components.join(root, holder)) {
                attach(
                        root,
                        holder,
                        SpanTree.Placement.TIME,
                        "the only call that was open all its time");
            }
        }
    }

    private boolean holds(int node) {
        SpanKind kind = draft.span(node).kind();
        return switch (draft.facts(node).operation().kind()) {
            case TOOL_CALL, HANDOFF, QUEUE_SEND -> true;
            case OTHER -> kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER;
            default -> false;
        };
    }

    /** The narrowest holder around the root, if all others around it are ancestors of that one. */
    private @Nullable Integer onlyHolder(int root, List<Integer> holders) {
        Span inner = draft.span(root);
        List<Integer> around = new ArrayList<>();
        Integer narrowest = null;
        for (int holder : holders) {
            Span outer = draft.span(holder);
            if (draft.trace(holder) != draft.trace(root)
                    && outer.startNanos() <= inner.startNanos() + Orphans.TOLERANCE
                    && outer.endNanos() >= inner.endNanos() - Orphans.TOLERANCE) {
                around.add(holder);
                if (narrowest == null
                        || outer.durationNanos() < draft.span(narrowest).durationNanos()) {
                    narrowest = holder;
                }
            }
        }
        if (narrowest == null || around.size() == 1) {
            return narrowest;
        }
        BitSet ancestors = new BitSet();
        for (int at = narrowest; at >= 0; at = draft.parent(at)) {
            ancestors.set(at);
        }
        for (int holder : around) {
            if (!ancestors.get(holder)) {
                return null;
            }
        }
        return narrowest;
    }
}
