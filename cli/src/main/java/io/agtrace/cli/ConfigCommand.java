package io.agtrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code agtrace config}: what the configuration is, and what it may be. */
@Command(
        name = "config",
        description = "Show the configuration in force, or the schema of agtrace.yaml.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigShowCommand.class, ConfigSchemaCommand.class})
final class ConfigCommand implements Runnable {
    @ParentCommand Agtrace agtrace;

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: show or schema");
    }
}
