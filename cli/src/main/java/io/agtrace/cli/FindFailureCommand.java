package io.agtrace.cli;

import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.workflow.WorkflowSummary;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace find-failure}: why workflows went wrong. */
@Command(
        name = "find-failure",
        description = "Say why workflows went wrong: ranked root-cause hypotheses with proof.",
        mixinStandardHelpOptions = true)
final class FindFailureCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Form {
        text,
        json,
        jsonl,
        markdown
    }

    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Show at most N hypotheses a workflow (default: ${DEFAULT-VALUE}).")
    int top = 5;

    @Option(
            names = "--all",
            description =
                    "Show all hypotheses, the unlikely ones too, with all their evidence, of all"
                            + " failing workflows.")
    boolean all;

    @Option(
            names = "--compare",
            description =
                    "Compare the runs of each kind of which there are eight or more: what failing"
                            + " ones have that healthy ones lack, and what changed when. Text does"
                            + " so anyway; -o jsonl gets one more line.")
    boolean compare;

    @Option(names = "--no-compare", description = "Look at each run by itself only.")
    boolean noCompare;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            description =
                    "End with exit code 1 where there is a defect, a suspicion (or a defect), a"
                            + " finding of a RULE, or a hypothesis with confidence:0.8 or more; may"
                            + " be repeated.")
    List<String> failOn = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description =
                    "Form of the result: ${COMPLETION-CANDIDATES} (default: text; markdown is for"
                            + " issues and pull requests).")
    Form form = Form.text;

    @Option(names = "--json", description = "The same as -o json.")
    boolean json;

    @Mixin DisplayOptions display = new DisplayOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        choice.check();
        if (top < 1) {
            throw new Failure(ExitCode.USAGE, "--top must be at least 1", "");
        }
        FailOn gates = new FailOn(failOn, RuleIds.all());
        Form wanted = json && form == Form.text ? Form.json : form;
        try (Session session = new Session(environment, input, display, choice)) {
            List<WorkflowSummary> chosen = choice.choose(session, session.inputOrder());
            FailureReport report = new FailureReport(session, environment, all, top);
            if (!noCompare && (compare || wanted == Form.text)) {
                report.compare();
            }
            Diagnoser diagnoser = session.policy().diagnoser();
            ExitCode code =
                    switch (wanted) {
                        case json -> report.json(chosen, diagnoser, gates);
                        case jsonl -> report.lines(chosen, diagnoser, gates);
                        case text -> report.text(chosen, diagnoser, gates, !display.noPager);
                        case markdown -> report.markdown(chosen, diagnoser, gates);
                    };
            environment.out().flush();
            return code.value();
        }
    }
}
