package io.agtrace.cli;

import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.render.text.Escapes;
import io.agtrace.render.waterfall.SpanLookup;
import io.agtrace.render.waterfall.WaterfallOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** Which spans of a workflow are shown, and how much of each. */
final class TreeOptions {
    @Option(names = "--depth", paramLabel = "N", description = "Show N levels of the tree only.")
    @Nullable Integer depth;

    @Option(
            names = "--full",
            description = "Show every span and every row of each part: fold and leave out nothing.")
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

    /**
     * Checks what can be checked before anything is read.
     *
     * @throws Failure where a value is empty or too small
     */
    void check() {
        InputOptions.requireValue("--root", root);
        InputOptions.requireValue("--around", around);
        InputOptions.requireValue("--grep", grep);
        if (depth != null && depth < 1) {
            throw new Failure(ExitCode.USAGE, "--depth must be at least 1", "");
        }
    }

    /** Whether some rows of the tree are asked for. */
    boolean choosesRows() {
        return depth != null || root != null || around != null || grep != null;
    }

    WaterfallOptions waterfall() {
        return new WaterfallOptions(
                depth == null ? -1 : depth,
                full,
                root,
                around,
                grep,
                payloads,
                full ? 0 : WaterfallOptions.READABLE_ROWS);
    }

    /**
     * Checks that the workflow has what is asked for.
     *
     * @throws Failure where it has not
     */
    void requireSpans(Workflow loaded) {
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
