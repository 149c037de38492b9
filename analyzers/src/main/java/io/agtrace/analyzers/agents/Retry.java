package io.agtrace.analyzers.agents;

import java.util.List;

/**
 * The same call, tried more than once because an attempt failed.
 *
 * @param index position in {@link AgentsView#retries}
 * @param call the call's name
 * @param invocation index of the invocation that called, or -1
 * @param silent whether no span or attribute says that this is a retry
 * @param succeeded whether the last attempt did not fail
 * @param reportedNanos what the caller's status reports as the call's duration
 * @param realNanos first attempt's start to last attempt's end, waits included
 * @param limit the stated greatest number of attempts, or -1
 */
public record Retry(
        int index,
        String call,
        int invocation,
        List<Attempt> attempts,
        boolean silent,
        boolean succeeded,
        long reportedNanos,
        long realNanos,
        int limit,
        List<Evidence> evidence) {
    /**
     * One try.
     *
     * @param node its span; for an attempt that is only an event, the span that bears the event
     * @param event index of the event, or -1 where the attempt has a span of its own
     * @param waitedNanos between the end of the attempt before and this one's start; 0 for the
     *     first
     * @param error what failed; empty where it did not
     */
    public record Attempt(
            int node,
            int event,
            long startNanos,
            long endNanos,
            long waitedNanos,
            boolean failed,
            String error) {}

    public Retry {
        attempts = List.copyOf(attempts);
        evidence = List.copyOf(evidence);
    }
}
