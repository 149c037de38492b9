package io.agtrace.cli;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The packaged program, run as users run it: a process of its own. Immutable; each `with…` gives a
/// changed copy.
record Executable(List<String> command, Path directory, Map<String, String> environment) {

    /// What a run left behind.
    record Result(int exit, String out, String err) {}

    private static final Path BUILT =
            Path.of(Objects.requireNonNull(System.getProperty("agtrace.executable")))
                    .toAbsolutePath();

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /// The executable of this build. Its cache and data are the build's too, and the user's options
    /// do not count.
    static Executable built() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("AGTRACE_"));
        environment.put("XDG_CACHE_HOME", TARGET.resolve("cache").toString());
        environment.put("XDG_DATA_HOME", TARGET.resolve("data").toString());
        return new Executable(List.of(BUILT.toString()), Path.of("."), environment);
    }

    /// The file itself, of the JVM or native.
    static Path file() {
        return BUILT;
    }

    /// Where it stands.
    static Path folder() {
        return Objects.requireNonNull(BUILT.getParent());
    }

    /// A new folder, which the next clean build removes.
    static Path scratch() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(TARGET.resolve("it")), "");
    }

    Executable withCommand(String... words) {
        return new Executable(List.of(words), directory, environment);
    }

    Executable withDirectory(Path changed) {
        return new Executable(command, changed, environment);
    }

    /// Sets a variable of the environment, or removes it if the value is null.
    Executable with(String name, @Nullable String value) {
        Map<String, String> changed = new HashMap<>(environment);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Executable(command, directory, changed);
    }

    /// Runs to the end; standard input is empty.
    Result run(String... arguments) {
        return start(arguments).await();
    }

    Running start(String... arguments) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("agtrace", ".out");
            Path err = Files.createTempFile("agtrace", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(words)
                            .directory(directory.toFile())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops the test where interrupts do not reach programs: one that is started in the background
    /// without job control ignores them, and so does all that it starts.
    static void assumeInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status)) {
                boolean ignored =
                        line.startsWith("SigIgn:")
                                && (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
                Assumptions.assumeFalse(ignored, "interrupts are ignored here");
            }
        }
    }

    /// A run under way.
    record Running(Process process, Path out, Path err) {

        Result await() {
            try {
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError("does not end: " + process.info());
                }
                Result result =
                        new Result(
                                process.exitValue(), Files.readString(out), Files.readString(err));
                Files.delete(out);
                Files.delete(err);
                return result;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
