package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
    @ParameterizedTest
    @CsvSource({
        "timeout_ms, 1500, 1500",
        "timeout_seconds, 3, 3000",
        "tool.timeout.seconds, 3, 3000",
        "timeout, 2, 2000",
        "timeout, 250ms, 250",
        "timeout, PT2S, 2000",
        "requestTimeoutMs, 400, 400",
        "deadline_ms, 800, 800",
        "latency_budget_ms, 900, 900",
        "sla_ms, 700, 700",
        "agtrace.timeout_ms, 600, 600",
        "time_limit_seconds, 5, 5000",
        "max_execution_time_ms, 5000, 5000",
        "deadline, 2026-01-01T00:00:02Z, 2000"
    })
    void readsLimitsByTheUnitInTheirName(String attribute, String value, long milliseconds) {
        DecisionsRun run = run().tool(1, 0, "look", 0, 1000, attribute, value);

        assertThat(run.budgets())
                .extracting(Budget::nanos, Budget::usedNanos, Budget::exceeded, Budget::inferred)
                .containsExactly(
                        tuple(
                                milliseconds * 1_000_000,
                                1_000_000_000L,
                                milliseconds < 1000,
                                false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timed_out",
                "budget",
                "total_budget",
                "max_tokens",
                "slack_channel",
                "rate.limit",
                "time_limited"
            })
    void takesOtherNamesForNoLimit(String attribute) {
        assertThat(run().tool(1, 0, "look", 0, 1000, attribute, 1200).budgets()).isEmpty();
    }

    @Test
    void takesAFlagForNoLength() {
        assertThat(run().tool(1, 0, "look", 0, 1000, "timeout", true).budgets()).isEmpty();
    }

    @Test
    void readsEventsNamesAndArguments() {
        assertThat(
                        run().tool(1, 0, "look", 0, 1000)
                                .event("call.started", 1, "timeout_ms", 2000)
                                .budgets())
                .extracting(Budget::nanos)
                .containsExactly(2_000_000_000L);
        assertThat(run().span(1, 0, "fetch prices (timeout 3s)", 0, 100).budgets())
                .extracting(Budget::nanos)
                .containsExactly(3_000_000_000L);
        assertThat(
                        run().tool(
                                        1,
                                        0,
                                        "look",
                                        0,
                                        100,
                                        "gen_ai.tool.call.arguments",
                                        "{\"q\":\"x\",\"timeout_ms\":400}")
                                .budgets())
                .extracting(Budget::nanos)
                .containsExactly(400_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Request timed out after 3s | 3000",
                "timeout of 3000ms exceeded | 3000",
                "context deadline exceeded (2.5 seconds) | 2500",
                "TimeoutError: no answer within 300 ms | 300",
                "Zeit\u00fcberschreitung nach 4 s | 4000"
            })
    void infersLimitsFromErrorTexts(String message, long milliseconds) {
        DecisionsRun run = run().tool(1, 0, "look", 0, 3333).failed(message);

        assertThat(run.budgets())
                .extracting(Budget::nanos, Budget::exceeded, Budget::inferred)
                .containsExactly(tuple(milliseconds * 1_000_000, true, true));
    }

    @Test
    void infersALimitFromACallThatGaveUpAfterARoundNumberOfSeconds() {
        assertThat(run().tool(1, 0, "look", 0, 5012).failed("ReadTimeout").budgets())
                .extracting(Budget::nanos, Budget::inferred)
                .containsExactly(tuple(5_000_000_000L, true));
        assertThat(run().tool(1, 0, "look", 0, 5712).failed("ReadTimeout").budgets()).isEmpty();
        assertThat(run().tool(1, 0, "look", 0, 5012).failed("no such table").budgets()).isEmpty();
        assertThat(run().tool(1, 0, "look", 0, 5000).budgets()).isEmpty();
    }

    @Test
    void keepsTheInnermostOfTheSpansThatAnExceptionPasses() {
        DecisionsRun run =
                run().agent(1, 0, "boss", 0, 3100)
                        .failed("timed out after 3s")
                        .agent(2, 1, "scout", 5, 3090)
                        .failed("timed out after 3s")
                        .tool(3, 2, "look", 10, 3011)
                        .failed("timed out after 3s");

        assertThat(run.budgets()).extracting(Budget::node).containsExactly(2);
    }

    @Test
    void keepsNestedLimitsApart() {
        DecisionsRun run =
                run().agent(1, 0, "boss", 0, 1100, "timeout_ms", 1000)
                        .tool(2, 1, "look", 10, 1050, "timeout_ms", 3000);

        assertThat(run.budgets())
                .extracting(Budget::node, Budget::nanos, Budget::exceeded)
                .containsExactly(tuple(0, 1_000_000_000L, true), tuple(1, 3_000_000_000L, false));
    }

    @Test
    void readsMetadataInJsonAndNotItsCopies() {
        String metadata = "{\"thread\":\"t1\",\"timeout_ms\":800}";
        DecisionsRun run =
                run().agent(1, 0, "boss", 0, 1100, "metadata", metadata)
                        .tool(2, 1, "look", 10, 1050, "metadata", metadata);

        assertThat(run.budgets())
                .extracting(Budget::node, Budget::nanos, Budget::exceeded)
                .containsExactly(tuple(0, 800_000_000L, true));
    }
}
