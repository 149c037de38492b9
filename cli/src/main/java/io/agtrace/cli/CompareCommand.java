package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.compare.Difference;
import io.agtrace.analyzers.compare.RunComparer;
import io.agtrace.analyzers.compare.RunComparison;
import io.agtrace.analyzers.compare.SetComparer;
import io.agtrace.analyzers.compare.SetComparison;
import io.agtrace.analyzers.compare.SetRow;
import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.compare.CompareMarkdown;
import io.agtrace.render.compare.CompareText;
import io.agtrace.render.compare.SetMarkdown;
import io.agtrace.render.compare.SetText;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.json.CompareJson;
import io.agtrace.render.text.LogGuard;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code agtrace compare}: what changed between the good run and this one. */
@Command(
        name = "compare",
        description = "Say what changed between a good run and a bad one, or two sets of runs.",
        footer = {
            "",
            "Where either input holds several workflows, the sets are compared; --good-workflow",
            "and --bad-workflow choose one of each.",
            "Forms of the result: text, json (schema agtrace.compare/v1), markdown (for issues and",
            "summaries of jobs)."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    /** The forms of the result. */
    enum Form {
        text,
        json,
        markdown
    }

    @ParentCommand Agtrace agtrace;

    @Parameters(
            index = "0",
            paramLabel = "GOOD",
            description =
                    "The good run or runs: a trace file, archive or folder; - is standard input.")
    String good = "";

    @Parameters(
            index = "1",
            paramLabel = "BAD",
            description = "The run or runs to compare with it, likewise.")
    String bad = "";

    @Option(
            names = "--good-workflow",
            paramLabel = "ID",
            description =
                    "Only the workflow of GOOD with this id (its beginning is enough) or name.")
    @Nullable String goodWorkflow;

    @Option(
            names = "--bad-workflow",
            paramLabel = "ID",
            description =
                    "Only the workflow of BAD with this id (its beginning is enough) or name.")
    @Nullable String badWorkflow;

    @Option(
            names = "--fail-on-divergence",
            description =
                    "End with exit code 1 where the runs do other things: another decision, a lost"
                            + " message, a failing step; for sets, where they differ beyond"
                            + " chance.")
    boolean failOnDivergence;

    @Option(
            names = "--strict",
            description =
                    "With --fail-on-divergence: also where only contents differ, such as a tool's"
                            + " result for the same arguments.")
    boolean strict;

    @Option(names = "--all", description = "Show all differences, not the first of them.")
    boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default: text).")
    Form form = Form.text;

    @Option(names = "--json", description = "The same as -o json.")
    boolean json;

    @Option(
            names = "--stdin-name",
            paramLabel = "NAME",
            description = "What reports call standard input (default: stdin).")
    String stdinName = "stdin";

    @Mixin ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin DisplayOptions display = new DisplayOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        InputOptions.requireValue("GOOD", good);
        InputOptions.requireValue("BAD", bad);
        InputOptions.requireValue("--good-workflow", goodWorkflow);
        InputOptions.requireValue("--bad-workflow", badWorkflow);
        if (good.equals("-") && bad.equals("-")) {
            throw new Failure(ExitCode.USAGE, "GOOD and BAD cannot both be standard input", "");
        }
        try (Session one = new Session(environment, input(good), display);
                Session other = new Session(environment, input(bad), display)) {
            List<WorkflowSummary> goods = chosen(one, goodWorkflow);
            List<WorkflowSummary> bads = chosen(other, badWorkflow);
            boolean two = goods.size() == 1 && bads.size() == 1;
            ExitCode code =
                    two
                            ? runs(environment, one, goods.getFirst(), other, bads.getFirst())
                            : sets(environment, one, goods, other, bads);
            environment.out().flush();
            return code.value();
        }
    }

    private InputOptions input(String path) {
        InputOptions input = new InputOptions();
        input.files = List.of(path);
        input.stdinName = stdinName;
        input.configuration = configuration;
        return input;
    }

    private static List<WorkflowSummary> chosen(Session session, @Nullable String workflow) {
        List<WorkflowSummary> chosen =
                workflow == null ? session.workflows() : List.of(session.workflow(workflow));
        session.expect(chosen);
        return chosen;
    }

    private ExitCode runs(
            Environment environment,
            Session one,
            WorkflowSummary goodRun,
            Session other,
            WorkflowSummary badRun)
            throws IOException {
        RunComparison comparison =
                RunComparer.compare(diagnosis(one, goodRun), diagnosis(other, badRun));
        if (isJson()) {
            CompareJson.write(comparison, environment.out());
        } else if (form == Form.markdown) {
            StringBuilder out = new StringBuilder();
            new CompareMarkdown(next(one), next(other), all).write(comparison, out);
            environment.out().print(out);
        } else {
            StringBuilder out = new StringBuilder();
            new CompareText(other.screen(), next(one), next(other), all).write(comparison, out);
            show(out, environment);
        }
        if (comparison.isEmpty()) {
            return ExitCode.UNREADABLE;
        }
        return diverges(comparison) ? ExitCode.FINDING : readable(one, other);
    }

    private ExitCode sets(
            Environment environment,
            Session one,
            List<WorkflowSummary> goods,
            Session other,
            List<WorkflowSummary> bads)
            throws IOException {
        SetComparer comparer = new SetComparer();
        rows(one, goods, comparer::addGood);
        rows(other, bads, comparer::addBad);
        SetComparison comparison = comparer.compare();
        if (isJson()) {
            CompareJson.write(comparison, environment.out());
        } else if (form == Form.markdown) {
            StringBuilder out = new StringBuilder();
            new SetMarkdown(all).write(comparison, out);
            environment.out().print(out);
        } else {
            StringBuilder out = new StringBuilder();
            new SetText(other.screen(), all).write(comparison, out);
            show(out, environment);
        }
        boolean diverges = failOnDivergence && comparison.differs();
        return diverges ? ExitCode.FINDING : readable(one, other);
    }

    private static void rows(Session session, List<WorkflowSummary> chosen, Consumer<SetRow> taker)
            throws IOException {
        Diagnoser diagnoser = session.policy().diagnoser();
        Workers.each(
                session,
                chosen,
                workflow -> SetRow.of(diagnoser.diagnose(session.view(workflow))),
                taker::accept);
    }

    private void show(StringBuilder text, Environment environment) throws IOException {
        Pager.show(LogGuard.guarded(text.toString()), environment, !display.noPager);
    }

    private boolean isJson() {
        return json || form == Form.json;
    }

    private static ExitCode readable(Session one, Session other) {
        return one.exitCode() == ExitCode.DONE ? other.exitCode() : one.exitCode();
    }

    private boolean diverges(RunComparison comparison) {
        Difference first =
                strict ? comparison.first() : comparison.first(Difference.Level.STRUCTURE);
        return failOnDivergence && first != null;
    }

    private static Diagnosis diagnosis(Session session, WorkflowSummary workflow)
            throws IOException {
        AgentsView view = session.view(session.load(workflow));
        return session.policy().diagnoser().diagnose(view);
    }

    private static NextCommand next(Session session) {
        return new NextCommand(session.paths(), session.workflows().size() > 1);
    }
}
