package io.agtrace.cli.completion;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A command as completion sees it: what may be typed after its name. Hidden commands, options and
/// operands are left out. An option has one value at most; where picocli allows several, the first
/// is completed.
///
/// @param path the names from the program to this command, separated by blanks
/// @param names the command's name, then its aliases
/// @param summary what it does, in one sentence without a full stop; may be empty
/// @param options in the order of their longest names, whatever order the model has them in
record CommandTree(
        String path,
        List<String> names,
        String summary,
        List<Option> options,
        List<Operand> operands,
        List<CommandTree> subcommands) {

    /// An option under all its names.
    record Option(
            List<String> names, Value value, boolean repeatable, String summary, Choice choice) {}

    /// Whether an option has a value.
    sealed interface Value {
        record None() implements Value {}

        /// The value may be left out; then the next word is no value.
        record Optional(String label) implements Value {}

        record Required(String label) implements Value {}
    }

    /// An argument that is no option.
    ///
    /// @param first the index of the first argument it stands for, from 0
    /// @param last the index of the last one, [#UNLIMITED] where there is none
    record Operand(int first, int last, String label, Choice choice) {
        static final int UNLIMITED = Integer.MAX_VALUE;

        boolean unlimited() {
            return last == UNLIMITED;
        }
    }

    /// What a value can be.
    sealed interface Choice {
        /// Nothing that could be known beforehand.
        record Anything() implements Choice {}

        record Files() implements Choice {}

        record Words(List<String> words) implements Choice {}

        /// One of the subcommands of the command with this path.
        record Subcommands(String path) implements Choice {}
    }

    /// Arguments of these labels are files, even where the model has them as strings because they
    /// may also be patterns or `-`.
    private static final Set<String> FILE_LABELS =
            Set.of("FILE", "FILES", "PATH", "PATHS", "FOLDER", "DIR", "DIRECTORY");

    private static final String CLAUSE_END = "\\.\\s(?=\\p{Lu})|;\\s| \\(default: ";

    static CommandTree of(CommandSpec spec) {
        return of(spec, spec.name());
    }

    private static CommandTree of(CommandSpec spec, String path) {
        List<CommandTree> subcommands = new ArrayList<>();
        // The map has a command once for each of its aliases.
        new LinkedHashSet<>(spec.subcommands().values())
                .forEach(
                        command -> {
                            CommandSpec child = command.getCommandSpec();
                            if (!child.usageMessage().hidden()) {
                                subcommands.add(of(child, path + " " + child.name()));
                            }
                        });
        return new CommandTree(
                path,
                Stream.concat(Stream.of(spec.name()), Stream.of(spec.aliases())).toList(),
                summary(
                        spec.usageMessage().header().length > 0
                                ? spec.usageMessage().header()
                                : spec.usageMessage().description()),
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .sorted(Comparator.comparing(OptionSpec::longestName))
                        .flatMap(option -> options(option, spec))
                        .toList(),
                spec.positionalParameters().stream()
                        .filter(operand -> !operand.hidden())
                        .sorted(Comparator.comparingInt(operand -> operand.index().min()))
                        .map(operand -> operand(operand, spec, path))
                        .toList(),
                List.copyOf(subcommands));
    }

    private static Stream<Option> options(OptionSpec option, CommandSpec spec) {
        Option positive =
                new Option(
                        List.of(option.names()),
                        value(option),
                        option.isMultiValue(),
                        summary(option.description()),
                        choice(option));
        if (!option.negatable()) {
            return Stream.of(positive);
        }
        List<String> negated =
                spec.negatedOptionsMap().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(option))
                        .map(entry -> entry.getKey())
                        .toList();
        return Stream.of(
                positive,
                new Option(
                        negated,
                        positive.value,
                        positive.repeatable,
                        positive.summary,
                        positive.choice));
    }

    private static Value value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return new Value.None();
        }
        return option.arity().min() == 0
                ? new Value.Optional(label(option))
                : new Value.Required(label(option));
    }

    private static Operand operand(PositionalParamSpec operand, CommandSpec spec, String path) {
        boolean oneOrMore = operand.index().isVariable() || operand.arity().isVariable();
        return new Operand(
                operand.index().min(),
                oneOrMore ? Operand.UNLIMITED : operand.index().max(),
                label(operand),
                spec.helpCommand()
                        ? new Choice.Subcommands(path.substring(0, path.lastIndexOf(' ')))
                        : choice(operand));
    }

    private static Choice choice(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            List<String> words = new ArrayList<>();
            argument.completionCandidates().forEach(words::add);
            return new Choice.Words(List.copyOf(words));
        }
        Class<?> type =
                argument.auxiliaryTypes().length > 0
                        ? argument.auxiliaryTypes()[argument.auxiliaryTypes().length - 1]
                        : argument.type();
        boolean files =
                type == File.class
                        || type == Path.class
                        || FILE_LABELS.contains(label(argument).toUpperCase(Locale.ROOT));
        return files ? new Choice.Files() : new Choice.Anything();
    }

    private static String label(ArgSpec argument) {
        return argument.paramLabel().replaceAll("[^\\p{L}\\p{N}_-]", "");
    }

    /// The first sentence or clause of a description, in one line, without markup and default.
    private static String summary(String... description) {
        String text = Ansi.OFF.string(String.join(" ", description).replace("%n", " "));
        String clause = text.strip().replaceAll("\\s+", " ").split(CLAUSE_END, 2)[0];
        return clause.endsWith(".") ? clause.substring(0, clause.length() - 1) : clause;
    }

    /// This command and all below it.
    Stream<CommandTree> all() {
        return Stream.concat(Stream.of(this), subcommands.stream().flatMap(CommandTree::all));
    }

    /// The path in single quotes, which bash, zsh and fish understand alike: commands have no
    /// quotes in their names.
    String quotedPath() {
        return "'" + path + "'";
    }
}
