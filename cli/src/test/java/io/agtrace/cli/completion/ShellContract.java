package io.agtrace.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agtrace.cli.CliRun;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a completion script does in its shell, where that is installed. A vertical bar in the
/// tables separates what is typed from all that is offered for it.
abstract class ShellContract {
    @TempDir Path folder;

    private final Shell shell;

    ShellContract(Shell shell) {
        this.shell = shell;
    }

    /// Lets the shell complete each line; the candidates are whole words, in any order.
    abstract List<List<String>> complete(Path script, List<String> lines) throws Exception;

    @BeforeEach
    void shellIsInstalled() throws IOException {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, shell.name()))),
                shell + " is not installed");
        Files.createFile(folder.resolve("plan.json"));
        Files.createDirectory(folder.resolve("plans"));
    }

    @Test
    void completesTheCommandsOfTheProgram() throws Exception {
        check(
                CommandTree.of(CliRun.commands().getCommandSpec()),
                """
                agtrace ins|inspect
                agtrace completion |bash fish zsh
                agtrace help ins|inspect
                agtrace list -o js|json jsonl
                agtrace list --output=js|--output=json --output=jsonl
                agtrace list pl|plan.json plans
                agtrace inspect --from pl|plan.json plans
                """);
    }

    @Test
    void completesWhateverTheModelHas() throws Exception {
        check(
                CommandTree.of(Sample.spec()),
                """
                agtrace r|rd read rules
                agtrace sec|
                agtrace rules |explain
                agtrace rules explain |alpha beta
                agtrace rules explain alpha b|
                agtrace help ru|rules
                agtrace read --de|--depth
                agtrace rd --de|--depth
                agtrace read read --de|--depth
                agtrace read --no|--no-fold
                agtrace read --depth |
                agtrace read -f j|json jsonl
                agtrace read -vf j|json jsonl
                agtrace read -fj|-fjson -fjsonl
                agtrace read --form j|json jsonl
                agtrace read --form=j|--form=json --form=jsonl
                agtrace read --form=|--form=json --form=jsonl --form=text
                agtrace read --colour=l|--colour=left
                agtrace read --colour pl|plan.json plans
                agtrace read --out pl|plan.json plans
                agtrace read --out=pl|--out=plan.json --out=plans
                agtrace read -fjson plan.json pl|plan.json plans
                agtrace read -- pl|plan.json plans
                agtrace read -- --de|
                agtrace diff pl|plan.json plans
                agtrace diff plan.json |left right
                agtrace diff --limit 3 plan.json l|left
                agtrace diff --limit=3 plan.json l|left
                agtrace diff -n 3 plan.json l|left
                agtrace diff -n3 plan.json l|left
                agtrace diff plan.json left r|
                """);
    }

    private void check(CommandTree commands, String table) throws Exception {
        Path script = folder.resolve("_agtrace");
        Files.writeString(script, shell.script().of(commands));
        List<String> lines = table.lines().map(row -> row.substring(0, row.indexOf('|'))).toList();
        List<List<String>> offers = complete(script, lines);
        assertThat(offers).hasSameSizeAs(lines);
        StringBuilder actual = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            actual.append(lines.get(i)).append('|').append(words(offers.get(i))).append('\n');
        }
        assertThat(actual).hasToString(table);
    }

    /// Shells differ in order, in repeating candidates, and in marking folders and open values.
    private static String words(List<String> offers) {
        return offers.stream()
                .map(word -> word.replaceAll("/$", ""))
                .sorted()
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// Runs the shell in the folder, without the user's settings, and gives its standard output: a
    /// line for each candidate, and an empty line behind the candidates of each line typed.
    List<List<String>> run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolveSibling(folder.getFileName() + ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        String settings = folder.resolve(".settings").toString();
        builder.environment().putAll(Map.of("HOME", settings, "XDG_CONFIG_HOME", settings));
        builder.environment().putAll(Map.of("XDG_DATA_HOME", settings, "ZDOTDIR", settings));
        builder.environment().keySet().removeAll(List.of("BASH_ENV", "ENV"));
        builder.environment().put("TERM", "xterm");
        try {
            Process process = builder.start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("does not end: " + Files.readString(output));
            }
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            return groups(Files.readAllLines(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static List<List<String>> groups(List<String> lines) {
        List<List<String>> groups = new ArrayList<>();
        List<String> group = new ArrayList<>();
        for (String line : lines) {
            if (line.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
            } else {
                group.add(line);
            }
        }
        assertThat(group).isEmpty();
        return groups;
    }
}
