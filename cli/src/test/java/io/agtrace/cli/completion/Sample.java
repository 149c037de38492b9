package io.agtrace.cli.completion;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// A command model with all that completion can meet, more than the program has today.
@Command(
        name = "agtrace",
        subcommands = {
            Sample.Read.class,
            Sample.Diff.class,
            Sample.Rules.class,
            Sample.Secret.class,
            HelpCommand.class
        })
final class Sample {
    enum Form {
        text,
        json,
        jsonl
    }

    enum Side {
        left,
        right
    }

    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("alpha", "beta").iterator();
        }
    }

    @Command(
            name = "read",
            aliases = "rd",
            description = "Read [all]: it's \"$HOME\", `x` and \\ too. And more.")
    static final class Read {
        @Option(
                names = {"-f", "--form"},
                description = "It's [a:b] \"$HOME\" `x` \\ form (default: text).")
        Form form = Form.text;

        @Option(names = "--depth", paramLabel = "N")
        int depth;

        @Option(names = {"-v", "--verbose"})
        boolean verbose;

        @Option(names = "--colour", arity = "0..1")
        Side colour = Side.left;

        @Option(names = "--out", paramLabel = "TARGET")
        Path out = Path.of(".");

        @Option(names = "--fold", negatable = true)
        boolean fold;

        @Option(names = "--debug", hidden = true)
        boolean debug;

        @Parameters(paramLabel = "FILE", arity = "0..*")
        List<String> files = List.of();
    }

    @Command(name = "diff")
    static final class Diff {
        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N")
        int limit;

        @Parameters(index = "0", paramLabel = "GOOD")
        Path good = Path.of(".");

        @Parameters(index = "1", paramLabel = "SIDE")
        Side side = Side.left;
    }

    @Command(name = "rules", subcommands = Explain.class)
    static final class Rules {}

    @Command(name = "explain")
    static final class Explain {
        @Parameters(paramLabel = "RULE", completionCandidates = Names.class)
        String rule = "";
    }

    @Command(name = "secret", hidden = true)
    static final class Secret {}

    private Sample() {}

    static CommandSpec spec() {
        return CommandSpec.forAnnotatedObject(new Sample());
    }
}
