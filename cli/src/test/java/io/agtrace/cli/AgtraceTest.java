package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

class AgtraceTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionIsTheOneOfTheBuild() {
        assertThat(run("--version")).isEqualTo(ExitCode.DONE.value());
        assertThat(out.toString().strip()).matches("agtrace \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpGoesToStandardOutput() {
        assertThat(run("--help")).isEqualTo(ExitCode.DONE.value());
        assertThat(out.toString()).contains("Usage: agtrace", "--version");
    }

    @Test
    void unknownOptionIsWrongUsageAndTheNearestOneIsNamed() {
        assertThat(run("--versoin")).isEqualTo(ExitCode.USAGE.value());
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("agtrace: ").contains("--versoin", "--version");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(run()).isEqualTo(ExitCode.USAGE.value());
        assertThat(err.toString()).contains("Missing command", "agtrace --help");
    }

    @Test
    void defectOfOurOwnIsOneLineAndExit70() {
        CommandLine command = Agtrace.commandLine();
        command.setExecutionStrategy(
                parsed -> {
                    throw new CommandLine.ExecutionException(
                            command, "x", new ArithmeticException("boom"));
                });
        assertThat(run(command)).isEqualTo(ExitCode.INTERNAL.value());
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("boom"));
    }

    private int run(String... args) {
        return run(Agtrace.commandLine(), args);
    }

    private int run(CommandLine command, String... args) {
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
