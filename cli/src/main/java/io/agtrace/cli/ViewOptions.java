package io.agtrace.cli;

import io.agtrace.render.sections.View;
import io.agtrace.render.text.Escapes;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which parts of the view of a workflow are shown. */
final class ViewOptions {
    @Option(
            names = "--view",
            paramLabel = "VIEW",
            split = ",",
            description =
                    "Show these parts, separated by commas: waterfall, agents, decisions, messages,"
                            + " loops, joins, path, budgets, quality, context, or all (default: one"
                            + " screen of the most telling; the waterfall alone with --depth,"
                            + " --root, --around, --grep and --payloads).")
    List<String> views = new ArrayList<>();

    /** Whether nothing is asked for. */
    boolean isEmpty() {
        return views.isEmpty();
    }

    /**
     * The parts asked for, in the order in which they are shown.
     *
     * @throws Failure where there is no such part
     */
    Set<View> chosen() {
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
}
