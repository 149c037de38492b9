package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected outputs, kept as files. `-Dagtrace.golden=write` writes them anew; look at the
/// difference before it is committed.
final class Golden {
    private static final Path FOLDER =
            Path.of("src", "test", "resources", "io", "agtrace", "cli", "golden");

    private Golden() {}

    /// Compares a text with a file, or writes the file.
    static void check(String name, String actual) {
        Path file = FOLDER.resolve(name);
        try {
            if ("write".equals(System.getProperty("agtrace.golden"))) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, actual);
            }
            assertThat(file).as("golden file; -Dagtrace.golden=write writes it").exists();
            assertThat(actual).as(name).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
