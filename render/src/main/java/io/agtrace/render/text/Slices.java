package io.agtrace.render.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on many rows, each by itself: shared out among the cores where there are enough of them. */
public final class Slices {
    /** With fewer rows another thread takes longer to begin than they take. */
    private static final int LEAST = 500;

    private Slices() {}

    /** Makes something of neighbouring rows; called from several threads at a time. */
    public interface Work<R> {
        R of(int from, int to);
    }

    /** What was made of all rows, in their order; one result where they are few. */
    public static <R> List<R> each(int rows, Work<R> work) {
        int slices = Math.clamp(rows / LEAST, 1, Runtime.getRuntime().availableProcessors());
        List<FutureTask<R>> tasks = new ArrayList<>(slices);
        for (int i = 0; i < slices; i++) {
            int from = (int) ((long) rows * i / slices);
            int to = (int) ((long) rows * (i + 1) / slices);
            FutureTask<R> task = new FutureTask<>(() -> work.of(from, to));
            tasks.add(task);
            if (i > 0) {
                Thread.ofPlatform().daemon().name("rows-", i).start(task);
            }
        }
        tasks.getFirst().run();
        List<R> results = new ArrayList<>(slices);
        for (FutureTask<R> task : tasks) {
            results.add(result(task));
        }
        return results;
    }

    private static <R> R result(FutureTask<R> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
