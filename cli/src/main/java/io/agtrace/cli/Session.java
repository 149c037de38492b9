package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.check.Policy;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.IngestReport.SourceReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.search.UnitSearch;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.ingest.source.InputProblem;
import io.agtrace.analyzers.ingest.source.Progress;
import io.agtrace.analyzers.ingest.source.TraceInputs;
import io.agtrace.analyzers.ingest.source.TraceInputs.StandardInput;
import io.agtrace.analyzers.rules.Verdicts;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.workflow.Haystack;
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

    /** Bytes of input that are read as a whole, also for one workflow. */
    private static final long LARGE = 8L << 20;

    /** Of the memory there is, this part may hold what was found by a search. */
    private static final int FOUND_SHARE = 16;

    private final Environment environment;
    private final DisplayOptions output;
    private final List<String> paths;
    private final TraceInputs inputs;
    private final StandardConventions conventions;
    private final Policy policy;
    private final RunLoader loader;
    private final IngestReport report = new IngestReport();
    private final List<WorkflowSummary> workflows;
    private final boolean searched;

    /**
     * Reads the inputs.
     *
     * @throws io.agtrace.cli.config.ConfigurationException where the configuration has a mistake
     * @throws Failure where nothing in the inputs is a trace
     */
    Session(Environment environment, InputOptions input, DisplayOptions output) throws IOException {
        this(environment, input, output, new WorkflowOptions());
    }

    /** The same where nothing but {@link #workflows} will be asked for. */
    static Session overview(Environment environment, InputOptions input, DisplayOptions output)
            throws IOException {
        return new Session(environment, input, output, new WorkflowOptions(), true);
    }

    /**
     * The same where perhaps only one workflow is asked for: then, of large inputs only what holds
     * its id is read.
     */
    Session(
            Environment environment,
            InputOptions input,
            DisplayOptions output,
            WorkflowOptions choice)
            throws IOException {
        this(environment, input, output, choice, false);
    }

    private Session(
            Environment environment,
            InputOptions input,
            DisplayOptions output,
            WorkflowOptions choice,
            boolean onlyOverview)
            throws IOException {
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
        List<WorkflowSummary> some = isLarge() ? search(choice) : List.of();
        searched = !some.isEmpty();
        workflows = searched ? some : read(onlyOverview);
        boolean useless = workflows.isEmpty();
        String why = useless ? onlyReason() : "";
        if (why.isEmpty() || output.verbose) {
            tell(environment.err());
        }
        if (useless) {
            throw nothingRead(input.stdinName, why);
        }
    }

    private List<WorkflowSummary> read(boolean onlyOverview) throws IOException {
        return onlyOverview ? loader.overview(report) : loader.workflows(report);
    }

    private boolean isLarge() {
        long size = inputs.size();
        return size < 0 || size > LARGE;
    }

    /** The workflows with the id asked for; empty where that takes a reading of everything. */
    private List<WorkflowSummary> search(WorkflowOptions choice) throws IOException {
        String id = choice.workflow != null ? choice.workflow : choice.trace;
        if (id == null) {
            return List.of();
        }
        long most = Math.max(LARGE, Runtime.getRuntime().maxMemory() / FOUND_SHARE);
        UnitSearch search = new UnitSearch(inputs.entries(), Formats.standard(), most);
        Haystack haystack =
                new Haystack(
                        conventions,
                        (wanted, sink, account) -> {
                            try (ProgressLine line = new ProgressLine(environment)) {
                                Progress progress = line.isShown() ? line : Progress.NONE;
                                return search.pass(wanted, sink, account, progress);
                            }
                        });
        List<WorkflowSummary> found = loader.search(haystack, id, choice.workflow == null, report);
        if (!found.isEmpty()) {
            search.account(report);
        }
        return found;
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

    /** Whether the input holds, or may hold, more than one workflow. */
    boolean hasSeveral() {
        return searched || workflows.size() > 1;
    }

    /** All workflows by start; where one was asked for perhaps only those with its id. */
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
