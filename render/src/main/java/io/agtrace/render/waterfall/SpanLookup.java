package io.agtrace.render.waterfall;

import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.List;

/** Finds spans of a tree by id or by the beginning of one. */
public final class SpanLookup {
    private SpanLookup() {}

    /**
     * Nodes whose span id begins with {@code prefix} (any case), in tree order, at most {@code
     * limit}; a span with exactly that id stands alone.
     */
    public static List<Integer> matches(SpanTree tree, String prefix, int limit) {
        List<Integer> found = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            String id = tree.span(node).spanId().toString();
            if (id.regionMatches(true, 0, prefix, 0, prefix.length())) {
                if (id.length() == prefix.length()) {
                    return List.of(node);
                }
                if (found.size() < limit) {
                    found.add(node);
                }
            }
        }
        return found;
    }

    /**
     * The first node whose span id begins with {@code prefix}.
     *
     * @throws IllegalArgumentException where there is none
     */
    static int first(SpanTree tree, String prefix) {
        List<Integer> found = matches(tree, prefix, 1);
        if (prefix.isEmpty() || found.isEmpty()) {
            throw new IllegalArgumentException("no span has the id " + prefix);
        }
        return found.getFirst();
    }
}
