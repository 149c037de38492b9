package io.agtrace.cli;

import io.agtrace.cli.config.Configuration;
import io.agtrace.cli.config.ConfigurationException;
import io.agtrace.cli.config.Problem;
import io.agtrace.render.text.Escapes;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which configuration a command works with; the same for every command that reads traces. */
final class ConfigurationOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file (default: the environment variable AGTRACE_CONFIG, else"
                            + " the nearest agtrace.yaml or .agtrace.yaml upward).")
    @Nullable String file;

    /**
     * Reads the configuration.
     *
     * @throws ConfigurationException where there is a mistake in it
     */
    Configuration load(Environment environment) {
        InputOptions.requireValue("--config", file);
        return Configuration.load(file, environment.workingDirectory(), environment::variable);
    }

    /** The first mistake is the message, the others and what helps the hint. */
    static Failure failure(ConfigurationException e, boolean unicode) {
        List<Problem> problems = e.problems();
        String hint =
                Stream.concat(
                                problems.stream().skip(1).map(Problem::toString),
                                problems.stream().map(Problem::hint).distinct())
                        .filter(line -> !line.isEmpty())
                        .map(line -> unicode ? Escapes.line(line) : Escapes.asciiLine(line))
                        .collect(Collectors.joining("\n"));
        String first = problems.getFirst().toString();
        return new Failure(
                ExitCode.USAGE, unicode ? Escapes.line(first) : Escapes.asciiLine(first), hint);
    }
}
