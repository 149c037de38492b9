package io.agtrace.cli;

import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.WorkflowListView;
import io.agtrace.render.json.WorkflowListJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** {@code agtrace list}: one row a workflow. */
@Command(
        name = "list",
        description = "List the workflows in trace files, one row each.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    /** What rows are sorted by. */
    enum Order {
        start,
        duration,
        spans,
        errors,
        tokens
    }

    @ParentCommand Agtrace agtrace;

    @Mixin InputOptions input = new InputOptions();

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description =
                    "Only runs that started then or later: a date, a date and time, or how long ago"
                            + " (2h, 7d).")
    @Nullable String since;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Only runs in which this service took part; may be repeated.")
    List<String> services = new ArrayList<>();

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Only runs in which this agent took part; may be repeated.")
    List<String> agents = new ArrayList<>();

    @Option(names = "--errors", description = "Only runs with a failed span.")
    boolean errors;

    @Option(
            names = "--min-duration",
            paramLabel = "TIME",
            description = "Only runs that took at least this long, such as 500ms or 30s.")
    @Nullable String minDuration;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description =
                    "Sort by ${COMPLETION-CANDIDATES} (default: start; all but start put the"
                            + " largest first).")
    Order sort = Order.start;

    @Option(names = "--reverse", description = "Turn the order round.")
    boolean reverse;

    @Option(names = "--limit", paramLabel = "N", description = "At most N rows.")
    @Nullable Integer limit;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Environment environment = agtrace.environment();
        Predicate<WorkflowSummary> filter = filter(environment);
        try (Session session = Session.overview(environment, input, output)) {
            List<WorkflowSummary> all = session.workflows();
            List<WorkflowSummary> shown = new ArrayList<>(all.stream().filter(filter).toList());
            shown.sort(order());
            if (limit != null && limit < shown.size()) {
                shown = shown.subList(0, limit);
            }
            switch (output.form()) {
                case json ->
                        WorkflowListJson.write(
                                shown, session.sources(), session.report(), environment.out());
                case jsonl ->
                        WorkflowListJson.writeLines(shown, session.sources(), environment.out());
                case text -> {
                    StringBuilder text = new StringBuilder();
                    List<String> ids = all.stream().map(WorkflowSummary::id).toList();
                    new WorkflowListView(session.screen())
                            .write(shown, new WorkflowListView.Choice(ids, filters()), text);
                    Pager.show(text.toString(), environment, !output.noPager);
                }
            }
            environment.out().flush();
            return session.exitCode().value();
        }
    }

    private Predicate<WorkflowSummary> filter(Environment environment) {
        InputOptions.requireValue("--since", since);
        InputOptions.requireValue("--min-duration", minDuration);
        services.forEach(name -> InputOptions.requireValue("--service", name));
        agents.forEach(name -> InputOptions.requireValue("--agent", name));
        if (limit != null && limit < 1) {
            throw new Failure(ExitCode.USAGE, "--limit must be at least 1", "");
        }
        long earliest =
                since == null
                        ? Long.MIN_VALUE
                        : Values.moment(
                                "--since",
                                since,
                                environment.clock().instant(),
                                environment.zone());
        long shortest =
                minDuration == null ? 0 : Values.duration("--min-duration", minDuration).toNanos();
        return run ->
                (since == null || run.startNanos() >= earliest)
                        && run.durationNanos() >= shortest
                        && (!errors || run.errors() > 0)
                        && containsAny(run.services(), services)
                        && containsAny(run.agents(), agents);
    }

    private static boolean containsAny(List<String> names, List<String> wanted) {
        return wanted.isEmpty()
                || wanted.stream()
                        .anyMatch(name -> names.stream().anyMatch(name::equalsIgnoreCase));
    }

    private Comparator<WorkflowSummary> order() {
        Comparator<WorkflowSummary> byStart = ListCommand::compareStarts;
        Comparator<WorkflowSummary> order =
                switch (sort) {
                    case start -> byStart;
                    case duration -> (a, b) -> Long.compare(b.durationNanos(), a.durationNanos());
                    case spans -> (a, b) -> Long.compare(b.spans(), a.spans());
                    case errors -> (a, b) -> Long.compare(b.errors(), a.errors());
                    case tokens -> (a, b) -> Long.compare(tokens(b), tokens(a));
                };
        return (a, b) -> {
            int compared = reverse ? order.compare(b, a) : order.compare(a, b);
            return compared != 0 ? compared : compareStarts(a, b);
        };
    }

    private static int compareStarts(WorkflowSummary a, WorkflowSummary b) {
        int byStart = Long.compare(a.startNanos(), b.startNanos());
        return byStart != 0 ? byStart : a.id().compareTo(b.id());
    }

    private static long tokens(WorkflowSummary run) {
        return run.inputTokens() + run.outputTokens();
    }

    /** The filters in use, as they were written. */
    private List<String> filters() {
        List<String> used = new ArrayList<>();
        if (since != null) {
            used.add("--since " + since);
        }
        services.forEach(name -> used.add("--service " + name));
        agents.forEach(name -> used.add("--agent " + name));
        if (errors) {
            used.add("--errors");
        }
        if (minDuration != null) {
            used.add("--min-duration " + minDuration);
        }
        if (limit != null) {
            used.add("--limit " + limit);
        }
        return used;
    }
}
