package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

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
    public Integer call() {
        return 0;
    }
}
