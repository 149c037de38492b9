package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.START;
import static io.agtrace.analyzers.agents.DecisionsRun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextUsesTest {
    @Test
    void readsVersionTimeAndAgeInAttributesAndEvents() {
        DecisionsRun run =
                run().agent(
                                1,
                                0,
                                "writer",
                                0,
                                50,
                                "context.version",
                                "7",
                                "context.timestamp",
                                "2026-01-01T00:00:00Z",
                                "data_age_seconds",
                                90)
                        .agent(2, 0, "reader", 60, 70)
                        .event("context.update", 61, "context_version", 8);

        assertThat(run.contextUses())
                .extracting(
                        ContextUse::node,
                        ContextUse::version,
                        ContextUse::timestampNanos,
                        ContextUse::ageNanos,
                        ContextUse::written)
                .containsExactly(
                        tuple(0, "7", START, 90_000_000_000L, false),
                        tuple(1, "8", Span.NO_TIME, -1L, true));
    }

    @Test
    void readsVersionedStateInPayloads() {
        String state = "{\"version\":%d,\"updated_at\":\"2026-01-01T00:00:00Z\",\"facts\":[]}";
        DecisionsRun run =
                run().tool(1, 0, "load_context", 0, 5, "output.value", state.formatted(1))
                        .tool(2, 0, "save_context", 6, 9, "input.value", state.formatted(2))
                        .agent(
                                3,
                                0,
                                "w",
                                10,
                                20,
                                "input.value",
                                "{\"shared_context\":" + state.formatted(2) + "}",
                                "output.value",
                                "{\"shared_context\":" + state.formatted(3) + "}")
                        .model(
                                4,
                                3,
                                11,
                                12,
                                "gen_ai.input.messages",
                                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Task"
                                    + " x\\n"
                                    + "Shared context (version 1, updated_at"
                                    + " 2026-01-01T00:00:00Z):\\n"
                                    + "- y\"}]}]");

        assertThat(run.contextUses())
                .extracting(
                        ContextUse::node, ContextUse::key, ContextUse::version, ContextUse::written)
                .containsExactly(
                        tuple(0, "version", "1", false),
                        tuple(1, "version", "2", true),
                        tuple(2, "shared_context", "2", false),
                        tuple(2, "shared_context", "3", true),
                        tuple(3, "shared_context", "1", false));
        assertThat(run.contextUses()).extracting(ContextUse::timestampNanos).containsOnly(START);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":\"1.2.13\",\"name\":\"langchain\"}",
                "{\"versions\":{\"@langchain/core\":\"1.2.13\"}}",
                "{\"protocol_version\":\"1.1\"}",
                "version 3 of the draft"
            })
    void takesOtherVersionsForNoContext(String payload) {
        assertThat(run().tool(1, 0, "load", 0, 5, "output.value", payload).contextUses()).isEmpty();
    }

    @Test
    void takesAPromptsVersionAndATimeToLiveForNoContext() {
        assertThat(
                        run().model(
                                        1,
                                        0,
                                        0,
                                        5,
                                        "gen_ai.prompt.version",
                                        "4",
                                        "freshness.ttl_hours",
                                        24)
                                .contextUses())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1767225600, true",
        "1767225600000, true",
        "1767225600000000, true",
        "1767225600000000000, true",
        "2026-01-01T00:00:00Z, true",
        "2026-01-01 00:00:00, true",
        "2026-01-01T01:00:00+01:00, true",
        "2025-12-31T18:30:00.000-05:30, true",
        "2026-01-01T00:00:00.000000000, true",
        "2026-01-01T00:00Z, true",
        "3, false",
        "yesterday, false",
        "2026-13-45T00:00:00Z, false",
        "2026-02-29T00:00:00Z, false",
        "2026-01-01T24:00:01Z, false"
    })
    void readsPointsInTimeByTheirSize(String value, boolean known) {
        assertThat(PointsInTime.read(AnyValue.of(value))).isEqualTo(known ? START : Span.NO_TIME);
    }

    @Test
    void tellsTheOutcomeOfTheOutermostSpanThatStatesOne() {
        DecisionsRun run =
                run().span(1, 0, "order workflow", 0, 100, "business.outcome", "Refunded")
                        .agent(2, 1, "w", 5, 90, "outcome", "drafted")
                        .tool(3, 2, "t", 6, 7, "outcome", "success");

        assertThat(run.outcome()).isEqualTo("refunded");
        assertThat(run().span(1, 0, "w", 0, 9).event("done", 5, "outcome", "Booked").outcome())
                .isEqualTo("booked");
        assertThat(run().tool(1, 0, "t", 0, 9, "outcome", "success").outcome()).isEmpty();
        assertThat(
                        run().span(
                                        1,
                                        0,
                                        "http post",
                                        0,
                                        9,
                                        "http.request.method",
                                        "POST",
                                        "outcome",
                                        "SUCCESS")
                                .outcome())
                .isEmpty();
    }
}
