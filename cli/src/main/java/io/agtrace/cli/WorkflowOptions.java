package io.agtrace.cli;

import io.agtrace.analyzers.workflow.WorkflowSummary;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;

/** Which workflows of the input a command is about. */
final class WorkflowOptions {
    @Option(
            names = {"-w", "--workflow"},
            paramLabel = "ID",
            description =
                    "Only the workflow with this id (workflow, conversation, session, run or trace"
                            + " id; its beginning is enough) or name.")
    @Nullable String workflow;

    @Option(
            names = {"-t", "--trace"},
            paramLabel = "ID",
            description =
                    "Only the workflow that this trace is part of; the id's beginning is enough.")
    @Nullable String trace;

    /**
     * Checks what can be checked before anything is read.
     *
     * @throws Failure where a value is empty, or both options are given
     */
    void check() {
        InputOptions.requireValue("--workflow", workflow);
        InputOptions.requireValue("--trace", trace);
        if (workflow != null && trace != null) {
            throw new Failure(ExitCode.USAGE, "--workflow and --trace exclude each other", "");
        }
    }

    /** The workflow asked for, else all; they should be loaded in this order. */
    List<WorkflowSummary> choose(Session session) {
        return choose(session, session.workflows());
    }

    /** The workflow asked for, else all of these; they should be loaded in this order. */
    List<WorkflowSummary> choose(Session session, List<WorkflowSummary> all) {
        List<WorkflowSummary> chosen = all;
        if (workflow != null) {
            chosen = List.of(session.workflow(workflow));
        } else if (trace != null) {
            chosen = List.of(session.trace(trace));
        }
        session.expect(chosen);
        return chosen;
    }
}
