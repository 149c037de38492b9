package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The built executable, whether it runs on a JVM or is native.
class AgtraceExecutableIT {

    private final Path folder;

    AgtraceExecutableIT() throws IOException {
        folder = Executable.scratch();
    }

    @Test
    void printsItsVersion() {
        Executable.Result result = Executable.built().run("--version");
        assertThat(result.out()).matches("agtrace \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void printsItsHelp() {
        Executable.Result result = Executable.built().run("--help");
        assertThat(result.out()).contains("Usage: agtrace");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void refusesAnUnknownOption() {
        Executable.Result result = Executable.built().run("--versoin");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE.value());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--versoin", "--version");
    }

    @Test
    void runsAfterBeingCopied() throws IOException {
        Path copy = folder.resolve("a folder: with ünusual name").resolve("my agtrace");
        Files.createDirectories(copy.getParent());
        Files.copy(Executable.file(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        assertRuns(Executable.built().withCommand(copy.toString()));
        assertRuns(
                Executable.built()
                        .withCommand(copy.toString())
                        .with("XDG_CACHE_HOME", "/dev/null"));
        assertRuns(Executable.built().withCommand(copy.toString()).with("LC_ALL", "C"));
    }

    @Test
    void runsThroughASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("agt"), Executable.file());
        assertRuns(Executable.built().withCommand(link.toString()));
    }

    @Test
    void runsFromPath() throws IOException {
        Files.createSymbolicLink(folder.resolve("agtrace"), Executable.file());
        String path = folder + ":" + System.getenv("PATH");
        assertRuns(
                Executable.built()
                        .with("PATH", path)
                        .withCommand("/bin/sh", "-c", "agtrace \"$@\"", "-"));
    }

    @Test
    void runsWhereNothingCanBeWritten() {
        assertRuns(Executable.built().with("XDG_CACHE_HOME", null).with("HOME", "/dev/null"));
        assertRuns(Executable.built().with("XDG_CACHE_HOME", null).with("HOME", null));
    }

    private static void assertRuns(Executable executable) {
        Executable.Result result = executable.run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("agtrace ");
        assertThat(result.exit()).isZero();
    }
}
