package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The gate as a build runs it: a process of its own in a repository, without a terminal.
class CheckIT {
    private final Path repository;
    private final Executable agtrace;

    CheckIT() throws IOException {
        repository = Executable.scratch();
        GateScene.write(repository.resolve("traces/good.jsonl"), GateScene.healthy(5, 4));
        GateScene.write(repository.resolve("bad/bad.jsonl"), GateScene.faulty(6, 2));
        agtrace = Executable.built().withDirectory(repository).with("CI", "true");
    }

    private Executable.Result check(String... arguments) {
        return agtrace.run(
                Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void aHealthyRunPassesAndAFaultyOneFails() {
        Executable.Result good = check("traces");
        assertThat(good.exit()).as(good.out() + good.err()).isZero();
        assertThat(good.err()).isEmpty();

        Executable.Result bad = check("traces", "bad");
        assertThat(bad.exit()).as(bad.err()).isEqualTo(1);
        assertThat(bad.out()).contains("message-lost").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @EnumSource(io.agtrace.render.check.CheckFormat.class)
    void everyFormIsWrittenToItsFileAndIsTheSameTwice(io.agtrace.render.check.CheckFormat form)
            throws IOException {
        String name = form.label();
        Executable.Result first = check("--format", name + "=out/one", "traces", "bad");
        Executable.Result again =
                agtrace.with("AGTRACE_JAVA_OPTS", "-XX:ActiveProcessorCount=1")
                        .run("check", "--format", name + "=out/two", "bad", "traces");

        assertThat(first.exit()).as(first.err()).isEqualTo(1);
        assertThat(again.exit()).as(again.err()).isEqualTo(1);
        assertThat(Files.readString(repository.resolve("out/one")))
                .isNotEmpty()
                .isEqualTo(Files.readString(repository.resolve("out/two")));
        assertThat(check("--format", name + "=out/good", "traces").exit()).isZero();
        assertThat(repository.resolve("out/good")).isRegularFile();
    }

    @Test
    void baselineSuppressionAndExpiry() throws IOException {
        assertThat(check("--baseline", "base.json", "--update-baseline", "bad").exit()).isZero();
        assertThat(check("--baseline", "base.json", "bad").exit()).isZero();
        Files.delete(repository.resolve("base.json"));

        Path policy = repository.resolve("agtrace.yaml");
        String suppress = "check: {suppress: [{at: '*', reason: known, expires: %s}]}\n";
        Files.writeString(policy, suppress.formatted("9999-12-31"));
        assertThat(check("bad").exit()).isZero();
        assertThat(check("--show-suppressed", "bad").out()).contains("known");
        Files.writeString(policy, suppress.formatted("2020-01-01"));
        Executable.Result expired = check("traces");
        assertThat(expired.exit()).isEqualTo(1);
        assertThat(expired.out()).contains("agtrace.yaml:1");
    }

    @Test
    void mistakesAndNothingToCheckHaveTheirOwnCodes() throws IOException {
        Files.writeString(repository.resolve("agtrace.yaml"), "check: {fail-onn: hang}\n");
        Executable.Result wrong = check("traces");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("agtrace.yaml:1:9", "fail-on");
        Files.delete(repository.resolve("agtrace.yaml"));

        Files.createDirectory(repository.resolve("empty"));
        assertThat(check("empty").exit()).isEqualTo(3);
        Files.writeString(repository.resolve("noise.bin"), "no trace");
        assertThat(check("noise.bin").exit()).isEqualTo(3);
        assertThat(check("no-such-folder").exit()).isEqualTo(3);
    }

    @Test
    void anUnreadableFileIsNotGreen() throws IOException {
        Path secret = repository.resolve("traces/secret.jsonl");
        Files.writeString(secret, "{}");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        if (Files.isReadable(secret)) {
            // The superuser reads everything: a folder of such a name is unreadable for all.
            Files.delete(secret);
            Files.createSymbolicLink(secret, Path.of("nowhere"));
        }
        Executable.Result result = check("traces/good.jsonl", "traces/secret.jsonl");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.err()).contains("secret.jsonl");
    }

    @Test
    void anInterruptEndsWithoutHalfAReport() throws Exception {
        Executable.assumeInterrupts();
        Path pipe = repository.resolve("endless");
        assertThat(
                        new ProcessBuilder(List.of("mkfifo", pipe.toString()))
                                .start()
                                .waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        Executable.Running running =
                agtrace.start("check", "--format", "json=report.json", "endless");
        // Opening the other end waits until the program reads.
        try (var end = Files.newOutputStream(pipe)) {
            end.write("{\"resourceSpans\":[".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            end.flush();
            new ProcessBuilder(List.of("kill", "-INT", Long.toString(running.process().pid())))
                    .start()
                    .waitFor();
            assertThat(running.await().exit()).isEqualTo(130);
        }
        assertThat(repository.resolve("report.json")).doesNotExist();
    }
}
