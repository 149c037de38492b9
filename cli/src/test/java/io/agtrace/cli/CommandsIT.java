package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.Workload;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// The commands as processes: what their surroundings change, and what they must not.
class CommandsIT {
    private static final String MANY = sample("many.otlp.jsonl");
    private static final String ONE = sample("market-report.otlp.jsonl");

    /// Enough for the settings of long runs, for a second pass over the file, and for standard
    /// input to go to a temporary file.
    private static final long LARGE_BYTES = 66L << 20;

    private static final int BYTES_A_SPAN = 1300;

    private static Path folder = Path.of("");
    private static Path large = Path.of("");
    private static long largeRuns;

    private static String sample(String name) {
        return Path.of(CliRun.sample(name)).toAbsolutePath().normalize().toString();
    }

    @BeforeAll
    static void writeLargeFile() throws IOException {
        folder = Executable.scratch();
        large = folder.resolve("large.jsonl");
        Workload workload =
                Workload.settings().spans(LARGE_BYTES / BYTES_A_SPAN).spansPerWorkflow(60).build();
        largeRuns = workload.workflows();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(large));
                var writer = OutputFormat.OTLP_JSON.writer(file, 100)) {
            workload.generate(writer);
        }
        assertThat(Files.size(large)).isGreaterThan(40L << 20);
    }

    /// The built program, in a locale that can show more than ASCII and in no terminal.
    private static Executable program() {
        Executable program = Executable.built().with("LC_ALL", "C.UTF-8").with("TZ", "UTC");
        for (String variable :
                new String[] {
                    "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "CI", "PAGER"
                }) {
            program = program.with(variable, null);
        }
        return program.with("TERM", "xterm-256color");
    }

    /// A shell that knows the program as `$AGT` and the arguments as `$1` and so on.
    private static Executable.Result shell(Executable program, String script, String... arguments) {
        String[] words = new String[arguments.length + 3];
        words[0] = "-c";
        words[1] = script;
        words[2] = "sh";
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        return program.with("AGT", Executable.file().toString()).withCommand("/bin/sh").run(words);
    }

    private static Executable.Result expectDone(Executable.Result result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "inspect"})
    void redirectedOutputIsPlainAnd100ColumnsWide(String command) {
        String out = expectDone(program().run(command, MANY)).out();
        assertThat(out)
                .isEqualTo(CliRun.run(command, MANY).out())
                .doesNotContain("\u001b", "next:");
        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        for (Executable other :
                new Executable[] {
                    program().with("CI", "true"),
                    program().with("TERM", "dumb"),
                    program().with("NO_COLOR", "1"),
                    program().with("COLUMNS", "60"),
                    program().with("AGTRACE_PAGER", "false"),
                    program().with("LC_ALL", null).with("LANG", "C.UTF-8")
                }) {
            assertThat(expectDone(other.run(command, MANY)).out()).isEqualTo(out);
        }
        assertThat(shell(program(), "\"$AGT\" \"$@\" | cat", command, MANY).out()).isEqualTo(out);
    }

    @Test
    void colourCanBeForcedAndForbidden() {
        String plain = expectDone(program().run("list", MANY)).out();
        String forced = program().with("CLICOLOR_FORCE", "1").run("list", MANY).out();
        assertThat(forced).contains("\u001b[");
        assertThat(withoutColour(forced)).isEqualTo(plain);
        assertThat(program().run("list", MANY, "--color=always").out()).isEqualTo(forced);
        assertThat(
                        program()
                                .with("CLICOLOR_FORCE", "1")
                                .with("NO_COLOR", "1")
                                .run("list", MANY)
                                .out())
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "inspect"})
    void inTheCLocaleAllIsAscii(String command) {
        for (String locale : new String[] {"C", "POSIX"}) {
            Executable.Result result =
                    program().with("LC_ALL", null).with("LANG", locale).run(command, MANY);
            assertThat(result.out()).matches("[ -~\n]*");
            assertThat(expectDone(result).out())
                    .isEqualTo(CliRun.run(command, MANY, "--ascii").out());
        }
    }

    @Test
    void jsonIsTheSameEverywhere() {
        String json = expectDone(program().run("inspect", ONE, "-ojson")).out();
        assertThat(json).isEqualTo(CliRun.run("inspect", ONE, "-ojson").out());
        for (Executable other :
                new Executable[] {
                    program().with("LC_ALL", "C"),
                    program().with("CLICOLOR_FORCE", "1"),
                    program().with("TZ", "Asia/Kathmandu"),
                    program().with("LC_ALL", "tr_TR.UTF-8")
                }) {
            assertThat(expectDone(other.run("inspect", ONE, "-ojson")).out()).isEqualTo(json);
        }
    }

    @Test
    void timesAreLocal() {
        assertThat(program().with("TZ", "Asia/Kathmandu").run("list", ONE).out())
                .contains("2026-03-02 13:45:00");
    }

    @Test
    void exitCodesReachTheCaller() throws IOException {
        Path text = Files.writeString(folder.resolve("words.txt"), "words\n");
        assertThat(program().run("list", ONE).exit()).isZero();
        assertThat(program().run("list", ONE, "--limit=0").exit()).isEqualTo(2);
        assertThat(program().run("list").exit()).isEqualTo(3);
        assertThat(program().run("list", text.toString()).exit()).isEqualTo(3);
        assertThat(program().run("list", ONE, "nothing.json").exit()).isEqualTo(3);
        assertThat(program().run("inspect", ONE, "-w", "nobody").exit()).isEqualTo(4);
        assertThat(program().run("inspect", ONE, "--root", "feedfeed").exit()).isEqualTo(4);
    }

    @Test
    void fullDiskIsNoSuccess() {
        for (String arguments : new String[] {"list", "inspect -ojson", "inspect"}) {
            Executable.Result result =
                    shell(program(), "\"$AGT\" " + arguments + " \"$1\" >/dev/full", MANY);
            assertThat(result.exit()).isEqualTo(ExitCode.UNREADABLE.value());
            assertThat(result.err()).contains("agtrace: the result cannot be written: No space");
        }
    }

    @Test
    void readerThatLeavesEarlyIsNoError() {
        for (String arguments :
                new String[] {"-ojson -w wf-22-0", "-ojsonl", "--full --payloads"}) {
            Executable.Result result =
                    shell(program(), "\"$AGT\" inspect " + arguments + " \"$1\" | head -n 1", MANY);
            assertThat(result.err()).isEmpty();
            assertThat(result.out().lines()).hasSize(1);
        }
        Executable.Result result =
                shell(program(), "\"$AGT\" list -ojson \"$1\" | head -n 1", large.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("{\n");
    }

    @Test
    void interruptWhileWaitingForInputIs130() throws Exception {
        Executable.assumeInterrupts();
        Path pipe = folder.resolve("slow.pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Executable.Running running = program().start("list", pipe.toString());
        // Opening waits for the reader, which then waits for the rest of the record.
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write("{\"resourceSpans\":[".getBytes(UTF_8));
            out.flush();
            String pid = Long.toString(running.process().pid());
            assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
            Executable.Result result = running.await();
            assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED.value());
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void largeFileIsListedAndOneOfItsRunsInspected() {
        Executable.Result list = expectDone(program().run("list", large.toString(), "-ojsonl"));
        assertThat(list.out().lines()).hasSize((int) largeRuns);
        long last = largeRuns - 1;
        Executable.Result one =
                expectDone(
                        program().run("inspect", large.toString(), "-w", "wf-1-" + last, "-ojson"));
        assertThat(Json.of(one.out()).path("spans").size()).isGreaterThanOrEqualTo(60);
    }

    @Test
    void largeStandardInputIsReadTwice() {
        Executable.Result piped =
                shell(
                        program(),
                        "cat \"$1\" | \"$AGT\" inspect -w wf-1-7 -ojson --stdin-name \"$1\"",
                        large.toString());
        assertThat(expectDone(piped).out())
                .isEqualTo(
                        program().run("inspect", large.toString(), "-w", "wf-1-7", "-ojson").out());
    }

    @Test
    void packedInputIsRead() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(ONE));
        Path gzip = folder.resolve("run.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(bytes);
        }
        ZstdJavaCompressor compressor = new ZstdJavaCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(bytes.length)];
        int length = compressor.compress(bytes, 0, bytes.length, packed, 0, packed.length);
        // The content tells, not the name.
        Path zstd = Files.write(folder.resolve("run.txt"), Arrays.copyOf(packed, length));
        String expected = expectDone(program().run("inspect", ONE)).out();
        for (Path file : new Path[] {gzip, zstd}) {
            assertThat(expectDone(program().run("inspect", file.toString())).out())
                    .isEqualTo(expected);
            Executable.Result piped =
                    shell(program(), "\"$AGT\" inspect - <\"$1\"", file.toString());
            assertThat(expectDone(piped).out()).isEqualTo(expected);
            assertThat(
                            expectDone(
                                            shell(
                                                    program(),
                                                    "cat \"$1\" | \"$AGT\" inspect",
                                                    file.toString()))
                                    .out())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "inspect"})
    void filesAreFoundFromTheWorkingDirectory(String command) {
        Path samples = Path.of(sample(""));
        assertThat(
                        expectDone(program().withDirectory(samples).run(command, "market-*.jsonl"))
                                .out())
                .isEqualTo(CliRun.run(command, ONE).out());
    }

    private static String withoutColour(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
