package io.agtrace.analyzers.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.opentelemetry.proto.trace.v1.TracesData;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every real export file of the corpus is read, or named as what it is. The table holds for each
 * file the format, the numbers of spans and log records, or the reason why it is no trace; the
 * numbers were counted independently (Python's json, and below the generated protobuf classes) when
 * it was written.
 */
class FormatsCorpusTest {
    private record Row(String file, String format, long spans, long logs, String reason) {}

    private static List<Row> table() throws IOException {
        try (InputStream in = FormatsCorpusTest.class.getResourceAsStream("formats-corpus.tsv")) {
            assertThat(in).isNotNull();
            List<Row> rows = new ArrayList<>();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                String[] cells = line.split("\t", -1);
                rows.add(
                        new Row(
                                cells[0],
                                cells[1],
                                Long.parseLong(cells[2]),
                                Long.parseLong(cells[3]),
                                cells[4]));
            }
            return rows;
        }
    }

    private static Path corpus() {
        Path found = find();
        assumeTrue(found != null, "the corpus is not beside the project");
        return found == null ? Path.of("") : found;
    }

    private static @Nullable Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path corpus = at.resolve("shared/corpus/formats");
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
        }
        return null;
    }

    @Test
    void theTableHoldsEveryFile() throws IOException {
        Path corpus = corpus();
        try (Stream<Path> files = Files.walk(corpus)) {
            List<String> present =
                    files.filter(Files::isRegularFile)
                            .filter(f -> !f.endsWith("LICENSE") && !f.endsWith("NOTES.md"))
                            .map(f -> corpus.relativize(f).toString())
                            .sorted()
                            .toList();
            assertThat(table().stream().map(Row::file).sorted().toList()).isEqualTo(present);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFileIsReadOrNamed() throws IOException {
        Path corpus = corpus();
        return table().stream()
                .map(row -> DynamicTest.dynamicTest(row.file, () -> check(corpus, row)));
    }

    private static void check(Path corpus, Row row) throws IOException {
        IngestReport report = new IngestReport();
        try (ByteInput in =
                ByteInput.of(row.file, Files.newInputStream(corpus.resolve(row.file)), null)) {
            new Ingest(Formats.standard()).read(in, span -> {}, report);
        }
        assertThat(report.sources()).hasSize(1);
        IngestReport.SourceReport source = report.sources().get(0);
        assertThat(source.format().label()).isEqualTo(row.format);
        assertThat(source.spans()).isEqualTo(row.spans);
        assertThat(source.logs()).isEqualTo(row.logs);
        assertThat(source.note()).contains(row.reason);
    }

    @TestFactory
    Stream<DynamicTest> protobufFilesHoldAsManySpansAsTheGeneratedClassesSay() throws IOException {
        Path corpus = corpus();
        return table().stream()
                .filter(row -> row.format.equals(Format.OTLP_PROTOBUF.label()))
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.file,
                                        () ->
                                                assertThat(spansIn(corpus.resolve(row.file)))
                                                        .isEqualTo(row.spans)));
    }

    private static long spansIn(Path file) {
        try {
            return TracesData.parseFrom(Files.readAllBytes(file)).getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .mapToLong(scope -> scope.getSpansCount())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
