package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class ListCommandTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");

    /// All runs of the sample by their start, one every seven minutes from 08:00:02 to 09:15:13.
    private static final List<String> ALL =
            List.of(
                    "wf-10-0", "wf-11-0", "wf-12-0", "wf-20-0", "wf-21-0", "wf-22-0", "wf-30-0",
                    "wf-31-0", "wf-32-0", "wf-40-0", "wf-41-0", "wf-42-0");

    private static JsonNode json(String... arguments) {
        CliRun.Result result = list("-o", "json", arguments);
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEmpty();
        return Json.of(result.out());
    }

    private static CliRun.Result list(String first, String second, String... more) {
        List<String> all = new ArrayList<>(List.of("list", first, second));
        Collections.addAll(all, more);
        return CliRun.run(all.toArray(String[]::new));
    }

    private static List<String> ids(String... arguments) {
        List<String> all = new ArrayList<>(List.of(MANY));
        Collections.addAll(all, arguments);
        return Json.texts(json(all.toArray(String[]::new)).path("workflows"), "id");
    }

    @Test
    void rowsAreSortedByStart() {
        assertThat(ids()).isEqualTo(ALL);
        assertThat(ids("--sort=start")).isEqualTo(ALL);
        assertThat(ids("--reverse")).isEqualTo(ALL.reversed());
    }

    @ParameterizedTest
    @CsvSource({
        "duration, duration_ms",
        "spans, spans",
        "errors, errors",
        "tokens, tokens",
    })
    void otherOrdersPutTheLargestFirstAndReverseTheSmallest(String column, String field) {
        JsonNode down = json(MANY, "--sort", column).path("workflows");
        JsonNode up = json(MANY, "--sort", column, "--reverse").path("workflows");
        List<Double> values = down.valueStream().map(row -> number(row.path(field))).toList();
        assertThat(values).hasSize(12).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(values.getFirst()).isGreaterThan(values.getLast());
        assertThat(up.valueStream().map(row -> number(row.path(field))).toList()).isSorted();
        assertThat(Json.texts(down, "id")).containsExactlyInAnyOrderElementsOf(ALL);
        // Of equal rows the earlier comes first, whichever way the order goes.
        for (JsonNode rows : List.of(down, up)) {
            JsonNode before = null;
            for (JsonNode row : rows) {
                if (before != null && number(before.path(field)) == number(row.path(field))) {
                    assertThat(before.path("start").asText())
                            .isLessThan(row.path("start").asText());
                }
                before = row;
            }
        }
    }

    private static double number(JsonNode value) {
        return value.isObject()
                ? value.path("input").asDouble() + value.path("output").asDouble()
                : value.asDouble();
    }

    @Test
    void orderIsToldInAnyCase() {
        assertThat(ids("--sort", "SPANS")).isEqualTo(ids("--sort", "spans"));
    }

    @Test
    void errorsKeepsRunsWithAFailedSpan() {
        assertThat(ids("--errors"))
                .containsExactly(
                        "wf-10-0", "wf-22-0", "wf-31-0", "wf-32-0", "wf-40-0", "wf-41-0",
                        "wf-42-0");
    }

    @ParameterizedTest
    @CsvSource({
        "10s, 6",
        "10000ms, 6",
        "0.2m, 2",
        "12033912us, 2",
        "20s, 1",
        "1h, 0",
        "0s, 12",
    })
    void minDurationKeepsLongRuns(String shortest, int runs) {
        assertThat(ids("--min-duration", shortest)).hasSize(runs);
    }

    @Test
    void serviceKeepsRunsInWhichOneOfThemTookPart() {
        JsonNode all = json(MANY).path("workflows");
        List<String> publishers =
                all.valueStream()
                        .filter(row -> Json.texts(row.path("services")).contains("publisher"))
                        .map(row -> row.path("id").asText())
                        .toList();
        assertThat(publishers).isNotEmpty().hasSizeLessThan(12);
        assertThat(ids("--service", "publisher")).isEqualTo(publishers);
        assertThat(ids("--service", "PUBLISHER")).isEqualTo(publishers);
        assertThat(ids("--service", "publish")).isEmpty();
        assertThat(ids("--service", "publisher", "--service", "research-desk")).isEqualTo(ALL);
    }

    @Test
    void agentKeepsRunsInWhichOneOfThemTookPart() {
        assertThat(ids("--agent", "Assistant"))
                .containsExactly("wf-10-0", "wf-11-0", "wf-20-0", "wf-21-0", "wf-30-0", "wf-40-0");
        assertThat(ids("--agent", "assistant", "--agent", "planner")).isEqualTo(ALL);
        assertThat(ids("--agent", "nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02, 12",
        "2026-03-03, 0",
        "2026-03-02T09:00, 3",
        "2026-03-02 09:00, 3",
        "2026-03-02T09:01:31, 3",
        "2026-03-02T09:01:32, 2",
        "2026-03-02T09:00:00Z, 3",
        "2026-03-02T09:00:00+01:00, 12",
        "2026-03-02T10:00:00+01:00, 3",
        "2026-03-02T04:00:00-05:00, 3",
        "1h, 10",
        "20m, 4",
        "90s, 1",
        "7d, 12"
    })
    void sinceIsADateOrATimeOrHowLongAgo(String since, int runs) {
        // The clock stands at 09:10.
        assertThat(ids("--since", since)).hasSize(runs);
    }

    @Test
    void sinceWithoutAZoneIsLocal() {
        CliRun.Result result =
                CliRun.plain()
                        .withZone(ZoneId.of("Europe/Berlin"))
                        .with("list", MANY, "-o", "json", "--since", "2026-03-02T10:00");
        assertThat(Json.texts(Json.of(result.out()).path("workflows"), "id"))
                .containsExactly("wf-40-0", "wf-41-0", "wf-42-0");
    }

    @Test
    void startIsLocalInTextAndUtcInJson() {
        CliRun berlin = CliRun.plain().withZone(ZoneId.of("Europe/Berlin"));
        assertThat(berlin.with("list", ONE).out()).contains("2026-03-02 09:00:00");
        assertThat(berlin.with("list", ONE, "-o", "json").out())
                .contains("\"2026-03-02T08:00:00.412Z\"");
    }

    @Test
    void limitTakesTheFirstOfTheOrder() {
        assertThat(ids("--limit", "3")).isEqualTo(ALL.subList(0, 3));
        assertThat(ids("--limit", "99")).isEqualTo(ALL);
        assertThat(ids("--sort", "errors", "--limit", "1")).containsExactly("wf-22-0");
    }

    @Test
    void filtersAddUpAndAreNamedUnderTheTable() {
        assertThat(ids("--errors", "--agent", "planner", "--min-duration", "10s", "--limit", "2"))
                .containsExactly("wf-22-0", "wf-32-0");
        String text = CliRun.run("list", MANY, "--errors", "--limit", "2").out();
        assertThat(text.lines().toList())
                .hasSize(4)
                .last()
                .isEqualTo("2 of 12 workflows (--errors --limit 2)");
        CliRun.Result none = CliRun.run("list", MANY, "--agent", "nobody");
        assertThat(none.out()).isEqualTo("0 of 12 workflows (--agent nobody)\n");
        assertThat(none.code()).isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--since", "--service", "--agent", "--min-duration", "--from"})
    void emptyValueIsWrongUsage(String option) {
        for (String empty : List.of("", " ")) {
            CliRun.Result result =
                    CliRun.run("list", option, empty, option.equals("--from") ? "--errors" : MANY);
            assertThat(result.code()).isEqualTo(ExitCode.USAGE);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).isEqualTo("agtrace: " + option + " is empty\n");
        }
    }

    @Test
    void emptyFileNameIsWrongUsage() {
        CliRun.Result result = CliRun.run("list", MANY, "");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("FILE is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "--min-duration, 3",
        "--min-duration, 3 parsecs",
        "--min-duration, -3s",
        "--min-duration, s",
        "--min-duration, NaNs",
        "--min-duration, Infinitys",
        "--min-duration, 0x1p3s",
        "--min-duration, 99999999999d",
        "--since, yesterday",
        "--since, 2026-13-01",
        "--since, 2026-02-30",
        "--since, 2026-03-02T25:00",
        "--since, 3x",
        "--since, 10:00",
        "--since, 0001-01-01",
        "--limit, 0",
        "--limit, -1",
        "--limit, many",
        "--sort, colour",
        "--width, 39",
        "--width, wide",
        "-o, yaml",
        "--color, sometimes"
    })
    void unreadableValueIsWrongUsage(String option, String value) {
        CliRun.Result result = CliRun.run("list", MANY, option, value);
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("agtrace: ")
                .contains(option.equals("-o") ? "--output" : option);
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void jsonIsOneDocumentAndJsonlOneALine() {
        JsonNode document = json(MANY);
        assertThat(document.path("schema").asText()).isEqualTo("agtrace.list/v1");
        assertThat(Json.texts(document.path("source"))).containsExactly(MANY);
        CliRun.Result lines = CliRun.run("list", MANY, "-o", "jsonl");
        assertThat(lines.code()).isEqualTo(ExitCode.DONE);
        List<JsonNode> documents = Json.lines(lines.out());
        assertThat(documents).hasSize(12);
        for (int i = 0; i < 12; i++) {
            assertThat(documents.get(i).path("workflow"))
                    .isEqualTo(document.path("workflows").path(i));
            assertThat(documents.get(i).path("schema").asText()).isEqualTo("agtrace.list/v1");
        }
        assertThat(CliRun.run("list", MANY, "--json"))
                .isEqualTo(CliRun.run("list", MANY, "-o", "json"));
    }

    @Test
    void jsonDoesNotDependOnTheTerminal() {
        CliRun terminal =
                CliRun.plain()
                        .withTerminals("12")
                        .withVariable("COLUMNS", "80")
                        .withVariable("CLICOLOR_FORCE", "1")
                        .withoutUnicode();
        assertThat(terminal.with("list", MANY, "-o", "json"))
                .isEqualTo(CliRun.run("list", MANY, "-o", "json"));
    }

    @Test
    void jsonOfARunHoldsWhatTheRowShows() {
        JsonNode row = json(ONE).path("workflows").path(0);
        assertThat(row.path("id").asText()).isEqualTo("report-4711");
        assertThat(row.path("name").asText()).isEqualTo("market_report");
        assertThat(Json.texts(row.path("trace_ids")))
                .containsExactly("d977cced11e636cbfaf23e34239059e1");
        assertThat(row.path("start").asText()).isEqualTo("2026-03-02T08:00:00.412Z");
        assertThat(row.path("duration_ms").asDouble()).isEqualTo(47002);
        assertThat(row.path("outcome").asText()).isEqualTo("suspect");
        assertThat(row.path("spans").asInt()).isEqualTo(25);
        assertThat(row.path("errors").asInt()).isEqualTo(1);
        assertThat(Json.texts(row.path("services")))
                .containsExactly("report-desk", "research-agents");
        assertThat(Json.texts(row.path("agents")))
                .containsExactly(
                        "competitor_researcher",
                        "market_researcher",
                        "planner",
                        "reviewer",
                        "writer");
        assertThat(Json.texts(row.path("models"))).containsExactly("gpt-4.1", "gpt-4o-mini");
        assertThat(row.path("model_calls").asInt()).isEqualTo(9);
        assertThat(row.path("tool_calls").asInt()).isEqualTo(4);
        assertThat(row.path("tokens").path("input").asInt()).isEqualTo(3235);
        assertThat(row.path("tokens").path("output").asInt()).isEqualTo(568);
    }

    /// What can't be done, and the exit code that says so.
    static List<List<String>> failures() {
        return List.of(
                List.of("3", "no-such-file.json"),
                List.of("3", "../README.md"),
                List.of("2", "--since=", MANY),
                List.of("2", "--no-such-option", MANY),
                List.of("2", "--limit=x", MANY));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void errorIsJsonWhereJsonIsWanted(List<String> failure) {
        for (String form : List.of("-ojson", "--output=json", "-ojsonl", "--json")) {
            List<String> arguments = new ArrayList<>(failure.subList(1, failure.size()));
            arguments.addFirst("list");
            arguments.add(form);
            CliRun.Result result = CliRun.run(arguments.toArray(String[]::new));
            JsonNode document = Json.of(result.out());
            assertThat(document.path("schema").asText()).isEqualTo("agtrace.error/v1");
            JsonNode error = document.path("error");
            assertThat(error.path("exit_code").asInt())
                    .isEqualTo(result.exit())
                    .isEqualTo(Integer.parseInt(failure.getFirst()));
            assertThat(error.path("message").asText()).isNotBlank();
            assertThat(result.err()).contains(error.path("message").asText());
        }
    }
}
