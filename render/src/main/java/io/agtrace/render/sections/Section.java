package io.agtrace.render.sections;

import io.agtrace.analyzers.agents.AgentsView;

import java.io.IOException;

/** One part of the view of a run. */
interface Section {
    View view();

    /** What it would show, counted with its noun, such as "4 agents"; empty for nothing. */
    String size(AgentsView view);

    /** Writes its title and rows. */
    void write(Paper paper) throws IOException;
}
