package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.conventions.OwnNames;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `agtrace config` prints.
class ConfigCommandTest {
    @TempDir Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("agtrace.yaml"), text);
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }

    private static String printedSchema() {
        CliRun.Result result = CliRun.run("config", "schema");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    @Test
    void valuesAreShownWithTheirSources() throws IOException {
        Path file = write("from: [a, b*]\nconventions:\n  agent.name: [x, y]\n");
        CliRun here = CliRun.plain().in(folder);
        assertThat(here.with("config", "show").out())
                .isEqualTo(
                        """
                        %1$s
                        from                    %2$s/a, %2$s/b*  (%1$s:1:1)
                        conventions.agent.name  x, y  (%1$s:3:3)
                        check.fail-on           handoff  (default)
                        """
                                .formatted(file, folder));
        assertThat(here.withVariable("AGTRACE_FROM", "elsewhere").with("config", "show").out())
                .contains(
                        "from                    elsewhere  (environment variable AGTRACE_FROM)\n");
    }

    @Test
    void defaultsAreShownWhereNothingIsSet() throws IOException {
        assertThat(CliRun.plain().in(folder).with("config", "show").out())
                .isEqualTo(
                        """
                        no agtrace.yaml here or above
                        from           standard input  (default)
                        check.fail-on  handoff  (default)
                        """);
        Path store = Files.createDirectories(folder.resolve("agtrace"));
        Files.createFile(store.resolve("a.json"));
        CliRun data = CliRun.plain().in(folder).withVariable("XDG_DATA_HOME", folder.toString());
        assertThat(data.with("config", "show").out())
                .contains("from           " + store + "  (default)\n");
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        Path file = write("conventions:\n  agent.name: \"x\\e\u00e9\"\n");
        CliRun here = CliRun.plain().in(folder);
        CliRun.Result result = here.with("config", "show", "-o", "json");
        assertThat(result).isEqualTo(here.with("config", "show", "--json"));
        assertThat(result.out()).matches("[\\n -~]*");
        JsonNode document = Json.of(result.out());
        assertThat(document.path("schema").asText()).isEqualTo("agtrace.config/v1");
        assertThat(document.path("file").asText()).isEqualTo(file.toString());
        List<JsonNode> values = new ArrayList<>();
        document.path("values").forEach(values::add);
        assertThat(values)
                .filteredOn(each -> !each.at("/path/0").asText().equals("rules"))
                .containsExactlyElementsOf(
                        Json.of(
                                """
                                [{"key": "from", "path": ["from"], "value": [],
                                  "source": {"kind": "default"}},
                                 {"key": "conventions.agent.name",
                                  "path": ["conventions", "agent.name"],
                                  "value": ["x\\u001b\\u00e9"],
                                  "source":
                                    {"kind": "file", "file": "%s", "line": 2, "column": 3}},
                                 {"key": "check.fail-on", "path": ["check", "fail-on"],
                                  "value": ["handoff"], "source": {"kind": "default"}}]
                                """
                                        .formatted(file)));
        assertThat(values)
                .extracting(each -> each.path("key").asText())
                .contains("rules.hang.enabled", "rules.repeated-tool-call.times");
        JsonNode set =
                Json.of(
                        here.withVariable("AGTRACE_FROM", "t")
                                .with("config", "show", "--json")
                                .out());
        assertThat(set.path("values").path(0).path("source"))
                .isEqualTo(Json.of("{\"kind\":\"environment\",\"variable\":\"AGTRACE_FROM\"}"));
        Files.delete(file);
        assertThat(Json.of(here.with("config", "show", "--json").out()).path("file").isNull())
                .isTrue();
    }

    @Test
    void mistakesAreNamedAsElsewhere() throws IOException {
        write("fron: a");
        CliRun.Result result = CliRun.plain().in(folder).with("config", "show", "--json");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(":1:1: unknown key 'fron'; the nearest is 'from'");
        assertThat(Json.of(result.out()).path("error").path("exit_code").asInt()).isEqualTo(2);
    }

    @Test
    void nothingToDoIsWrongUsage() {
        CliRun.Result result = CliRun.run("config");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("show or schema", "agtrace config --help");
    }

    @Test
    void schemaIsValid() {
        Schema meta =
                registry()
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(printedSchema(), InputFormat.JSON)).isEmpty();
        assertThat(meta.validate("{\"type\": 7}", InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void schemaDescribesEveryKey() {
        JsonNode schema = Json.of(printedSchema());
        assertThat(schema.path("properties").fieldNames())
                .toIterable()
                .containsExactly("from", "conventions", "rules", "check");
        JsonNode conventions = schema.path("properties").path("conventions").path("properties");
        assertThat(conventions.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        OwnNames.all().stream().map(OwnNames.OwnName::name).toList());
        assertThat(conventions.valueStream())
                .allMatch(key -> key.path("description").asText().matches("\\p{Lu}.+\\."));
    }

    /// JSON is YAML: the same document can be given to both.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"from\": \"a\"}",
                "{\"from\": [\"a\", \"b\"], \"conventions\": {}}",
                "{\"conventions\": {\"agent.name\": \"x\", \"decision.chosen\": [\"y\", \"z\"]}}"
            })
    void whatTheSchemaAllowsIsRead(String document) throws IOException {
        assertThat(registry().getSchema(printedSchema()).validate(document, InputFormat.JSON))
                .isEmpty();
        write(document);
        assertThat(CliRun.plain().in(folder).with("config", "show").code())
                .isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "null",
                "{\"fron\": \"a\"}",
                "{\"from\": \"\"}",
                "{\"from\": \" \"}",
                "{\"from\": 7}",
                "{\"from\": null}",
                "{\"from\": []}",
                "{\"from\": [7]}",
                "{\"from\": {\"a\": \"b\"}}",
                "{\"conventions\": \"agent.name\"}",
                "{\"conventions\": null}",
                "{\"conventions\": {\"agent.nmae\": \"x\"}}",
                "{\"conventions\": {\"agent.name\": true}}",
                "{\"conventions\": {\"agent.name\": [[\"x\"]]}}"
            })
    void whatTheSchemaForbidsIsRefused(String document) throws IOException {
        assertThat(registry().getSchema(printedSchema()).validate(document, InputFormat.JSON))
                .isNotEmpty();
        write(document);
        assertThat(CliRun.plain().in(folder).with("config", "show").code())
                .isEqualTo(ExitCode.USAGE);
    }
}
