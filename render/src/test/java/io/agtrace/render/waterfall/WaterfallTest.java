package io.agtrace.render.waterfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.Runs;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;

class WaterfallTest {
    private static final String REVIEWER = "00f067aa0ba90215";

    private static List<String> lines(Workflow workflow, WaterfallOptions options)
            throws IOException {
        Screen screen = new Screen(120, new Theme(false, true), ZoneOffset.UTC, false);
        StringBuilder out = new StringBuilder();
        new Waterfall(screen, options).write(workflow, out);
        return out.toString().lines().toList();
    }

    private static WaterfallOptions options(
            int depth, @Nullable String root, @Nullable String around, @Nullable String grep) {
        return new WaterfallOptions(depth, false, root, around, grep, false, 60);
    }

    @Test
    void showsTheLevelsAskedForAndCountsWhatIsBelow() throws IOException {
        List<String> lines = lines(Runs.report(), options(2, null, null, null));

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("├─◆ planner"))
                .noneSatisfy(line -> assertThat(line).contains("handoff to"))
                .anySatisfy(line -> assertThat(line).contains("└─… 7 spans, 1 failed, "));
    }

    @Test
    void showsOneSubtreeByTheBeginningOfItsId() throws IOException {
        List<String> lines = lines(Runs.report(), options(-1, REVIEWER, null, null));

        assertThat(lines.get(1)).startsWith("◆~ reviewer").contains("T+30.0s");
        assertThat(lines).noneSatisfy(line -> assertThat(line).contains("planner"));
        assertThatThrownBy(() -> lines(Runs.report(), options(-1, "ffff", null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ffff");
    }

    @Test
    void showsASpanWithItsNeighbours() throws IOException {
        List<String> lines = lines(Runs.report(), options(-1, null, "00f067aa0ba90213", null));

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("▸ chat gpt-4o  attempt 2"))
                .anySatisfy(line -> assertThat(line).contains("route after draft"))
                .anySatisfy(line -> assertThat(line).contains("writer"))
                .anySatisfy(line -> assertThat(line).contains("research-report"))
                .noneSatisfy(line -> assertThat(line).contains("planner"));
    }

    @Test
    void showsWhatContainsAText() throws IOException {
        List<String> lines = lines(Runs.report(), options(-1, null, null, "TIMED OUT"));

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("✦▸ chat gpt-4o ✗"))
                .anySatisfy(line -> assertThat(line).contains("1 span contains TIMED OUT"))
                .anySatisfy(line -> assertThat(line).contains("spans are left out, 2 failed"));
    }

    @Test
    void findsSpansByTheBeginningOfTheirId() {
        Workflow run = Runs.report();

        assertThat(SpanLookup.matches(run.tree(), "00F067AA0BA9020", 100)).hasSize(16);
        assertThat(SpanLookup.matches(run.tree(), REVIEWER, 100)).containsExactly(21);
        assertThat(SpanLookup.matches(run.tree(), "00", 3)).containsExactly(0, 1, 2);
        assertThat(SpanLookup.matches(run.tree(), "abc", 3)).isEmpty();
    }

    @Test
    void foldsRepetitionsAndKeepsTheOnesThatStandOut() throws IOException {
        Runs run = new Runs();
        run.add(0, OperationKind.WORKFLOW, "batch", 0, 10_000);
        for (int i = 0; i < 37; i++) {
            Runs.Node call =
                    run.add(
                            1,
                            OperationKind.TOOL_CALL,
                            "fetch page-" + i + " 6f1ed002ab" + (1000 + i),
                            i * 100,
                            i * 100 + (i == 30 ? 3_100 : 12 + i % 3));
            if (i == 5 || i == 9) {
                call.fails("HTTP 500");
            }
        }

        List<String> lines = lines(run.build(), WaterfallOptions.DEFAULT);

        assertThat(lines.get(2))
                .contains("≡⚒ fetch page-# # ×37, 2 failed")
                .endsWith("12 ms … 3.10 s");
        assertThat(lines.subList(3, 8))
                .anySatisfy(line -> assertThat(line).contains("fetch page-5 "))
                .anySatisfy(line -> assertThat(line).contains("fetch page-9 "))
                .anySatisfy(line -> assertThat(line).contains("fetch page-30 "));
        assertThat(lines).contains("34 repeated spans are folded into 1 row; --full unfolds them");
    }

    @Test
    void foldsLoopsOfSeveralSteps() throws IOException {
        Runs run = new Runs();
        run.add(0, OperationKind.AGENT, "agent", 0, 10_000);
        for (int i = 0; i < 12; i++) {
            run.add(1, OperationKind.MODEL_CALL, "chat", i * 100, i * 100 + 50);
            run.add(1, OperationKind.TOOL_CALL, "search", i * 100 + 50, i * 100 + 60);
            run.add(2, OperationKind.OTHER, "GET", i * 100 + 51, i * 100 + 59);
            run.add(1, OperationKind.DECISION, "again?", i * 100 + 61, i * 100 + 62);
        }

        List<String> lines = lines(run.build(), WaterfallOptions.DEFAULT);

        assertThat(lines.get(2)).contains("└─↻✦ chat → search → again? ×12").endsWith("62 ms");
        assertThat(lines).contains("48 repeated spans are folded into 1 row; --full unfolds them");
    }

    @Test
    void leavesDifferentThingsUnfolded() throws IOException {
        Runs run = new Runs();
        run.add(0, OperationKind.AGENT, "agent", 0, 10_000);
        for (String name : List.of("alpha", "beta", "gamma", "delta", "beta", "alpha")) {
            run.add(1, OperationKind.TOOL_CALL, name, 1, 2);
        }

        assertThat(lines(run.build(), WaterfallOptions.DEFAULT))
                .filteredOn(line -> line.contains("⚒ ") && line.contains("─"))
                .hasSize(6);
    }
}
