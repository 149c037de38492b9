package io.agtrace.render.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.rules.Group;
import io.agtrace.analyzers.rules.RuleInfo;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.rules.Threshold;
import io.agtrace.analyzers.rules.Tier;
import io.agtrace.render.Diagnoses;
import io.agtrace.render.failure.NextCommand;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

class FindFailureJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<Error> errors(String schema, String document) throws IOException {
        String path = "/io/agtrace/render/schemas/" + schema;
        try (InputStream in =
                Objects.requireNonNull(FindFailureJsonTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .validate(document, InputFormat.JSON);
        }
    }

    private static String write(Diagnosis diagnosis, boolean pretty) throws IOException {
        IngestReport report = new IngestReport();
        report.lost("b.json", 1234, "a line that is no JSON");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NextCommand next = new NextCommand(List.of("b.json"), false);
        FindFailureJson.write(diagnosis, diagnosis.hypotheses(), next, report, out, pretty);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void followsItsSchema() throws IOException {
        for (Diagnosis each :
                List.of(Diagnoses.failed(), Diagnoses.healthy(), Diagnoses.unseen())) {
            assertThat(errors("find-failure-v1.json", write(each, true))).isEmpty();
            assertThat(errors("find-failure-v1.json", write(each, false))).isEmpty();
            assertThat(write(each, false).strip()).doesNotContain("\n");
            assertThat(JSON.readTree(write(each, true)))
                    .isEqualTo(JSON.readTree(write(each, false)));
        }
    }

    @Test
    void itsSchemaRefusesWhatIsNotDescribed() throws IOException {
        String document = write(Diagnoses.failed(), false);

        for (String changed :
                List.of(
                        document.replace("\"tier\":\"defect\"", "\"tier\":\"proven\""),
                        document.replaceFirst("\"span\":", "\"place\":"),
                        document.replace("\"confidence\":0.87", "\"confidence\":87"),
                        document.replaceFirst("\"boundaries\":12", "\"boundaries\":\"12\""),
                        document.replaceFirst("\"skipped\":", "\"left_out\":"))) {
            assertThat(changed).isNotEqualTo(document);
            assertThat(errors("find-failure-v1.json", changed)).isNotEmpty();
        }
    }

    @Test
    void keepsToTheContract() throws IOException {
        JsonNode document = JSON.readTree(write(Diagnoses.failed(), true));
        JsonNode first = document.path("hypotheses").path(0);

        assertThat(document.path("schema").asText()).isEqualTo("agtrace.find-failure/v1");
        assertThat(document.path("workflow").path("outcome").asText()).isEqualTo("failed");
        assertThat(document.path("symptoms").path(1).path("kind").asText()).isEqualTo("limit");
        assertThat(first.path("rank").asInt()).isEqualTo(1);
        assertThat(first.path("rule").asText()).isEqualTo("stale-context");
        assertThat(first.path("confidence").asDouble()).isEqualTo(0.87);
        assertThat(first.path("title").asText()).isEqualTo("stale-context at writer←researcher");
        assertThat(first.path("span").path("span_id").asText()).isEqualTo("00f067aa0ba90211");
        assertThat(first.path("boundary").path("from").asText()).isEqualTo("researcher");
        assertThat(first.path("boundary").path("to").asText()).isEqualTo("writer");
        assertThat(first.path("evidence").path(2).has("span_id")).isFalse();
        assertThat(first.path("explains").path(0).asText())
                .isEqualTo("unchecked-low-quality@00f067aa0ba90201");
        assertThat(first.path("next").asText())
                .isEqualTo("agtrace inspect b.json --around 00f067aa0ba90211");
        assertThat(document.path("hypotheses").path(1).has("boundary")).isTrue();
        assertThat(document.path("not_checked").path(0).path("boundaries").asInt()).isEqualTo(12);
        assertThat(document.path("not_checked").path(3).path("model_calls").asInt()).isEqualTo(2);
        assertThat(document.path("skipped").path("records").asInt()).isEqualTo(1);
    }

    @Test
    void aHealthyWorkflowHasNoHypotheses() throws IOException {
        JsonNode document = JSON.readTree(write(Diagnoses.healthy(), true));

        assertThat(document.path("hypotheses").isEmpty()).isTrue();
        assertThat(document.path("workflow").path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void theCatalogueFollowsItsSchemaInBothForms() throws IOException {
        List<RuleInfo> rules =
                List.of(
                        new RuleInfo(
                                "slow-join",
                                Group.TIME_AND_COST,
                                Severity.WARNING,
                                Tier.SUSPICION,
                                "a join waited for one branch",
                                "times",
                                new Threshold("least-wait", 0.5, "share", "Waits below are fine.")),
                        new RuleInfo(
                                "error",
                                Group.RESILIENCE,
                                Severity.ERROR,
                                Tier.DEFECT,
                                "a call failed",
                                "a status"));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        RulesJson.write(rules, whole);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        RulesJson.writeLines(rules, lines);
        JsonNode document = JSON.readTree(whole.toByteArray());

        assertThat(errors("rules-v1.json", whole.toString(StandardCharsets.UTF_8))).isEmpty();
        for (String line : lines.toString(StandardCharsets.UTF_8).lines().toList()) {
            assertThat(errors("rules-v1.json", line)).isEmpty();
        }
        assertThat(document.path("rules").size()).isEqualTo(2);
        assertThat(document.path("rules").path(0).path("group").asText())
                .isEqualTo("time_and_cost");
        assertThat(document.path("rules").path(0).path("thresholds").path(0).path("standard"))
                .isEqualTo(JSON.readTree("0.5"));
    }
}
