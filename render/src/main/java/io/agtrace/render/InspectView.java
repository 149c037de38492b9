package io.agtrace.render;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.sections.Detail;
import io.agtrace.render.sections.Sections;
import io.agtrace.render.sections.View;
import io.agtrace.render.text.Screen;
import io.agtrace.render.waterfall.Waterfall;
import io.agtrace.render.waterfall.WaterfallOptions;

import java.io.IOException;
import java.util.Set;

/** One workflow for a person: the summary, the waterfall, and sections about its agents. */
public final class InspectView {
    private final Screen screen;
    private final WaterfallOptions options;
    private final boolean verbose;

    /**
     * @param verbose whether each mend, join and clock is listed, not just counted
     */
    public InspectView(Screen screen, WaterfallOptions options, boolean verbose) {
        this.screen = screen;
        this.options = options;
        this.verbose = verbose;
    }

    /**
     * Writes the summary and the waterfall.
     *
     * @throws IllegalArgumentException where the options name a span that the workflow lacks
     */
    public void write(Workflow workflow, Appendable out) throws IOException {
        new SummaryView(screen, verbose).write(workflow, out);
        out.append('\n');
        new Waterfall(screen, options).write(workflow, out);
    }

    /**
     * Writes the summary and the views.
     *
     * @throws IllegalArgumentException where the options name a span that the workflow lacks
     */
    public void write(AgentsView view, Set<View> views, Appendable out) throws IOException {
        if (views.contains(View.WATERFALL)) {
            write(view.workflow(), out);
        } else {
            new SummaryView(screen, verbose).write(view.workflow(), out);
        }
        Detail detail = options.full() ? Detail.FULL : Detail.NORMAL;
        new Sections(screen, detail).write(view, views, out);
    }
}
