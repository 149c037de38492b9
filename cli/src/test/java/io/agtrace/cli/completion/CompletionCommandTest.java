package io.agtrace.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.cli.CliRun;
import io.agtrace.cli.ExitCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class CompletionCommandTest {
    private static final Path SCRIPTS = Path.of("..", "completions");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"bash, agtrace.bash", "zsh, _agtrace", "fish, agtrace.fish"})
    void scriptInTheRepositoryIsWhatTheCommandPrints(String shell, String file) throws IOException {
        assertThat(run("completion", shell)).isEqualTo(ExitCode.DONE.value());
        assertThat(err.toString()).isEmpty();
        Path script = SCRIPTS.resolve(file);
        if ("write".equals(System.getProperty("agtrace.golden"))) {
            Files.writeString(script, out.toString());
        }
        assertThat(out.toString())
                .as("run this test with -Dagtrace.golden=write to renew the file")
                .isEqualTo(Files.readString(script));
    }

    @Test
    void unknownShellIsWrongUsageAndTheKnownOnesAreNamed() {
        assertThat(run("completion", "tcsh")).isEqualTo(ExitCode.USAGE.value());
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("tcsh", "[bash, zsh, fish]");
    }

    @Test
    void noShellIsWrongUsage() {
        assertThat(run("completion")).isEqualTo(ExitCode.USAGE.value());
        assertThat(err.toString()).contains("SHELL");
    }

    @Test
    void hiddenThingsAreInNoScript() {
        CommandTree commands = CommandTree.of(Sample.spec());
        for (Shell shell : Shell.values()) {
            assertThat(shell.script().of(commands)).doesNotContain("secret", "debug");
        }
    }

    @Test
    void descriptionsAreFirstSentencesWithoutDefaults() {
        CommandTree read = CommandTree.of(Sample.spec()).subcommands().getFirst();
        assertThat(read.summary()).isEqualTo("Read [all]: it's \"$HOME\", `x` and \\ too");
        assertThat(read.options().stream().map(CommandTree.Option::summary))
                .contains("It's [a:b] \"$HOME\" `x` \\ form");
    }

    private int run(String... args) {
        return CliRun.commands()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
