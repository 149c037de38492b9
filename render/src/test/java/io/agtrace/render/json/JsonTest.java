package io.agtrace.render.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.Runs;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

class JsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Schema schema(String name) throws IOException {
        String path = "/io/agtrace/render/schemas/" + name;
        try (InputStream in = Objects.requireNonNull(JsonTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String inspect(Workflow workflow, boolean pretty) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InspectJson.write(workflow, List.of("b.json", "a.json"), damaged(), out, pretty);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static IngestReport damaged() {
        IngestReport report = new IngestReport();
        report.lost("b.json", 1234, "a line that is no JSON");
        report.lost("a.json", -1, "a line that is no JSON");
        report.repaired("a.json", 99, "a time as text");
        return report;
    }

    @Test
    void followsItsSchema() throws IOException {
        assertThat(
                        schema("inspect-v1.json")
                                .validate(inspect(Runs.report(), true), InputFormat.JSON))
                .isEmpty();
        assertThat(
                        schema("inspect-v1.json")
                                .validate(inspect(new Runs().build(), false), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void itsSchemaRefusesWhatIsNotDescribed() throws IOException {
        String changed = inspect(Runs.report(), false).replace("\"depth\":1", "\"deep\":1");

        assertThat(schema("inspect-v1.json").validate(changed, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void writesTheSameOnOneLineAndIndented() throws IOException {
        String line = inspect(Runs.report(), false);
        String indented = inspect(Runs.report(), true);

        assertThat(line.strip()).doesNotContain("\n");
        assertThat(JSON.readTree(line)).isEqualTo(JSON.readTree(indented));
        assertThat(indented).isEqualTo(inspect(Runs.report(), true)).contains("\n  \"source\": [");
    }

    @Test
    void keepsNanosecondsTreeOrderAndPlacement() throws IOException {
        JsonNode document = JSON.readTree(inspect(Runs.report(), true));
        JsonNode call = document.path("spans").path(2);

        assertThat(document.path("source").path(0).asText()).isEqualTo("a.json");
        assertThat(document.path("spans").size()).isEqualTo(31);
        assertThat(call.path("parent_span_id"))
                .isEqualTo(document.path("spans").path(1).path("span_id"));
        assertThat(call.path("start").asText()).isEqualTo("2026-01-02T03:04:05.688Z");
        assertThat(call.path("start_unix_nano").asText()).isEqualTo("1767323045688000000");
        assertThat(call.path("duration_ms").asDouble()).isEqualTo(1890);
        assertThat(call.path("operation").path("kind").asText()).isEqualTo("model_call");
        assertThat(document.path("spans").path(16).path("placeholder").asBoolean()).isTrue();
        assertThat(document.path("spans").path(30).path("recorded_end_unix_nano").isNull())
                .isTrue();
        assertThat(document.path("workflow").path("reported_ms").asDouble()).isEqualTo(2100);
        assertThat(document.path("skipped").path("records").asLong()).isEqualTo(2);
    }

    @Test
    void carriesTextsOfTracesOnlyAsHarmlessJson() throws IOException {
        String written = inspect(Runs.report(), false);
        JsonNode attributes = JSON.readTree(written).path("spans").path(2).path("attributes");

        assertThat(attributes.fieldNames())
                .toIterable()
                .containsExactly("bad\ufffdname", "gen_ai.request.model", "nested", "z.last");
        assertThat(attributes.path("bad\ufffdname").asText())
                .isEqualTo("line\u2028sep \ufffd end \u001b[0m\u009b");
        assertThat(attributes.path("nested").path(0).asText()).isEqualTo("NaN");
        assertThat(written.strip().codePoints())
                .noneMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x202e);
        assertThat(written)
                .contains("line\\u2028sep")
                .contains("研究者二号 👩")
                .contains("\\u001B[0m\\u009B");
    }

    @Test
    void listFollowsItsSchemaInBothForms() throws IOException {
        Schema schema = schema("list-v1.json");
        List<WorkflowSummary> rows = List.of(Runs.report().summary(), new Runs().build().summary());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        WorkflowListJson.write(rows, List.of("a.json"), damaged(), whole);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        WorkflowListJson.writeLines(rows, List.of("a.json"), lines);

        assertThat(schema.validate(whole.toString(StandardCharsets.UTF_8), InputFormat.JSON))
                .isEmpty();
        List<String> each = lines.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(each).hasSize(2);
        for (String line : each) {
            assertThat(schema.validate(line, InputFormat.JSON)).isEmpty();
        }
    }
}
