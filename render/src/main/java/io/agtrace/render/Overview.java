package io.agtrace.render;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.sections.Sections;
import io.agtrace.render.sections.View;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;
import io.agtrace.render.text.Wrap;
import io.agtrace.render.waterfall.Waterfall;
import io.agtrace.render.waterfall.WaterfallOptions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow on one screen: the summary, the outline of the waterfall, a few rows of each section
 * about its agents, and what else there is to see.
 */
public final class Overview {
    /** About as many lines as a person has on a screen. */
    private static final int LINES = 50;

    private static final String INDENT = "      ";
    private static final int LEAST_ROWS = 10;

    /** A larger waterfall is not drawn a second time to fit better. */
    private static final int LARGE = 100_000;

    private final Screen screen;
    private final boolean verbose;

    /**
     * @param verbose whether each mend, join and clock is listed, not just counted
     */
    public Overview(Screen screen, boolean verbose) {
        this.screen = screen;
        this.verbose = verbose;
    }

    /** Writes the overview. */
    public void write(AgentsView view, Appendable out) throws IOException {
        StringBuilder summary = new StringBuilder();
        new SummaryView(screen, verbose).write(view.workflow(), summary);
        StringBuilder sections = new StringBuilder();
        List<String> sizes = Sections.overview(view, screen, sections);
        // Two blank lines, and what else there is.
        int left = LINES - lines(summary) - lines(sections) - 4;
        List<String> more = new ArrayList<>();
        StringBuilder waterfall = new StringBuilder();
        String hidden = waterfall(view.workflow(), left, waterfall);
        if (!hidden.isEmpty()) {
            more.add(View.WATERFALL.label() + " (" + hidden + ")");
        }
        more.addAll(sizes);
        out.append(summary).append('\n').append(waterfall);
        out.append(sections.isEmpty() ? "" : "\n").append(sections);
        if (!more.isEmpty()) {
            out.append('\n');
            more(more, out);
        }
    }

    /** Names the views in as many lines as it takes, none of them broken in two. */
    private void more(List<String> views, Appendable out) throws IOException {
        String dot = screen.glyphs().dot();
        Line line = screen.line().add(Style.MUTED, "more: --view ");
        for (int i = 0; i < views.size(); i++) {
            String end = i + 1 < views.size() ? dot.stripTrailing() : "; --full shows all";
            if (i > 0 && line.room() < 1 + views.get(i).length() + end.length()) {
                out.append(line.toString()).append('\n');
                line = screen.line().add(INDENT);
            } else if (i > 0) {
                line.add(" ");
            }
            line.add(Style.MUTED, views.get(i) + end);
        }
        out.append(line.toString()).append('\n');
    }

    /**
     * Writes the summary and the waterfall of a run whose agents were not looked at, and says so.
     */
    public void writeWithoutAgents(Workflow workflow, Appendable out) throws IOException {
        new SummaryView(screen, verbose).write(workflow, out);
        out.append('\n');
        new Waterfall(screen, WaterfallOptions.DEFAULT).write(workflow, out);
        out.append('\n');
        note(
                "The run is large: its agents, decisions, messages, loops, joins and path are left"
                        + " out; --view agents,decisions,messages,loops,joins,path shows them",
                out);
    }

    /** Writes the waterfall in about so many lines; returns what of it is left out. */
    private String waterfall(Workflow workflow, int lines, StringBuilder out) throws IOException {
        int most = Math.max(LEAST_ROWS, lines - 2);
        while (true) {
            WaterfallOptions options = WaterfallOptions.DEFAULT.withMaxRows(most);
            out.setLength(0);
            Waterfall.LeftOut left = new Waterfall(screen, options).outline(workflow, out);
            int over = lines(out) - lines;
            if (over <= 0 || most == LEAST_ROWS || workflow.tree().size() > LARGE) {
                return hidden(left);
            }
            most = Math.max(LEAST_ROWS, most - over);
        }
    }

    private static String hidden(Waterfall.LeftOut left) {
        String failed = left.failed() > 0 ? ", " + Numbers.count(left.failed()) + " failed" : "";
        return left.spans() == 0 ? "" : Numbers.count(left.spans(), "more span") + failed;
    }

    private void note(String text, Appendable out) throws IOException {
        for (String part : Wrap.words(screen.theme().safe(text), screen.width(), 2)) {
            out.append(screen.line().add(Style.MUTED, part).toString()).append('\n');
        }
    }

    private static int lines(StringBuilder text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
