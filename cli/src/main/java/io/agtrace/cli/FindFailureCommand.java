package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.json.FindFailureJson;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace find-failure}: why a workflow went wrong. */
@Command(
        name = "find-failure",
        description = "Say why workflows went wrong: ranked root-cause hypotheses with proof.",
        mixinStandardHelpOptions = true)
final class FindFailureCommand implements Callable<Integer> {
    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Show at most N hypotheses a workflow (default: ${DEFAULT-VALUE}).")
    int top = 5;

    @Option(names = "--all", description = "Show all hypotheses, the unlikely ones too.")
    boolean all;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        choice.check();
        if (top < 1) {
            throw new Failure(ExitCode.USAGE, "--top must be at least 1", "");
        }
        Diagnoser diagnoser = new Diagnoser();
        try (Session session = new Session(environment, input, output)) {
            for (WorkflowSummary each : choice.choose(session)) {
                AgentsView view = AgentsView.of(session.load(each));
                Diagnosis diagnosis = diagnoser.diagnose(view);
                List<Hypothesis> shown =
                        diagnosis.hypotheses().stream()
                                .limit(all ? Integer.MAX_VALUE : top)
                                .toList();
                boolean pretty = output.form() == OutputOptions.Form.json;
                FindFailureJson.write(
                        diagnosis, shown, session.report(), environment.out(), pretty);
            }
            environment.out().flush();
            return session.exitCode().value();
        }
    }
}
