package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where traces come from, and what is said where they can't be read.
class InputTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");

    @TempDir Path folder;

    @Test
    void missingFileIsExit3WhileOthersAreShown() {
        CliRun.Result result = CliRun.run("list", "no-such-file.json", ONE);
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.out()).contains("report-47", "1 workflow");
        assertThat(result.err()).contains("no-such-file.json: no such file").hasLineCount(1);
        CliRun.Result json = CliRun.run("list", "no-such-file.json", ONE, "-o", "json");
        assertThat(json.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(Json.of(json.out()).path("workflows")).hasSize(1);
    }

    @Test
    void missingFileAloneIsExit3() {
        CliRun.Result result = CliRun.run("list", "no-such-file.json");
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("agtrace: no-such-file.json: no such file")
                .hasLineCount(1);
    }

    @Test
    void whatIsNoTraceIsExit3AndSaysWhy() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.json"), "just some words\n");
        CliRun.Result result = CliRun.run("list", text.toString());
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("agtrace: " + text + ": not a trace (");
    }

    @Test
    void emptyFileAndEmptyFolderAreExit3() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.json"));
        assertThat(CliRun.run("list", empty.toString()))
                .extracting(CliRun.Result::code, result -> result.err().contains("is empty"))
                .containsExactly(ExitCode.UNREADABLE, true);
        Path none = Files.createDirectory(folder.resolve("none"));
        assertThat(CliRun.run("list", none.toString()))
                .extracting(CliRun.Result::code, result -> result.err().contains("no file to read"))
                .containsExactly(ExitCode.UNREADABLE, true);
        assertThat(CliRun.run("list", folder + "/*.pb"))
                .extracting(CliRun.Result::code, result -> result.err().contains("no file matches"))
                .containsExactly(ExitCode.UNREADABLE, true);
    }

    @Test
    void logsWithoutSpansAreExit3() throws IOException {
        Path logs =
                Files.writeString(
                        folder.resolve("logs.jsonl"),
                        """
                        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"x"}}]}]}]}
                        """);
        CliRun.Result result = CliRun.run("list", logs.toString());
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("OTLP JSON, no span", "logs or metrics only");
    }

    @Test
    void damageIsNamedAndTheRestIsShown() throws IOException {
        String lines = Files.readString(Path.of(ONE));
        int second = lines.indexOf('\n') + 1;
        Path damaged =
                Files.writeString(
                        folder.resolve("damaged.jsonl"),
                        lines.substring(0, second) + "garbage\n" + lines.substring(second));
        CliRun.Result result = CliRun.run("list", damaged.toString());
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("1 workflow\n");
        assertThat(result.err()).contains("skipped 1 record", "damaged.jsonl, byte ");
        JsonNode skipped =
                Json.of(CliRun.run("list", damaged.toString(), "-o", "json").out()).path("skipped");
        assertThat(skipped.path("records").asInt()).isEqualTo(1);
        JsonNode place = skipped.path("reasons").path(0).path("places").path(0);
        assertThat(place.path("source").asText()).isEqualTo(damaged.toString());
        assertThat(place.path("byte").asInt())
                .isEqualTo(lines.substring(0, second).getBytes(UTF_8).length);
    }

    @Test
    void verboseSaysWhatWasRead() {
        String zipkin = CliRun.sample("zipkin.json");
        CliRun.Result result = CliRun.run("list", "-v", MANY, zipkin, "../README.md");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err().lines())
                .contains(
                        "agtrace: " + MANY + ": OTLP JSON, 210 spans",
                        "agtrace: " + zipkin + ": Zipkin v2 JSON, 25 spans")
                .anyMatch(line -> line.startsWith("agtrace: ../README.md: not a trace ("));
        assertThat(CliRun.run("list", MANY, zipkin).err()).isEmpty();
    }

    @Test
    void folderPatternAndArchiveMembersAreRead() throws IOException {
        Files.copy(Path.of(MANY), folder.resolve("b.json"));
        Files.copy(Path.of(ONE), folder.resolve("a.json"));
        for (String input : List.of(folder.toString(), folder + "/*.json", folder + "/[ab].json")) {
            JsonNode document = Json.of(CliRun.run("list", input, "-ojson").out());
            assertThat(document.path("workflows")).hasSize(13);
            assertThat(Json.texts(document.path("source")))
                    .containsExactly(folder + "/a.json", folder + "/b.json");
        }
    }

    @Test
    void fromIsReadWhereNoFileIsNamed() {
        CliRun elsewhere = CliRun.plain().withVariable("AGTRACE_FROM", MANY);
        assertThat(elsewhere.with("list").out()).contains("12 workflows");
        assertThat(elsewhere.with("list", "--from", ONE).out()).contains("1 workflow\n");
        assertThat(elsewhere.with("list", ONE).out()).contains("1 workflow\n");
        assertThat(elsewhere.withTerminals("0").with("list").code()).isEqualTo(ExitCode.DONE);
        assertThat(CliRun.run("list", "--from", ONE).out()).contains("1 workflow\n");
        assertThat(CliRun.run("list", "--from", ONE, MANY).out()).contains("12 workflows");
    }

    @Test
    void standardInputIsReadWhereNothingIsNamedOrAskedFor() throws IOException {
        CliRun piped = CliRun.plain().withInput(Files.readAllBytes(Path.of(ONE)));
        assertThat(piped.with("list")).isEqualTo(piped.with("list", "-"));
        assertThat(piped.with("list").out()).contains("1 workflow\n");
        assertThat(Json.texts(Json.of(piped.with("list", "-o", "json").out()).path("source")))
                .containsExactly("stdin");
        JsonNode named = Json.of(piped.with("list", "-ojson", "--stdin-name", "run 7").out());
        assertThat(Json.texts(named.path("source"))).containsExactly("run 7");
        JsonNode both = Json.of(piped.with("list", "-", MANY, "-o", "json").out());
        assertThat(both.path("workflows")).hasSize(13);
    }

    @Test
    void nothingOnStandardInputIsExit3AndNamesIt() {
        CliRun.Result result = CliRun.run("list", "--stdin-name", "the pipe");
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.err()).contains("the pipe");
        assertThat(CliRun.plain().withInput("hello\n").with("list").err())
                .startsWith("agtrace: stdin: not a trace");
    }

    @Test
    void keyboardIsNotReadUnlessAskedFor() {
        CliRun.Result result = CliRun.plain().withTerminals("012").with("list");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no input", "AGTRACE_FROM");
        assertThat(CliRun.plain().withTerminals("012").with("list", "-").code())
                .isEqualTo(ExitCode.UNREADABLE);
    }
}
