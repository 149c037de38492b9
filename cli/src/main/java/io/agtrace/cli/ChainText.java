package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.sections.Detail;
import io.agtrace.render.sections.Sections;
import io.agtrace.render.sections.View;
import io.agtrace.render.text.Line;
import io.agtrace.render.text.Numbers;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Style;

import java.io.IOException;
import java.util.List;

/** The text form of one section of workflows: all of it, under a heading a workflow. */
final class ChainText {
    private final Session session;
    private final View section;

    ChainText(Session session, View section) {
        this.session = session;
        this.section = section;
    }

    /** The section of each workflow; of several, those that have nothing to show are counted. */
    String of(List<WorkflowSummary> workflows) throws IOException {
        Screen screen = session.screen();
        StringBuilder out = new StringBuilder();
        boolean several = workflows.size() > 1;
        int without = 0;
        for (WorkflowSummary each : workflows) {
            Workflow loaded = session.load(each);
            boolean verdicts = section == View.MESSAGES;
            AgentsView view = verdicts ? session.judged(loaded) : session.view(loaded);
            if (several && !Sections.present(view).contains(section)) {
                without++;
                continue;
            }
            if (several) {
                heading(each, screen, out);
            }
            new Sections(screen, Detail.FULL).writeOne(view, section, out);
        }
        if (without > 0) {
            String nothing = Numbers.count(without, "workflow") + " without " + section.label();
            out.append(out.isEmpty() ? "" : "\n");
            out.append(screen.line().add(Style.MUTED, nothing)).append('\n');
        }
        return out.toString();
    }

    private static void heading(WorkflowSummary summary, Screen screen, StringBuilder out) {
        out.append(out.isEmpty() ? "" : "\n");
        Line line = screen.line();
        if (!summary.name().equals(summary.id())) {
            line.add(Style.HEADING, summary.name()).add("  ");
        }
        out.append(line.add(Style.MUTED, summary.id())).append('\n');
    }
}
