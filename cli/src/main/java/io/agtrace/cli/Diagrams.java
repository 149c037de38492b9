package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.text.Escapes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints one Mermaid diagram a workflow. */
final class Diagrams {
    private final Session session;
    private final Environment environment;

    /** Draws one workflow. */
    interface Painter {
        void write(AgentsView view, Appendable out) throws IOException;
    }

    Diagrams(Session session, Environment environment) {
        this.session = session;
        this.environment = environment;
    }

    /** Prints the diagrams with a blank line between them; Mermaid takes them one at a time. */
    void print(List<WorkflowSummary> chosen, Painter painter) throws IOException {
        if (chosen.size() > 1) {
            environment
                    .err()
                    .println(
                            "agtrace: "
                                    + chosen.size()
                                    + " diagrams, one a workflow; --workflow chooses one");
        }
        boolean first = true;
        for (WorkflowSummary each : chosen) {
            StringBuilder text = new StringBuilder(first ? "" : "\n");
            if (chosen.size() > 1) {
                text.append("%% workflow ").append(Escapes.line(each.id())).append('\n');
            }
            painter.write(session.view(session.load(each)), text);
            environment.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
            first = false;
        }
    }
}
