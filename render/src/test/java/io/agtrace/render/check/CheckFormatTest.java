package io.agtrace.render.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;

class CheckFormatTest {
    @Test
    void formsHaveNames() {
        assertThat(CheckFormat.names())
                .containsExactly(
                        "text", "json", "jsonl", "sarif", "junit", "github", "summary", "gitlab",
                        "tap");
        assertThat(CheckFormat.of("SARIF")).contains(CheckFormat.SARIF);
        assertThat(CheckFormat.of("html")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aResultIsWrittenTheSameTwice(CheckFormat format) throws IOException {
        assertThat(Checks.mixed(format)).isEqualTo(Checks.mixed(format)).endsWith("\n");
    }

    @ParameterizedTest
    @EnumSource
    void everyFormSaysWhenNothingWasChecked(CheckFormat format) throws IOException {
        assertThat(Checks.nothing(format)).contains("no agent, model call or tool call in it");
    }

    @Test
    void filesAreNamedAsARepositoryDoes() {
        String folder = "/home/ci/project";
        assertThat(TraceFile.of("/home/ci/project/a/b.json", folder).path()).isEqualTo("a/b.json");
        assertThat(TraceFile.of("./a.json", folder).path()).isEqualTo("a.json");
        assertThat(TraceFile.of("/home/ci/projects/b.json", folder).uri())
                .isEqualTo("file:///home/ci/projects/b.json");
        assertThat(TraceFile.of("a b%c\u00e4#?.json", folder).uri())
                .isEqualTo("a%20b%25c%C3%A4%23%3F.json");
        assertThat(TraceFile.of("x:y.json", "").uri()).isEqualTo("x%3Ay.json");
        assertThat(TraceFile.of("C:\\t\\a.json", "C:\\t").path()).isEqualTo("a.json");
        assertThat(TraceFile.of("C:\\t\\a.json", "").uri()).isEqualTo("file:///C%3A/t/a.json");
        assertThat(TraceFile.of("x.zip!in/a.json", folder))
                .isEqualTo(new TraceFile("x.zip", "in/a.json"));
    }
}
