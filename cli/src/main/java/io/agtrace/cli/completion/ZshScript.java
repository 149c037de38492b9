package io.agtrace.cli.completion;

import io.agtrace.cli.completion.CommandTree.Choice;
import io.agtrace.cli.completion.CommandTree.Operand;
import io.agtrace.cli.completion.CommandTree.Option;
import io.agtrace.cli.completion.CommandTree.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Scripts for zsh's completion system: a function that calls `_arguments` for each command, and
/// one that lists its subcommands.
final class ZshScript implements ShellScript {
    private static final String HEAD =
            """
            #compdef agtrace
            # Completion of agtrace in zsh; written by `agtrace completion zsh`.
            #
            # To install it, copy this file, under its name _agtrace, into a folder of $fpath, such as
            # /usr/local/share/zsh/site-functions, and start a new shell; or put this line into ~/.zshrc,
            # behind compinit:
            #     eval "$(agtrace completion zsh)"
            """;

    private static final String TAIL =
            """

            if [[ $funcstack[1] == _agtrace ]]; then
                _agtrace "$@"
            else
                compdef _agtrace agtrace
            fi
            """;

    @Override
    public String of(CommandTree root) {
        StringBuilder script = new StringBuilder(HEAD);
        root.all()
                .forEach(
                        command -> {
                            if (command.subcommands().isEmpty()) {
                                leaf(script, command);
                            } else {
                                branch(script, command);
                            }
                        });
        return script.append(TAIL).toString();
    }

    private static void leaf(StringBuilder script, CommandTree command) {
        script.append('\n').append(function(command.path())).append("() {\n");
        List<String> specs = new ArrayList<>(options(command));
        specs.addAll(operands(command, 1));
        arguments(script, "    ", "", specs, command);
        script.append("\n}\n");
    }

    private static void branch(StringBuilder script, CommandTree command) {
        String list = commandList(command.path());
        script.append('\n').append(list).append("() {\n    local -a commands=(\n");
        for (CommandTree child : command.subcommands()) {
            for (String name : child.names()) {
                script.append("        ")
                        .append(quote(name.replace(":", "\\:") + ":" + child.summary()))
                        .append('\n');
            }
        }
        script.append("    )\n    _describe -t commands command commands\n}\n");

        script.append('\n').append(function(command.path())).append("() {\n");
        script.append("    local curcontext=$curcontext state state_descr line ret=1\n");
        script.append("    typeset -A opt_args\n");
        List<String> specs = new ArrayList<>(options(command));
        specs.add(quote("1: :" + first(command)));
        specs.add(quote("*:: :->argument"));
        arguments(script, "    ", "-C", specs, command);
        script.append(" && ret=0\n");
        script.append("    [[ $state == argument ]] || return ret\n");
        script.append("    curcontext=${curcontext%:*:*}:agtrace-$line[1]:\n");
        script.append("    case $line[1] in\n");
        for (CommandTree child : command.subcommands()) {
            script.append("    ")
                    .append(
                            child.names().stream()
                                    .map(ZshScript::quote)
                                    .collect(Collectors.joining(" | ")))
                    .append(") ")
                    .append(function(child.path()))
                    .append(" ;;\n");
        }
        if (!command.operands().isEmpty()) {
            // Here the first operand stands where the program's name would.
            List<String> rest = new ArrayList<>(options(command));
            rest.addAll(operands(command, 0));
            script.append("    *)\n");
            arguments(script, "        ", "", rest, command);
            script.append("\n        ;;\n");
        }
        script.append("    esac\n}\n");
    }

    /// What can stand in the place of a subcommand: one of these, and the first operand if any.
    private static String first(CommandTree command) {
        String list = commandList(command.path());
        return command.operands().stream()
                .filter(operand -> operand.first() == 0)
                .map(Operand::choice)
                .map(
                        choice ->
                                switch (choice) {
                                    case Choice.Anything() -> "";
                                    case Choice.Files() -> "_files";
                                    case Choice.Words(List<String> words) ->
                                            "compadd - " + String.join(" ", words);
                                    case Choice.Subcommands(String path) -> commandList(path);
                                })
                .filter(action -> !action.isEmpty())
                .map(
                        action ->
                                "_alternative \"commands:command:"
                                        + list
                                        + "\" \"arguments:argument:"
                                        + action
                                        + "\"")
                .findFirst()
                .orElse(list);
    }

    private static void arguments(
            StringBuilder script,
            String indent,
            String flags,
            List<String> specs,
            CommandTree command) {
        // -s: letters can be joined, as in -vo json. That excludes long names behind one hyphen.
        boolean letters =
                command.options().stream()
                        .map(Option::names)
                        .flatMap(List::stream)
                        .allMatch(name -> name.startsWith("--") || name.length() == 2);
        script.append(indent).append("_arguments ").append(letters ? "-s " : "").append("-S ");
        script.append(flags.isEmpty() ? ":" : flags + " :");
        for (String spec : specs) {
            script.append(" \\\n").append(indent).append("    ").append(spec);
        }
    }

    private static List<String> options(CommandTree command) {
        return command.options().stream()
                .flatMap(option -> option.names().stream().map(name -> option(option, name)))
                .toList();
    }

    private static String option(Option option, String name) {
        boolean isLong = name.length() > 2;
        String value =
                switch (option.value()) {
                    case Value.None() -> "%s";
                    case Value.Required(String label) ->
                            (isLong ? "=" : "+")
                                    + "%s:"
                                    + escape(label)
                                    + ":"
                                    + action(option.choice());
                    case Value.Optional(String label) ->
                            (isLong ? "=-" : "-")
                                    + "%s::"
                                    + escape(label)
                                    + ":"
                                    + action(option.choice());
                };
        String others =
                option.repeatable()
                        ? "*"
                        : option.names().size() > 1
                                ? "(" + String.join(" ", option.names()) + ")"
                                : "";
        String summary = option.summary().isEmpty() ? "" : "[" + escape(option.summary()) + "]";
        return quote(others + name + value.replace("%s", summary));
    }

    private static List<String> operands(CommandTree command, int firstPosition) {
        return command.operands().stream()
                .flatMap(
                        operand -> {
                            String what =
                                    ":" + escape(operand.label()) + ":" + action(operand.choice());
                            return operand.unlimited()
                                    ? Stream.of(quote("*" + what))
                                    : IntStream.rangeClosed(operand.first(), operand.last())
                                            .map(index -> index + firstPosition)
                                            .filter(position -> position > 0)
                                            .mapToObj(position -> quote(position + what));
                        })
                .toList();
    }

    private static String action(Choice choice) {
        return switch (choice) {
            case Choice.Anything() -> " ";
            case Choice.Files() -> "_files";
            case Choice.Words(List<String> words) ->
                    words.stream()
                            .map(word -> word.replaceAll("([^A-Za-z0-9_.-])", "\\\\$1"))
                            .collect(Collectors.joining(" ", "(", ")"));
            case Choice.Subcommands(String path) -> commandList(path);
        };
    }

    private static String function(String path) {
        return "_" + path.replace(' ', '_');
    }

    private static String commandList(String path) {
        return function(path) + "__commands";
    }

    /// Text within a spec of `_arguments`, where brackets and colons have a meaning.
    private static String escape(String text) {
        return text.replaceAll("([\\\\\\[\\]:])", "\\\\$1");
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
