package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.AgentsTestSupport.Run;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class ReadingTest {
    private static final int MANY = 3_000;

    @Test
    void opensAPayloadOnce() {
        Reading reading = reading(one());
        AnyValue payload = AnyValue.of("{\"a\":[1,2]}");

        assertThat(reading.opened(payload))
                .isSameAs(reading.opened(payload))
                .isSameAs(reading.tree(payload));
        assertThat(reading.fields(payload).items("a")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                " {\"a\":1} ",
                "{\"a\":1}]",
                "{broken}",
                "[1,2",
                "```json\n{\"a\":1}\n```",
                "\u2003[1]\u2003",
                "\u0001[1]",
                "plain",
                "{\"a\":1} tail"
            })
    void opensWhatIsOpenedElsewhere(String text) {
        Reading reading = reading(one());
        AnyValue payload = AnyValue.of(text);

        assertThat(reading.opened(payload)).isEqualTo(ChoiceValues.opened(payload));
        assertThat(reading.tree(payload))
                .isEqualTo(Objects.requireNonNullElse(JsonTree.document(text), payload));
        assertThat(reading.text(payload)).isEqualTo(text);
    }

    @Test
    void readsAgainWhatItForgot() {
        Reading reading = reading(one());
        List<AnyValue> payloads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            payloads.add(AnyValue.of("{\"n\":" + i + ",\"text\":\"" + "x".repeat(2_000) + "\"}"));
        }

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < MANY; i++) {
                assertThat(reading.fields(payloads.get(i)).get("n")).isEqualTo(AnyValue.of(i));
            }
        }
    }

    @Test
    void tellsSpansApartThatShareAPlace() {
        Run run = new Run();
        for (int i = 0; i < MANY; i++) {
            run.span(null, "s" + i, i, i + 1, "gen_ai.agent.name", "agent " + i);
        }
        Reading reading = reading(run);

        for (int node = 0; node < MANY; node++) {
            assertThat(reading.concepts(node).text(Concept.AGENT_NAME)).isEqualTo("agent " + node);
        }
        assertThat(reading.concepts(0).span()).isSameAs(reading.tree().span(0));
    }

    @Test
    void knowsFromNamesWhatSpansMayState() {
        Run run = new Run();
        run.span(null, "a", 0, 1, "timeout_ms", 5, "decision", "go");
        run.span(null, "b", 2, 3, "quality_score", 0.5);
        run.span(null, "c", 4, 5, "http.method", "GET");
        Reading reading = reading(run);

        assertThat(reading.anyNameSays(0, ReadingNames.LIMIT)).isTrue();
        assertThat(reading.anyNameSays(0, ReadingNames.STATED_DECISION)).isTrue();
        assertThat(reading.anyNameSays(0, ReadingNames.STATED_QUALITY)).isFalse();
        assertThat(reading.anyNameSays(1, ReadingNames.STATED_QUALITY)).isTrue();
        assertThat(reading.anyNameSays(2, ReadingNames.PLAIN)).isTrue();
        assertThat(reading.anyNameSays(2, ReadingNames.LIMIT)).isFalse();
    }

    @Test
    void knowsTheUsersNames() {
        SpanTree tree = one().workflow().tree();
        StandardConventions own =
                StandardConventions.with(Map.of(Concept.TIMEOUT, List.of("acme.patience_s")));

        assertThat(new ReadingNames(own).says("acme.patience_s", ReadingNames.STATED_LIMIT))
                .isTrue();
        assertThat(
                        new Reading(tree, StandardConventions.standard())
                                .names()
                                .says("acme.patience_s", ReadingNames.STATED_LIMIT))
                .isFalse();
    }

    private static Run one() {
        Run run = new Run();
        run.span(null, "only", 0, 1);
        return run;
    }

    private static Reading reading(Run run) {
        return new Reading(run.workflow().tree(), StandardConventions.standard());
    }
}
