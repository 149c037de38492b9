package io.agtrace.cli.completion;

import io.agtrace.cli.completion.CommandTree.Choice;
import io.agtrace.cli.completion.CommandTree.Operand;
import io.agtrace.cli.completion.CommandTree.Option;
import io.agtrace.cli.completion.CommandTree.Value;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Scripts for bash 3.2 (macOS) and later, with or without the package bash-completion. bash shows
/// no descriptions. The script is four tables and one function that looks into them.
final class BashScript implements ShellScript {
    private static final String HEAD =
            """
            # Completion of agtrace in bash 3.2 or later; written by `agtrace completion bash`.
            #
            # To install it, put this line into ~/.bashrc:
            #     eval "$(agtrace completion bash)"
            # or, where the package bash-completion is installed, copy this file to
            #     ~/.local/share/bash-completion/completions/agtrace
            # or source it in ~/.bashrc.
            """;

    /// COMP_LINE and $2 are used beside COMP_WORDS because bash splits words at COMP_WORDBREAKS
    /// since 4.0 and does not before. Files are left to readline, which quotes them well; before
    /// compopt came with 4.0 that can't be turned on for files alone.
    private static final String TAIL =
            """

            _agtrace() {
                local command=agtrace files='' value='' current='' prefix='' pending='' ended=''
                local index=0 count=0 i j word rest trimmed
                local -a subcommands options words typed
                COMPREPLY=()

                # The words as the user sees them: bash takes --output=json for three.
                rest=${COMP_LINE:0:COMP_POINT}
                rest=${COMP_WORDS[0]}${rest#*"${COMP_WORDS[0]}"}
                for ((i = 0; i <= COMP_CWORD; i++)); do
                    trimmed=${rest#"${rest%%[![:space:]]*}"}
                    word=${COMP_WORDS[i]}
                    [[ $trimmed == "$word"* ]] || word=$trimmed
                    if ((i == 0)) || [[ $trimmed != "$rest" ]]; then
                        typed[count]=$word
                        count=$((count + 1))
                    else
                        typed[count-1]=${typed[count-1]}$word
                    fi
                    rest=${trimmed#"$word"}
                done
                current=${typed[count-1]}

                # Where in the command line that is.
                for ((i = 1; i < count - 1; i++)); do
                    word=${typed[i]}
                    if [[ -n $pending ]]; then
                        pending=''
                    elif [[ -n $ended || $word != -?* ]]; then
                        if [[ -n $ended ]] || ((index > 0)) || ! _agtrace_enter "$command" "$word"; then
                            index=$((index + 1))
                        fi
                    elif [[ $word == -- ]]; then
                        ended=1
                    elif [[ $word == --* ]] || _agtrace_option "$command" "$word"; then
                        if _agtrace_option "$command" "$word" && [[ $value == required ]]; then
                            pending=$word
                        fi
                    else
                        for ((j = 1; j < ${#word}; j++)); do
                            if _agtrace_option "$command" "-${word:j:1}"; then
                                if ((j == ${#word} - 1)) && [[ $value == required ]]; then
                                    pending=-${word:j:1}
                                fi
                                break
                            fi
                        done
                    fi
                done

                # What can stand there.
                words=() files=''
                _agtrace_command "$command"
                if [[ -n $pending ]]; then
                    _agtrace_option "$command" "$pending"
                elif [[ -z $ended && $current == --*=* ]]; then
                    prefix=${current%%=*}=
                    _agtrace_option "$command" "${current%%=*}"
                elif [[ -z $ended && $current == -[!-]?* ]] &&
                    _agtrace_option "$command" "${current:0:2}"; then
                    prefix=${current:0:2}
                    [[ $current != -?=* ]] || prefix=$prefix=
                elif [[ -z $ended && $current == -* ]]; then
                    words=(${options[@]+"${options[@]}"})
                else
                    if ((index == 0)) && [[ -z $ended ]]; then
                        words=(${subcommands[@]+"${subcommands[@]}"})
                    fi
                    _agtrace_operand "$command" "$index"
                    if [[ ${#words[@]} == 0 && -z $files && -z $ended ]]; then
                        words=(${options[@]+"${options[@]}"})
                    fi
                fi

                # Readline replaces $2 only, which is the end of the current word.
                for word in ${words[@]+"${words[@]}"}; do
                    printf -v word %q "$word"
                    word=$prefix$word
                    if [[ $word == "$current"* ]]; then
                        COMPREPLY[${#COMPREPLY[@]}]=${word#"${current%"${2-}"}"}
                    fi
                done
                if [[ -n $files && ${#COMPREPLY[@]} == 0 ]]; then
                    compopt -o default 2>/dev/null
                fi
                return 0
            }

            if type compopt >/dev/null 2>&1; then
                complete -F _agtrace agtrace
            else
                complete -o default -F _agtrace agtrace
            fi
            """;

    @Override
    public String of(CommandTree root) {
        List<CommandTree> commands = root.all().toList();
        StringBuilder script = new StringBuilder(HEAD);

        script.append("\n# What command $1 offers: sets subcommands and options.\n");
        table(
                script,
                "command",
                "$1",
                commands.stream()
                        .map(
                                command ->
                                        row(
                                                command.quotedPath(),
                                                "subcommands=" + array(subcommands(command)),
                                                "options=" + array(optionNames(command))))
                        .toList());

        script.append("\n# Sets command to the subcommand $2 of command $1, if there is one.\n");
        table(
                script,
                "enter",
                "\"$1 $2\"",
                commands.stream()
                        .flatMap(
                                parent ->
                                        parent.subcommands().stream()
                                                .map(
                                                        child ->
                                                                row(
                                                                        patterns(
                                                                                parent,
                                                                                child.names()),
                                                                        "command="
                                                                                + child
                                                                                        .quotedPath())))
                        .toList());

        script.append(
                "\n# Sets value and words or files, if option $2 of command $1 has a value.\n");
        table(
                script,
                "option",
                "\"$1 $2\"",
                commands.stream().flatMap(command -> values(command, root)).toList());

        script.append(
                "\n# Adds to words and files what can be argument number $2 of command $1.\n");
        table(
                script,
                "operand",
                "$1",
                commands.stream()
                        .filter(command -> !command.operands().isEmpty())
                        .map(command -> row(command.quotedPath(), operands(command, root)))
                        .toList());
        return script.append(TAIL).toString();
    }

    private static Stream<String> values(CommandTree command, CommandTree root) {
        return command.options().stream()
                .filter(option -> !(option.value() instanceof Value.None))
                .map(
                        option ->
                                row(
                                        patterns(command, option.names()),
                                        option.value() instanceof Value.Required
                                                ? "value=required"
                                                : "value=optional",
                                        choice(option.choice(), root)));
    }

    private static String[] operands(CommandTree command, CommandTree root) {
        return command.operands().stream()
                .filter(operand -> !(operand.choice() instanceof Choice.Anything))
                .map(operand -> "((" + range(operand) + ")) && " + choice(operand.choice(), root))
                .toArray(String[]::new);
    }

    private static String range(Operand operand) {
        String from = "$2 >= " + operand.first();
        return operand.unlimited() ? from : from + " && $2 <= " + operand.last();
    }

    private static String choice(Choice choice, CommandTree root) {
        return switch (choice) {
            case Choice.Anything() -> "";
            case Choice.Files() -> "files=1";
            case Choice.Words(List<String> words) -> "words+=" + array(words);
            case Choice.Subcommands(String path) ->
                    "words+="
                            + array(
                                    root.all()
                                            .filter(command -> command.path().equals(path))
                                            .flatMap(command -> subcommands(command).stream())
                                            .toList());
        };
    }

    private static List<String> subcommands(CommandTree command) {
        return command.subcommands().stream().flatMap(child -> child.names().stream()).toList();
    }

    private static List<String> optionNames(CommandTree command) {
        return command.options().stream().map(Option::names).flatMap(List::stream).toList();
    }

    private static String patterns(CommandTree command, List<String> names) {
        return names.stream()
                .map(name -> quote(command.path() + " " + name))
                .collect(Collectors.joining(" | "));
    }

    private static String array(List<String> words) {
        return words.stream().map(BashScript::word).collect(Collectors.joining(" ", "(", ")"));
    }

    private static String word(String text) {
        return text.matches("[A-Za-z0-9_./:@%+-]+") ? text : quote(text);
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String row(String pattern, String... statements) {
        return Stream.of(statements)
                .filter(statement -> !statement.isEmpty())
                .collect(Collectors.joining("; ", "    " + pattern + ") ", " ;;\n"));
    }

    private static void table(StringBuilder script, String name, String key, List<String> rows) {
        script.append("_agtrace_").append(name).append("() {\n    case ").append(key);
        script.append(" in\n");
        rows.forEach(script::append);
        script.append("    *) return 1 ;;\n    esac\n}\n");
    }
}
