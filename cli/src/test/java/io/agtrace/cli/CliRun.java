package io.agtrace.cli;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// A command line run in this process, in surroundings that the test sets: no terminal anywhere, no
/// environment variables, empty standard input, UTC and a fixed moment unless told otherwise.
/// Immutable; each `with…` gives a changed copy.
public record CliRun(
        Map<String, String> variables,
        byte[] stdin,
        String terminals,
        boolean unicode,
        Path directory,
        Clock clock) {

    /// What a run left behind.
    record Result(int exit, String out, String err) {
        ExitCode code() {
            for (ExitCode code : ExitCode.values()) {
                if (code.value() == exit) {
                    return code;
                }
            }
            throw new AssertionError("exit code " + exit + " has no name");
        }
    }

    /// Some time after every sample began.
    static final Instant NOW = Instant.parse("2026-03-02T09:10:00Z");

    private static final Path SAMPLES = Path.of("..", "fixtures", "samples");

    static CliRun plain() {
        return new CliRun(
                Map.of(), new byte[0], "", true, Path.of(""), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /// Runs a command line in plain surroundings.
    static Result run(String... arguments) {
        return plain().with(arguments);
    }

    /// The path of a sample trace, as it is named on a command line.
    static String sample(String name) {
        return SAMPLES.resolve(name).toString();
    }

    CliRun withVariable(String name, String value) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(name, value);
        return new CliRun(Map.copyOf(changed), stdin, terminals, unicode, directory, clock);
    }

    CliRun withInput(byte[] bytes) {
        return new CliRun(variables, bytes, terminals, unicode, directory, clock);
    }

    CliRun withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Where the user stands. Names of traces stay relative to this process.
    CliRun in(Path folder) {
        return new CliRun(variables, stdin, terminals, unicode, folder, clock);
    }

    /// Which ends are a terminal: `0` standard input, `1` standard output, `2` standard error.
    CliRun withTerminals(String ends) {
        return new CliRun(variables, stdin, ends, unicode, directory, clock);
    }

    CliRun withoutUnicode() {
        return new CliRun(variables, stdin, terminals, false, directory, clock);
    }

    CliRun withZone(ZoneId zone) {
        return new CliRun(variables, stdin, terminals, unicode, directory, clock.withZone(zone));
    }

    /// The commands of the program, for tests of other packages.
    public static CommandLine commands() {
        return Agtrace.commandLine(
                plain().environment(new ByteArrayOutputStream(), new StringWriter()));
    }

    /// Runs one command line in these surroundings.
    Result with(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Environment environment = environment(out, err);
        int exit = Main.run(environment, arguments);
        environment.out().flush();
        environment.err().flush();
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    private Environment environment(ByteArrayOutputStream out, StringWriter err) {
        return new Environment(
                variables,
                new ByteArrayInputStream(stdin),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintWriter(err, true),
                terminals.contains("1"),
                terminals.contains("2"),
                terminals.contains("0"),
                unicode,
                directory,
                clock);
    }
}
