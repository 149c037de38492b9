package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The gate: what fails, what a policy, a baseline and suppressions make of it.
class CheckCommandTest {
    private static final String PLAIN_HTTP =
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",\
            "spanId":"0102030405060708","name":"GET /","startTimeUnixNano":"1772438400000000000",\
            "endTimeUnixNano":"1772438400100000000"}]}]}]}
            """;

    @TempDir Path folder;

    private String healthy = "";
    private String faulty = "";

    @BeforeEach
    void record() throws IOException {
        healthy =
                GateScene.write(folder.resolve("healthy.jsonl"), GateScene.healthy(5, 6))
                        .toString();
        faulty = GateScene.write(folder.resolve("faulty.jsonl"), GateScene.faulty(6, 3)).toString();
    }

    private CliRun.Result check(String... arguments) {
        return CliRun.plain()
                .in(folder)
                .with(
                        Stream.concat(Stream.of("check"), Stream.of(arguments))
                                .toArray(String[]::new));
    }

    private CliRun.Result under(String policy, String... arguments) throws IOException {
        Files.writeString(folder.resolve("agtrace.yaml"), policy);
        CliRun.Result result = check(arguments);
        Files.delete(folder.resolve("agtrace.yaml"));
        return result;
    }

    private static List<JsonNode> problems(String report) {
        List<JsonNode> problems = new ArrayList<>();
        JsonNode document = Json.of(report);
        for (JsonNode run : document.path("workflows")) {
            run.path("defects").forEach(problems::add);
        }
        document.path("overall").forEach(problems::add);
        return problems;
    }

    private static List<String> texts(List<JsonNode> nodes, String field) {
        return nodes.stream().map(node -> node.path(field).asText()).toList();
    }

    @Test
    void healthyRunsPassAndLostMessagesFail() {
        CliRun.Result good = check(healthy);
        CliRun.Result bad = check("-o", "json", faulty);

        assertThat(good.code()).as(good.out()).isEqualTo(ExitCode.DONE);
        assertThat(bad.code()).isEqualTo(ExitCode.FINDING);
        JsonNode totals = Json.of(bad.out()).path("totals");
        assertThat(totals.path("verdict").asText()).isEqualTo("failed");
        assertThat(totals.path("failing").asInt()).isEqualTo(3);
        List<JsonNode> failing =
                problems(bad.out()).stream()
                        .filter(each -> each.path("status").asText().equals("fails"))
                        .toList();
        assertThat(texts(failing, "rule")).contains("message-lost");
        assertThat(failing)
                .allSatisfy(each -> assertThat(each.path("tier").asText()).isEqualTo("defect"))
                .allSatisfy(each -> assertThat(each.path("file").asText()).isEqualTo(faulty))
                .allSatisfy(each -> assertThat(each.path("byte_length").asInt()).isPositive());
    }

    @Test
    void theRegionIsTheSpansOwn() throws IOException {
        byte[] recorded = Files.readAllBytes(Path.of(faulty));
        for (JsonNode each : problems(check("-o", "json", faulty).out())) {
            String region =
                    new String(
                            recorded,
                            each.path("byte_offset").asInt(),
                            each.path("byte_length").asInt(),
                            StandardCharsets.UTF_8);
            assertThat(region).startsWith("{").endsWith("}");
            assertThat(region).contains(each.at("/span/span_id").asText());
        }
    }

    @Test
    void gatesNamedOnTheCommandLineReplaceTheOthers() {
        assertThat(check("--fail-on", "hang", faulty).code()).isEqualTo(ExitCode.DONE);
        assertThat(check("--fail-on", "message-lost", faulty).code()).isEqualTo(ExitCode.FINDING);
        assertThat(check("--fail-on", "hang,defect", faulty).code()).isEqualTo(ExitCode.FINDING);
        assertThat(check("--fail-on", "control-flow", faulty).code()).isEqualTo(ExitCode.DONE);

        CliRun.Result wrong = check("--fail-on", "mesage-lost", faulty);
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("'mesage-lost'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: {message-lost: off, message-ignored: off, broken-propagation: off,"
                        + " premature-consumption: off, stale-context: off}",
                "rules: {message-lost: {gate: off}, stale-context: {gate: off}}",
                "check: {fail-on: refused}",
            })
    void aPolicyTurnsRulesAndGatesOff(String policy) throws IOException {
        CliRun.Result result = under(policy, faulty);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aPolicyMakesFindingsFailThatPassElsewhere() throws IOException {
        assertThat(
                        under(
                                        "rules: {message-lost: {severity: note}, stale-context:"
                                                + " off}\n",
                                        faulty)
                                .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(
                        under(
                                        """
                                        rules: {message-lost: {gate: on}}
                                        check: {fail-on: hang}
                                        """,
                                        faulty)
                                .code())
                .isEqualTo(ExitCode.FINDING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "budgets: {duration: 1ms}; policy-budget: duration",
                "budgets: {tokens: 1}; policy-budget: tokens",
                "budgets: {model-calls: 1}; policy-budget: model-calls",
                "budgets: {spans: 3}; policy-budget: spans",
                "require: {agents: nobody}; policy-structure: require agent nobody",
                "require: {tools: [no-such-*]}; policy-structure: require tool no-such-*",
                "forbid: {agents: '*'}; policy-structure: forbid agent *",
                "handoffs: ['a -> b']; policy-structure: handoff",
                "coverage: {model-usage: 100%, decision-reasons: 100%}; policy-coverage",
                "decisions: [{decision: '*', at-most: 0%}]; policy-decisions: *",
            })
    void whatBreaksThePolicyFails(String check, String title) throws IOException {
        CliRun.Result result = under("check: {" + check + "}\n", "-o", "json", healthy);

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.FINDING);
        assertThat(texts(problems(result.out()), "title"))
                .anySatisfy(each -> assertThat(each).startsWith(title));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "order: [writer, planner]; policy-structure: order planner",
                "order: [planner, route_request, query_database, writer]; ''",
                "budgets: {loop-iterations: 1}; policy-budget: loop-iterations",
                "budgets: {loop-iterations: 2}; ''",
                "budgets: {retries: 0}; policy-budget: retries",
                "budgets: {retries: 1}; ''",
                "budgets: {tool-calls: 3}; policy-budget: tool-calls",
                "budgets: {tool-calls: 4, model-calls: 9, spans: 25}; ''",
                "budgets: {duration: 46s}; policy-budget: duration",
                "forbid: {tools: 'Query *'}; policy-structure: forbid tool Query *",
                "forbid: {steps: join_findings}; policy-structure: forbid step join_findings",
                "require: {steps: [join-findings], tools: query_database}; ''",
                "handoffs: ['planner -> *', '* -> writer', 'writer -> reviewer', 'reviewer -> *'];"
                        + " ''",
                "decisions: [{decision: ask_user, at-least: 100%}]; policy-decisions: ask_user",
                "decisions: [{decision: accept, by: reviewer, at-least: 100%}]; ''",
                "coverage: {message-payloads: 100%, model-usage: 100%}; ''",
            })
    void aPolicyIsMeasuredOnWhatTheRunDid(String check, String title) throws IOException {
        Path sample = Path.of(CliRun.sample("market-report.otlp.jsonl")).toAbsolutePath();
        CliRun.Result result = under("check: {" + check + "}\n", "-o", "json", sample.toString());
        List<String> breaches =
                texts(problems(result.out()), "title").stream()
                        .filter(each -> each.startsWith("policy-"))
                        .toList();

        assertThat(breaches).isEqualTo(title.isEmpty() ? List.of() : List.of(title));
        assertThat(result.code()).isEqualTo(title.isEmpty() ? ExitCode.DONE : ExitCode.FINDING);
    }

    @Test
    void aPolicyThatFitsPasses() throws IOException {
        CliRun.Result result =
                under(
                        """
                        check:
                          budgets: {duration: 30d, spans: 100000, loop-iterations: 1000}
                          require: {agents: '*'}
                          forbid: {tools: rm-rf}
                          handoffs: ['* -> *']
                          decisions: [{decision: '*', at-least: 0%, at-most: 100%}]
                          coverage: {message-payloads: 10%}
                        """,
                        healthy);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aMistakeInThePolicyNamesItsPlaceAndTheNearestKey() throws IOException {
        CliRun.Result result = under("check:\n  bugdets: {tokens: 1}\n", healthy);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("agtrace.yaml:2:3", "'bugdets'", "'budgets'");
    }

    @Test
    void aPolicyFileStandsInForTheOneFound() throws IOException {
        Files.writeString(folder.resolve("loose.yaml"), "check: {fail-on: hang}\n");

        assertThat(under("check: {fail-on: handoff}", "--policy", "loose.yaml", faulty).code())
                .isEqualTo(ExitCode.DONE);
        assertThat(check("--policy", "none.yaml", faulty).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withABaselineOnlyNewProblemsFail() throws IOException {
        CliRun.Result made = check("--baseline", "base.json", "--update-baseline", faulty);
        assertThat(made.code()).as(made.out()).isEqualTo(ExitCode.DONE);
        assertThat(check("--baseline", "base.json", faulty).code()).isEqualTo(ExitCode.DONE);

        String later =
                GateScene.write(folder.resolve("later.jsonl"), GateScene.faulty(77, 12)).toString();
        CliRun.Result result = check("--baseline", "base.json", "-o", "json", later);
        assertThat(result.code()).isEqualTo(ExitCode.FINDING);
        assertThat(check("-o", "jsonl", faulty).code()).isEqualTo(ExitCode.FINDING);
    }

    @Test
    void everyReportInJsonIsABaseline() throws IOException {
        for (String form : List.of("json", "jsonl")) {
            Files.writeString(folder.resolve("old." + form), check("-o", form, faulty).out());
            CliRun.Result result = check("--baseline", "old." + form, "-o", "json", faulty);
            assertThat(result.code()).as(form).isEqualTo(ExitCode.DONE);
            assertThat(texts(problems(result.out()), "status")).contains("known");
        }
        Files.writeString(folder.resolve("other.json"), "{\"schema\":\"x\"}");
        assertThat(check("--baseline", "other.json", faulty).code()).isEqualTo(ExitCode.USAGE);
        assertThat(check("--baseline", "none.json", faulty).code()).isEqualTo(ExitCode.USAGE);
        assertThat(check("--update-baseline", faulty).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void fingerprintsDoNotDependOnIdsTimesAndPlaces() throws IOException {
        String moved =
                Files.readString(Path.of(faulty))
                        .replace("\"17", "\"18")
                        .replaceAll("(\"(?:traceId|spanId|parentSpanId)\" ?: ?\")(..)", "$1ab");
        Path other =
                GateScene.write(
                        folder.resolve("x/m.jsonl"), moved.getBytes(StandardCharsets.UTF_8));

        assertThat(texts(problems(check("-o", "json", other.toString()).out()), "fingerprint"))
                .containsExactlyInAnyOrderElementsOf(
                        texts(problems(check("-o", "json", faulty).out()), "fingerprint"));
    }

    @Test
    void suppressedProblemsPassUntilTheirLastDay() throws IOException {
        String suppress =
                """
                check:
                  suppress:
                    - {at: "*", reason: "known since spring", expires: %s}
                """;
        assertThat(under(suppress.formatted("2026-03-02"), faulty).code()).isEqualTo(ExitCode.DONE);

        CliRun.Result expired = under(suppress.formatted("2026-03-01"), "-o", "json", healthy);
        assertThat(expired.code()).isEqualTo(ExitCode.FINDING);
        assertThat(Json.of(expired.out()).at("/expired/0/place").asText())
                .endsWith("agtrace.yaml:3:17");
    }

    @Test
    void suppressionsFitByRuleFingerprintAndWorkflow() throws IOException {
        CliRun.Result plain = check("-o", "json", faulty);
        JsonNode one = problems(plain.out()).getFirst();
        for (String fit :
                List.of(
                        "fingerprint: '" + one.path("fingerprint").asText() + "'",
                        "rule: " + one.path("rule").asText(),
                        "at: '*←" + one.at("/boundary/from").asText() + "'",
                        "at: '" + one.at("/boundary/from").asText() + " -> *'")) {
            String policy = "check: {suppress: [{" + fit + ", reason: accepted}]}";
            List<JsonNode> told = problems(under(policy, "-o", "json", faulty).out());
            assertThat(told).as(fit).hasSameSizeAs(problems(plain.out()));
            assertThat(texts(told, "status")).as(fit).contains("suppressed");
        }
        assertThat(under("check: {suppress: [{workflow: 'no-*', reason: x}]}", faulty).code())
                .isEqualTo(ExitCode.FINDING);
        assertThat(under("check: {suppress: [{rule: message-lost}]}", faulty).err())
                .contains("the key 'reason' is missing");
    }

    @Test
    void aGateThatSawNothingIsNotGreen() throws IOException {
        Files.writeString(folder.resolve("http.json"), PLAIN_HTTP);
        CliRun.Result plain = check("-o", "json", folder.resolve("http.json").toString());
        assertThat(plain.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(Json.of(plain.out()).at("/totals/verdict").asText())
                .isEqualTo("nothing_checked");
        assertThat(Json.of(plain.out()).at("/totals/reason").asText()).isNotEmpty();

        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(check(empty.toString()).code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(check("-w", "no-such-run", healthy).code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void everyRuleOffIsNothingChecked() throws IOException {
        StringBuilder rules = new StringBuilder("rules:\n");
        RuleIds.all().forEach(rule -> rules.append("  ").append(rule.id()).append(": off\n"));
        CliRun.Result result = under(rules.toString(), "-o", "json", healthy);

        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(Json.of(result.out()).at("/totals/reason").asText()).contains("every rule");
    }

    @Test
    void rulesThatLackWhatTheyNeedAreNothingChecked() throws IOException {
        StringBuilder rules = new StringBuilder("rules:\n");
        for (var rule : RuleIds.all()) {
            boolean on = rule.id().equals("stale-context");
            rules.append("  ").append(rule.id()).append(on ? ": on\n" : ": off\n");
        }
        String plain = CliRun.sample("langsmith.jsonl");
        CliRun.Result result = under(rules.toString(), "-o", "json", plain);

        assertThat(Json.of(result.out()).at("/totals/reason").asText())
                .isEqualTo("the traces lack what the rules need");
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
    }

    @Test
    void severalFormsGoToSeveralFiles() throws IOException {
        CliRun.Result result =
                check("--format", "json=out/a.json", "--format", "jsonl=b.jsonl", faulty);

        assertThat(result.code()).isEqualTo(ExitCode.FINDING);
        assertThat(result.out()).isEqualTo(check(faulty).out()).isNotEmpty();
        assertThat(Files.readString(folder.resolve("out/a.json")))
                .isEqualTo(check("-o", "json", faulty).out());
        assertThat(Files.readString(folder.resolve("b.jsonl")))
                .isEqualTo(check("-o", "jsonl", faulty).out());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".part"));
        }
        assertThat(check("--format", "json", "--format", "jsonl", faulty).code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(check("--format", "jsn", faulty).code()).isEqualTo(ExitCode.USAGE);
        assertThat(check("--format", "json=", faulty).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theSummaryOfAStepIsAddedToAndOtherFilesAreWrittenAnew() throws IOException {
        Path summary = folder.resolve("step.md");
        Files.writeString(summary, "<details>\nby another command\n</details>");
        Files.writeString(folder.resolve("other.md"), "old");
        CliRun step =
                CliRun.plain().in(folder).withVariable("GITHUB_STEP_SUMMARY", summary.toString());
        String alone = check("--format", "summary", faulty).out();

        for (String name : List.of(summary.toString(), "step.md", "./step.md", "other.md")) {
            CliRun.Result result = step.with("check", "--format", "summary=" + name, faulty);
            assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.FINDING);
        }

        assertThat(Files.readString(summary))
                .isEqualTo(
                        "<details>\nby another command\n</details>" + ("\n\n" + alone).repeat(3));
        assertThat(Files.readString(folder.resolve("other.md"))).isEqualTo(alone);

        check("--format", "summary=" + summary, faulty);
        assertThat(Files.readString(summary)).isEqualTo(alone);

        Files.delete(summary);
        step.with("check", "--format", "summary=" + summary, faulty);
        assertThat(Files.readString(summary)).isEqualTo(alone);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void theOrderOfFilesDoesNotMatter() {
        for (String form : List.of("text", "json", "jsonl")) {
            assertThat(check("-o", form, healthy, faulty).out().replace(healthy + " " + faulty, ""))
                    .isEqualTo(
                            check("-o", form, faulty, healthy)
                                    .out()
                                    .replace(faulty + " " + healthy, ""));
        }
    }

    @Test
    void aChosenWorkflowIsTheOnlyOneChecked() {
        JsonNode all = Json.of(check("-o", "json", faulty).out());
        String id = all.at("/workflows/1/workflow/id").asText();
        JsonNode one = Json.of(check("-o", "json", "-w", id, faulty).out());

        assertThat(one.path("workflows")).hasSize(1);
        assertThat(one.at("/workflows/0/workflow/id").asText()).isEqualTo(id);
        assertThat(
                        StreamSupport.stream(all.path("workflows").spliterator(), false)
                                .map(each -> each.at("/workflow/id").asText()))
                .doesNotHaveDuplicates();
    }
}
