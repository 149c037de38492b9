package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class DecisionsCommandTest {
    private static final String MANY = CliRun.sample("many.otlp.jsonl");
    private static final String ONE = CliRun.sample("market-report.otlp.jsonl");

    private static CliRun.Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("decisions"));
        Collections.addAll(all, arguments);
        return CliRun.run(all.toArray(String[]::new));
    }

    @Test
    void textIsTheWholeSectionOfInspect() {
        CliRun.Result result = run("--width=160", ONE);
        String inspected =
                CliRun.run("inspect", "--view=decisions", "--full", "--width=160", ONE).out();

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("decisions 6: ").doesNotContain("report-4711");
        assertThat(inspected).endsWith("\n\n" + result.out());
        assertThat(result.out().lines().filter(line -> line.contains("T+"))).hasSize(6);
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).doesNotEndWith(" "));
    }

    @Test
    void ofSeveralWorkflowsEachHasAHeading() {
        String out = run(MANY).out();
        List<String> with = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (JsonNode each : Json.of(run("-o", "json", MANY).out()).path("workflows")) {
            String id = each.at("/workflow/id").asText();
            (each.path("decisions").isEmpty() ? without : with).add(id);
        }

        assertThat(with).isNotEmpty();
        assertThat(out.lines().filter(line -> line.matches("\\S+  wf-[0-9-]+")))
                .extracting(line -> line.substring(line.indexOf("wf-")))
                .containsExactlyElementsOf(with);
        if (!without.isEmpty()) {
            assertThat(out).endsWith("\n" + without.size() + " workflows without decisions\n");
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
            items += each.path("decisions").size();
        }

        assertThat(document.path("schema").asText()).isEqualTo("agtrace.decisions/v1");
        assertThat(ids).containsExactlyElementsOf(Json.texts(list.path("workflows"), "id"));
        assertThat(Json.lines(run("-o", "jsonl", MANY).out())).hasSize((int) items);
        assertThat(run("--json", MANY).out()).isEqualTo(run("-o", "json", MANY).out());
    }

    @Test
    void saysTheSameAsInspect() {
        JsonNode inspected = Json.of(CliRun.run("inspect", "-o", "json", ONE).out());
        JsonNode alone = Json.of(run("-o", "json", ONE).out()).path("workflows").path(0);

        assertThat(alone.path("decisions")).isNotEmpty().isEqualTo(inspected.path("decisions"));
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
        assertThat(one.out()).startsWith("flowchart LR\n");
        assertThat(workflows).isGreaterThan(1);
        assertThat(many.out().lines().filter("flowchart LR"::equals)).hasSize(workflows);
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
    void auditIsOneDocumentForEachDecision() {
        CliRun.Result audit = run("-o", "audit", ONE);
        List<JsonNode> documents = Json.lines(audit.out());
        List<JsonNode> lines = Json.lines(run("-o", "jsonl", ONE).out());

        assertThat(audit.code()).isEqualTo(ExitCode.DONE);
        assertThat(documents).isNotEmpty().hasSameSizeAs(lines);
        for (int i = 0; i < documents.size(); i++) {
            JsonNode document = documents.get(i);
            JsonNode decision = lines.get(i).path("decision");
            assertThat(document.path("schema").asText()).isEqualTo("agtrace.decision-audit/v1");
            assertThat(document.path("decision")).isEqualTo(decision.path("chosen"));
            assertThat(document.path("decided_by")).isEqualTo(decision.path("by"));
            assertThat(document.path("span_id")).isEqualTo(decision.path("span").path("span_id"));
            assertThat(document.path("timestamp")).isEqualTo(decision.path("time"));
        }
    }

    @Test
    void anErrorIsJsonForAuditsToo() {
        CliRun.Result result = run("-o", "audit", "-w", "no-such-run", ONE);

        assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(Json.of(result.out()).path("schema").asText()).isEqualTo("agtrace.error/v1");
    }
}
