package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** Where traces come from; the same for every command that reads them. */
final class InputOptions {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Trace files, archives, folders or patterns; - is standard input. The format is"
                            + " told from the content.")
    List<String> files = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description =
                    "Where to look when no FILE is given (default: the environment variable"
                            + " AGTRACE_FROM, else standard input).")
    @Nullable String from;

    @Option(
            names = "--stdin-name",
            paramLabel = "NAME",
            description = "What reports call standard input (default: stdin).")
    String stdinName = "stdin";

    /**
     * The paths to read.
     *
     * @throws Failure where none is given and standard input is a keyboard
     */
    List<String> paths(Environment environment) {
        for (String file : files) {
            requireValue("FILE", file);
        }
        if (!files.isEmpty()) {
            return files;
        }
        if (from != null) {
            requireValue("--from", from);
            return List.of(from);
        }
        String variable = environment.variable("AGTRACE_FROM");
        if (variable != null) {
            return List.of(variable);
        }
        if (environment.inputIsTerminal()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "no input: name a trace file, a folder, or - for standard input",
                    "Set AGTRACE_FROM to read from the same place each time.");
        }
        return List.of("-");
    }

    /** An empty value is an error: an unset shell variable must not widen what is looked at. */
    static void requireValue(String option, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new Failure(ExitCode.USAGE, option + " is empty", "");
        }
    }
}
