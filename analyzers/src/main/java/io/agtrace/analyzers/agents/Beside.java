package io.agtrace.analyzers.agents;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Work on one run that goes on in a second thread while the first does something else. */
final class Beside<T> {
    /** Below so many spans a thread costs more than it brings. */
    private static final int FEWEST_SPANS = 5_000;

    private final FutureTask<T> task;

    private Beside(FutureTask<T> task) {
        this.task = task;
    }

    /**
     * Begins the work; on a small run, or on one core, it is done before this returns.
     *
     * @param spans number of spans of the run
     */
    static <T> Beside<T> begin(int spans, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        if (spans < FEWEST_SPANS || Runtime.getRuntime().availableProcessors() == 1) {
            task.run();
        } else {
            Thread.ofPlatform().daemon().name("agtrace-view").start(task);
        }
        return new Beside<>(task);
    }

    /** What the work gave, once it is done; throws what the work threw. */
    T result() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case RuntimeException cause -> throw cause;
                        case Error cause -> throw cause;
                        case null, default -> throw new IllegalStateException(e);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
