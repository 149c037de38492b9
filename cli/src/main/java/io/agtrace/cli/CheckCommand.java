package io.agtrace.cli;

import io.agtrace.analyzers.check.Baseline;
import io.agtrace.analyzers.check.CheckTotals;
import io.agtrace.analyzers.check.Checker;
import io.agtrace.analyzers.check.Gates;
import io.agtrace.analyzers.check.Policy;
import io.agtrace.analyzers.check.PolicyTotals;
import io.agtrace.analyzers.check.Suppression;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.cli.config.Configuration;
import io.agtrace.render.check.CheckFormat;
import io.agtrace.render.check.CheckSetup;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.text.Escapes;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code agtrace check}: the gate of a build. */
@Command(
        name = "check",
        description = "Fail a build on defects in what agents hand to each other, and only then.",
        footer = {
            "",
            "Forms: text (default), json, jsonl, sarif, junit, github, summary, gitlab, tap.",
            "A file is written anew; only the one that GITHUB_STEP_SUMMARY names is added to.",
            "A gate that saw nothing is not green: where nothing could be checked it ends with 3."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "The policy: 'rules' and 'check' of this file (default: those of agtrace.yaml,"
                            + " see 'agtrace config').")
    @Nullable String policyFile;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            description =
                    "What fails, instead of what the policy says (default: handoff): rules, groups"
                            + " (their defects), tiers (defect, suspicion) or severities (error,"
                            + " warning, note) and worse; may be repeated.")
    List<String> failOn = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "Problems in this earlier report (json or jsonl) do not fail; only new ones"
                            + " do.")
    @Nullable String baselineFile;

    @Option(
            names = "--update-baseline",
            description = "Write the baseline anew, with all problems of now; none fails.")
    boolean updateBaseline;

    @Option(
            names = "--show-suppressed",
            description = "Show problems that the policy suppresses, too.")
    boolean showSuppressed;

    @Option(
            names = {"--format", "-o", "--output"},
            paramLabel = "FMT[=FILE]",
            description =
                    "A form of the result, to standard output or to a file; may be repeated for"
                            + " several files.")
    List<String> formats = new ArrayList<>();

    @Option(names = "--json", description = "The same as --format json.")
    boolean json;

    @Mixin DisplayOptions display = new DisplayOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        choice.check();
        InputOptions.requireValue("--policy", policyFile);
        InputOptions.requireValue("--baseline", baselineFile);
        Gates gates = gates();
        if (json) {
            formats.add(CheckFormat.JSON.label());
        }
        List<CheckOutputs.Wanted> wanted = CheckOutputs.wanted(formats);
        Path folder = environment.workingDirectory();
        Baseline baseline = baseline(folder, wanted);
        Policy named =
                policyFile == null
                        ? null
                        : Configuration.load(policyFile, folder, environment::variable).policy();
        try (Session session = new Session(environment, input, display, choice)) {
            Policy policy = named == null ? session.policy() : named;
            policy = gates == null ? policy : policy.with(gates);
            ExitCode code = check(environment, session, policy, baseline, wanted);
            environment.out().flush();
            return code.value();
        }
    }

    private @Nullable Gates gates() {
        try {
            return failOn.isEmpty() ? null : Gates.of(failOn);
        } catch (Gates.UnknownGate e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--fail-on: there is no rule, group, tier or severity '"
                            + Escapes.line(String.valueOf(e.getMessage()))
                            + "'",
                    "Tiers: defect, suspicion. Severities: error, warning, note. 'agtrace rules'"
                            + " shows rules and groups.");
        }
    }

    private Baseline baseline(Path folder, List<CheckOutputs.Wanted> wanted) {
        if (baselineFile == null) {
            if (updateBaseline) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--update-baseline needs --baseline FILE",
                        "It names the file to be written.");
            }
            return Baseline.NONE;
        }
        if (updateBaseline) {
            wanted.add(new CheckOutputs.Wanted(CheckFormat.JSON, baselineFile));
            return Baseline.EVERYTHING;
        }
        return BaselineFile.read(folder.resolve(baselineFile), baselineFile);
    }

    private ExitCode check(
            Environment environment,
            Session session,
            Policy policy,
            Baseline baseline,
            List<CheckOutputs.Wanted> wanted)
            throws IOException {
        // By start, not in the order of the input: that depends on the order of the files.
        List<WorkflowSummary> chosen = choice.choose(session);
        LocalDate today = LocalDate.now(environment.clock());
        List<Suppression> expired =
                policy.suppressions().stream().filter(each -> each.isExpired(today)).toList();
        NextCommand next = new NextCommand(session.paths(), session.hasSeveral());
        Checker checker = new Checker(policy, baseline, today, next::line);
        CheckTotals totals = new CheckTotals(policy.gates(), expired);
        PolicyTotals policyTotals = new PolicyTotals(policy.expectations());
        CheckSetup setup =
                new CheckSetup(
                        session.report(),
                        session.screen(),
                        showSuppressed,
                        Version.NUMBER,
                        environment.workingDirectory().toAbsolutePath().normalize().toString());
        try (CheckOutputs outputs = new CheckOutputs()) {
            for (CheckOutputs.Wanted each : wanted) {
                outputs.open(each, environment, setup);
            }
            try (ProgressLine progress = new ProgressLine(environment)) {
                Workers.each(
                        session,
                        chosen,
                        workflow -> checker.check(session.view(workflow)),
                        run -> {
                            totals.add(run);
                            policyTotals.add(run);
                            outputs.run(run);
                            progress.done(totals.runs(), chosen.size());
                        });
            }
            checker.overall(policyTotals).forEach(totals::add);
            outputs.end(totals);
        }
        return switch (totals.verdict()) {
            case PASSED -> session.exitCode();
            case FAILED -> ExitCode.FINDING;
            case NOTHING_CHECKED -> ExitCode.UNREADABLE;
        };
    }
}
