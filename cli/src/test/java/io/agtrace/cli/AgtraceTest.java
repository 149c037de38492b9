package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;

class AgtraceTest {

    @Test
    void versionIsTheOneOfTheBuild() {
        CliRun.Result result = CliRun.run("--version");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().strip()).matches("agtrace \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void helpGoesToStandardOutput() {
        CliRun.Result result = CliRun.run("--help");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("Usage: agtrace", "--version", "list", "inspect");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void helpNamesEveryExitCode() {
        String help = CliRun.run("--help").out();
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsPattern("(?m)^ +" + code.value() + " +\\S");
        }
    }

    @Test
    void helpFitsTheTerminalAndIsColouredOnlyThere() {
        CliRun terminal = CliRun.plain().withTerminals("12").withVariable("COLUMNS", "80");
        for (String command : List.of("list", "inspect")) {
            String plain = CliRun.run(command, "--help").out();
            String coloured = terminal.with(command, "--help").out();
            assertThat(plain).doesNotContain("\u001b");
            assertThat(coloured).contains("\u001b[");
            assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "").lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(terminal.withVariable("NO_COLOR", "1").with(command, "--help").out())
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void unknownOptionIsWrongUsageAndTheNearestOneIsNamed() {
        CliRun.Result result = CliRun.run("--versoin");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("agtrace: ").contains("--versoin", "--version");
    }

    @Test
    void unknownCommandIsWrongUsageAndTheNearestOneIsNamed() {
        CliRun.Result result = CliRun.run("inspekt", "x.json");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("inspekt", "agtrace inspect");
    }

    @Test
    void noCommandIsWrongUsage() {
        CliRun.Result result = CliRun.run();
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("Missing command", "agtrace --help");
    }

    @Test
    void exceptionOfOurOwnIsOneLineAndExit70() {
        StringWriter err = new StringWriter();
        assertThat(run(new IllegalStateException("boom"), err)).isEqualTo(70);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("boom"));
    }

    @Test
    void errorOfTheMachineIsOneLineAndExit70() {
        StringWriter err = new StringWriter();
        assertThat(run(new OutOfMemoryError("heap"), err)).isEqualTo(70);
        assertThat(err.toString().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("agtrace: out of memory: heap"));
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

    private static int run(Throwable fault, StringWriter err) {
        CommandLine command = Agtrace.commandLine(Environment.ofProcess());
        command.addSubcommand("broken", new Broken(fault));
        command.setErr(new PrintWriter(err, true));
        return Agtrace.run(command, "broken");
    }
}
