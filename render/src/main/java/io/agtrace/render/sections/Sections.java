package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.render.text.Screen;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes the chosen sections about a run's agents, one below the other. */
public final class Sections {
    private static final List<Section> ALL =
            List.of(
                    new AgentsSection(),
                    new DecisionsSection(),
                    new MessagesSection(),
                    new LoopsSection(),
                    new JoinsSection(),
                    new PathSection(),
                    new BudgetsSection(),
                    new QualitySection(),
                    new ContextSection());

    /** What the overview of a run consists of, as far as the run has it. */
    private static final Set<View> OVERVIEW =
            EnumSet.of(
                    View.AGENTS, View.DECISIONS, View.MESSAGES, View.LOOPS, View.JOINS, View.PATH);

    private final Screen screen;
    private final Detail detail;

    public Sections(Screen screen, Detail detail) {
        this.screen = screen;
        this.detail = detail;
    }

    /** The sections that have something to show. */
    public static Set<View> present(AgentsView view) {
        Set<View> views = EnumSet.noneOf(View.class);
        for (Section section : ALL) {
            if (!section.size(view).isEmpty()) {
                views.add(section.view());
            }
        }
        return views;
    }

    /** Writes one section alone. */
    public void writeOne(AgentsView view, View wanted, Appendable out) throws IOException {
        for (Section section : ALL) {
            if (section.view() == wanted) {
                section.write(new Paper(view, screen, detail, out));
            }
        }
    }

    /** Writes those of the views that are sections, a blank line above each. */
    public void write(AgentsView view, Set<View> views, Appendable out) throws IOException {
        Paper paper = new Paper(view, screen, detail, out);
        for (Section section : ALL) {
            if (views.contains(section.view())) {
                paper.blank();
                section.write(paper);
            }
        }
    }

    /**
     * Writes a few rows of each section that belongs to the overview and has something to show.
     *
     * @return what else there is, in terms of views: {@code decisions (9 more)}
     */
    public static List<String> overview(AgentsView view, Screen screen, Appendable out)
            throws IOException {
        Paper paper = new Paper(view, screen, Detail.BRIEF, out);
        List<String> others = new ArrayList<>();
        for (Section section : ALL) {
            String size = section.size(view);
            if (!size.isEmpty() && OVERVIEW.contains(section.view())) {
                section.write(paper);
            } else if (!size.isEmpty()) {
                others.add(section.view().label() + " (" + size + ")");
            }
        }
        List<String> more = new ArrayList<>(paper.leftOut());
        more.addAll(others);
        return more;
    }
}
