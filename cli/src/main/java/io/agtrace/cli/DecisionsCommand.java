package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.json.AuditJson;
import io.agtrace.render.json.DecisionsJson;
import io.agtrace.render.mermaid.AgentGraph;
import io.agtrace.render.sections.View;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace decisions}: what was decided, by whom and why. */
@Command(
        name = "decisions",
        description = "Show what was decided in workflows: by whom, when and why.",
        footer = {
            "",
            "Forms of the result:",
            "  json     one document, schema agtrace.decisions/v1",
            "  jsonl    the same schema, one line a decision",
            "  mermaid  a graph of the agents, one diagram a workflow",
            "  audit    for compliance, one line a decision, schema agtrace.decision-audit/v1:",
            "           trace_id, span_id, decision_type, confidence, reasoning_steps,",
            "           alternatives_considered, outcome, timestamp and more; all fields stand in",
            "           every line, null or empty where the trace says nothing"
        },
        mixinStandardHelpOptions = true)
final class DecisionsCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Form {
        text,
        json,
        jsonl,
        mermaid,
        audit
    }

    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description =
                    "Form of the result: ${COMPLETION-CANDIDATES} (default: text; mermaid is a"
                            + " graph of the agents, audit one JSON document a decision).")
    Form form = Form.text;

    @Option(names = "--json", description = "The same as -o json.")
    boolean json;

    @Mixin DisplayOptions display = new DisplayOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        choice.check();
        try (Session session = new Session(environment, input, display, choice)) {
            List<WorkflowSummary> chosen = choice.choose(session);
            switch (json && form == Form.text ? Form.json : form) {
                case json -> json(session, chosen, environment, false);
                case jsonl -> json(session, chosen, environment, true);
                case audit -> {
                    for (WorkflowSummary each : chosen) {
                        AgentsView view = session.view(session.load(each));
                        AuditJson.write(view, session.sources(), environment.out());
                    }
                }
                case mermaid -> new Diagrams(session, environment).print(chosen, AgentGraph::write);
                case text -> {
                    String text = new ChainText(session, View.DECISIONS).of(chosen);
                    Pager.show(text, environment, !display.noPager);
                }
            }
            environment.out().flush();
            return session.exitCode().value();
        }
    }

    private static void json(
            Session session, List<WorkflowSummary> chosen, Environment environment, boolean lines)
            throws IOException {
        try (DecisionsJson out = new DecisionsJson(session.sources(), environment.out(), lines)) {
            for (WorkflowSummary each : chosen) {
                out.add(session.view(session.load(each)));
            }
            out.finish(session.report());
        }
    }
}
