package io.agtrace.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.render.RunnerLog.Command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** The examples are those of GitHub's pages on workflow commands, and of the runner's own tests. */
class RunnerLogTest {
    @Test
    void readsCommandsOfBothForms() {
        String log =
                """
                plain
                ::error file=app.js,line=1,endLine=2,title=a%3Ab%2Cc%25::Missing%0Asemicolon%253A
                  ::warning::no properties
                out ##[error k1=%3B=%250D=%0D=%0A=%5D;k2=]msg%5D
                ::Debug title=,=x,a::d
                """;
        assertThat(RunnerLog.commands(log))
                .containsExactly(
                        new Command(
                                "error",
                                Map.of(
                                        "file", "app.js", "line", "1", "endLine", "2", "title",
                                        "a:b,c%"),
                                "Missing\nsemicolon%3A"),
                        new Command("warning", Map.of(), "no properties"),
                        new Command("error", Map.of("k1", ";=%0D=\r=\n=]"), "msg]"),
                        new Command("debug", Map.of(), "d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::error",
                ": :error::x",
                "x ::error::x",
                "::errors::x",
                ":: error::x",
                "##[error",
                "# #[error]x",
                "##[ error]x"
            })
    void readsNoCommandWhereThereIsNone(String line) {
        assertThat(RunnerLog.commands(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3000::error::x", "\u00a0\t::ERROR::x", "a\r::error::x"})
    void blanksOfAllAlphabetsAreSkipped(String line) {
        assertThat(RunnerLog.commands(line)).hasSize(1);
    }
}
