package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.render.Golden;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

class CheckJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Schema schema() throws IOException {
        String path = "/io/agtrace/render/schemas/check-v1.json";
        try (InputStream in =
                Objects.requireNonNull(CheckJsonTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void theDocumentFollowsItsSchema() throws IOException {
        String document = Checks.mixed(CheckFormat.JSON);
        assertThat(schema().validate(document, InputFormat.JSON)).isEmpty();
        Golden.check("check.json", document);
        String nothing = Checks.nothing(CheckFormat.JSON);
        assertThat(schema().validate(nothing, InputFormat.JSON)).isEmpty();
        assertThat(JSON.readTree(nothing).at("/totals/verdict").asText())
                .isEqualTo("nothing_checked");
    }

    @Test
    void theSchemaRefusesWhatIsNoResult() throws IOException {
        String document = Checks.mixed(CheckFormat.JSON);
        for (String other :
                List.of(
                        document.replace("\"fails\" :", "\"failures\" :")
                                .replace("\"fails\":", "\"failures\":"),
                        document.replace("\"verdict\": \"failed\"", "\"verdict\": \"red\""),
                        document.replace("agtrace.check/v1", "agtrace.check/v2"))) {
            assertThat(other).isNotEqualTo(document);
            assertThat(schema().validate(other, InputFormat.JSON)).isNotEmpty();
        }
    }

    @Test
    void eachLineFollowsTheSchemaAndTheLastHoldsTheTotals() throws IOException {
        List<String> lines = Checks.mixed(CheckFormat.JSONL).lines().toList();
        assertThat(lines).hasSize(6);
        for (String line : lines) {
            assertThat(schema().validate(line, InputFormat.JSON)).as(line).isEmpty();
        }
        JsonNode last = JSON.readTree(lines.getLast());
        assertThat(last.at("/totals/fails").asInt()).isEqualTo(5);
        assertThat(last.at("/expired/0/place").asText()).isEqualTo("agtrace.yaml:12");
        assertThat(JSON.readTree(lines.get(2)).at("/workflow/name").asText())
                .isEqualTo("n " + Checks.HOSTILE.replace('\ud800', '\ufffd'));
    }
}
