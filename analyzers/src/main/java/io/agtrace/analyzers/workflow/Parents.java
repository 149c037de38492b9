package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every span the parent it names, cuts cycles, and stands in for parents that are missing.
 */
final class Parents {
    private final Draft draft;
    private final List<Integer> dangling = new ArrayList<>();

    private record Missing(Id trace, Id parent) {}

    private Parents(Draft draft) {
        this.draft = draft;
    }

    static void resolve(Draft draft, Conventions conventions) {
        Parents parents = new Parents(draft);
        parents.inOwnTrace();
        if (draft.traceCount() > 1 && !parents.dangling.isEmpty()) {
            parents.inOtherTraces();
        }
        parents.cutCycles();
        parents.placeholders(conventions);
    }

    private void inOwnTrace() {
        for (int i = 0; i < draft.real(); i++) {
            Span span = draft.span(i);
            Id parent = span.parentId();
            int found = parent == null ? Draft.NONE : draft.find(span.traceId(), parent);
            draft.place(
                    i, found, parent == null ? SpanTree.Placement.ROOT : SpanTree.Placement.PARENT);
            if (parent != null && found < 0) {
                dangling.add(i);
            }
        }
    }

    /** A parent's id in exactly one other trace of the workflow, where that can be no accident. */
    private void inOtherTraces() {
        Map<Id, Integer> wanted = new HashMap<>();
        for (int node : dangling) {
            Id parent = draft.span(node).parentId();
            if (parent != null && Stitcher.isRandom(parent)) {
                wanted.put(parent, Draft.NONE);
            }
        }
        int several = -2;
        for (int i = 0; i < draft.real(); i++) {
            Integer known = wanted.get(draft.span(i).spanId());
            if (known != null) {
                wanted.put(draft.span(i).spanId(), known == Draft.NONE ? i : several);
            }
        }
        dangling.removeIf(
                node -> {
                    Id parent = draft.span(node).parentId();
                    int found = parent == null ? several : wanted.getOrDefault(parent, several);
                    if (found < 0) {
                        return false;
                    }
                    draft.place(node, found, SpanTree.Placement.PARENT);
                    return true;
                });
    }

    private void cutCycles() {
        int[] seen = new int[draft.real()];
        for (int i = 0; i < draft.real(); i++) {
            int walk = i + 1;
            int at = i;
            while (at >= 0 && seen[at] == 0) {
                seen[at] = walk;
                at = draft.parent(at);
            }
            if (at >= 0 && seen[at] == walk) {
                cut(at);
            }
        }
    }

    private void cut(int inCycle) {
        int first = inCycle;
        int length = 1;
        for (int at = draft.parent(inCycle); at != inCycle; at = draft.parent(at)) {
            length++;
            if (draft.compareStarts(at, first) < 0) {
                first = at;
            }
        }
        draft.place(first, Draft.NONE, SpanTree.Placement.CYCLE);
        draft.mend(
                Mend.Kind.CYCLE_CUT,
                first,
                length == 1
                        ? "'" + draft.span(first).name() + "' names itself as its parent"
                        : "the parents of "
                                + length
                                + " spans lead in a circle, which was cut at '"
                                + draft.span(first).name()
                                + "', the first of them");
    }

    private void placeholders(Conventions conventions) {
        @Nullable Integer[] langSmithRoots = langSmithRoots();
        Map<Missing, List<Integer>> missing = new LinkedHashMap<>();
        for (int node : dangling) {
            Id parent = draft.span(node).parentId();
            if (parent != null) {
                missing.computeIfAbsent(
                                new Missing(draft.span(node).traceId(), parent),
                                _ -> new ArrayList<>(1))
                        .add(node);
            }
        }
        missing.forEach(
                (which, children) -> {
                    int first = children.getFirst();
                    Integer root = langSmithRoots[draft.trace(first)];
                    if (root != null && root == first && children.size() == 1) {
                        draft.place(first, Draft.NONE, SpanTree.Placement.ROOT);
                    } else {
                        placeholder(which, children, conventions);
                    }
                });
    }

    /** For each trace that has no root the first span, where it is the root of a LangSmith run. */
    private @Nullable Integer[] langSmithRoots() {
        @Nullable Integer[] firsts = new @Nullable Integer[draft.traceCount()];
        if (dangling.isEmpty()) {
            return firsts;
        }
        boolean[] rooted = new boolean[draft.traceCount()];
        for (int i = 0; i < draft.real(); i++) {
            rooted[draft.trace(i)] |= draft.span(i).parentId() == null;
        }
        for (int node : dangling) {
            int trace = draft.trace(node);
            Integer first = firsts[trace];
            if (!rooted[trace] && (first == null || draft.compareStarts(node, first) < 0)) {
                firsts[trace] = node;
            }
        }
        for (int i = 0; i < firsts.length; i++) {
            Integer first = firsts[i];
            if (first != null && !LangSmith.isLangSmith(draft.span(first))) {
                firsts[i] = null;
            }
        }
        return firsts;
    }

    private void placeholder(Missing missing, List<Integer> children, Conventions conventions) {
        long start = Long.MAX_VALUE;
        long end = Span.NO_TIME;
        for (int child : children) {
            Span span = draft.span(child);
            start = span.hasStart() ? Math.min(start, span.startNanos()) : start;
            end = Math.max(end, Math.max(span.startNanos(), span.endNanos()));
        }
        Span span =
                new Span.Builder(missing.trace, missing.parent)
                        .name("missing span " + missing.parent)
                        .times(start == Long.MAX_VALUE ? Span.NO_TIME : start, end)
                        .build();
        int node = draft.addPlaceholder(span, conventions.read(span));
        for (int child : children) {
            draft.place(child, node, SpanTree.Placement.PARENT);
        }
        draft.mend(
                Mend.Kind.MISSING_PARENT,
                node,
                "the parent of "
                        + (children.size() == 1
                                ? "'" + draft.span(children.getFirst()).name() + "'"
                                : children.size() + " spans")
                        + " is in no input");
    }
}
