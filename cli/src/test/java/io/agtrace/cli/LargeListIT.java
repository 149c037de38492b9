package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.Shape;
import io.agtrace.fixtures.SpanWriter;
import io.agtrace.fixtures.Workload;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Ten million spans, made while they are read, are listed in a small heap.
@Tag("large")
class LargeListIT {
    private static final long SPANS = 10_000_000;
    private static final long WORKFLOWS = 250_000;

    @Test
    void tenMillionSpansAreListedInHalfAGibibyte() throws IOException, InterruptedException {
        Path out = Executable.scratch().resolve("rows");
        Executable executable =
                Executable.built()
                        .with("AGTRACE_JAVA_OPTS", "-Xmx512m -XX:+ExitOnOutOfMemoryError");
        List<String> command = new ArrayList<>(executable.command());
        command.addAll(List.of("list", "-o", "jsonl", "-"));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(executable.environment());
        Process process = builder.start();
        try (OutputStream to = new BufferedOutputStream(process.getOutputStream(), 1 << 20);
                SpanWriter writer = OutputFormat.OTLP_PROTO_FRAMED.writer(to, 512)) {
            Workload.settings()
                    .shape(Shape.FAN)
                    .workflows(WORKFLOWS)
                    .spans(SPANS)
                    .payloadBytes(0)
                    .build()
                    .generate(writer);
        }

        assertThat(process.waitFor()).isZero();
        try (Stream<String> rows = Files.lines(out)) {
            assertThat(rows).hasSize((int) WORKFLOWS);
        }
    }
}
