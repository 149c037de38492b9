package io.agtrace.analyzers.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.json.JsonTree;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of which a part was not recorded. */
final class HolesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"role\":\"system\",\"content\":\"Be brief\"},{\"role\":\"user\"}]",
                "[{\"role\":\"user\",\"content\":\"How deep?\"},{\"role\":\"tool\"}]",
                "[{\"role\":\"user\",\"content\":\"How deep?\"},{\"tool_call_id\":\"c1\"}]",
                "[{\"role\":\"system\",\"content\":\"Be brief\"}]",
                "[{\"role\":\"user\",\"content\":\"How deep?\"},{}]",
            })
    void seesMessagesWithoutTheirText(String prompt) {
        assertThat(Holes.in(JsonTree.parse(prompt))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"role\":\"user\",\"content\":\"\"}]",
                "[{\"role\":\"user\",\"content\":\"How deep?\"},{\"role\":\"assistant\"}]",
                "[{\"role\":\"system\"},{\"role\":\"user\",\"content\":\"How deep?\"}]",
                "[{\"content\":\"How deep?\"}]",
                "[\"How deep?\"]",
                "[]",
                "{\"role\":\"user\"}",
            })
    void seesNoneWhereTheTextIsThereOrIsNoSource(String prompt) {
        assertThat(Holes.in(JsonTree.parse(prompt))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[{\"role\":\"assistant\"}]", "[{\"role\":\"assistant\",\"id\":\"m\"}]"})
    void seesAnAnswerWithoutItsText(String answer) {
        assertThat(Holes.inAnswer(JsonTree.parse(answer))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"role\":\"assistant\",\"content\":\"\"}]",
                "[{\"role\":\"assistant\",\"tool_calls\":[{\"name\":\"sound\"}]}]",
                "[]",
                "\"\"",
            })
    void takesAnEmptyTextForAnAnswer(String answer) {
        assertThat(Holes.inAnswer(JsonTree.parse(answer))).isFalse();
    }
}
