package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;

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
    void exceptionOfOurOwnIsOneLineAndExit70() {
        CommandLine command = Agtrace.commandLine();
        command.addSubcommand("broken", new Broken(new IllegalStateException("boom")));
        assertThat(run(command, "broken")).isEqualTo(ExitCode.INTERNAL.value());
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("boom"));
    }

    @Test
    void errorOfTheMachineIsOneLineAndExit70() {
        CommandLine command = Agtrace.commandLine();
        command.addSubcommand("broken", new Broken(new OutOfMemoryError("heap")));
        assertThat(run(command, "broken")).isEqualTo(ExitCode.INTERNAL.value());
        assertThat(err.toString().lines()).containsExactly("agtrace: out of memory: heap");
    }

    @Command(name = "broken")
    private record Broken(Throwable fault) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            switch (fault) {
                case Exception e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(fault);
            }
        }
    }

    private int run(String... args) {
        return run(Agtrace.commandLine(), args);
    }

    private int run(CommandLine command, String... args) {
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Agtrace.run(command, args);
    }
}
