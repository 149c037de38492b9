package io.agtrace.cli;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.InspectView;
import io.agtrace.render.Overview;
import io.agtrace.render.WorkflowListView;
import io.agtrace.render.json.InspectJson;
import io.agtrace.render.sections.Sections;
import io.agtrace.render.sections.View;
import io.agtrace.render.text.Screen;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code agtrace inspect}: what happened in one workflow. */
@Command(
        name = "inspect",
        description =
                "Show what happened in a workflow: summary, waterfall, agents, decisions, messages,"
                        + " loops, joins and critical path.",
        footer = {
            "",
            "The JSON forms (schema agtrace.inspect/v1; jsonl is one line a workflow) hold all"
                    + " spans",
            "and all that is known of the agents, whatever the text form would show."
        },
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    private static final int LISTED = 20;

    /** The agents' view of a larger run does not fit in a small heap beside its tree. */
    private static final int MOST_VIEWED = 250_000;

    /** Of a larger run nobody who did not ask for it waits for the agents' view. */
    private static final int MOST_VIEWED_UNASKED = 250_000;

    /** In a larger run payloads are compared for those who ask for its messages only. */
    private static final int MOST_JUDGED_UNASKED = 25_000;

    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Mixin WorkflowOptions choice = new WorkflowOptions();

    @Mixin ViewOptions parts = new ViewOptions();

    @Mixin TreeOptions tree = new TreeOptions();

    @Option(names = "--mends", description = "List every mend made to the tree.")
    boolean mends;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        choice.check();
        tree.check();
        parts.chosen();
        try (Session session = new Session(environment, input, output, choice)) {
            List<WorkflowSummary> all = choice.choose(session);
            if (output.form() != OutputOptions.Form.text && tree.choosesRows()) {
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
                    if (all.size() > 1) {
                        environment
                                .err()
                                .println(
                                        "agtrace: "
                                                + all.size()
                                                + " workflows found, the worst one"
                                                + " given; -o jsonl gives all, --workflow chooses");
                    }
                    json(session, worst(all), environment, true);
                }
                case jsonl -> {
                    for (WorkflowSummary each : all) {
                        json(session, each, environment, false);
                    }
                }
                case text -> text(session, all, environment);
            }
            environment.out().flush();
            return session.exitCode().value();
        }
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
            AgentsView view = session.judged(loaded);
            InspectJson.write(view, sources, report, environment.out(), pretty);
        }
    }

    private void text(Session session, List<WorkflowSummary> all, Environment environment)
            throws IOException {
        Screen screen = session.screen();
        StringBuilder text = new StringBuilder();
        if (all.size() > 1) {
            list(all, screen, text);
        }
        Workflow loaded = session.load(worst(all));
        tree.requireSpans(loaded);
        show(session, loaded, screen, text);
        Pager.show(text.toString(), environment, !output.noPager);
    }

    private static void list(List<WorkflowSummary> all, Screen screen, StringBuilder text)
            throws IOException {
        List<String> ids = all.stream().map(WorkflowSummary::id).toList();
        boolean many = all.size() > LISTED;
        List<WorkflowSummary> first =
                many
                        ? all.stream().sorted(WorkflowSummary.WORST_FIRST).limit(LISTED).toList()
                        : all;
        List<String> filters = many ? List.of("the worst first") : List.of();
        new WorkflowListView(screen).write(first, new WorkflowListView.Choice(ids, filters), text);
        text.append("The worst of them (--workflow ID shows another):\n\n");
    }

    private void show(Session session, Workflow loaded, Screen screen, StringBuilder text)
            throws IOException {
        InspectView inspect = new InspectView(screen, tree.waterfall(), mends);
        Set<View> views = parts.chosen();
        boolean waterfall = tree.choosesRows() || tree.payloads;
        if (views.equals(EnumSet.of(View.WATERFALL)) || parts.isEmpty() && waterfall) {
            inspect.write(loaded, text);
            return;
        }
        if (!parts.isEmpty()) {
            boolean verdicts = views.contains(View.MESSAGES);
            inspect.write(verdicts ? session.judged(loaded) : session.view(loaded), views, text);
            return;
        }
        Overview overview = new Overview(screen, mends);
        if (tree.full) {
            AgentsView view = session.judged(loaded);
            views.addAll(Sections.present(view));
            views.add(View.WATERFALL);
            inspect.write(view, views, text);
        } else if (loaded.tree().size() > MOST_VIEWED_UNASKED) {
            overview.writeWithoutAgents(loaded, text);
        } else {
            boolean isSmall = loaded.tree().size() <= MOST_JUDGED_UNASKED;
            overview.write(isSmall ? session.judged(loaded) : session.view(loaded), text);
        }
    }
}
