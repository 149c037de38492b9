package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.concurrent.Callable;

/** {@code agtrace inspect}: what happened in one workflow. */
@Command(
        name = "inspect",
        description = "Show what happened in a workflow: summary and waterfall.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
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

    @Option(names = "--mends", description = "List every mend made to the tree.")
    boolean mends;

    @Mixin OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        return 0;
    }
}
