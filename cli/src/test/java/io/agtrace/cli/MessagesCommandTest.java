package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class MessagesCommandTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");

    private static CliRun.Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("messages"));
        Collections.addAll(all, arguments);
        return CliRun.run(all.toArray(String[]::new));
    }

    @Test
    void textIsTheWholeSectionOfInspect() {
        CliRun.Result result = run("--width=160", ONE);
        String inspected =
                CliRun.run("inspect", "--view=messages", "--full", "--width=160", ONE).out();

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("messages  7: ").doesNotContain("report-4711");
        assertThat(inspected).endsWith("\n\n" + result.out());
        assertThat(result.out().lines().filter(line -> line.contains("T+"))).hasSize(7);
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).doesNotEndWith(" "));
    }

    @Test
    void ofSeveralWorkflowsEachHasAHeading() {
        String out = run(MANY).out();
        List<String> with = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (JsonNode each : Json.of(run("-o", "json", MANY).out()).path("workflows")) {
            String id = each.at("/workflow/id").asText();
            (each.path("messages").isEmpty() ? without : with).add(id);
        }

        assertThat(with).isNotEmpty();
        assertThat(out.lines().filter(line -> line.matches("\\S+  wf-[0-9-]+")))
                .extracting(line -> line.substring(line.indexOf("wf-")))
                .containsExactlyElementsOf(with);
        if (!without.isEmpty()) {
            assertThat(out).endsWith("\n" + without.size() + " workflows without messages\n");
        }
    }

    @Test
    void jsonHoldsAllWorkflowsInTheirOrder() {
        JsonNode document = Json.of(run("-o", "json", MANY).out());
        JsonNode list = Json.of(CliRun.run("list", "-o", "json", MANY).out());
        List<String> ids = new ArrayList<>();
        long items = 0;
        for (JsonNode each : document.path("workflows")) {
            ids.add(each.path("workflow").path("id").asText());
            items += each.path("messages").size();
        }

        assertThat(document.path("schema").asText()).isEqualTo("agtrace.messages/v1");
        assertThat(ids).containsExactlyElementsOf(Json.texts(list.path("workflows"), "id"));
        assertThat(Json.lines(run("-o", "jsonl", MANY).out())).hasSize((int) items);
        assertThat(run("--json", MANY).out()).isEqualTo(run("-o", "json", MANY).out());
    }

    @Test
    void saysTheSameAsInspect() {
        JsonNode inspected = Json.of(CliRun.run("inspect", "-o", "json", ONE).out());
        JsonNode alone = Json.of(run("-o", "json", ONE).out()).path("workflows").path(0);

        assertThat(alone.path("messages")).isNotEmpty().isEqualTo(inspected.path("messages"));
    }

    @Test
    void oneWorkflowCanBeChosen() {
        JsonNode document = Json.of(run("-o", "json", "-w", "wf-31-0", MANY).out());

        assertThat(document.path("workflows")).hasSize(1);
        assertThat(document.at("/workflows/0/workflow/id").asText()).isEqualTo("wf-31-0");
        assertThat(run("-w", "no-such-run", MANY).code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("-w", "a", "-t", "b", MANY).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("-w", "", MANY).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void mermaidIsOneDiagramForEachWorkflow() {
        CliRun.Result one = run("-o", "mermaid", ONE);
        CliRun.Result many = run("-o", "mermaid", MANY);
        int workflows = Json.of(run("-o", "json", MANY).out()).path("workflows").size();

        assertThat(one.err()).isEmpty();
        assertThat(one.out()).startsWith("sequenceDiagram\n");
        assertThat(workflows).isGreaterThan(1);
        assertThat(many.out().lines().filter("sequenceDiagram"::equals)).hasSize(workflows);
        assertThat(many.out()).contains("%% workflow wf-31-0\n");
        assertThat(many.err()).contains(workflows + " diagrams", "--workflow");
    }

    @Test
    void anUnknownFormIsWrongUsage() {
        CliRun.Result result = run("-o", "svg", ONE);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("svg", "mermaid");
    }

    @Test
    void auditIsNoFormOfMessages() {
        assertThat(run("-o", "audit", ONE).code()).isEqualTo(ExitCode.USAGE);
    }
}
