package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The commands under a pseudo-terminal, which `script` of util-linux makes.
class TerminalIT {
    private static final String MANY = sample("many.otlp.jsonl");
    private static final String ONE = sample("market-report.otlp.jsonl");

    private static String sample(String name) {
        return Path.of(CliRun.sample(name)).toAbsolutePath().normalize().toString();
    }

    @BeforeEach
    void scriptIsInstalled() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "script"))),
                "script is not installed");
    }

    /// What appears on a terminal of that size, line ends as in a file.
    private static String screen(Executable program, int columns, int rows, String command) {
        String script = "stty cols " + columns + " rows " + rows + "; \"$AGT\" " + command;
        Executable.Result result =
                program.with("AGT", Executable.file().toString())
                        .withCommand("script", "-qec", script, "/dev/null")
                        .run();
        assertThat(result.exit()).isZero();
        return result.out().replace("\r\n", "\n");
    }

    private static Executable program() {
        Executable program =
                Executable.built()
                        .with("LC_ALL", "C.UTF-8")
                        .with("TZ", "UTC")
                        .with("TERM", "xterm-256color");
        for (String variable :
                List.of(
                        "NO_COLOR",
                        "CLICOLOR",
                        "CLICOLOR_FORCE",
                        "COLUMNS",
                        "LINES",
                        "CI",
                        "PAGER")) {
            program = program.with(variable, null);
        }
        return program;
    }

    private static String withoutColour(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120, 200})
    void widthIsTheTerminals(int columns) {
        String list = withoutColour(screen(program(), columns, 100, "list '" + MANY + "'"));
        assertThat(list)
                .startsWith(CliRun.run("list", MANY, "--width=" + columns).out())
                .contains("next: agtrace inspect FILE --workflow wf-10-0");
        String inspect = withoutColour(screen(program(), columns, 100, "inspect '" + ONE + "'"));
        assertThat(inspect).isEqualTo(CliRun.run("inspect", ONE, "--width=" + columns).out());
    }

    @Test
    void outputIsColouredUnlessTheTerminalOrTheUserSaysNo() {
        String command = "inspect '" + ONE + "'";
        assertThat(screen(program(), 100, 100, command)).contains("\u001b[");
        for (Executable plain :
                List.of(
                        program().with("NO_COLOR", "1"),
                        program().with("TERM", "dumb"),
                        program().with("CLICOLOR", "0"))) {
            assertThat(screen(plain, 100, 100, command))
                    .isEqualTo(CliRun.run("inspect", ONE).out());
        }
        assertThat(screen(program(), 100, 100, command + " --color=never"))
                .isEqualTo(CliRun.run("inspect", ONE).out());
    }

    @Test
    void nothingButTheResultIsWrittenToTheTerminal() {
        // Neither questions to the terminal nor a progress line that was not needed.
        assertThat(withoutColour(screen(program(), 100, 100, "inspect '" + ONE + "'")))
                .doesNotContain("\u001b", "\r");
        assertThat(screen(program().with("CI", "true"), 100, 100, "list '" + MANY + "' | cat"))
                .isEqualTo(CliRun.run("list", MANY).out());
    }

    @Test
    void whatIsTallerThanTheTerminalIsPaged() {
        Executable paged = program().with("AGTRACE_PAGER", "sed 's/^/paged: /'");
        String tall = screen(paged, 100, 20, "inspect '" + ONE + "'");
        assertThat(tall.lines()).isNotEmpty().allMatch(line -> line.startsWith("paged: "));
        assertThat(tall).contains("\u001b[");
        assertThat(withoutColour(tall).replace("paged: ", ""))
                .isEqualTo(CliRun.run("inspect", ONE).out());
        assertThat(screen(paged, 100, 100, "inspect '" + ONE + "'")).doesNotContain("paged: ");
        assertThat(screen(paged, 100, 20, "inspect --no-pager '" + ONE + "'"))
                .doesNotContain("paged: ");
        assertThat(screen(paged, 100, 20, "inspect -ojson '" + ONE + "'"))
                .doesNotContain("paged: ");
        assertThat(screen(paged.with("TERM", "dumb"), 100, 20, "inspect '" + ONE + "'"))
                .doesNotContain("paged: ");
    }

    @Test
    void pagerIsTheUsersOwnUnlessOursIsSet() {
        Executable other = program().with("PAGER", "sed 's/^/other: /'");
        String command = "inspect '" + ONE + "'";
        assertThat(screen(other, 100, 20, command)).startsWith("other: ");
        assertThat(screen(other.with("AGTRACE_PAGER", "sed 's/^/ours: /'"), 100, 20, command))
                .startsWith("ours: ");
        assertThat(withoutColour(screen(other.with("AGTRACE_PAGER", ""), 100, 20, command)))
                .isEqualTo(CliRun.run("inspect", ONE).out());
    }

    @Test
    void pagerThatIsMissingOrLeavesEarlyIsNoError() {
        Executable missing = program().with("AGTRACE_PAGER", "no-such-pager-anywhere");
        assertThat(withoutColour(screen(missing, 100, 20, "inspect '" + ONE + "' 2>/dev/null")))
                .contains("more: --view waterfall");
        Executable hasty = program().with("AGTRACE_PAGER", "head -n 1");
        assertThat(withoutColour(screen(hasty, 100, 20, "inspect --full '" + MANY + "'")).lines())
                .hasSize(1);
    }

    @Test
    void keyboardIsNotWaitedFor() {
        Executable.Result result =
                program()
                        .with("AGT", Executable.file().toString())
                        .withCommand("script", "-qec", "\"$AGT\" list", "/dev/null")
                        .run();
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE.value());
        assertThat(result.out()).contains("no input");
    }
}
