package io.agtrace.cli;

import io.agtrace.cli.config.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code agtrace config schema}: what agtrace.yaml may hold, for editors and checks. */
@Command(
        name = "schema",
        description = "Print the JSON Schema (2020-12) of agtrace.yaml.",
        mixinStandardHelpOptions = true)
final class ConfigSchemaCommand implements Runnable {
    @ParentCommand ConfigCommand config;

    @Override
    public void run() {
        config.agtrace.environment().out().print(PrettyJson.of(Configuration.schema()));
    }
}
