package io.agtrace.cli;

import io.agtrace.analyzers.check.Baseline;
import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.Checker;
import io.agtrace.analyzers.check.Gates;
import io.agtrace.analyzers.check.Policy;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.check.CheckFormat;
import io.agtrace.render.check.CheckSetup;
import io.agtrace.render.check.CheckWriter;
import io.agtrace.render.failure.NextCommand;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace check}: the gate of a build. */
@Command(
        name = "check",
        description = "Fail a build on defects in what agents told each other, and only on those.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            description =
                    "What fails: rules, groups (their defects), tiers (defect, suspicion) or"
                            + " severities (error, warning, note) and worse; instead of defects of"
                            + " the handoff group. May be repeated.")
    List<String> failOn = new ArrayList<>();

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        choice.check();
        Policy policy =
                failOn.isEmpty()
                        ? Policy.STANDARD
                        : new Policy(
                                Policy.STANDARD.rules(),
                                Policy.STANDARD.thresholds(),
                                Gates.of(failOn),
                                Policy.STANDARD.suppressions());
        try (Session session = new Session(environment, input, output)) {
            List<WorkflowSummary> chosen = choice.choose(session);
            LocalDate today = LocalDate.now(environment.clock());
            NextCommand next = new NextCommand(session.paths(), session.workflows().size() > 1);
            Checker checker = new Checker(policy, Baseline.NONE, today, next::line);
            CheckTotals totals = new CheckTotals(policy.gates(), List.of());
            CheckSetup setup =
                    new CheckSetup(
                            session.report(),
                            session.screen(),
                            false,
                            "",
                            environment.workingDirectory().toAbsolutePath().toString());
            CheckWriter writer =
                    CheckFormat.of(output.form().name()).orElseThrow().to(environment.out(), setup);
            Workers.each(
                    session,
                    chosen,
                    workflow -> checker.check(session.view(workflow)),
                    run -> {
                        totals.add(run);
                        writer.run(run);
                    });
            writer.end(totals);
            environment.out().flush();
            ExitCode code =
                    switch (totals.verdict()) {
                        case PASSED -> session.exitCode();
                        case FAILED -> ExitCode.FINDING;
                        case NOTHING_CHECKED -> ExitCode.UNREADABLE;
                    };
            return code.value();
        }
    }
}
