package io.agtrace.cli;

import io.agtrace.analyzers.span.JsonText;
import io.agtrace.cli.completion.CompletionCommand;
import io.agtrace.cli.config.ConfigurationException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code agtrace} command: the model of all commands and what their errors look like. */
@Command(
        name = "agtrace",
        description = "Trace forensics for LLM multi-agent systems.",
        mixinStandardHelpOptions = true,
        version = "agtrace " + Version.NUMBER,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a gate found a defect",
            "2:wrong usage or configuration",
            "3:the input could not be read, or nothing in it could be checked",
            "4:no such workflow, trace or span",
            "70:a defect of agtrace itself",
            "130:interrupted"
        })
public final class Agtrace implements Runnable {
    private static final Set<String> JSON_FORMS = Set.of("json", "jsonl", "audit");

    /** The commands by name, in the order of the help. */
    private static final List<Map.Entry<String, Class<?>>> COMMANDS =
            List.of(
                    Map.entry("list", ListCommand.class),
                    Map.entry("inspect", InspectCommand.class),
                    Map.entry("decisions", DecisionsCommand.class),
                    Map.entry("messages", MessagesCommand.class),
                    Map.entry("find-failure", FindFailureCommand.class),
                    Map.entry("check", CheckCommand.class),
                    Map.entry("compare", CompareCommand.class),
                    Map.entry("config", ConfigCommand.class),
                    Map.entry("rules", RulesCommand.class),
                    Map.entry("completion", CompletionCommand.class),
                    Map.entry("help", CommandLine.HelpCommand.class));

    /** These speak of the other commands. */
    private static final Set<String> OVERVIEWS = Set.of("completion", "help");

    private final Environment environment;

    @Spec CommandSpec spec;

    Agtrace(Environment environment) {
        this.environment = environment;
    }

    /** Runs one command line. */
    static int run(Environment environment, String... args) {
        return run(commandLine(environment, commandsFor(args)), args);
    }

    /**
     * Runs one command line. Whatever escapes the commands is a defect: left to the JVM it would
     * end the process with 1, which is {@link ExitCode#FINDING}.
     */
    static int run(CommandLine command, String... args) {
        try {
            return command.execute(args);
        } catch (OutOfMemoryError e) {
            command.getErr()
                    .println(
                            "agtrace: out of memory: "
                                    + e.getMessage()
                                    + "; AGTRACE_JAVA_OPTS=-Xmx… gives it more");
        } catch (RuntimeException | Error e) {
            command.getErr().println("agtrace: internal error: " + e);
        }
        return ExitCode.INTERNAL.value();
    }

    /** The model of all commands. */
    static CommandLine commandLine(Environment environment) {
        return commandLine(environment, COMMANDS);
    }

    /** Each command that is not asked for would cost some milliseconds. */
    private static List<Map.Entry<String, Class<?>>> commandsFor(String... args) {
        String first = args.length == 0 ? "" : args[0];
        for (Map.Entry<String, Class<?>> command : COMMANDS) {
            if (command.getKey().equals(first) && !OVERVIEWS.contains(first)) {
                return List.of(command);
            }
        }
        return COMMANDS;
    }

    /** The model of some commands with the error handling all commands share. */
    private static CommandLine commandLine(
            Environment environment, List<Map.Entry<String, Class<?>>> commands) {
        CommandLine command = new CommandLine(new Agtrace(environment));
        commands.forEach(inner -> command.addSubcommand(inner.getKey(), inner.getValue()));
        // What is set reaches the commands that are there.
        command.setParameterExceptionHandler(Agtrace::reportUsage)
                .setExecutionExceptionHandler(Agtrace::reportFailure)
                .setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8))
                .setErr(environment.err())
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
        command.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        environment.colour()
                                ? CommandLine.Help.Ansi.ON
                                : CommandLine.Help.Ansi.OFF));
        command.setUsageHelpWidth(Math.clamp(environment.columns(), 60, 100));
        return command;
    }

    Environment environment() {
        return environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    private static int reportUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String text = e.getMessage() == null ? "wrong usage" : e.getMessage();
        err.println("agtrace: " + text);
        UnmatchedArgumentException.printSuggestions(e, err);
        String hint = "Try '" + command.getCommandSpec().qualifiedName() + " --help'.";
        err.println(hint);
        if (isJson(args)) {
            command.getOut().println(asJson(new Failure(ExitCode.USAGE, text, hint)));
        }
        return ExitCode.USAGE.value();
    }

    private static int reportFailure(
            Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        Exception e =
                thrown instanceof ConfigurationException mistake
                        ? ConfigurationOptions.failure(mistake, isUnicode(command))
                        : thrown;
        if (e instanceof Failure failure) {
            err.println("agtrace: " + failure.text());
            if (!failure.hint().isEmpty()) {
                err.println(failure.hint());
            }
            if (isJson(parsed)) {
                command.getOut().println(asJson(failure));
            }
            return failure.exitCode().value();
        }
        if (e instanceof UncheckedIOException unreadable) {
            err.println("agtrace: " + unreadable.getMessage());
            return ExitCode.UNREADABLE.value();
        }
        err.println("agtrace: internal error: " + e);
        return ExitCode.INTERNAL.value();
    }

    private static boolean isUnicode(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Agtrace agtrace
                && agtrace.environment.unicode();
    }

    /** Whether the caller reads JSON: then an error is JSON, too. */
    private static boolean isJson(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        Object form = command.matchedOptionValue("-o", "text");
        return JSON_FORMS.contains(form.toString()) || command.hasMatchedOption("--json");
    }

    /** The same of a command line that can't be understood; a guess. */
    private static boolean isJson(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String form = args[i];
            if ((form.equals("-o") || form.equals("--output")) && i + 1 < args.length) {
                form = "-o" + args[i + 1];
            }
            if (form.matches("--json|(-o=?|--output=)(jsonl?|audit)")) {
                return true;
            }
        }
        return false;
    }

    private static String asJson(Failure failure) {
        StringBuilder json = new StringBuilder("{\"schema\":\"agtrace.error/v1\",\"error\":{");
        json.append("\"exit_code\":").append(failure.exitCode().value());
        json.append(",\"message\":");
        JsonText.quote(json, failure.text());
        json.append(",\"hint\":");
        JsonText.quote(json, failure.hint());
        return json.append("}}").toString();
    }
}
