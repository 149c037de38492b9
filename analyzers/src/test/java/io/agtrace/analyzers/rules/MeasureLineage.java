package io.agtrace.analyzers.rules;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Passage;
import io.agtrace.analyzers.workflow.WorkflowBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Measures what lineage and verdicts of runs cost. Arguments: files of traces, one run in each.
 * Prints for each the payload (characters that are read for facts), the best time of lineage alone,
 * what it keeps in memory, and the best time of the verdicts with all they need.
 */
final class MeasureLineage {
    private static final int ROUNDS = 7;

    private MeasureLineage() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        System.out.println(
                "spans    messages  payload   view      lineage   kept      verdicts  file");
        for (String file : args) {
            measure(Path.of(file));
        }
    }

    private static void measure(Path file) throws IOException {
        WorkflowBuilder builder = new WorkflowBuilder(Conventions.standard());
        try (ByteInput in = ByteInput.of(file.toString(), Files.readAllBytes(file))) {
            new Ingest(Formats.standard()).read(in, builder, new IngestReport());
        }
        var workflow = builder.build();
        Timed<AgentsView> view = best(() -> AgentsView.of(workflow));
        Lineage first = Lineage.of(view.result());
        long payload = 0;
        for (Passage each : first.passages()) {
            payload += each.length();
        }
        first = null;
        Timed<Lineage> lineage = best(() -> Lineage.of(view.result()));
        long with = used();
        lineage.result = null;
        long kept = with - used();
        Timed<AgentsView> verdicts = best(() -> Verdicts.judged(view.result()));
        System.out.printf(
                Locale.ROOT,
                "%-8d %-9d %5.2f MB  %6.0f ms %6.0f ms %5.2f MB  %6.0f ms  %s%n",
                workflow.tree().size(),
                verdicts.result().messages().size(),
                payload / 1e6,
                view.nanos / 1e6,
                lineage.nanos / 1e6,
                kept / 1e6,
                verdicts.nanos / 1e6,
                file.getFileName());
    }

    private static final class Timed<T> {
        long nanos = Long.MAX_VALUE;
        @Nullable T result;

        T result() {
            return Objects.requireNonNull(result);
        }
    }

    private static <T> Timed<T> best(Supplier<T> work) {
        Timed<T> best = new Timed<>();
        for (int i = 0; i < ROUNDS; i++) {
            best.result = null;
            long start = System.nanoTime();
            best.result = work.get();
            best.nanos = Math.min(best.nanos, System.nanoTime() - start);
        }
        return best;
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
