package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The configuration file, found by processes from where they stand.
class ConfigurationIT {
    private static final Path ONE = Path.of(CliRun.sample("market-report.otlp.jsonl"));

    private final Path folder;
    private final Path deep;

    ConfigurationIT() throws IOException {
        folder = Executable.scratch();
        deep = Files.createDirectories(folder.resolve("a/b c"));
        Files.copy(ONE, Files.createDirectories(folder.resolve("traces")).resolve("one.jsonl"));
    }

    @Test
    void nearestFileIsFoundAndNamedAsSeenFromHere() throws IOException {
        Files.writeString(folder.resolve(".agtrace.yaml"), "from: traces\n");
        Executable here = Executable.built().withDirectory(deep);
        Executable.Result list = here.run("list");
        assertThat(list.err()).isEmpty();
        assertThat(list.out()).contains("1 workflow\n");
        assertThat(here.run("config", "show").out())
                .isEqualTo(
                        """
                        ../../.agtrace.yaml
                        from           ../../traces  (../../.agtrace.yaml:1:1)
                        check.fail-on  handoff  (default)
                        """);
        Files.writeString(folder.resolve("a/agtrace.yaml"), "fron: traces\n");
        Executable.Result nearer = here.run("list");
        assertThat(nearer.exit()).isEqualTo(ExitCode.USAGE.value());
        assertThat(nearer.err())
                .startsWith(
                        "agtrace: ../agtrace.yaml:1:1: unknown key 'fron'; the nearest is 'from'");
        Files.writeString(deep.resolve("agtrace.yaml"), "from: ../../traces/*.jsonl\n");
        assertThat(here.run("list").out()).contains("1 workflow\n");
        assertThat(here.with("AGTRACE_CONFIG", "../agtrace.yaml").run("list").exit())
                .isEqualTo(ExitCode.USAGE.value());
        assertThat(here.run("list", "--config", "/dev/null").exit())
                .isEqualTo(ExitCode.UNREADABLE.value());
    }

    @Test
    void ownStoreIsReadWhereNothingElseIsSaid() throws IOException {
        Path store = Files.createDirectories(folder.resolve("data/agtrace"));
        Files.copy(ONE, store.resolve("one.jsonl"));
        Executable here =
                Executable.built()
                        .withDirectory(deep)
                        .with("XDG_DATA_HOME", folder.resolve("data").toString());
        Executable.Result list = here.run("list");
        assertThat(list.err()).isEmpty();
        assertThat(list.out()).contains("1 workflow\n");
    }

    @Test
    void yamlIsLoadedOnlyWhereThereIsAFile() throws IOException {
        try (InputStream in = Files.newInputStream(Executable.file())) {
            assumeTrue(in.read() == '#' && in.read() == '!', "native executable");
        }
        Path log = folder.resolve("classes.log");
        Executable here =
                Executable.built()
                        .withDirectory(folder)
                        .with("AGTRACE_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        assertThat(here.run("list", "traces").exit()).isZero();
        assertThat(Files.readString(log))
                .contains("io.agtrace.cli.ListCommand")
                .doesNotContain("org.snakeyaml");
        Files.writeString(folder.resolve("agtrace.yaml"), "from: traces\n");
        assertThat(here.run("list", "traces").exit()).isZero();
        assertThat(Files.readString(log)).contains("org.snakeyaml");
    }
}
