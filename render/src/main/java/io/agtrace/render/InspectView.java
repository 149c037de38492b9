package io.agtrace.render;

import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.text.Screen;
import io.agtrace.render.waterfall.Waterfall;
import io.agtrace.render.waterfall.WaterfallOptions;

import java.io.IOException;

/** One workflow for a person: the summary, then the waterfall. */
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
     * Writes both.
     *
     * @throws IllegalArgumentException where the options name a span that the workflow lacks
     */
    public void write(Workflow workflow, Appendable out) throws IOException {
        new SummaryView(screen, verbose).write(workflow, out);
        out.append('\n');
        new Waterfall(screen, options).write(workflow, out);
    }
}
