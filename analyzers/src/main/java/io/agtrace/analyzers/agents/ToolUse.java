package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

/**
 * One use of a tool: a model asked for it, the program ran it, its result went back.
 *
 * @param invocation index of the stay that used it, or -1
 * @param tool the tool's name as the trace gives it
 * @param request the model call that asked for it, or -1 where none does
 * @param call the tool's own span, or -1: the request was turned down before it ran, or the span is
 *     missing
 * @param failedNode the innermost span of the call that failed, or -1
 * @param arguments as asked for, else as the tool was called; null where not recorded
 * @param result what came back; null where not recorded
 * @param error what says that it failed; empty where nothing does
 * @param hard whether a status or an error flag says that it failed, not only the result's text
 * @param startNanos since the epoch: when it was called, or asked for
 * @param endNanos since the epoch: when it ended, or was asked for
 */
public record ToolUse(
        int invocation,
        String tool,
        int request,
        int call,
        int failedNode,
        @Nullable AnyValue arguments,
        @Nullable AnyValue result,
        String error,
        boolean hard,
        long startNanos,
        long endNanos) {
    public boolean failed() {
        return !error.isEmpty();
    }

    /** The tool's span, else the model call that asked for it. */
    public int node() {
        return call >= 0 ? call : request;
    }

    /** Where the failure shows: the innermost failed span, else the use's own. */
    public int errorNode() {
        return failedNode >= 0 ? failedNode : node();
    }
}
