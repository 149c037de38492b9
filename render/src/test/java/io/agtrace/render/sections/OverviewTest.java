package io.agtrace.render.sections;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.render.Golden;
import io.agtrace.render.InspectView;
import io.agtrace.render.Overview;
import io.agtrace.render.Runs;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;

class OverviewTest {
    private static final int SCREEN = 50;

    private static Screen screen(int width, String look) {
        Theme theme = new Theme(look.equals("colour"), !look.equals("ascii"));
        return new Screen(width, theme, ZoneOffset.UTC, false);
    }

    private static String overview(AgentsView view) throws IOException {
        StringBuilder out = new StringBuilder();
        new Overview(screen(120, "plain"), false).write(view, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "80, plain", "80, colour", "80, ascii",
        "120, plain", "120, colour", "120, ascii",
        "200, plain", "200, colour", "200, ascii"
    })
    void showsARunOnOneScreen(int width, String look) throws IOException {
        StringBuilder out = new StringBuilder();
        new Overview(screen(width, look), false).write(Views.report(), out);

        Golden.check("overview-" + width + "-" + look + ".txt", out.toString());
        // Its summary alone has 13 lines, and its failures take two each.
        assertThat(out.toString().lines().count()).isLessThanOrEqualTo(SCREEN + 12);
    }

    @Test
    void saysNothingOfSectionsThatTheRunLacks() throws IOException {
        String out = overview(new Views(Runs.report()).build());

        assertThat(out.lines())
                .noneMatch(line -> line.matches("(decisions|messages|loops|joins|path) .*"));
        assertThat(out).doesNotContain("none", "more: --view decisions");
    }

    @Test
    void aSmallRunIsShownWholeAndNothingMoreIsPromised() throws IOException {
        Views views = new Views(Runs.report());
        views.decision(5, true, "planner", "routing", "researcher", 0.78, "why", true, "");

        assertThat(overview(views.build()))
                .contains("decisions 1 T+5")
                .doesNotContain("more:", "left out");
    }

    /** The last lines, which say what else there is, as one. */
    private static String more(String out) {
        return out.substring(out.indexOf("\nmore: ")).strip().replaceAll("\\s+", " ");
    }

    private static AgentsView large(int many) {
        Views views = new Views(Runs.report());
        for (int i = 0; i < many; i++) {
            String name = "agent-" + i;
            views.stay(name, i, i + 5, 1, 1, false);
            views.decision(i, true, "router", "routing", "next", 0.5, "why", true, "");
            views.segment(0, name, i * 4, i * 4 + 3, "call");
            views.retry("call-" + i, false, true, "503");
        }
        return views.build();
    }

    @Test
    void aLargeRunIsNoLongerAndSaysWhatElseThereIs() throws IOException {
        String out = overview(large(5_000));

        assertThat(out.lines().count()).isLessThanOrEqualTo(SCREEN + 2);
        assertThat(more(out))
                .contains("agents (4,994 more)", "decisions (4,999 more)", "path (4,996 more)")
                .contains("loops (4,996 more)", "waterfall (")
                .endsWith("; --full shows all");
        assertThat(out).contains("router → next ×5,000  because \"why\"  0.50");
    }

    @Test
    void theNamedViewsExistAndHoldWhatIsPromised() throws IOException {
        AgentsView view = large(20);
        String last = more(overview(view));
        StringBuilder decisions = new StringBuilder();
        new Sections(screen(120, "plain"), Detail.FULL).writeOne(view, View.DECISIONS, decisions);

        assertThat(last).contains("agents (14 more) · decisions (19 more)");
        assertThat(decisions.toString().lines().filter(line -> line.contains("router → next")))
                .hasSize(20);
        for (String each : List.of(last.substring(13, last.indexOf(';')).split(" · "))) {
            assertThat(View.of(each.substring(0, each.indexOf(' ')))).isNotNull();
        }
    }

    @Test
    void saysThatTheAgentsOfAVeryLargeRunWereNotLookedAt() throws IOException {
        StringBuilder out = new StringBuilder();
        new Overview(screen(120, "plain"), false).writeWithoutAgents(Runs.report(), out);
        StringBuilder waterfall = new StringBuilder();
        new InspectView(screen(120, "plain"), WaterfallOptions.DEFAULT, false)
                .write(Runs.report(), waterfall);

        assertThat(out.toString()).startsWith(waterfall.toString());
        assertThat(out.toString().replaceAll("\\s+", " "))
                .endsWith("--view agents,decisions,messages,loops,joins,path shows them ");
    }
}
