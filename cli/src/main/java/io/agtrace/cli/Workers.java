package io.agtrace.cli;

import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowBuilder;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes something of each of many workflows, on all cores. Results come in the order of the
 * workflows, and no more workflows than a few for each core are in memory at a time.
 */
final class Workers {
    private static final int AHEAD = 2;

    private Workers() {}

    /** Makes something of a workflow; called from several threads at a time. */
    interface Maker<R> {
        R make(Workflow workflow) throws IOException;
    }

    /** Takes results one after the other. */
    interface Taker<R> {
        void take(R result) throws IOException;
    }

    static <R> void each(
            Session session, List<WorkflowSummary> chosen, Maker<R> maker, Taker<R> taker)
            throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores == 1 || chosen.size() == 1) {
            for (WorkflowSummary each : chosen) {
                taker.take(maker.make(session.load(each)));
            }
            return;
        }
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        Math.min(cores, chosen.size()), Thread.ofPlatform().daemon().factory());
        try {
            Deque<Future<R>> waiting = new ArrayDeque<>();
            for (WorkflowSummary each : chosen) {
                WorkflowBuilder collected = session.collect(each);
                waiting.add(pool.submit(() -> maker.make(collected.build())));
                if (waiting.size() > AHEAD * cores) {
                    taker.take(result(waiting.remove()));
                }
            }
            while (!waiting.isEmpty()) {
                taker.take(result(waiting.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> R result(Future<R> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted", "");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
