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

class InspectCommandTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");

    /// The spans of wf-12-0 that have children, and what they are.
    private static final String ROOT = "invoke_workflow market_report";

    private static CliRun.Result inspect(String... arguments) {
        List<String> all = new ArrayList<>(List.of("inspect"));
        Collections.addAll(all, arguments);
        return CliRun.run(all.toArray(String[]::new));
    }

    /// What text output shows; it must have been shown without complaint.
    private static String text(String... arguments) {
        CliRun.Result result = inspect(arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        return result.out();
    }

    private static JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("-ojson");
        return Json.of(text(all.toArray(String[]::new)));
    }

    /// The tree's lines between the axis and the legend.
    private static List<String> tree(String text) {
        List<String> lines = text.lines().toList();
        int from = 0;
        while (!lines.get(from).startsWith("span ")) {
            from++;
        }
        int to = from + 1;
        while (to < lines.size()
                && !lines.get(to)
                        .matches("[^├│└ ] [a-z ]+   [^ ] .*|.*left out.*|.*folded.*|.*contain.*")) {
            to++;
        }
        return lines.subList(from + 1, to);
    }

    @Test
    void oneWorkflowIsShownWithSummaryAndTree() {
        String text = text(ONE, "--view", "waterfall");
        assertThat(text.lines().findFirst()).hasValue("▲ suspect  market_report  report-4711");
        assertThat(text)
                .contains(
                        "when      2026-03-02 08:00:00.412 +00:00",
                        "took      47.0 s",
                        "trace     d977cced11e636cbfaf23e34239059e1",
                        "calls     9 model calls · 4 tool calls · 25 spans",
                        "tokens    3,235 in · 568 out",
                        "errors    1 span failed",
                        "✗ statement timeout after 3000 ms")
                .doesNotContain("OUTCOME", "left out");
        assertThat(tree(text)).hasSize(26).first().asString().contains(ROOT, "T+0", "47.0 s");
    }

    @Test
    void oneWorkflowFitsAScreenWithEverySectionItHas() {
        String text = text(ONE, "--width=120");
        assertThat(text.lines().count()).isLessThanOrEqualTo(52);
        assertThat(tree(text)).hasSizeLessThan(16).first().asString().contains(ROOT);
        assertThat(text)
                .contains(
                        "\nagents    agent ",
                        "\n"
                                + "decisions 1 T+3.90s  planner → market_researcher,"
                                + " competitor_researcher\n",
                        "\n          2 T+4.46s  planner → researchers  because \"The request asks",
                        "  0.91 over writer, ask_user\n",
                        "\nmessages  at ",
                        "\"Market shares of the three largest makers\"",
                        "\nloops     T+19.2s  ↻ writer → reviewer",
                        "\njoins     2 branches of ",
                        "\npath      T+0 ")
                .contains("\nmore: --view waterfall (", "quality (6 assessments)")
                .doesNotContain("left out;", "{\"", "\ncontext");
    }

    @Test
    void spansThatAreAskedForAreShownWithoutSections() {
        for (String option : List.of("--depth=9", "--root=2ae4c17d0de08342", "--grep=e", "-p")) {
            assertThat(text(ONE, option))
                    .contains("\nspan ")
                    .doesNotContain("\ndecisions ", "more: --view");
        }
        assertThat(text(ONE, "--depth=2", "--view=waterfall,decisions"))
                .contains("\ndecisions 6: ", "14 spans are left out");
    }

    @Test
    void fullShowsAllOfEverySectionTheRunHas() {
        String full = text(ONE, "--full");
        assertThat(tree(full)).hasSize(26);
        assertThat(full)
                .contains("\ndecisions 6: 3 stated", "\nmessages  7: ", "\nquality   6 assessments")
                .contains("→ query_database")
                .doesNotContain("left out", " more", "none");
    }

    @Test
    void ofSeveralWorkflowsTheListAndTheWorstAreShown() {
        String text = text(MANY);
        assertThat(text)
                .startsWith("OUTCOME")
                .contains("12 workflows\nThe worst of them (--workflow ID shows another):\n")
                .contains("\n✗ failed  market_report  wf-22-0\n");
        assertThat(text.lines().limit(13)).filteredOn(line -> line.contains("wf-")).hasSize(12);
        assertThat(text.substring(text.indexOf("✗ failed  market_report")))
                .isEqualTo(text(MANY, "--workflow", "wf-22-0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wf-41-0", // its id
                "WF-41-0", // in another case
                "wf-41", // how its id begins
                "f139d645f18e5a298307e4dd8c95b781", // its trace
                "f139d6", // how its trace begins
                "F139D645" // in another case
            })
    void workflowIsChosenByAnyOfItsNamesOrTheirBeginning(String name) {
        assertThat(json(MANY, "--workflow", name).at("/workflow/id").asText()).isEqualTo("wf-41-0");
        assertThat(json(MANY, "-w", name).at("/workflow/id").asText()).isEqualTo("wf-41-0");
    }

    @Test
    void workflowIsChosenByConversationId() {
        assertThat(json(ONE, MANY, "-w", "board-2026-06").at("/workflow/id").asText())
                .isEqualTo("report-4711");
    }

    @Test
    void traceIsChosenByItsIdOrItsBeginning() {
        for (String id : List.of("f139d645f18e5a298307e4dd8c95b781", "f139d6", "F139D6")) {
            assertThat(json(MANY, "--trace", id).at("/workflow/id").asText()).isEqualTo("wf-41-0");
            assertThat(json(MANY, "-t", id).at("/workflow/id").asText()).isEqualTo("wf-41-0");
        }
        assertThat(inspect(MANY, "--trace", "wf-41-0").code()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void ambiguousNameListsTheCandidates() {
        CliRun.Result result = inspect(MANY, "-w", "wf-4");
        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("'wf-4' fits 3 workflows", "wf-40-0", "wf-41-0", "wf-42-0")
                .contains("f139d645f18e5a298307e4dd8c95b781")
                .doesNotContain("wf-32-0");
        assertThat(inspect(MANY, "-w", "market_report").err())
                .contains("'market_report' fits 6 workflows");
    }

    @Test
    void missNamesTheNearest() {
        CliRun.Result result = inspect(MANY, "-w", "wf-13-0");
        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no workflow 'wf-13-0'", "Nearest: wf-1", "agtrace list");
        CliRun.Result trace = inspect(MANY, "-t", "f139d645f18e5a298307e4dd8c95b782");
        assertThat(trace.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(trace.err()).contains("no trace", "Nearest: f139d645f18e5a298307e4dd8c95b781");
        assertThat(inspect(MANY, "-w", "utterly different").err())
                .contains("no workflow 'utterly different'", "'agtrace list' shows what there is");
    }

    @Test
    void missIsJsonWhereJsonIsWanted() {
        CliRun.Result result = inspect(MANY, "-w", "wf-13-0", "-o", "json");
        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        JsonNode error = Json.of(result.out()).path("error");
        assertThat(error.path("exit_code").asInt()).isEqualTo(4);
        assertThat(error.path("message").asText()).isEqualTo("no workflow 'wf-13-0'");
        assertThat(error.path("hint").asText()).startsWith("Nearest: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--workflow", "--trace", "--root", "--around", "--grep", "--from"})
    void emptyValueIsWrongUsage(String option) {
        CliRun.Result result =
                option.equals("--from") ? inspect(option, "") : inspect(ONE, option, "");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("agtrace: " + option + " is empty\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--depth=0, --depth must be at least 1",
        "--depth=-1, --depth must be at least 1",
        "--depth=x, --depth",
        "--width=5, --width must be at least 40",
        "--workflow=a --trace=b, exclude each other"
    })
    void wrongUsageIsExit2(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.add(ONE);
        CliRun.Result result = inspect(arguments.toArray(String[]::new));
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }

    @Test
    void depthCutsTheTreeAndSaysHowMuchIsLeftOut() {
        List<String> two = tree(text(ONE, "--depth", "2"));
        assertThat(two.getFirst()).contains(ROOT);
        assertThat(two).anyMatch(line -> line.contains("planner"));
        assertThat(two).noneMatch(line -> line.contains("chat gpt"));
        assertThat(text(ONE, "--depth", "2")).contains("14 spans are left out", "--depth N");
        assertThat(text(ONE, "--depth", "9")).isEqualTo(text(ONE, "--view", "waterfall"));
    }

    @Test
    void rootShowsTheTreeBelowASpan() {
        for (String id : List.of("799845554d6af8d9", "7998455", "799845554D6AF8D9")) {
            List<String> rows = tree(text(ONE, "--root", id));
            assertThat(rows).hasSize(7);
            assertThat(rows.getFirst()).startsWith("◆ competitor_researcher");
        }
    }

    @Test
    void aroundShowsASpanWithAncestorsAndNeighbours() {
        List<String> rows = tree(text(ONE, "--around", "987de15dcf315187"));
        assertThat(rows.getFirst()).contains(ROOT);
        assertThat(rows)
                .anyMatch(line -> line.contains("competitor_researcher"))
                .anyMatch(line -> line.contains("query_database  attempt 2"))
                .anyMatch(line -> line.contains("SELECT market_share"));
        assertThat(rows).noneMatch(line -> line.contains("save_report"));
    }

    @Test
    void spanThatIsNotThereIsExit4() {
        for (String option : List.of("--root", "--around")) {
            CliRun.Result result = inspect(ONE, option, "feedfeed");
            assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains(option, "no span", "'feedfeed'", "in workflow report-4711");
        }
    }

    @Test
    void aroundASpanOutsideTheRootIsExit4() {
        CliRun.Result result =
                inspect(ONE, "--root", "799845554d6af8d9", "--around", "b57d0df5e7bf8712");
        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("b57d0df5e7bf8712").hasLineCount(2);
    }

    @Test
    void grepShowsSpansWithATextInTheirContentAndWhatIsAboveThem() {
        String error = text(ONE, "--grep", "STATEMENT timeout");
        assertThat(tree(error))
                .anyMatch(line -> line.contains("competitor_researcher"))
                .anyMatch(line -> line.contains("query_database ✗"))
                .noneMatch(line -> line.contains("save_report"));
        assertThat(error).contains("1 span contains STATEMENT timeout");
        assertThat(text(ONE, "--grep", "heat pump")).contains("spans contain heat pump");
    }

    @Test
    void viewsAreShownInsteadOfTheWaterfall() {
        String decisions = text(ONE, "--view", "decisions,messages", "--width=160");
        assertThat(decisions)
                .contains("researchers", "The request asks for current figures")
                .doesNotContain("████");
        String all = text(ONE, "--view=all", "--full");
        assertThat(all).contains("████", "query_database", "reviewer");
        CliRun.Result unknown = inspect(ONE, "--view", "decision");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("'decision'", "decisions, messages");
    }

    @Test
    void grepWithoutAHitIsNotFound() {
        CliRun.Result result = inspect(ONE, "--grep", "no such thing");
        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no such thing", "report-4711").hasLineCount(2);
    }

    @Test
    void payloadsArePreviewedInWords() {
        String with = text(ONE, "--payloads");
        String without = text(ONE, "--view", "waterfall");
        assertThat(with)
                .contains("in  One-page report on the German heat pump")
                .contains("out score: 0.62, verdict: revise, feedback: Source of the market")
                .doesNotContain("{\"role\"", "[{\"");
        assertThat(without).doesNotContain("One-page report");
        assertThat(with.lines().count()).isGreaterThan(without.lines().count() + 10);
        assertThat(text(ONE, "-p")).isEqualTo(with);
        assertThat(with.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void fullUnfoldsRepetitionsAndLeavesNothingOut() {
        CliRun loop = CliRun.plain().withInput(Workloads.loop(300));
        String folded = loop.with("inspect", "--view", "waterfall").out();
        String full = loop.with("inspect", "--full").out();
        assertThat(folded).contains("×", "folded into", "--full unfolds them");
        assertThat(folded.lines().count()).isLessThan(80);
        assertThat(full).doesNotContain("folded into", "left out");
        assertThat(tree(full)).hasSizeGreaterThanOrEqualTo(300);
        assertThat(loop.with("inspect").out())
                .contains("×49", "monitor → continue ×48  because \"Files are left.\"");
    }

    @Test
    void largeRunIsReducedAndSaysHowMuchItLeftOut() {
        CliRun large = CliRun.plain().withInput(Workloads.json(7, 2_000));
        String overview = large.with("inspect").out();
        assertThat(overview.lines().count()).isLessThanOrEqualTo(54);
        assertThat(overview).containsPattern("more: --view waterfall \\([0-9,]+ more spans\\)");
        String text = large.with("inspect", "--view", "waterfall").out();
        assertThat(text.lines().count()).isLessThan(120);
        assertThat(text).containsPattern("[0-9,]+ spans are left out");
    }

    @Test
    void mendsAreCountedAndListedOnRequest() {
        byte[] broken = Workloads.withoutParents();
        CliRun run = CliRun.plain().withInput(broken);
        String counted = run.with("inspect").out();
        assertThat(counted).contains("mends     1 missing parent", "--mends lists them");
        String listed = run.with("inspect", "--mends").out();
        assertThat(listed).doesNotContain("--mends lists them").contains("799845554d6af8d9  ");
        JsonNode mends = Json.of(run.with("inspect", "-o", "json").out()).path("mends");
        assertThat(Json.texts(mends, "kind")).contains("missing_parent");
    }

    @Test
    void jsonHoldsEverySpanInTreeOrder() {
        JsonNode document = json(ONE);
        assertThat(document.path("schema").asText()).isEqualTo("agtrace.inspect/v1");
        assertThat(Json.texts(document.path("source"))).containsExactly(ONE);
        JsonNode spans = document.path("spans");
        assertThat(spans).hasSize(25);
        assertThat(document.at("/workflow/spans").asInt()).isEqualTo(25);
        assertThat(spans.path(0).path("name").asText()).isEqualTo(ROOT);
        List<String> above = new ArrayList<>();
        for (JsonNode span : spans) {
            int depth = span.path("depth").asInt();
            assertThat(depth).isBetween(0, above.size());
            above.subList(depth, above.size()).clear();
            if (depth > 0) {
                assertThat(span.path("parent_span_id").asText()).isEqualTo(above.getLast());
            } else {
                assertThat(span.path("parent_span_id").isNull()).isTrue();
            }
            above.add(span.path("span_id").asText());
            assertThat(span.path("resource").asInt()).isLessThan(document.path("resources").size());
        }
        assertThat(Json.texts(document.path("workflow").path("agents"))).contains("planner");
    }

    @Test
    void jsonKeepsNanoseconds() {
        JsonNode workflow = json(MANY, "-w", "wf-12-0").path("workflow");
        assertThat(workflow.path("start").asText()).isEqualTo("2026-03-02T08:13:44.662340620Z");
        assertThat(workflow.path("start_unix_nano").asText()).isEqualTo("1772439224662340620");
    }

    @Test
    void jsonOfSeveralIsTheWorstAndJsonlIsAll() {
        CliRun.Result one = inspect(MANY, "-o", "json");
        assertThat(one.code()).isEqualTo(ExitCode.DONE);
        assertThat(Json.of(one.out()).at("/workflow/id").asText()).isEqualTo("wf-22-0");
        assertThat(one.err()).contains("12 workflows", "-o jsonl").hasLineCount(1);
        CliRun.Result all = inspect(MANY, "-o", "jsonl");
        assertThat(all.code()).isEqualTo(ExitCode.DONE);
        assertThat(all.err()).isEmpty();
        List<JsonNode> documents = Json.lines(all.out());
        assertThat(documents).hasSize(12).contains(Json.of(one.out()));
        assertThat(documents.stream().mapToInt(each -> each.path("spans").size()).sum())
                .isEqualTo(210);
        assertThat(Json.lines(text(MANY, "-w", "wf-12-0", "-ojsonl")))
                .containsExactly(json(MANY, "-w", "wf-12-0"));
    }

    @Test
    void jsonHoldsAllSpansWhateverTheTextWouldShow() {
        CliRun.Result result =
                inspect(ONE, "-ojson", "--depth=1", "--grep=nothing", "--root=799845554d6af8d9");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(Json.of(result.out())).isEqualTo(json(ONE));
        assertThat(result.err()).contains("-o json holds all spans").hasLineCount(1);
    }

    @Test
    void missingFileIsExit3WhileOthersAreShown() {
        CliRun.Result result = inspect("no-such-file.json", ONE);
        assertThat(result.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(result.out()).isEqualTo(text(ONE));
        assertThat(result.err()).contains("no-such-file.json: no such file").hasLineCount(1);
        CliRun.Result none = inspect("no-such-file.json");
        assertThat(none.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).hasLineCount(1);
    }
}
