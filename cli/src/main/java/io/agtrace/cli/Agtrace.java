package io.agtrace.cli;

import io.agtrace.cli.completion.CompletionCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;

/// The `agtrace` command and the entry point of the program.
@Command(
        name = "agtrace",
        description = "Trace forensics for LLM multi-agent systems.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            ListCommand.class,
            InspectCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Agtrace implements Runnable {

    @Spec CommandSpec spec;

    /// Runs the command line and ends the process with an [ExitCode].
    public static void main(String[] args) {
        System.exit(run(commandLine(), args));
    }

    /// Runs one command line. Whatever escapes the commands is a defect: left to the JVM it would
    /// end the process with 1, which is [ExitCode#FINDING].
    static int run(CommandLine command, String... args) {
        try {
            return command.execute(args);
        } catch (OutOfMemoryError e) {
            command.getErr().println("agtrace: out of memory: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            command.getErr().println("agtrace: internal error: " + e);
        }
        return ExitCode.INTERNAL.value();
    }

    /// The command model with the error handling all commands share. Tests replace its writers.
    static CommandLine commandLine() {
        return new CommandLine(new Agtrace())
                .setParameterExceptionHandler(Agtrace::reportUsage)
                .setExecutionExceptionHandler(Agtrace::reportDefect);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    private static int reportUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("agtrace: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.value();
    }

    private static int reportDefect(
            Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("agtrace: internal error: " + e);
        return ExitCode.INTERNAL.value();
    }
}
