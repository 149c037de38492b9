package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// What changed since the run that worked, asked by a build: a process of its own, no terminal.
class CompareIT {
    private final Executable agtrace;

    CompareIT() throws IOException {
        Path repository = Executable.scratch();
        GateScene.write(repository.resolve("good.jsonl"), GateScene.healthy(5, 1));
        GateScene.write(repository.resolve("bad.jsonl"), GateScene.faulty(5, 1));
        GateScene.write(repository.resolve("goods/a.jsonl"), GateScene.healthy(5, 8));
        GateScene.write(repository.resolve("goods/b.jsonl"), GateScene.healthy(7, 8));
        GateScene.write(repository.resolve("bads/a.jsonl"), GateScene.faulty(5, 8));
        GateScene.write(repository.resolve("bads/b.jsonl"), GateScene.faulty(7, 8));
        agtrace = Executable.built().withDirectory(repository).with("CI", "true");
    }

    private Executable.Result compare(String... arguments) {
        return agtrace.run(
                Stream.concat(Stream.of("compare"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void exitCodesSayWhetherTheRunsDiverge() {
        Executable.Result shown = compare("good.jsonl", "bad.jsonl");
        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out()).startsWith("the runs diverge").doesNotContain("\u001b");
        assertThat(shown.err()).isEmpty();

        assertThat(compare("good.jsonl", "bad.jsonl", "--fail-on-divergence").exit()).isEqualTo(1);
        assertThat(compare("good.jsonl", "good.jsonl", "--fail-on-divergence", "--strict").exit())
                .isZero();
        assertThat(compare("goods", "bads", "--fail-on-divergence").exit()).isEqualTo(1);
        assertThat(compare("goods", "goods", "--fail-on-divergence").exit()).isZero();
        assertThat(compare("good.jsonl").exit()).isEqualTo(2);
        assertThat(compare("good.jsonl", "no-such.jsonl").exit()).isEqualTo(3);
        assertThat(compare("goods", "bads", "--bad-workflow", "nobody").exit()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown"})
    void everyFormIsTheSameTwiceAndOnOneCore(String form) {
        Executable alone = agtrace.with("AGTRACE_JAVA_OPTS", "-XX:ActiveProcessorCount=1");
        for (String[] sides : new String[][] {{"good.jsonl", "bad.jsonl"}, {"goods", "bads"}}) {
            String first = compare(sides[0], sides[1], "-o", form).out();
            String again = alone.run("compare", "-o", form, sides[0], sides[1]).out();
            assertThat(first).isNotEmpty().isEqualTo(again);
        }
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        String path = "/io/agtrace/render/schemas/compare-v1.json";
        try (InputStream in = Objects.requireNonNull(CompareIT.class.getResourceAsStream(path))) {
            var schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            String runs = compare("good.jsonl", "bad.jsonl", "--json").out();
            String sets = compare("goods", "bads", "--json").out();
            assertThat(schema.validate(runs, InputFormat.JSON)).isEmpty();
            assertThat(schema.validate(sets, InputFormat.JSON)).isEmpty();
            assertThat(Json.of(runs).path("of").asText()).isEqualTo("runs");
            assertThat(Json.of(sets).path("of").asText()).isEqualTo("sets");
        }
    }
}
