package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Real export files: each is shown, or it is told why it is none.
class CorpusTest {
    /// Which file is what, with its number of spans: checked by the tests of the readers.
    private static final Path TABLE =
            Path.of(
                    "../analyzers/src/test/resources/io/agtrace/analyzers/ingest/formats-corpus.tsv");

    @Test
    void everyFileIsListedAndInspectedOrRefusedWithAReason() throws IOException {
        Path corpus = corpus();
        assumeTrue(corpus != null, "the corpus is not here");
        List<String> wrong = new ArrayList<>();
        int shown = 0;
        int refused = 0;
        for (String line : Files.readAllLines(TABLE)) {
            String[] row = line.split("\t", -1);
            Path file = corpus.resolve(row[0]);
            if (line.startsWith("#") || !Files.exists(file)) {
                continue;
            }
            boolean hasSpans = Long.parseLong(row[2]) > 0;
            CliRun.Result list = CliRun.run("list", file.toString(), "-ojson");
            CliRun.Result inspect = CliRun.run("inspect", file.toString());
            if (list.exit() != (hasSpans ? 0 : 3) || inspect.exit() != list.exit()) {
                wrong.add(line + " gave " + list.exit() + ", " + inspect.exit() + list.err());
            } else if (hasSpans) {
                shown++;
                JsonNode workflows = Json.of(list.out()).path("workflows");
                if (workflows.isEmpty() || inspect.out().isBlank()) {
                    wrong.add(line + " shows nothing");
                }
            } else {
                refused++;
                String message = Json.of(list.out()).at("/error/message").asText();
                if (!message.contains(file.toString()) || !inspect.out().isEmpty()) {
                    wrong.add(line + " gave no reason: " + list.err());
                }
            }
            if (!inspect.out().matches("[^\\p{Cc}&&[^\n]]*")) {
                wrong.add(line + " shows control characters");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(shown).isGreaterThan(50);
        assertThat(refused).isGreaterThan(5);
    }

    private static @Nullable Path corpus() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path corpus = folder.resolveSibling("shared").resolve("corpus").resolve("formats");
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
            folder = folder.getParent();
        }
        return null;
    }
}
