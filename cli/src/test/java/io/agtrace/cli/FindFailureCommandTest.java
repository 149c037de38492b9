package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What holds for `find-failure` whichever rules there are.
class FindFailureCommandTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");
    private static final String PLAIN_HTTP =
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",\
            "spanId":"0102030405060708","name":"GET /","startTimeUnixNano":"1772438400000000000",\
            "endTimeUnixNano":"1772438400100000000"}]}]}]}
            """;

    private static CliRun.Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("find-failure"));
        Collections.addAll(all, arguments);
        return CliRun.run(all.toArray(String[]::new));
    }

    @Test
    void severalWorkflowsShowTheFailingOnesAndCountTheOthers() {
        CliRun.Result result = run(MANY);
        List<JsonNode> documents = Json.lines(run("-o", "jsonl", MANY).out());
        String last = result.out().lines().reduce((a, b) -> b).orElseThrow();

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEmpty();
        assertThat(last).contains(" of " + documents.size() + " workflows look healthy");
        assertThat(result.out()).contains("✗ failed  wf-31-0");
        assertThat(result.out().indexOf("▲ suspect")).isGreaterThan(result.out().indexOf("✗ fail"));
    }

    @Test
    void linesAreOneDocumentAWorkflowInInputOrder() {
        List<JsonNode> documents = Json.lines(run("-o", "jsonl", ONE, MANY).out());
        List<JsonNode> turned = Json.lines(run("-o", "jsonl", MANY, ONE).out());

        assertThat(documents).hasSize(turned.size()).hasSizeGreaterThan(5);
        assertThat(documents.getFirst().at("/source/0").asText()).isEqualTo(ONE);
        assertThat(turned.getLast().at("/source/0").asText()).isEqualTo(ONE);
        assertThat(documents)
                .allSatisfy(
                        each ->
                                assertThat(each.path("schema").asText())
                                        .isEqualTo("agtrace.find-failure/v1"));
        assertThat(run("-o", "jsonl", ONE, MANY).out())
                .isEqualTo(run("-o", "jsonl", ONE, MANY).out());
    }

    @Test
    void jsonOfSeveralGivesTheWorstOneAndSaysSo() {
        CliRun.Result result = run("-o", "json", MANY);

        assertThat(result.err()).contains("workflows found, the worst one given", "--workflow");
        assertThat(Json.of(result.out()).at("/workflow/outcome").asText()).isEqualTo("failed");
        assertThat(run("--json", MANY).out()).isEqualTo(result.out());
        assertThat(run("-o", "json", ONE).err()).isEmpty();
    }

    @Test
    void aChosenWorkflowSaysTheSameAloneAsAmongOthers() {
        JsonNode alone = Json.of(run("-o", "json", "-w", "wf-31-0", MANY).out());
        List<JsonNode> all = Json.lines(run("-o", "jsonl", MANY).out());

        assertThat(all).contains(alone);
        assertThat(run("-w", "wf-31-0", MANY).out())
                .startsWith("✗ failed  wf-31-0")
                .doesNotContain("look healthy");
        assertThat(run("-w", "no-such-run", MANY).code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("-w", "a", "-t", "b", MANY).code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void noLineIsTooWide(int width) {
        for (String option : List.of("--color=never", "--ascii")) {
            CliRun.Result result = run(MANY, "--width=" + width, option, "--all");
            assertThat(result.out().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width))
                    .allSatisfy(line -> assertThat(line).doesNotEndWith(" "));
        }
        assertThat(run(MANY, "--ascii").out()).matches("[ -~\n]*");
    }

    @Test
    void markdownHasAHeadingForEachFailingWorkflow() {
        CliRun.Result result = run("-o", "markdown", MANY);

        assertThat(result.out()).startsWith("### ✗ failed `").contains("### ✗ failed `wf-31-0`");
        assertThat(result.out()).contains("look healthy");
    }

    @ParameterizedTest
    @CsvSource({"defct, no rule 'defct'", "confidence:2, from 0 to 1", "confidence:x, from 0 to 1"})
    void anUnknownGateIsWrongUsage(String gate, String message) {
        CliRun.Result result = run("--fail-on", gate, ONE);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(message);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void anEmptyGateOrTopIsWrongUsage() {
        assertThat(run("--fail-on", "", ONE).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("--top", "0", ONE).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("-o", "html", ONE).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatHoldsNoAgentsWasNotChecked() {
        CliRun input = CliRun.plain().withInput(PLAIN_HTTP);
        CliRun.Result result = input.with("find-failure", "-");

        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.err()).contains("nothing could be checked");
        assertThat(result.out()).contains("nothing to check").doesNotContain("healthy");
        assertThat(input.with("find-failure", "-o", "jsonl", "-").code())
                .isEqualTo(ExitCode.UNREADABLE);
    }
}
