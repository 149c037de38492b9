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

    private final Screen screen;
    private final Detail detail;

    public Sections(Screen screen, Detail detail) {
        this.screen = screen;
        this.detail = detail;
    }

    /**
     * What is shown when nobody asks for anything: the waterfall, and of decisions, messages and
     * loops those that the run has.
     */
    public static Set<View> defaults(AgentsView view) {
        Set<View> views = EnumSet.of(View.WATERFALL);
        for (Section section : ALL) {
            boolean wanted =
                    switch (section.view()) {
                        case DECISIONS, MESSAGES, LOOPS -> true;
                        default -> false;
                    };
            if (wanted && !section.size(view).isEmpty()) {
                views.add(section.view());
            }
        }
        return views;
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

    /** Writes what sections there are besides the views, and how they can be seen. */
    public void writeOthers(AgentsView view, Set<View> views, Appendable out) throws IOException {
        List<String> labels = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        for (Section section : ALL) {
            String size = section.size(view);
            if (!views.contains(section.view()) && !size.isEmpty()) {
                labels.add(section.view().label());
                sizes.add(size);
            }
        }
        if (!labels.isEmpty()) {
            Paper paper = new Paper(view, screen, detail, out);
            paper.blank();
            paper.note("also: " + String.join(", ", sizes));
            paper.note("--view " + String.join(",", labels) + " shows them");
        }
    }
}
