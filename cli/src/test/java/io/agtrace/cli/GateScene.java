package io.agtrace.cli;

import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Fault;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.Shape;
import io.agtrace.fixtures.Workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Recorded runs of a made-up program, for tests of the gate.
final class GateScene {
    private GateScene() {}

    /// Healthy runs as OTLP JSON lines.
    static byte[] healthy(long seed, int runs) {
        return Workloads.bytes(
                Workload.settings()
                        .shape(Shape.STORIES)
                        .workflows(runs)
                        .seed(seed)
                        .dialect(Dialect.OTEL_GENAI)
                        .fault(Fault.MESSAGE_LOST)
                        .faultShare(0),
                OutputFormat.OTLP_JSON);
    }

    /// Runs in each of which a task is handed over and nobody ever works on it.
    static byte[] faulty(long seed, int runs) {
        return Workloads.bytes(
                Workload.settings()
                        .shape(Shape.STORIES)
                        .workflows(runs)
                        .seed(seed)
                        .dialect(Dialect.OTEL_GENAI)
                        .fault(Fault.MESSAGE_LOST),
                OutputFormat.OTLP_JSON);
    }

    static Path write(Path file, byte[] bytes) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.write(file, bytes);
    }
}
