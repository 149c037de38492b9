package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The shell script in front of the program. A native executable has none.
class LauncherIT {

    /// The runtime image these tests run on; the build takes care that it is new enough.
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private static final String NO_CACHE = "/dev/null";

    private final Path folder;

    LauncherIT() throws IOException {
        folder = Executable.scratch();
    }

    @BeforeAll
    static void isAScript() throws IOException {
        try (InputStream in = Files.newInputStream(Executable.file())) {
            assumeTrue(in.read() == '#' && in.read() == '!', "native executable");
        }
    }

    @Test
    void withoutJavaItSaysInOneLineWhatToInstall() {
        Executable.Result result = withoutJava().run("--version");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("Java 25") && line.contains("install"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402", "17.0.15", "24.0.2", "", "unknown"})
    void javaThatIsTooOldIsPassedOver(String version) throws IOException {
        Path old = fakeJava("old", version);
        assertThat(withoutJava().with("JAVA_HOME", old.toString()).run("--version").exit())
                .isEqualTo(3);

        Path jdks = Files.createDirectory(folder.resolve("jdks"));
        Files.createSymbolicLink(jdks.resolve("current"), JAVA_HOME);
        assertRuns(
                withoutJava()
                        .with("JAVA_HOME", old.toString())
                        .with("AGTRACE_JDKS", folder + ":" + jdks));
    }

    @Test
    void javaIsFoundInJavaHome() {
        assertRuns(withoutJava().with("JAVA_HOME", JAVA_HOME.toString()));
    }

    @Test
    void javaIsFoundInPath() throws IOException {
        assertRuns(withoutJava().with("PATH", JAVA_HOME.resolve("bin").toString()));

        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), JAVA_HOME.resolve("bin/java"));
        assertRuns(withoutJava().with("PATH", bin + ":/usr/bin:/bin"));
    }

    @Test
    void runsThroughTheShellByNameAndByPath() {
        Path file = Executable.file();
        assertRuns(Executable.built().withCommand("sh", file.toString()));
        assertRuns(
                Executable.built()
                        .withDirectory(Executable.folder())
                        .withCommand("sh", file.getFileName().toString()));
    }

    @Test
    void optionsForTheVirtualMachineWin() {
        String flags =
                flags(Executable.built().with("AGTRACE_JAVA_OPTS", "-Xmx80m -XX:+PrintFlagsFinal"));
        assertThat(flags).containsPattern("MaxHeapSize += 83886080 ");
    }

    @Test
    void littleInputIsReadWithTheFlagsThatStartFast() throws IOException {
        assertThat(mode("--version")).isEqualTo(Mode.START_FAST);
        assertThat(mode("list", file("small.json", 1_000))).isEqualTo(Mode.START_FAST);
        assertThat(mode("list", file("a name *.json", 1_000), "-o", "json"))
                .isEqualTo(Mode.START_FAST);
        assertThat(mode("list", "no such file")).isEqualTo(Mode.START_FAST);
        assertThat(mode("list", folder.toString())).isEqualTo(Mode.START_FAST);
    }

    @Test
    void someInputIsReadOnAllCores() throws IOException {
        assertThat(mode("list", file("large.json", 20_000_000))).isEqualTo(Mode.ALL_CORES);
        assertThat(mode("list", "--from=" + file("-large.json", 20_000_000)))
                .isEqualTo(Mode.ALL_CORES);
        assertThat(mode("list", file("packed.json.gz", 3_000_000))).isEqualTo(Mode.ALL_CORES);
        assertThat(mode("list", file("a", 9_000_000), file("b", 9_000_000)))
                .isEqualTo(Mode.ALL_CORES);
    }

    @Test
    void ofAFolderAllFilesCount() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("traces/inside"));
        Files.write(inside.resolve("large.json"), new byte[20_000_000]);
        assertThat(mode("list", folder.resolve("traces").toString())).isEqualTo(Mode.ALL_CORES);
    }

    @Test
    void muchInputIsReadWithTheFlagsThatRunFast() throws IOException {
        assertThat(mode("list", file("huge.json", 600_000_000))).isEqualTo(Mode.RUN_FAST);
        assertThat(mode("list", file("packed.json.gz", 80_000_000))).isEqualTo(Mode.RUN_FAST);
    }

    @Test
    void muchInputIsReadInLittleMemory() throws IOException {
        String file = file("much.json", 300_000_000);
        assertThat(mode("list", file)).isEqualTo(Mode.ALL_CORES);
        assertThat(mode("check", file)).isEqualTo(Mode.ALL_CORES);
        Executable executable =
                Executable.built().with("AGTRACE_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        assertThat(flags(executable, "list", file)).containsPattern("MaxNewSize += 134217728 ");
        assertThat(flags(executable, "check", file)).containsPattern("MaxNewSize += 402653184 ");
    }

    @Test
    void oneWorkflowIsSearchedForWithTheFlagsThatStartFast() throws IOException {
        String file = file("huge.json", 600_000_000);
        assertThat(mode("find-failure", "-w", "abc", file)).isEqualTo(Mode.START_FAST);
        assertThat(mode("inspect", file, "--trace=0af7")).isEqualTo(Mode.START_FAST);
    }

    @Test
    void inputOfUnknownSizeIsReadWithTheFlagsThatRunFast() {
        assertThat(mode("list", "traces/*.json")).isEqualTo(Mode.RUN_FAST);
        assertThat(mode("list", "-")).isEqualTo(Mode.RUN_FAST);
    }

    @Test
    void secondRunUsesTheArchiveOfTheFirstAndOldArchivesGo() throws Exception {
        Path home = folder;
        Path caches = Files.createDirectory(home.resolve("agtrace"));
        Path old = Files.createDirectory(caches.resolve("0123-24"));
        Files.createFile(old.resolve("agtrace.jar"));
        Path recent = Files.createDirectory(caches.resolve("4567-25"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));

        Executable executable = Executable.built().with("XDG_CACHE_HOME", home.toString());
        assertRuns(executable);
        awaitIn(caches, () -> Files.notExists(old));
        assertThat(recent).exists();
        assertThat(archives(caches)).hasSize(1);

        // A diagnosis was among what the archive was made from.
        assertThat(classesFromArchive(executable, "find-failure", CliRun.sample("many.otlp.jsonl")))
                .isGreaterThan(0.95);
    }

    @Test
    void firstRunsAtTheSameTimeMakeOneArchive() throws Exception {
        Path home = folder;
        Path caches = Files.createDirectory(home.resolve("agtrace"));
        Executable executable = Executable.built().with("XDG_CACHE_HOME", home.toString());
        List<Executable.Running> runs =
                Stream.generate(() -> executable.start("--version")).limit(4).toList();
        for (Executable.Running run : runs) {
            Executable.Result result = run.await();
            assertThat(result.exit()).isZero();
            assertThat(result.err()).isEmpty();
        }
        awaitIn(caches, () -> archives(caches).size() == 1);
        assertThat(classesFromArchive(executable, "rules")).isGreaterThan(0.95);
    }

    @Test
    void damagedArchiveChangesNothing() throws Exception {
        Path home = folder;
        Path caches = Files.createDirectory(home.resolve("agtrace"));
        Executable executable = Executable.built().with("XDG_CACHE_HOME", home.toString());
        assertRuns(executable);
        awaitIn(caches, () -> archives(caches).size() == 1);
        Path archive = archives(caches).getFirst().resolve("agtrace.aot");

        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertExplains(executable);
        Files.writeString(archive, "no archive at all");
        assertExplains(executable);
    }

    private static Executable withoutJava() {
        return Executable.built()
                .with("XDG_CACHE_HOME", NO_CACHE)
                .with("JAVA_HOME", null)
                .with("PATH", "/nonexistent")
                .with("AGTRACE_JDKS", "");
    }

    private Path fakeJava(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.createFile(
                home.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return home;
    }

    /// The path of a file of zeros.
    private String file(String name, long size) throws IOException {
        Path path = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
        return path.toString();
    }

    private enum Mode {
        START_FAST,
        ALL_CORES,
        RUN_FAST
    }

    private static Mode mode(String... arguments) {
        String flags =
                flags(
                        Executable.built().with("AGTRACE_JAVA_OPTS", "-XX:+PrintFlagsFinal"),
                        arguments);
        boolean optimises = !flags.matches("(?s).* TieredStopAtLevel += 1 .*");
        if (flags.matches("(?s).* UseSerialGC += true .*")) {
            assertThat(optimises).isFalse();
            return Mode.START_FAST;
        }
        assertThat(flags).containsPattern("UseParallelGC += true ");
        return optimises ? Mode.RUN_FAST : Mode.ALL_CORES;
    }

    private static String flags(Executable executable, String... arguments) {
        return executable.run(arguments).out();
    }

    /// The share of the program's classes that a run takes from the archive.
    private static double classesFromArchive(Executable executable, String... arguments) {
        Executable.Result result =
                executable.with("AGTRACE_JAVA_OPTS", "-Xlog:class+load").run(arguments);
        List<String> ours =
                result.out().lines().filter(line -> line.contains("load] io.agtrace.")).toList();
        assertThat(ours).isNotEmpty();
        return (double) ours.stream().filter(line -> line.contains("shared objects file")).count()
                / ours.size();
    }

    private static List<Path> archives(Path caches) throws IOException {
        try (Stream<Path> entries = Files.list(caches)) {
            return entries.filter(entry -> Files.exists(entry.resolve("agtrace.aot")))
                    .filter(entry -> !entry.toString().endsWith(".new"))
                    .toList();
        }
    }

    private static void awaitIn(Path watched, Callable<Boolean> condition) throws Exception {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            watched.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE);
            while (!condition.call()) {
                WatchKey key = watch.poll(5, TimeUnit.MINUTES);
                assertThat(key).as("a change in %s", watched).isNotNull();
                List<WatchEvent<?>> events = key.pollEvents();
                assertThat(events).isNotEmpty();
                key.reset();
            }
        }
    }

    private static void assertExplains(Executable executable) {
        Executable.Result result = executable.run("rules", "explain", "error");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("error");
        assertThat(result.exit()).isZero();
    }

    private static void assertRuns(Executable executable) {
        Executable.Result result = executable.run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("agtrace ");
        assertThat(result.exit()).isZero();
    }
}
