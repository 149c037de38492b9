package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Order;
import io.agtrace.fixtures.OutputFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The same run in several formats is the same run.
class CrossFormatTest {

    static Stream<Arguments> runs() {
        return Stream.of(Dialect.values())
                .flatMap(
                        dialect ->
                                LongStream.of(5, 17, 401)
                                        .mapToObj(seed -> Arguments.of(seed, dialect)));
    }

    /// Byte for byte, since OTLP says the same in all its encodings.
    @ParameterizedTest
    @MethodSource("runs")
    void everyEncodingOfOtlpGivesTheSameBytesInAnyOrderOfSpans(long seed, Dialect dialect) {
        String expected = inspect(seed, dialect, Order.END, OutputFormat.OTLP_JSON);
        assertThat(Json.of(expected).path("spans").size()).isGreaterThan(30);
        for (Order order : Order.values()) {
            for (OutputFormat format :
                    List.of(
                            OutputFormat.OTLP_JSON,
                            OutputFormat.OTLP_JSON_DOCUMENT,
                            OutputFormat.OTLP_PROTO,
                            OutputFormat.OTLP_PROTO_FRAMED,
                            OutputFormat.OTLP_PROTO_DELIMITED)) {
                assertThat(inspect(seed, dialect, order, format))
                        .as("%s, %s", format, order)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void jaegerGivesTheSameButForLists(long seed, Dialect dialect) {
        String expected =
                Projection.jaeger(
                        Json.of(inspect(seed, dialect, Order.END, OutputFormat.OTLP_JSON)));
        for (Order order : Order.values()) {
            String jaeger = inspect(seed, dialect, order, OutputFormat.JAEGER);
            assertThat(Json.of(jaeger).toPrettyString()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void zipkinGivesTheSameButForTypesCaseAndLinks(long seed, Dialect dialect) {
        String expected =
                Projection.zipkin(
                        Json.of(inspect(seed, dialect, Order.END, OutputFormat.OTLP_JSON)));
        for (Order order : Order.values()) {
            String zipkin = inspect(seed, dialect, order, OutputFormat.ZIPKIN);
            assertThat(Projection.zipkin(Json.of(zipkin))).isEqualTo(expected);
        }
    }

    private static String inspect(long seed, Dialect dialect, Order order, OutputFormat format) {
        byte[] input = Workloads.bytes(Workloads.failing(seed, dialect, order), format);
        CliRun.Result result =
                CliRun.plain()
                        .withInput(input)
                        .with("inspect", "-o", "json", "--stdin-name", "the run");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        return result.out();
    }

    static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(CliRun.sample("")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".md") && !name.startsWith("many."))
                    .sorted()
                    .toList();
        }
    }

    /// What `list` shows of the sample's story, whichever format told it, but that
    /// - the trace object of the OpenAI Agents SDK has no times, so the run lasts from the first
    ///   span's start to the last one's end;
    /// - LangSmith has no run type for a request or a query, which are shown as tools.
    @ParameterizedTest
    @MethodSource("samples")
    void everySampleGivesTheSameRow(String name) {
        JsonNode row = row(name);
        JsonNode expected = row("market-report.otlp.jsonl");
        for (String field :
                List.of(
                        "id",
                        "name",
                        "outcome",
                        "spans",
                        "errors",
                        "agents",
                        "models",
                        "model_calls",
                        "tokens",
                        "joins")) {
            assertThat(row.path(field)).as(field).isEqualTo(expected.path(field));
        }
        assertThat(row.path("tool_calls").asInt()).isEqualTo(name.startsWith("langsmith") ? 6 : 4);
        if (!name.startsWith("openai-agents")) {
            for (String field : List.of("start", "end", "duration_ms")) {
                assertThat(row.path(field)).as(field).isEqualTo(expected.path(field));
            }
        } else {
            assertThat(row.path("duration_ms").asDouble()).isBetween(46_800.0, 47_002.0);
        }
    }

    private static JsonNode row(String name) {
        CliRun.Result result = CliRun.run("list", "-o", "json", CliRun.sample(name));
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        JsonNode workflows = Json.of(result.out()).path("workflows");
        assertThat(workflows).hasSize(1);
        return workflows.path(0);
    }

    /// How deep each span stands, which agent, tool and model it is about, whether it failed; and
    /// its name and operation where the format, or the instrumentation shown in it, keeps them.
    @ParameterizedTest
    @MethodSource("samples")
    void everySampleGivesTheSameTree(String name) {
        assertThat(tree(name, name)).isEqualTo(tree("market-report.otlp.jsonl", name));
    }

    private static List<String> tree(String sample, String likeThatOf) {
        CliRun.Result result = CliRun.run("inspect", "-o", "json", CliRun.sample(sample));
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        return Json.of(result.out())
                .path("spans")
                .valueStream()
                .map(span -> line(span, likeThatOf))
                .toList();
    }

    private static String line(JsonNode span, String sample) {
        String name = span.path("name").asText();
        String kind = span.path("operation").path("kind").asText();
        String rest =
                switch (sample) {
                    case "zipkin.json" -> name.toLowerCase(Locale.ROOT) + ", " + kind;
                    case "js-console.txt",
                            "phoenix.jsonl",
                            "patronus.json",
                            "langfuse.json",
                            "langsmith.jsonl",
                            "mlflow.json",
                            "openai-agents.jsonl",
                            "agentops.json" ->
                            "";
                    default -> name + ", " + kind;
                };
        // The spans of the OpenAI Agents SDK do not say on whose behalf they are.
        boolean own = kind.equals("agent") || !sample.startsWith("openai-agents");
        String agent = own ? span.path("agent").asText() : "";
        // LangSmith's tools, see above.
        boolean leaf = span.path("depth").asInt() == 3 && sample.startsWith("langsmith");
        String tool = leaf ? "" : span.path("tool").asText();
        return String.join(
                ", ",
                span.path("depth").asText(),
                agent,
                tool,
                span.path("model").asText(),
                span.path("failed").asText(),
                rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "inspect"})
    void everyFormOfTheSampleLooksTheSame(String command) {
        String expected = CliRun.run(command, CliRun.sample("market-report.otlp.jsonl")).out();
        for (String name :
                List.of(
                        "otlp.jsonl",
                        "otlp-single.json",
                        "otlp-snake-base64.json",
                        "otlp.binpb",
                        "otlp-bare.pb",
                        "otlp-delimited.pb",
                        "otlp-with-logs.jsonl",
                        "jaeger-ui.json",
                        "jaeger-api-v3.json",
                        "jaeger-es.jsonl",
                        "jaeger-v2-proto.json",
                        "tempo-v1.json",
                        "tempo-v2.json",
                        "python-console.txt",
                        "go-stdouttrace.json",
                        "dotnet-console.txt",
                        "any-agent.json")) {
            assertThat(CliRun.run(command, CliRun.sample(name)).out()).as(name).isEqualTo(expected);
        }
    }
}
