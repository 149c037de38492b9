package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The same input gives the same output: at any time, in any order of files, spans and lines.
class DeterminismTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");
    private static final List<List<String>> VIEWS =
            List.of(
                    List.of("list"),
                    List.of("list", "-ojson"),
                    List.of("list", "-ojsonl"),
                    List.of("list", "--sort=errors"),
                    List.of("inspect", "--full", "--payloads", "--mends"),
                    List.of("inspect", "-ojson"),
                    List.of("inspect", "-ojsonl"));

    @TempDir Path folder;

    private static CliRun.Result run(List<String> view, String... files) {
        List<String> arguments = new ArrayList<>(view);
        arguments.addAll(List.of(files));
        return CliRun.run(arguments.toArray(String[]::new));
    }

    @Test
    void twiceTheSameBytes() {
        for (List<String> view : VIEWS) {
            assertThat(run(view, MANY, ONE)).isEqualTo(run(view, MANY, ONE));
        }
    }

    @Test
    void orderOfFilesDoesNotMatter() {
        for (List<String> view : VIEWS) {
            assertThat(run(view, ONE, MANY)).as(view.toString()).isEqualTo(run(view, MANY, ONE));
        }
    }

    @Test
    void aFileNamedTwiceIsReadOnce() {
        for (List<String> view : VIEWS) {
            assertThat(run(view, MANY, MANY)).isEqualTo(run(view, MANY));
        }
    }

    @Test
    void orderOfLinesDoesNotMatterAndNeitherDoesASplit() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(MANY)));
        Path copy = Files.write(folder.resolve("run.jsonl"), lines);
        for (int seed = 0; seed < 5; seed++) {
            for (List<String> view : VIEWS) {
                String expected = run(view, MANY).out().replace(MANY, "X");
                Collections.shuffle(lines, new Random(seed));
                Files.write(copy, lines);
                assertThat(run(view, copy.toString()).out().replace(copy.toString(), "X"))
                        .as("%s, seed %d", view, seed)
                        .isEqualTo(expected);
            }
        }
        Path first = Files.write(folder.resolve("a.jsonl"), lines.subList(0, 4));
        Path second = Files.write(folder.resolve("b.jsonl"), lines.subList(4, lines.size()));
        for (List<String> view : List.of(List.of("list"), List.of("inspect", "--full"))) {
            assertThat(run(view, second.toString(), first.toString())).isEqualTo(run(view, MANY));
        }
    }

    @Test
    void aFileReadFromTwoPlacesCountsOnce() throws IOException {
        Path copy = Files.copy(Path.of(ONE), folder.resolve("copy.jsonl"));
        CliRun.Result both = CliRun.run("list", ONE, copy.toString());
        assertThat(both.out()).isEqualTo(CliRun.run("list", ONE).out());
    }

    @Test
    void localeDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            for (List<String> view : VIEWS) {
                CliRun.Result expected = run(view, MANY, ONE);
                for (String locale : List.of("de-DE", "tr-TR", "ar-EG", "hi-IN-u-nu-deva")) {
                    Locale.setDefault(Locale.forLanguageTag(locale));
                    assertThat(run(view, MANY, ONE)).as(locale).isEqualTo(expected);
                }
                Locale.setDefault(before);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
