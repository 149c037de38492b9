package io.agtrace.cli;

import static io.agtrace.cli.IncidentScene.agent;
import static io.agtrace.cli.IncidentScene.model;
import static io.agtrace.cli.IncidentScene.tool;
import static io.agtrace.cli.IncidentScene.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.Fault;
import io.agtrace.fixtures.Order;
import io.agtrace.fixtures.OutputFormat;
import io.agtrace.fixtures.Shape;
import io.agtrace.fixtures.Step;
import io.agtrace.fixtures.Workload;
import io.agtrace.fixtures.WorkloadSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What changed between a good run and a bad one, or between sets of runs.
class CompareCommandTest {
    private static final long START = 1_772_438_400_000_000_000L;

    @TempDir Path folder;

    private static WorkloadSettings stories(long seed, int runs, Fault fault, double share) {
        return Workload.settings()
                .shape(Shape.STORIES)
                .workflows(runs)
                .seed(seed)
                .fault(fault)
                .faultShare(share);
    }

    private String write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
        return name;
    }

    private String write(String name, WorkloadSettings settings) throws IOException {
        return write(name, Workloads.bytes(settings, OutputFormat.OTLP_JSON));
    }

    private CliRun.Result compare(String... arguments) {
        return CliRun.plain()
                .in(folder)
                .with(
                        Stream.concat(Stream.of("compare"), Stream.of(arguments))
                                .map(each -> each.endsWith(".json") ? path(each) : each)
                                .toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        CliRun.Result result = compare(all.toArray(String[]::new));
        assertThat(errors(result.out())).as(result.out()).isEmpty();
        return Json.of(result.out());
    }

    private static List<Error> errors(String document) {
        String path = "/io/agtrace/render/schemas/compare-v1.json";
        try (InputStream in =
                Objects.requireNonNull(CompareCommandTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .validate(document, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> kinds(JsonNode document) {
        return Json.texts(document.path("differences"), "kind");
    }

    /// The same story told with and without a fault: where they part is what the fault is.
    @ParameterizedTest
    @CsvSource({
        "MESSAGE_LOST, not_received",
        "MISROUTED, decision",
        "RUNAWAY_LOOP, rounds",
        "PAYLOAD_TRUNCATED, message_lost",
        "SILENT_RETRIES, failure",
        "OUTPUT_CUT_OFF, cut_off"
    })
    void faultIsWhereTheRunsPart(Fault fault, String kind) throws IOException {
        String good = write("good.json", stories(7, 1, fault, 0));
        String bad = write("bad.json", stories(7, 1, fault, 1));

        JsonNode document = json(good, bad);

        assertThat(document.path("diverges").asBoolean()).isTrue();
        assertThat(kinds(document)).contains(kind);
        assertThat(document.path("first").path("text").asText()).isNotBlank();
        assertThat(compare(good, bad).exit()).isZero();
        assertThat(compare(good, bad, "--fail-on-divergence").code()).isEqualTo(ExitCode.FINDING);
    }

    @ParameterizedTest
    @EnumSource
    void runIsNotDifferentFromItself(Dialect dialect) throws IOException {
        for (Shape shape : List.of(Shape.STORIES, Shape.FAN, Shape.LOOP, Shape.CHAIN)) {
            WorkloadSettings settings =
                    Workload.settings().shape(shape).seed(5).dialect(dialect).order(Order.END);
            settings = shape == Shape.STORIES ? settings.workflows(1) : settings.spans(60);
            String good = write("good.json", settings);
            String shuffled =
                    write("shuffled.json", settings.order(Order.SHUFFLED).shuffleWithinRuns(true));

            CliRun.Result result = compare(good, shuffled, "--fail-on-divergence", "--strict");
            JsonNode document = json(good, shuffled);

            assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.DONE);
            assertThat(document.path("differences")).isEmpty();
            assertThat(document.path("counts")).isEmpty();
            assertThat(document.path("settings")).isEmpty();
            assertThat(document.path("new_hypotheses")).isEmpty();
            assertThat(document.path("matched_steps").asInt())
                    .isPositive()
                    .isEqualTo(document.at("/bad/steps").asInt());
        }
    }

    private String scene(String name, String answer, String found, String modelAnswer)
            throws IOException {
        IncidentScene scene = new IncidentScene(Dialect.OTEL_GENAI);
        String ticket = "Ticket T-4711: the parcel has not arrived.";
        Step root = workflow("support_request", ticket);
        Step desk = agent("desk", ticket, answer);
        desk.add(model(desk, modelAnswer, 0.8));
        desk.add(tool(desk, "find_parcel", "{\"ticket\":\"T-4711\"}", found, 0.2));
        desk.add(model(desk, answer, 0.9));
        byte[] bytes = scene.bytes(11, root.add(desk).output(answer), START, new ArrayList<>());
        return write(name, bytes);
    }

    @Test
    void otherWordsAreNoDivergence() throws IOException {
        String found = "{\"parcel\":\"P-88\",\"state\":\"in Leipzig\"}";
        String ask = "Looking for the parcel of T-4711.";
        String good = scene("good.json", "Parcel P-88 is in Leipzig since Monday.", found, ask);
        String bad = scene("bad.json", "Since Monday, your P-88 waits inside Leipzig.", found, ask);

        CliRun.Result result = compare(good, bad, "--fail-on-divergence", "--strict");

        assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("no divergence  all 4 steps in both")
                .contains("1 text says the same in other words");
    }

    @Test
    void otherResultForTheSameArgumentsIsADivergenceOfContent() throws IOException {
        String ask = "Looking for the parcel of T-4711.";
        String answer = "Parcel P-88 is in Leipzig.";
        String good = scene("good.json", answer, "{\"parcel\":\"P-88\"}", ask);
        String bad = scene("bad.json", answer, "{\"parcel\":\"P-12\"}", ask);

        JsonNode first = json(good, bad).path("first");

        assertThat(first.path("kind").asText()).isEqualTo("result");
        assertThat(first.path("level").asText()).isEqualTo("content");
        assertThat(first.path("subject").asText()).isEqualTo("tool call find_parcel");
        assertThat(first.path("good").asText()).contains("P-88");
        assertThat(first.path("bad").asText()).contains("P-12");
        assertThat(compare(good, bad, "--fail-on-divergence").code()).isEqualTo(ExitCode.DONE);
        assertThat(compare(good, bad, "--fail-on-divergence", "--strict").code())
                .isEqualTo(ExitCode.FINDING);
    }

    private String release(String name, boolean buildFirst, boolean together) throws IOException {
        Step root = workflow("release", "Release 4.2 of billing-core");
        Step build = agent("builder", "Build 4.2", "Built 4.2");
        build.add(model(build, "Built 4.2", 0.5));
        Step review = agent("reviewer", "Review 4.2", "Reviewed 4.2");
        review.add(model(review, "Reviewed 4.2", 0.5));
        build.concurrent(together);
        review.concurrent(together);
        root.add(buildFirst ? build : review).add(buildFirst ? review : build);
        IncidentScene scene = new IncidentScene(Dialect.OTEL_GENAI);
        return write(name, scene.bytes(12, root, START, new ArrayList<>()));
    }

    @Test
    void orderCountsWhereOneStepFollowsAnotherOnly() throws IOException {
        String good = release("good.json", true, false);
        String turned = release("turned.json", false, false);
        String goodFan = release("fan.json", true, true);
        String turnedFan = release("turned-fan.json", false, true);

        assertThat(kinds(json(good, turned))).contains("order");
        assertThat(kinds(json(goodFan, turnedFan))).isEmpty();
    }

    @Test
    void textIsPleasantOnAllScreens() throws IOException {
        String good = write("good.json", stories(7, 1, Fault.MISROUTED, 0));
        String bad = write("bad.json", stories(7, 1, Fault.MISROUTED, 1));
        for (String options : List.of("80", "200", "60 --ascii", "80 --color always")) {
            List<String> arguments = new ArrayList<>(List.of(good, bad, "--width"));
            arguments.addAll(List.of(options.split(" ", -1)));

            String text = compare(arguments.toArray(String[]::new)).out();

            String name = "compare-" + options.replaceAll("[^a-z0-9]+", "-") + ".txt";
            Golden.check(name, text.replace(folder.toString(), "traces"));
        }
    }

    @Test
    void markdownLooksAsItDid() throws IOException {
        String good = write("good.json", stories(7, 1, Fault.MISROUTED, 0));
        String bad = write("bad.json", stories(7, 1, Fault.MISROUTED, 1));

        String text = compare(good, bad, "-o", "markdown").out();

        Golden.check("compare.md", text.replace(folder.toString(), "traces"));
        String goods = write("goods.json", stories(7, 30, Fault.SILENT_RETRIES, 0));
        String bads = write("bads.json", stories(7, 30, Fault.SILENT_RETRIES, 1));
        Golden.check("compare-sets.md", compare(goods, bads, "-o", "markdown").out());
    }

    @Test
    void setsAreToldApartByWhatOnlyOneOfThemDoes() throws IOException {
        String good = write("good.json", stories(7, 30, Fault.SILENT_RETRIES, 0));
        String bad = write("bad.json", stories(7, 30, Fault.SILENT_RETRIES, 1));

        JsonNode document = json(good, bad);
        CliRun.Result text = compare(good, bad);

        assertThat(document.path("of").asText()).isEqualTo("sets");
        assertThat(document.path("diverges").asBoolean()).isTrue();
        assertThat(document.path("good_runs").asInt()).isEqualTo(30);
        JsonNode retries =
                StreamSupport.stream(document.path("traits").spliterator(), false)
                        .filter(each -> each.path("kind").asText().equals("retry"))
                        .findFirst()
                        .orElseThrow();
        assertThat(retries.at("/bad/hits").asInt()).isGreaterThan(20);
        assertThat(retries.at("/good/hits").asInt()).isLessThan(5);
        assertThat(text.out()).startsWith("the sets differ").contains("any retry ");
        Golden.check("compare-sets-80.txt", compare(good, bad, "--width", "80").out());
        assertThat(compare(good, bad, "--fail-on-divergence").code()).isEqualTo(ExitCode.FINDING);
    }

    @Test
    void sameSetInAnyOrderDoesNotDiffer() throws IOException {
        WorkloadSettings settings = stories(3, 12, Fault.MESSAGE_LOST, 0.5);
        String good = write("good.json", settings);
        String bad = write("bad.json", settings.order(Order.SHUFFLED).shuffleWithinRuns(true));

        JsonNode document = json(good, bad);

        assertThat(document.path("diverges").asBoolean()).isFalse();
        assertThat(document.path("traits")).isEmpty();
        for (JsonNode each : document.path("measures")) {
            assertThat(each.path("good")).isEqualTo(each.path("bad"));
        }
    }

    @Test
    void workflowsOfOneFileAreChosen() throws IOException {
        String both = write("both.json", stories(3, 2, Fault.MESSAGE_LOST, 0));
        List<String> ids =
                Json.texts(
                        Json.of(CliRun.run("list", "-o", "json", path(both)).out())
                                .path("workflows"),
                        "id");

        JsonNode document =
                json(
                        both,
                        both,
                        "--good-workflow",
                        ids.getLast(),
                        "--bad-workflow",
                        ids.getFirst());
        CliRun.Result unknown = compare(both, both, "--bad-workflow", "nothing-like-it");

        assertThat(document.path("of").asText()).isEqualTo("runs");
        assertThat(document.at("/good/id").asText()).isEqualTo(ids.getLast());
        assertThat(document.at("/bad/id").asText()).isEqualTo(ids.getFirst());
        assertThat(unknown.code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void oneOfThemMayBeStandardInput() throws IOException {
        WorkloadSettings settings = stories(3, 1, Fault.MESSAGE_LOST, 0);
        byte[] bytes = Workloads.bytes(settings, OutputFormat.OTLP_JSON);
        String good = path(write("good.json", bytes));

        CliRun.Result result = CliRun.plain().withInput(bytes).with("compare", good, "-");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("no divergence");
        assertThat(CliRun.plain().withInput(bytes).with("compare", "-", "-").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatCannotBeComparedIsSaid() throws IOException {
        String good = write("good.json", stories(3, 1, Fault.MESSAGE_LOST, 0));
        String http =
                """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":\
                "0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","name":"GET /",\
                "kind":2,"startTimeUnixNano":"1772438400000000000",\
                "endTimeUnixNano":"1772438400100000000"}]}]}]}
                """;
        write("http.json", http.getBytes(StandardCharsets.UTF_8));
        write("empty.json", "{}".getBytes(StandardCharsets.UTF_8));

        CliRun.Result nothing = compare(good, "http.json");

        assertThat(nothing.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(nothing.out()).startsWith("nothing to compare");
        assertThat(compare(good, "empty.json").code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(compare(good).code()).isEqualTo(ExitCode.USAGE);
        assertThat(compare(good, "").code()).isEqualTo(ExitCode.USAGE);
    }
}
