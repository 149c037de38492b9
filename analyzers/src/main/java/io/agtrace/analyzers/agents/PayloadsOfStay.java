package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

/**
 * What an agent was given and what it gave back: as its outermost span says it, else as the first
 * and the last of its own spans say that are model calls or hold some.
 */
record PayloadsOfStay(@Nullable AnyValue input, @Nullable AnyValue output) {
    /** {@code {"args":[],"kwargs":{}}} and shorter: what decorators record of a bare call. */
    private static final int LONGEST_EMPTY = 40;

    static PayloadsOfStay of(SpanTree tree, InvocationsDraft draft, PayloadsTwins twins) {
        PayloadsOfStay own = ofSpans(tree, draft);
        return own.input == null && own.output != null
                ? new PayloadsOfStay(twins.input(draft, own.output), own.output)
                : own;
    }

    private static PayloadsOfStay ofSpans(SpanTree tree, InvocationsDraft draft) {
        AnyValue input = content(tree.facts(draft.node).input());
        AnyValue output = content(tree.facts(draft.node).output());
        if (input != null && output != null) {
            return new PayloadsOfStay(input, output);
        }
        int last = -1;
        int deepestModel = -1;
        for (int i = draft.nodes.size() - 1; i >= 0; i--) {
            int node = draft.nodes.get(i);
            OperationKind kind = tree.facts(node).operation().kind();
            if (kind == OperationKind.MODEL_CALL) {
                deepestModel = node;
            }
            boolean holds =
                    kind == OperationKind.MODEL_CALL
                            || kind != OperationKind.TOOL_CALL
                                    && deepestModel >= 0
                                    && deepestModel < tree.subtreeEnd(node);
            if (!holds) {
                continue;
            }
            AnyValue given = content(tree.facts(node).input());
            if (given != null && content(tree.facts(draft.node).input()) == null) {
                input = given;
            }
            if (content(tree.facts(node).output()) != null
                    && (last < 0 || tree.endNanos(node) >= tree.endNanos(last))) {
                last = node;
            }
        }
        if (output == null && last >= 0) {
            output = content(tree.facts(last).output());
        }
        return new PayloadsOfStay(input, output);
    }

    /** The payload, or null where it holds nothing but empty brackets. */
    static @Nullable AnyValue content(@Nullable AnyValue payload) {
        if (!(payload instanceof Text text) || text.recordedLength() > LONGEST_EMPTY) {
            return payload;
        }
        String stripped = text.toString().replace("\"args\"", "").replace("\"kwargs\"", "").strip();
        for (int i = 0; i < stripped.length(); i++) {
            if ("{}[]:, ".indexOf(stripped.charAt(i)) < 0) {
                return payload;
            }
        }
        return null;
    }
}
