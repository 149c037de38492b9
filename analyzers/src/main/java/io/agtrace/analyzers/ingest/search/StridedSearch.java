package io.agtrace.analyzers.ingest.search;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Searches an input on all processors, stride by stride. What was found in a stride is read while
 * the next one is searched; what that gives to look for as well is looked for from the one after it
 * on. So what is read does not depend on which thread is how fast.
 *
 * @param <W> what a thread needs to hold a portion
 */
final class StridedSearch<W> {
    /** So many strides later it is looked for what else was found to be wanted. */
    private static final int DELAY = 2;

    private final Portions<W> portions;
    private final Searched searched;
    private final Groups groups;
    private final boolean binary;
    private final Reading reading;

    private final Object taking = new Object();
    private int next;
    private @Nullable Stride current;
    private final int last;

    // Guarded by this.
    private final Deque<Stride> open = new ArrayDeque<>();
    private final int[] known = new int[DELAY];
    private final boolean[] fresh = new boolean[DELAY];
    private int closed;
    private boolean closing;
    private boolean ended;
    private boolean givenUp;
    private @Nullable Throwable failure;

    /** Takes what was found. */
    interface Reading {
        /** Bytes that may be read yet. */
        long room();

        /** Whether nothing of this input was read yet. */
        boolean isFirst();

        /**
         * Reads units, and adds to the groups what else to look for.
         *
         * @return false where the search has to be given up
         */
        boolean read(List<Unit> units) throws IOException;
    }

    /**
     * @param searched what was searched for before; is brought up to date
     */
    StridedSearch(
            Portions<W> portions,
            Searched searched,
            Groups groups,
            boolean binary,
            Reading reading) {
        this.portions = portions;
        this.searched = searched;
        this.groups = groups;
        this.binary = binary;
        this.reading = reading;
        this.last = searched.lastBehind(groups.count());
        for (int i = 0; i < DELAY; i++) {
            known[i] = groups.count();
            fresh[i] = reading.isFirst();
        }
    }

    /**
     * Searches all strides that were not searched yet for all that was known to be wanted before,
     * and for much of what is found to be wanted by that.
     *
     * @return false where the search has to be given up
     */
    boolean run() throws IOException {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
            others.add(Thread.ofPlatform().daemon().start(this::work));
        }
        work();
        for (Thread thread : others) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                fail(e);
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        synchronized (this) {
            switch (failure) {
                case null -> {}
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IOException(failure);
            }
            return !givenUp;
        }
    }

    private void work() {
        try {
            W worker = portions.worker();
            for (Stride stride; (stride = take(worker)) != null; ) {
                if (!stride.needles.isEmpty() && !portions.search(worker, stride)) {
                    fail(null);
                }
                done(stride);
            }
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new IOException("interrupted", e));
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized void fail(@Nullable Throwable e) {
        givenUp = true;
        failure = failure == null ? e : failure;
        notifyAll();
    }

    /** The stride whose next portion the worker now holds; null where there is none. */
    private @Nullable Stride take(W worker) throws IOException, InterruptedException {
        synchronized (taking) {
            int number = next / portions.perStride();
            boolean more = number <= last;
            Stride stride = current;
            if (more && (stride == null || stride.number != number)) {
                stride = begin(number);
            }
            if (stride == null || !goesOn()) {
                end();
                return null;
            }
            if (!more || !portions.take(worker, next, !stride.needles.isEmpty())) {
                if (more) {
                    searched.end();
                }
                end();
                return null;
            }
            next++;
            synchronized (this) {
                stride.open++;
            }
            return stride;
        }
    }

    private synchronized boolean goesOn() {
        return !givenUp && !ended;
    }

    private synchronized void end() {
        ended = true;
        open.forEach(stride -> stride.sealed = true);
    }

    /** Begins a stride, once it is known what to look for in it. */
    private @Nullable Stride begin(int number) throws InterruptedException {
        synchronized (this) {
            while (!givenUp && number >= closed + DELAY) {
                wait();
            }
            if (givenUp || ended) {
                return null;
            }
            int all = known[number % DELAY];
            List<NeedleSet> needles = groups.needles(searched.groups(number), all, binary);
            if (needles == null) {
                givenUp = true;
                return null;
            }
            if (current != null) {
                current.sealed = true;
            }
            Stride stride = new Stride(number, all, needles, fresh[number % DELAY]);
            open.add(stride);
            current = stride;
            return stride;
        }
    }

    private void done(Stride stride) throws IOException {
        synchronized (this) {
            stride.open--;
        }
        close();
    }

    /** Reads what was found in strides that are searched to their ends, one after the other. */
    private void close() throws IOException {
        for (Stride stride; (stride = closable()) != null; ) {
            List<Unit> units = portions.units(stride, reading.room());
            boolean goesOn = units != null && (units.isEmpty() || reading.read(units));
            synchronized (this) {
                // A stride that was skipped is as far behind as before.
                searched.set(
                        stride.number, Math.max(searched.groups(stride.number), stride.groups));
                known[stride.number % DELAY] = groups.count();
                fresh[stride.number % DELAY] = reading.isFirst();
                closed = stride.number + 1;
                closing = false;
                givenUp |= !goesOn;
                notifyAll();
            }
        }
    }

    private synchronized @Nullable Stride closable() {
        Stride first = open.peek();
        if (closing || givenUp || first == null || !first.sealed || first.open > 0) {
            return null;
        }
        closing = true;
        return open.remove();
    }
}
