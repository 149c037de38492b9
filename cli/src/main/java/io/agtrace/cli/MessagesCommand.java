package io.agtrace.cli;

import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.json.MessagesJson;
import io.agtrace.render.mermaid.SequenceDiagram;
import io.agtrace.render.sections.View;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace messages}: what agents handed to each other. */
@Command(
        name = "messages",
        description = "Show what agents handed to each other, and whether it arrived.",
        footer = {
            "",
            "Forms of the result:",
            "  json     one document, schema agtrace.messages/v1",
            "  jsonl    the same schema, one line a message",
            "  mermaid  a sequence diagram a workflow",
            "Of each message five questions are answered yes, no or not checked: was it sent,",
            "received, understood, worked on with fresh context, and its result's quality checked?"
        },
        mixinStandardHelpOptions = true)
final class MessagesCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Form {
        text,
        json,
        jsonl,
        mermaid
    }

    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description =
                    "Form of the result: ${COMPLETION-CANDIDATES} (default: text; mermaid is a"
                            + " sequence diagram).")
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
                case mermaid ->
                        new Diagrams(session, environment).print(chosen, SequenceDiagram::write);
                case text -> {
                    String text = new ChainText(session, View.MESSAGES).of(chosen);
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
        try (MessagesJson out = new MessagesJson(session.sources(), environment.out(), lines)) {
            for (WorkflowSummary each : chosen) {
                out.add(session.judged(session.load(each)));
            }
            out.finish(session.report());
        }
    }
}
