package io.agtrace.analyzers.workflow;

import java.util.function.IntFunction;

/**
 * Draws a tree: two blanks a level, and how a node came there if not as a root or by its parent.
 */
final class TreeText {
    private TreeText() {}

    static String of(SpanTree tree) {
        return of(tree, _ -> "");
    }

    /**
     * @param what more to say about a node
     */
    static String of(SpanTree tree, IntFunction<String> what) {
        StringBuilder text = new StringBuilder();
        for (int node = 0; node < tree.size(); node++) {
            text.append("  ".repeat(tree.depth(node)));
            SpanTree.Placement placement = tree.placement(node);
            text.append(
                    placement == SpanTree.Placement.PLACEHOLDER
                            ? "missing"
                            : tree.span(node).name());
            if (placement != SpanTree.Placement.ROOT
                    && placement != SpanTree.Placement.PARENT
                    && placement != SpanTree.Placement.PLACEHOLDER) {
                text.append(" [").append(placement).append(']');
            }
            text.append(what.apply(node)).append('\n');
        }
        return text.toString();
    }
}
