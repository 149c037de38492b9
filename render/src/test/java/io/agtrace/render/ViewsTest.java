package io.agtrace.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.workflow.Outcome;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;

class ViewsTest {
    private static Screen screen(int width, String look) {
        Theme theme = new Theme(look.equals("colour"), !look.equals("ascii"));
        return new Screen(width, theme, ZoneId.of("Europe/Berlin"), look.equals("colour"));
    }

    @ParameterizedTest
    @CsvSource({
        "80, plain", "80, colour", "80, ascii",
        "120, plain", "120, colour", "120, ascii",
        "200, plain", "200, colour", "200, ascii"
    })
    void showsARun(int width, String look) throws IOException {
        StringBuilder out = new StringBuilder();
        new InspectView(screen(width, look), WaterfallOptions.DEFAULT, false)
                .write(Runs.report(), out);
        Golden.check("inspect-" + width + "-" + look + ".txt", out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "80, plain", "80, colour", "80, ascii",
        "120, plain", "120, colour", "120, ascii",
        "200, plain", "200, colour", "200, ascii"
    })
    void listsRuns(int width, String look) throws IOException {
        List<WorkflowSummary> rows = summaries();
        List<String> ids = rows.stream().map(WorkflowSummary::id).toList();
        StringBuilder out = new StringBuilder();
        new WorkflowListView(screen(width, look))
                .write(rows, new WorkflowListView.Choice(ids, List.of()), out);
        Golden.check("list-" + width + "-" + look + ".txt", out.toString());
    }

    private static List<WorkflowSummary> summaries() {
        WorkflowSummary report = Runs.report().summary();
        return List.of(
                report,
                summary("4bf92f3577b34da6a3ce929d0e0e4736", "nightly \u001b[2J batch", Outcome.OK),
                summary("4bf92f3500000000a3ce929d0e0e4736", "研究レポート作成ワークフロー", Outcome.SUSPECT),
                summary("session-שלום-17", "", Outcome.UNKNOWN));
    }

    private static WorkflowSummary summary(String id, String name, Outcome outcome) {
        return new WorkflowSummary(
                id,
                name,
                List.of(Runs.TRACE),
                Runs.START,
                Runs.START + 7_380_000_000_000L,
                1_204,
                List.of("gateway"),
                List.of("planner"),
                List.of(),
                0,
                0,
                0,
                0,
                0,
                -1,
                outcome,
                List.of());
    }

    @Test
    void saysHowManyOfTheWorkflowsPassedTheFilters() throws IOException {
        StringBuilder out = new StringBuilder();
        new WorkflowListView(screen(80, "plain"))
                .write(
                        List.of(),
                        new WorkflowListView.Choice(
                                List.of("a", "b"), List.of("--errors", "--service x")),
                        out);

        assertThat(out.toString()).isEqualTo("0 of 2 workflows (--errors --service x)\n");
    }

    @Test
    void listsEachMendAndShowsPayloadsWhenAskedTo() throws IOException {
        WaterfallOptions options = new WaterfallOptions(-1, true, null, null, null, true, 60);
        StringBuilder out = new StringBuilder();
        new InspectView(screen(120, "plain"), options, true).write(Runs.report(), out);
        Golden.check("inspect-120-full.txt", out.toString());
    }

    @Test
    void showsARunWithoutSpans() throws IOException {
        Workflow empty = new Runs().build();
        StringBuilder out = new StringBuilder();
        new InspectView(screen(80, "plain"), WaterfallOptions.DEFAULT, false).write(empty, out);

        assertThat(out.toString()).contains("0 spans").contains("at an unknown time");
    }
}
