package io.agtrace.analyzers.rules.resilience;

import io.agtrace.analyzers.agents.Retry;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A call that was tried again and again.
 *
 * @param node where it began: the first attempt, or the call that hides its attempts
 * @param call its name
 * @param failed the attempts that failed, in order of time
 * @param succeeded whether it worked in the end
 * @param told whether the trace says that these are retries
 * @param lostNanos from the first attempt's start to the last one's, or to the end of a call that
 *     never worked
 * @param lastNanos how long the last attempt took, which is what a status page shows of the call
 * @param hidden whether the attempts are requests below a call that shows nothing of them
 */
record Attempts(
        int node,
        String call,
        List<Integer> failed,
        boolean succeeded,
        boolean told,
        long lostNanos,
        String error,
        long lastNanos,
        boolean hidden) {
    /** Clocks of a library and of its transport may differ by so much. */
    private static final long TOLERANCE = 2_000_000;

    /** All of a run, by the node at which they began. */
    static List<Attempts> of(Run run) {
        Map<Integer, List<Integer>> inside = requestsInsideCalls(run);
        Set<Integer> taken = new HashSet<>();
        List<Attempts> all = new ArrayList<>();
        inside.forEach(
                (call, failed) -> {
                    taken.addAll(failed);
                    all.add(hidden(run, call, failed));
                });
        for (Retry retry : run.view().retries()) {
            List<Integer> failed = new ArrayList<>();
            String error = "";
            for (Retry.Attempt attempt : retry.attempts()) {
                if (attempt.failed()) {
                    failed.add(attempt.node());
                    error = error.isEmpty() ? attempt.error() : error;
                }
            }
            if (failed.isEmpty() || taken.containsAll(failed)) {
                continue;
            }
            Retry.Attempt last = retry.attempts().getLast();
            long until = retry.succeeded() ? last.startNanos() : last.endNanos();
            all.add(
                    new Attempts(
                            failed.getFirst(),
                            retry.call(),
                            failed,
                            retry.succeeded(),
                            !retry.silent(),
                            until - retry.attempts().getFirst().startNanos(),
                            error,
                            last.endNanos() - last.startNanos(),
                            false));
        }
        all.sort(Comparator.comparingInt(Attempts::node));
        return all;
    }

    private static Attempts hidden(Run run, int call, List<Integer> failed) {
        SpanTree tree = run.tree();
        boolean worked = !run.facts(call).failed();
        int last = failed.getLast();
        // Of a call that worked in the end, the waits up to its end are lost but for one attempt.
        long until =
                worked
                        ? Math.max(tree.endNanos(last), tree.endNanos(call) - run.nanos(last))
                        : tree.endNanos(call);
        return new Attempts(
                call,
                run.facts(call).toolName().isEmpty()
                        ? tree.span(call).name()
                        : run.facts(call).toolName(),
                failed,
                worked,
                false,
                until - tree.startNanos(failed.getFirst()),
                run.facts(failed.getFirst()).errorMessage(),
                run.nanos(call),
                true);
    }

    /**
     * Failed requests by the model or tool call during which they ran, where none contains them.
     */
    private static Map<Integer, List<Integer>> requestsInsideCalls(Run run) {
        SpanTree tree = run.tree();
        List<Integer> requests = new ArrayList<>();
        List<Integer> calls = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = run.kind(node);
            if (tree.childCount(node) > 0) {
                continue;
            }
            if (kind == OperationKind.OTHER && run.facts(node).failed()) {
                requests.add(node);
            } else if (kind == OperationKind.MODEL_CALL || kind == OperationKind.TOOL_CALL) {
                calls.add(node);
            }
        }
        Comparator<Integer> byStart =
                Comparator.comparingLong((Integer node) -> tree.startNanos(node))
                        .thenComparing(node -> node);
        requests.sort(byStart);
        calls.sort(byStart);
        Map<Integer, List<Integer>> found = new TreeMap<>();
        // The call that ends last: one that is tried again takes longer than those beside it.
        TreeSet<Integer> running =
                new TreeSet<>(
                        Comparator.comparingLong((Integer node) -> -tree.endNanos(node))
                                .thenComparing(node -> node));
        int next = 0;
        for (int request : requests) {
            long start = tree.startNanos(request);
            while (next < calls.size() && tree.startNanos(calls.get(next)) <= start + TOLERANCE) {
                running.add(calls.get(next++));
            }
            boolean inside =
                    !running.isEmpty()
                            && tree.endNanos(running.first()) >= tree.endNanos(request) - TOLERANCE;
            if (inside) {
                found.computeIfAbsent(running.first(), _ -> new ArrayList<>()).add(request);
            }
        }
        return found;
    }
}
