package io.agtrace.cli.completion;

import io.agtrace.cli.completion.CommandTree.Choice;
import io.agtrace.cli.completion.CommandTree.Operand;
import io.agtrace.cli.completion.CommandTree.Option;
import io.agtrace.cli.completion.CommandTree.Value;

import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Scripts for fish 3.0 and later: one `complete` for each option and subcommand, with a condition
/// that finds out which command the cursor is in.
final class FishScript implements ShellScript {
    private static final String HEAD =
            """
            # Completion of agtrace in fish 3.0 or later; written by `agtrace completion fish`.
            #
            # To install it, copy this file to ~/.config/fish/completions/agtrace.fish; or put this line
            # into ~/.config/fish/config.fish:
            #     agtrace completion fish | source
            """;

    private static final String AT =
            """

            # Succeeds in command $argv[1], where its argument number $argv[2] or a later one, up to number
            # $argv[3], would stand.
            function __agtrace_at
                set -l words (commandline -opc)
                set -e words[1]
                set -l command agtrace
                set -l index 0
                set -l pending 0
                set -l ended 0
                for word in $words
                    if test $pending = 1
                        set pending 0
                    else if test $ended = 1; or not string match -qr -- '^-.' $word
                        set -l child (__agtrace_enter "$command $word")
                        if test $ended = 0 -a $index = 0 -a -n "$child"
                            set command $child
                        else
                            set index (math $index + 1)
                        end
                    else if test $word = --
                        set ended 1
                    else if __agtrace_has_value "$command $word"
                        set pending 1
                    else if not string match -q -- '--*' $word
                        set -l letters (string split '' -- (string sub -s 2 -- $word))
                        while set -q letters[1]
                            if __agtrace_has_value "$command -$letters[1]"
                                test (count $letters) = 1; and set pending 1
                                break
                            end
                            set -e letters[1]
                        end
                    end
                end
                test $command = $argv[1]; or return 1
                set -q argv[2]; or return 0
                test $index -ge $argv[2]; or return 1
                set -q argv[3]; or return 0
                test $index -le $argv[3]
            end

            complete -c agtrace -e
            complete -c agtrace -f
            """;

    @Override
    public String of(CommandTree root) {
        StringBuilder script = new StringBuilder(HEAD);
        script.append(
                "\n# Prints the command that $argv, a command and a word behind it, leads to.\n");
        script.append("function __agtrace_enter\n    switch $argv\n");
        root.all()
                .forEach(
                        parent ->
                                parent.subcommands()
                                        .forEach(
                                                child ->
                                                        script.append("        case ")
                                                                .append(
                                                                        cases(
                                                                                parent,
                                                                                child.names()))
                                                                .append("\n            echo ")
                                                                .append(child.quotedPath())
                                                                .append('\n')));
        script.append("    end\nend\n");

        script.append("\n# Succeeds if in $argv, a command and its option, a value must follow.\n");
        script.append("function __agtrace_has_value\n    switch $argv\n");
        root.all()
                .forEach(
                        command -> {
                            List<String> names =
                                    command.options().stream()
                                            .filter(
                                                    option ->
                                                            option.value()
                                                                    instanceof Value.Required)
                                            .flatMap(option -> option.names().stream())
                                            .toList();
                            if (!names.isEmpty()) {
                                script.append("        case ")
                                        .append(cases(command, names))
                                        .append("\n            return 0\n");
                            }
                        });
        script.append("    end\n    return 1\nend\n").append(AT);
        root.all().forEach(command -> completions(script, command, root));
        return script.toString();
    }

    private static void completions(StringBuilder script, CommandTree command, CommandTree root) {
        script.append('\n');
        for (CommandTree child : command.subcommands()) {
            for (String name : child.names()) {
                complete(script, command, "0 0", "-a " + words(List.of(name)), child.summary());
            }
        }
        for (Operand operand : command.operands()) {
            String range =
                    operand.unlimited()
                            ? String.valueOf(operand.first())
                            : operand.first() + " " + operand.last();
            switch (operand.choice()) {
                case Choice.Anything() -> {}
                case Choice.Files() -> complete(script, command, range, "-F", "");
                case Choice.Words(List<String> words) ->
                        complete(script, command, range, "-a " + words(words), operand.label());
                case Choice.Subcommands(String path) ->
                        named(root, path)
                                .forEach(
                                        child ->
                                                complete(
                                                        script,
                                                        command,
                                                        range,
                                                        "-a " + words(child.names()),
                                                        child.summary()));
            }
        }
        for (Option option : command.options()) {
            String value = value(option, root);
            String names = option.names().stream().map(FishScript::name).collect(joined());
            complete(
                    script,
                    command,
                    "",
                    value.isEmpty() ? names : names + " " + value,
                    option.summary());
        }
    }

    private static String value(Option option, CommandTree root) {
        if (option.value() instanceof Value.None) {
            return "";
        }
        boolean required = option.value() instanceof Value.Required;
        return switch (option.choice()) {
            case Choice.Anything() -> required ? "-x" : "";
            case Choice.Files() -> required ? "-r -F" : "-F";
            case Choice.Words(List<String> words) -> (required ? "-x -a " : "-a ") + words(words);
            case Choice.Subcommands(String path) ->
                    "-x -a "
                            + words(
                                    named(root, path)
                                            .flatMap(child -> child.names().stream())
                                            .toList());
        };
    }

    private static Stream<CommandTree> named(CommandTree root, String path) {
        return root.all()
                .filter(command -> command.path().equals(path))
                .flatMap(command -> command.subcommands().stream());
    }

    private static String name(String name) {
        if (name.startsWith("--")) {
            return "-l " + word(name.substring(2));
        }
        return (name.length() == 2 ? "-s " : "-o ") + word(name.substring(1));
    }

    private static void complete(
            StringBuilder script, CommandTree command, String range, String what, String summary) {
        String condition =
                "__agtrace_at " + command.quotedPath() + (range.isEmpty() ? "" : " " + range);
        script.append("complete -c agtrace -n ").append("\"" + condition + "\"").append(' ');
        script.append(what);
        if (!summary.isEmpty()) {
            script.append(" -d ").append(quote(summary));
        }
        script.append('\n');
    }

    private static String cases(CommandTree command, List<String> names) {
        return names.stream().map(name -> quote(command.path() + " " + name)).collect(joined());
    }

    /// fish reads the list as a command line of its own, hence the two levels of quotes.
    private static String words(List<String> words) {
        String list = words.stream().map(FishScript::word).collect(joined());
        return words.size() == 1 && list.equals(words.getFirst()) ? list : quote(list);
    }

    private static String word(String text) {
        return text.matches("[A-Za-z0-9_./:@%+-]+") ? text : quote(text);
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Collector<CharSequence, ?, String> joined() {
        return Collectors.joining(" ");
    }
}
