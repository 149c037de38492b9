package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.check.CheckedRun;
import io.agtrace.render.Golden;

import org.junit.jupiter.api.Test;

import se.bjurr.violations.lib.model.Violation;
import se.bjurr.violations.lib.parsers.CodeClimateParser;

import java.io.IOException;
import java.util.List;
import java.util.Set;

class CheckGitLabTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What GitLab's documentation says of a code quality report. */
    private static final String FORMAT =
            """
            {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["description", "check_name", "fingerprint", "location", "severity"],
                "properties": {
                  "description": {"type": "string", "minLength": 1},
                  "check_name": {"type": "string", "minLength": 1},
                  "fingerprint": {"type": "string", "minLength": 1},
                  "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                  "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                      "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\\\./"}},
                      "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}}
                      }
                    }
                  }
                }
              }
            }
            """;

    private static void checkFormat(String report) {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(FORMAT);
        assertThat(schema.validate(report, InputFormat.JSON)).isEmpty();
    }

    @Test
    void looksAsItDidAndIsWhatGitLabReads() throws IOException {
        String report = Checks.mixed(CheckFormat.GITLAB);
        checkFormat(report);
        Golden.check("check-gitlab.json", report);
        List<String> fingerprints = JSON.readTree(report).findValuesAsText("fingerprint");
        assertThat(fingerprints).doesNotHaveDuplicates().hasSize(7);
    }

    @Test
    void aReaderOfReportsFindsWhatFailsAndWhere() throws Exception {
        Set<Violation> read =
                new CodeClimateParser()
                        .parseReportOutput(Checks.mixed(CheckFormat.GITLAB), Readers.LOG);
        assertThat(read)
                .anySatisfy(
                        each -> {
                            assertThat(each.getRule()).isEqualTo("stale-context");
                            assertThat(each.getFile()).isEqualTo("traces/a b.jsonl");
                        });
    }

    @Test
    void anExpiredSuppressionStandsWhereItIsWritten() throws IOException {
        JsonNode report = JSON.readTree(Checks.mixed(CheckFormat.GITLAB));
        JsonNode location = report.get(report.size() - 1).get("location");
        assertThat(location.toString())
                .isEqualTo("{\"path\":\"agtrace.yaml\",\"lines\":{\"begin\":12}}");
    }

    @Test
    void whatSawNothingIsAnIssue() throws IOException {
        String report = Checks.nothing(CheckFormat.GITLAB);
        checkFormat(report);
        assertThat(report).contains("\"nothing-checked\"", "\"blocker\"");
    }

    @Test
    void aHealthyRunGivesAnEmptyReport() throws IOException {
        List<CheckedRun> runs = List.of(Checks.run("a", "b", List.of(), List.of()));
        CheckSetup setup = Checks.setup(80, Checks.PLAIN, false);
        assertThat(Checks.write(CheckFormat.GITLAB, setup, runs, Checks.plainTotals(runs)))
                .isEqualTo("[]\n");
    }
}
