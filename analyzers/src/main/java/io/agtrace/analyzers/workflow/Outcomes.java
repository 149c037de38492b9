package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Span;

/**
 * How a run ended, from little evidence and in one pass.
 *
 * <ul>
 *   <li>Unknown: no root has an end; the run was cut off, or its head is missing.
 *   <li>Failed: the first root failed, or the root that ended last, or the model or tool call that
 *       ended last, or the agent that ended last. A root's own status is not enough, because
 *       several SDKs call every root a success; the last call is what the result rests on.
 *   <li>Suspect: something failed, but something else ended well after it.
 *   <li>OK: nothing failed.
 * </ul>
 */
final class Outcomes {
    private Outcomes() {}

    static Outcome of(TraceRow[] rows, long errors) {
        TraceRow first = null;
        TraceRow last = null;
        TraceRow.Latest call = rows[0].lastCall;
        TraceRow.Latest agent = rows[0].lastAgent;
        for (TraceRow row : rows) {
            call = row.lastCall.end > call.end ? row.lastCall : call;
            agent = row.lastAgent.end > agent.end ? row.lastAgent : agent;
            if (row.rootStands && row.rootEnd != Span.NO_TIME) {
                first = first == null ? row : first;
                last = last == null || row.rootEnd > last.rootEnd ? row : last;
            }
        }
        if (first == null || last == null) {
            return Outcome.UNKNOWN;
        }
        if (first.rootFailed || last.rootFailed || call.failed || agent.failed) {
            return Outcome.FAILED;
        }
        return errors > 0 ? Outcome.SUSPECT : Outcome.OK;
    }
}
