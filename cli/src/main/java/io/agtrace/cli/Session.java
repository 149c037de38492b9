package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.check.Policy;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.ingest.source.InputProblem;
import io.agtrace.analyzers.ingest.source.Progress;
import io.agtrace.analyzers.ingest.source.TraceInputs;
import io.agtrace.analyzers.ingest.source.TraceInputs.StandardInput;
import io.agtrace.analyzers.rules.Verdicts;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.RunLoader;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowBuilder;
import io.agtrace.analyzers.workflow.WorkflowLookup;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.cli.config.Configuration;
import io.agtrace.render.IngestNotes;
import io.agtrace.render.text.LogGuard;
import io.agtrace.render.text.Screen;
import io.agtrace.render.text.Theme;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** The inputs of one command: opened, read, and accounted for on standard error. */
final class Session implements AutoCloseable {
    private static final int CANDIDATES = 8;
    private static final int NAMED = 5;

    private final Environment environment;
    private final DisplayOptions output;
    private final List<String> paths;
    private final TraceInputs inputs;
    private final StandardConventions conventions;
    private final Policy policy;
    private final RunLoader loader;
    private final IngestReport report = new IngestReport();
    private final List<WorkflowSummary> workflows;

    /**
     * Reads the inputs.
     *
     * @throws io.agtrace.cli.config.ConfigurationException where the configuration has a mistake
     * @throws Failure where nothing in the inputs is a trace
     */
    Session(Environment environment, InputOptions input, DisplayOptions output) throws IOException {
        this.environment = environment;
        this.output = output;
        Configuration configuration = input.configuration.load(environment);
        conventions = configuration.conventions();
        policy = configuration.policy();
        paths = input.paths(environment, configuration);
        inputs = TraceInputs.of(paths, new StandardInput(environment.in(), input.stdinName));
        Ingest ingest = new Ingest(Formats.standard());
        loader =
                new RunLoader(
                        conventions,
                        (sink, account) -> {
                            try (ProgressLine line = new ProgressLine(environment)) {
                                Progress progress = line.isShown() ? line : Progress.NONE;
                                ingest.read(inputs.entries(), sink, account, progress);
                            }
                        });
        workflows = loader.workflows(report);
        boolean useless = workflows.isEmpty();
        String why = useless ? onlyReason() : "";
        if (why.isEmpty() || output.verbose) {
            tell(environment.err());
        }
        if (useless) {
            throw nothingRead(input.stdinName, why);
        }
    }

    /** What is wrong with the input where that is one thing only, else the empty string. */
    private String onlyReason() {
        List<SourceReport> sources = report.sources();
        if (inputs.problems().size() + sources.size() != 1 || !report.tallies().isEmpty()) {
            return "";
        }
        if (sources.isEmpty()) {
            return inputs.problems().get(0).toString();
        }
        SourceReport only = sources.get(0);
        String note = only.note().isEmpty() ? "" : " (" + only.note() + ")";
        String nothing = only.format() == Format.UNKNOWN ? "" : ", no span";
        return only.source() + ": " + only.format().label() + nothing + note;
    }

    private void tell(PrintWriter err) {
        for (InputProblem problem : inputs.problems()) {
            String told = "agtrace: " + theme(false).safe(problem.toString());
            err.println(LogGuard.guarded(told));
        }
        for (String note : IngestNotes.lines(report, theme(false), output.verbose)) {
            err.println(LogGuard.guarded(note));
        }
        err.flush();
    }

    private Failure nothingRead(String stdinName, String why) {
        boolean readable =
                report.sources().stream()
                        .map(SourceReport::format)
                        .anyMatch(format -> format != Format.UNKNOWN);
        String where =
                paths.size() > NAMED
                        ? paths.size() + " inputs"
                        : paths.stream()
                                .map(
                                        path ->
                                                path.equals(TraceInputs.STANDARD_INPUT)
                                                        ? stdinName
                                                        : path)
                                .collect(Collectors.joining(", "));
        String what = (readable ? "no span in " : "no trace found in ") + where;
        String hint =
                readable
                        ? "It was read, but holds no spans: logs or metrics only, or all damaged."
                        : "agtrace reads OTLP JSON and protobuf, Jaeger, Zipkin, Tempo and other"
                                + " exports.";
        return new Failure(
                ExitCode.UNREADABLE,
                theme(false).safe(why.isEmpty() ? what : why),
                report.sources().isEmpty() ? "" : hint);
    }

    /** All workflows by start. */
    List<WorkflowSummary> workflows() {
        return workflows;
    }

    /** The inputs as the user named them; {@code -} is standard input. */
    List<String> paths() {
        return paths;
    }

    IngestReport report() {
        return report;
    }

    /** Names of the inputs that gave spans, in reading order. */
    List<String> sources() {
        return report.sources().stream()
                .filter(source -> source.spans() > 0)
                .map(SourceReport::source)
                .toList();
    }

    Workflow load(WorkflowSummary summary) throws IOException {
        return loader.load(summary);
    }

    /** What rules do, and what the gate asks of runs. */
    Policy policy() {
        return policy;
    }

    /** What the agents of a loaded workflow did. */
    AgentsView view(Workflow workflow) {
        return AgentsView.of(workflow, conventions);
    }

    /** Likewise, with final verdicts on its messages: reads and compares all payloads. */
    AgentsView judged(Workflow workflow) {
        return Verdicts.judged(view(workflow));
    }

    /** All workflows in the order in which they begin in the input. */
    List<WorkflowSummary> inputOrder() {
        return loader.inputOrder();
    }

    /** Says which workflows will be loaded, in which order. */
    void expect(List<WorkflowSummary> chosen) {
        loader.expect(chosen);
    }

    /** One workflow's spans, to be rebuilt in any thread. */
    WorkflowBuilder collect(WorkflowSummary summary) throws IOException {
        return loader.collect(summary);
    }

    /** The workflow that has an id or name, or whose id begins so. */
    WorkflowSummary workflow(String wanted) {
        return chosen("workflow", wanted, loader.lookup().find(wanted));
    }

    /** The workflow that a trace is part of. */
    WorkflowSummary trace(String wanted) {
        return chosen("trace", wanted, loader.lookup().findTrace(wanted));
    }

    private WorkflowSummary chosen(String what, String wanted, WorkflowLookup.Result result) {
        String name = "'" + theme(false).safe(wanted) + "'";
        return switch (result) {
            case WorkflowLookup.Result.One(WorkflowSummary workflow) -> workflow;
            case WorkflowLookup.Result.Ambiguous(List<WorkflowSummary> candidates) ->
                    throw new Failure(
                            ExitCode.NOT_FOUND,
                            name + " fits " + candidates.size() + " workflows: " + ids(candidates),
                            "Give more of the id.");
            case WorkflowLookup.Result.None(List<WorkflowLookup.Near> nearest) ->
                    throw new Failure(
                            ExitCode.NOT_FOUND,
                            "no " + what + " " + name,
                            nearest.isEmpty()
                                    ? "'agtrace list' shows what there is."
                                    : "Nearest: "
                                            + nearest.stream()
                                                    .map(near -> theme(false).safe(near.name()))
                                                    .collect(Collectors.joining(", "))
                                            + ". 'agtrace list' shows all.");
        };
    }

    private String ids(List<WorkflowSummary> candidates) {
        String first =
                candidates.stream()
                        .limit(CANDIDATES)
                        .map(Session::fullId)
                        .map(theme(false)::safe)
                        .collect(Collectors.joining(", "));
        return candidates.size() > CANDIDATES ? first + ", …" : first;
    }

    private static String fullId(WorkflowSummary workflow) {
        List<Id> traces = workflow.traceIds();
        String first = traces.isEmpty() ? "" : traces.get(0).toString();
        return workflow.id().equals(first) ? first : workflow.id() + " (trace " + first + ")";
    }

    Theme theme(boolean forResult) {
        return new Theme(forResult && output.colour(environment), output.unicode(environment));
    }

    /** How the result will be seen. */
    Screen screen() {
        return new Screen(
                output.columns(environment),
                theme(true),
                environment.zone(),
                environment.outputIsTerminal());
    }

    /** What a command ends with that could show its result. */
    ExitCode exitCode() {
        return inputs.problems().isEmpty() ? ExitCode.DONE : ExitCode.UNREADABLE;
    }

    @Override
    public void close() throws IOException {
        inputs.close();
    }
}
