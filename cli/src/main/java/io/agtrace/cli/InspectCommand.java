package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.InspectView;
import io.agtrace.render.WorkflowListView;
import io.agtrace.render.json.InspectJson;
import io.agtrace.render.sections.View;
import io.agtrace.render.text.Escapes;
import io.agtrace.render.text.Screen;
import io.agtrace.render.waterfall.SpanLookup;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code agtrace inspect}: what happened in one workflow. */
@Command(
        name = "inspect",
        description = "Show what happened in a workflow: summary and waterfall.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    private static final int LISTED = 20;

    /** The agents' view of a larger run does not fit in a small heap beside its tree. */
    private static final int MOST_VIEWED = 250_000;

    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Option(
            names = {"-w", "--workflow"},
            paramLabel = "ID",
            description =
                    "The workflow with this id (workflow, conversation, session, run or trace id;"
                            + " its beginning is enough) or name.")
    @Nullable String workflow;

    @Option(
            names = {"-t", "--trace"},
            paramLabel = "ID",
            description = "The workflow that this trace is part of; the id's beginning is enough.")
    @Nullable String trace;

    @Option(names = "--depth", paramLabel = "N", description = "Show N levels of the tree only.")
    @Nullable Integer depth;

    @Option(names = "--full", description = "Show every span: fold and leave out nothing.")
    boolean full;

    @Option(
            names = "--root",
            paramLabel = "SPAN",
            description = "Show only the tree below this span (id or its beginning).")
    @Nullable String root;

    @Option(
            names = "--around",
            paramLabel = "SPAN",
            description = "Show this span, its ancestors and its neighbours.")
    @Nullable String around;

    @Option(
            names = "--grep",
            paramLabel = "TEXT",
            description =
                    "Show only spans whose name, agent, tool, model, error or payload contains TEXT"
                            + " (any case), with their ancestors.")
    @Nullable String grep;

    @Option(
            names = {"-p", "--payloads"},
            description = "Show the beginning of each span's input and output.")
    boolean payloads;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            split = ",",
            description =
                    "Show these parts, separated by commas: waterfall, agents, decisions, messages,"
                            + " loops, joins, path, budgets, quality, context, or all (default:"
                            + " waterfall).")
    List<String> views = new ArrayList<>();

    @Option(names = "--mends", description = "List every mend made to the tree.")
    boolean mends;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        checkOptions();
        try (Session session = new Session(environment, input, output)) {
            WorkflowSummary chosen = choose(session);
            List<WorkflowSummary> all = session.workflows();
            if (output.form() != OutputOptions.Form.text && choosesRows()) {
                environment
                        .err()
                        .println(
                                "agtrace: --depth, --root, --around and --grep choose rows of the"
                                        + " text form; -o "
                                        + output.form()
                                        + " holds all spans");
            }
            switch (output.form()) {
                case json -> {
                    if (chosen == null) {
                        chosen = worst(all);
                        environment
                                .err()
                                .println(
                                        "agtrace: "
                                                + all.size()
                                                + " workflows found, the worst one"
                                                + " given; -o jsonl gives all, --workflow chooses");
                    }
                    json(session, chosen, environment, true);
                }
                case jsonl -> {
                    for (WorkflowSummary each : chosen == null ? all : List.of(chosen)) {
                        json(session, each, environment, false);
                    }
                }
                case text -> text(session, chosen, environment);
            }
            environment.out().flush();
            return session.exitCode().value();
        }
    }

    private void checkOptions() {
        InputOptions.requireValue("--workflow", workflow);
        InputOptions.requireValue("--trace", trace);
        InputOptions.requireValue("--root", root);
        InputOptions.requireValue("--around", around);
        InputOptions.requireValue("--grep", grep);
        if (depth != null && depth < 1) {
            throw new Failure(ExitCode.USAGE, "--depth must be at least 1", "");
        }
        views();
        if (workflow != null && trace != null) {
            throw new Failure(ExitCode.USAGE, "--workflow and --trace exclude each other", "");
        }
    }

    /** The workflow asked for, or the only one; null where there is a choice to make. */
    private @Nullable WorkflowSummary choose(Session session) {
        if (workflow != null) {
            return session.workflow(workflow);
        }
        if (trace != null) {
            return session.trace(trace);
        }
        return session.workflows().size() == 1 ? session.workflows().get(0) : null;
    }

    private static WorkflowSummary worst(List<WorkflowSummary> all) {
        return Collections.min(all, WorkflowSummary.WORST_FIRST);
    }

    private static void json(
            Session session, WorkflowSummary chosen, Environment environment, boolean pretty)
            throws IOException {
        Workflow loaded = session.load(chosen);
        List<String> sources = session.sources();
        IngestReport report = session.report();
        if (loaded.tree().size() > MOST_VIEWED) {
            environment.err().println("agtrace: too many spans for the agents' view; left out");
            InspectJson.write(loaded, sources, report, environment.out(), pretty);
        } else {
            AgentsView view = session.view(loaded);
            InspectJson.write(view, sources, report, environment.out(), pretty);
        }
    }

    private void text(Session session, @Nullable WorkflowSummary chosen, Environment environment)
            throws IOException {
        Screen screen = session.screen();
        StringBuilder text = new StringBuilder();
        if (chosen == null) {
            List<WorkflowSummary> all = session.workflows();
            List<String> ids = all.stream().map(WorkflowSummary::id).toList();
            boolean many = all.size() > LISTED;
            List<WorkflowSummary> first =
                    many
                            ? all.stream()
                                    .sorted(WorkflowSummary.WORST_FIRST)
                                    .limit(LISTED)
                                    .toList()
                            : all;
            List<String> filters = many ? List.of("the worst first") : List.of();
            new WorkflowListView(screen)
                    .write(first, new WorkflowListView.Choice(ids, filters), text);
            chosen = worst(all);
            text.append("The worst of them (--workflow ID shows another):\n\n");
        }
        Workflow loaded = session.load(chosen);
        requireSpans(loaded);
        InspectView inspect = new InspectView(screen, options(), mends);
        if (views.isEmpty()) {
            inspect.write(loaded, text);
        } else {
            inspect.write(session.view(loaded), views(), text);
        }
        Pager.show(text.toString(), environment, !output.noPager);
    }

    /** The parts asked for, in the order in which they are shown. */
    private Set<View> views() {
        Set<View> chosen = EnumSet.noneOf(View.class);
        for (String label : views) {
            View view = View.of(label.strip());
            if (view != null) {
                chosen.add(view);
            } else if (label.strip().equals("all")) {
                chosen.addAll(EnumSet.allOf(View.class));
            } else {
                throw new Failure(
                        ExitCode.USAGE,
                        "--view: there is no '" + Escapes.line(label) + "'",
                        "There are "
                                + Arrays.stream(View.values())
                                        .map(View::label)
                                        .collect(Collectors.joining(", "))
                                + " and all.");
            }
        }
        return chosen;
    }

    private boolean choosesRows() {
        return depth != null || root != null || around != null || grep != null;
    }

    private WaterfallOptions options() {
        return new WaterfallOptions(
                depth == null ? -1 : depth,
                full,
                root,
                around,
                grep,
                payloads,
                full ? 0 : WaterfallOptions.READABLE_ROWS);
    }

    private void requireSpans(Workflow loaded) {
        int top = root == null ? -1 : span(loaded, "--root", root);
        int node = around == null ? -1 : span(loaded, "--around", around);
        if (top >= 0 && node >= 0 && (node < top || node >= loaded.tree().subtreeEnd(top))) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "--around: the span '"
                            + Escapes.line(String.valueOf(around))
                            + "' is not below --root",
                    "Leave --root out.");
        }
        int from = Math.max(0, top);
        int to = top < 0 ? loaded.tree().size() : loaded.tree().subtreeEnd(top);
        if (grep != null && !SpanLookup.anyContains(loaded.tree(), from, to, grep)) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "--grep: no span contains '"
                            + Escapes.line(grep)
                            + "' in workflow "
                            + Escapes.line(loaded.summary().id()),
                    "Names, agents, tools, models, errors, attributes and events were searched.");
        }
    }

    private static int span(Workflow loaded, String option, String id) {
        List<Integer> found = SpanLookup.matches(loaded.tree(), id, 1);
        if (found.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    option
                            + ": no span whose id begins with '"
                            + Escapes.line(id)
                            + "' in workflow "
                            + Escapes.line(loaded.summary().id()),
                    "-o json lists all span ids of a workflow; --workflow chooses another.");
        }
        return found.get(0);
    }
}
