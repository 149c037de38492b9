package io.agtrace.cli;

import io.agtrace.cli.config.Configuration;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
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
                            + " AGTRACE_FROM, else 'from' in agtrace.yaml, else standard input,"
                            + " else $XDG_DATA_HOME/agtrace).")
    @Nullable String from;

    @Option(
            names = "--stdin-name",
            paramLabel = "NAME",
            description = "What reports call standard input (default: stdin).")
    String stdinName = "stdin";

    @Mixin ConfigurationOptions configuration = new ConfigurationOptions();

    /**
     * The paths to read.
     *
     * @throws Failure where nobody says what to read
     */
    List<String> paths(Environment environment, Configuration configured) {
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
        List<String> usual = configured.from().value();
        if (!usual.isEmpty()) {
            return usual;
        }
        Store store = Store.of(environment);
        boolean filled = store.isFilled();
        if (!environment.inputIsTerminal() && !(filled && environment.inputIsEmpty())) {
            return List.of("-");
        }
        if (filled) {
            return List.of(store.path());
        }
        String where = store.path().isEmpty() ? "" : ", or put traces into " + store.path();
        throw new Failure(
                ExitCode.USAGE,
                "no input: name a trace file, a folder, or - for standard input",
                "To read from the same place each time, set AGTRACE_FROM, or 'from' in"
                        + " agtrace.yaml"
                        + where
                        + ".");
    }

    /** An empty value is an error: an unset shell variable must not widen what is looked at. */
    static void requireValue(String option, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new Failure(ExitCode.USAGE, option + " is empty", "");
        }
    }
}
