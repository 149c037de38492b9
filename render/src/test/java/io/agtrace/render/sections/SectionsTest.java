package io.agtrace.render.sections;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Loop;
import io.agtrace.analyzers.agents.Message;
import io.agtrace.analyzers.agents.Verdict;
import io.agtrace.render.Golden;
import io.agtrace.render.InspectView;
import io.agtrace.render.Runs;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class SectionsTest {
    private static Screen screen(int width, String look) {
        Theme theme = new Theme(look.equals("colour"), !look.equals("ascii"));
        return new Screen(width, theme, ZoneOffset.UTC, false);
    }

    private static String write(AgentsView view, Detail detail, Set<View> views)
            throws IOException {
        StringBuilder out = new StringBuilder();
        new Sections(screen(120, "plain"), detail).write(view, views, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "80, plain", "80, colour", "80, ascii",
        "120, plain", "120, colour", "120, ascii",
        "200, plain", "200, colour", "200, ascii"
    })
    void showsTheAgentsSideOfARun(int width, String look) throws IOException {
        StringBuilder out = new StringBuilder();
        new Sections(screen(width, look), Detail.NORMAL)
                .write(Views.report(), EnumSet.allOf(View.class), out);
        Golden.check("sections-" + width + "-" + look + ".txt", out.toString());
    }

    @Test
    void showsOnlyTheViewsAskedFor() throws IOException {
        StringBuilder out = new StringBuilder();
        new InspectView(screen(120, "plain"), WaterfallOptions.DEFAULT, false)
                .write(Views.report(), Set.of(View.PATH), out);

        assertThat(out.toString())
                .contains("\npath      47.0 s in 5 segments\n")
                .doesNotContain("decisions", "messages", "also:", "■");
    }

    @Test
    void knowsWhatARunHas() {
        assertThat(Sections.present(new Views(Runs.report()).build())).isEmpty();
        assertThat(Sections.present(Views.report()))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(View.WATERFALL)));
    }

    @Test
    void writesOneSectionAloneAndWithoutABlankLine() throws IOException {
        StringBuilder out = new StringBuilder();
        new Sections(screen(120, "plain"), Detail.FULL).writeOne(Views.report(), View.PATH, out);

        assertThat(out.toString()).startsWith("path      47.0 s in 5 segments\n");
    }

    @Test
    void tellsAllOfADecisionWhereAllIsWanted() throws IOException {
        String reason = "a reason so long that no line holds it ".repeat(5).strip();
        Views views = new Views(Runs.report());
        views.decision(5, true, "planner", "routing", "researcher", 0.78, reason, true, "");
        String full = write(views.build(), Detail.FULL, Set.of(View.DECISIONS));
        String cut = write(views.build(), Detail.NORMAL, Set.of(View.DECISIONS));

        assertThat(full.replaceAll("\\s+", " ")).contains("because \"" + reason + '"');
        assertThat(cut).doesNotContain(reason);
        assertThat(cut.lines().filter(line -> line.startsWith("1 T+5.0ms")).toList())
                .singleElement()
                .asString()
                .matches("1 T\\+5.0ms  planner → researcher  because \"a reason .*…  0.78  ✓ .*");
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void saysThatASectionHasNothingToShow(View view) throws IOException {
        String out = write(new Views(new Runs().build()).build(), Detail.NORMAL, Set.of(view));

        assertThat(out.strip().lines())
                .hasSize(view == View.WATERFALL ? 0 : 1)
                .allMatch(line -> line.startsWith(view.label()) && line.endsWith(" none"));
        assertThat(View.of(view.label())).isEqualTo(view);
        assertThat(View.of(view.label() + "s!")).isNull();
    }

    @Test
    void leavesToolChoicesOutWhereThereAreOtherDecisions() throws IOException {
        Set<View> decisions = Set.of(View.DECISIONS);
        assertThat(write(Views.report(), Detail.NORMAL, decisions))
                .contains("3 tool choices are left out; --view decisions --full shows all")
                .doesNotContain("web_search");
        assertThat(write(Views.report(), Detail.FULL, decisions))
                .doesNotContain("left out")
                .containsOnlyOnce("2 T+2.20s  researcher-1 → web_search");

        Views tools = new Views(Runs.report());
        tools.decision(5, false, "a", "tool choice", "search", -1, "", null, "");
        assertThat(write(tools.build(), Detail.NORMAL, decisions)).contains("a → search");
    }

    private static AgentsView large() {
        Views views = new Views(Runs.report());
        Verdict lost = Verdict.no("nobody took it");
        for (int i = 0; i < 10_000; i++) {
            String name = "agent-" + i;
            boolean odd = i == 7_777;
            views.stay(name, i, i + 5, 1, 1, odd);
            views.decision(i, true, name, "routing", "next-" + i, -1, "", !odd, odd ? "b" : "");
            views.message(
                    Message.Kind.DELEGATION,
                    name,
                    "next-" + i,
                    i,
                    "work",
                    1,
                    Views.verdicts(odd ? lost : Views.NOT_CHECKED, Views.NOT_CHECKED));
            views.loop(Loop.Kind.SELF, i - 1, List.of("step-" + i), 2, odd ? 1 : 0, "");
            views.retry("call-" + i, false, !odd, "503");
            views.segment(0, name, i * 4, i * 4 + (odd ? 3.9 : 3), "call");
        }
        return views.build();
    }

    @Test
    void showsOfManyTheMostImportantAndSaysHowToSeeTheRest() throws IOException {
        AgentsView view = large();
        String out = write(view, Detail.NORMAL, EnumSet.allOf(View.class));

        assertThat(out.lines().count()).isLessThan(140);
        assertThat(out)
                .contains("agent-7777 → next-7777  went to b instead  ✗")
                .contains("never received")
                .contains("↻ step-7777")
                .contains("↺ call-7777")
                .contains("9,985 more agents; --view agents --full shows all")
                .contains("9,985 more decisions; --view decisions --full shows all")
                .contains("9,985 more messages; --view messages --full shows all")
                .contains("9,985 more shorter segments; --view path --full shows all");
        assertThat(write(view, Detail.FULL, Set.of(View.DECISIONS)).lines()).hasSize(10_003);
    }
}
