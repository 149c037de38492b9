package io.agtrace.cli;

import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Order;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.Shape;
import io.agtrace.fixtures.SpanWriter;
import io.agtrace.fixtures.Workload;
import io.agtrace.fixtures.WorkloadSettings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Generated input.
final class Workloads {
    private static final int BATCH = 7;

    private Workloads() {}

    /// One realistic run that fails, its times in whole microseconds, which all formats can carry.
    static WorkloadSettings failing(long seed, Dialect dialect, Order order) {
        return Workload.settings()
                .workflows(1)
                .spansPerWorkflow(45)
                .seed(seed)
                .dialect(dialect)
                .order(order)
                .shuffleWithinRuns(true)
                .failingShare(1)
                .resolutionNanos(1000);
    }

    static byte[] bytes(WorkloadSettings settings, OutputFormat format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SpanWriter writer = format.writer(bytes, BATCH)) {
            settings.build().generate(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// One realistic run as OTLP JSON.
    static byte[] json(long seed, long spans) {
        return bytes(
                Workload.settings().workflows(1).spansPerWorkflow(spans).seed(seed),
                OutputFormat.OTLP_JSON);
    }

    /// One agent that does the same thing over and over.
    static byte[] loop(long spans) {
        return bytes(
                Workload.settings().shape(Shape.LOOP).spans(spans).seed(3), OutputFormat.OTLP_JSON);
    }

    /// The market report without the span of one researcher, whose children are then orphans.
    static byte[] withoutParents() {
        try {
            String all = Files.readString(Path.of(CliRun.sample("otlp-single.json")));
            return all.replace("\"spanId\": \"799845554d6af8d9\"", "\"spanId\": \"\"")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
