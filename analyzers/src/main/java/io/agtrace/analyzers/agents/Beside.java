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
     * Whether a second thread pays: not on a small run, nor on one core.
     *
     * @param spans number of spans of the run
     */
    static boolean isApart(int spans) {
        return spans >= FEWEST_SPANS && Runtime.getRuntime().availableProcessors() > 1;
    }

    /**
     * Begins the work.
     *
     * @param apart whether in a second thread; else it is done before this returns
     */
    static <T> Beside<T> begin(boolean apart, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        if (apart) {
            Thread.ofPlatform().daemon().name("agtrace-view").start(task);
        } else {
            task.run();
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
