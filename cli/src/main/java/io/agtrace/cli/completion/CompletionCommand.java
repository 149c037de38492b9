package io.agtrace.cli.completion;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/// `agtrace completion`: prints the completion script of a shell.
@Command(
        name = "completion",
        description = {
            "Print the completion script for a shell.",
            "For bash, put this line into ~/.bashrc: eval \"$(agtrace completion bash)\"",
            "The first lines of each script say how to install it."
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {
    @Spec CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    Shell shell;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(shell.script().of(CommandTree.of(spec.root())));
        out.flush();
    }
}
