package io.agtrace.cli;

import io.agtrace.analyzers.ingest.source.Progress;

import java.util.Locale;

/**
 * Says on a terminal how far the work has come, where it takes long enough for someone to wonder;
 * says nothing anywhere else.
 */
final class ProgressLine implements Progress, AutoCloseable {
    private static final long SILENT_NANOS = 300_000_000L;
    private static final long STEP_NANOS = 100_000_000L;
    private static final double MEGA = 1e6;

    private final Environment environment;
    private final long started = System.nanoTime();
    private long last = started + SILENT_NANOS - STEP_NANOS;
    private boolean written;

    ProgressLine(Environment environment) {
        this.environment = environment;
    }

    boolean isShown() {
        return environment.errorIsTerminal()
                && environment.variable("CI") == null
                && !"dumb".equals(environment.variable("TERM"));
    }

    @Override
    public synchronized void reached(long read, long total) {
        long now = System.nanoTime();
        if (now - last < STEP_NANOS) {
            return;
        }
        last = now;
        written = true;
        double seconds = (now - started) / 1e9;
        StringBuilder line = new StringBuilder("\rreading ");
        if (total > 0) {
            line.append(Math.min(100, 100 * read / total)).append(" % of ");
            line.append(megabytes(total));
            double left = seconds * (total - read) / Math.max(1, read);
            line.append(", ").append(Math.round(Math.max(0, left))).append(" s left");
        } else {
            line.append(megabytes(read));
        }
        environment.err().print(line.append("\u001b[K"));
        environment.err().flush();
    }

    /** Says how many of a known number of workflows are done. */
    synchronized void done(long done, long all) {
        long now = System.nanoTime();
        if (!isShown() || now - last < STEP_NANOS) {
            return;
        }
        last = now;
        written = true;
        environment.err().print("\rchecked " + done + " of " + all + " workflows\u001b[K");
        environment.err().flush();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / MEGA);
    }

    @Override
    public synchronized void close() {
        if (written) {
            environment.err().print("\r\u001b[K");
            environment.err().flush();
        }
    }
}
