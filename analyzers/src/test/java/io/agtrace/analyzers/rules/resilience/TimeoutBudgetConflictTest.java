package io.agtrace.analyzers.rules.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

class TimeoutBudgetConflictTest {
    private final CallRuns run = new CallRuns();

    @Test
    void theCallerGivesUpInTheMiddleOfTheSecondAttempt() {
        Id root = run.root(4100, "failed", "orchestrator: time budget exhausted");
        Id agent =
                run.agent(root, "pricing", 50, 4050, "failed", "operation aborted due to timeout");
        run.tool(
                agent,
                "fx",
                100,
                3100,
                "{\"pair\":\"EURUSD\"}",
                "",
                "failed",
                "timed out after 3000 ms");
        run.tool(
                agent,
                "fx",
                3110,
                4040,
                "{\"pair\":\"EURUSD\"}",
                "",
                "failed",
                "operation aborted due to timeout");
        assertThat(run.found(new TimeoutBudgetConflict()))
                .containsExactly("timeout-budget-conflict defect at 3 (pricing)");
    }

    @Test
    void aCallThatTookMostOfItsCallersTime() {
        Id graph =
                run.lc(
                        null,
                        "CHAIN",
                        "LangGraph",
                        0,
                        1000,
                        "go",
                        "",
                        "failed",
                        "TimeoutError: deadline of the step passed");
        Id agent =
                run.lc(
                        graph,
                        "AGENT",
                        "clerk",
                        0,
                        1000,
                        "go",
                        "",
                        "failed",
                        "TimeoutError: deadline of the step passed");
        run.lc(agent, "TOOL", "ledger", 100, 950, "{\"id\":\"K-1\"}", "", "failed", "tool failed");
        assertThat(run.found(new TimeoutBudgetConflict()))
                .containsExactly("timeout-budget-conflict suspicion at 3 (clerk)");
    }

    @Test
    void limitsThatAreStated() {
        Id root = run.root(4200);
        Id agent =
                run.agent(
                        root,
                        "pricing",
                        0,
                        4100,
                        "timeout_ms",
                        4000,
                        "failed",
                        "deadline exceeded");
        run.model(agent, 10, 1500, "price of EURUSD?", "let me look");
        run.tool(agent, "fx", 1600, 4090, "{}", "", "timeout_ms", 5000, "failed", "cancelled");
        assertThat(run.found(new TimeoutBudgetConflict()))
                .containsExactly("timeout-budget-conflict defect at 4 (pricing)");
    }

    @Test
    void attemptsThatDieAtTheSameAge() {
        Id root = run.root(7000, "failed", "upstream timeout after 2 s");
        Id agent = run.agent(root, "pricing", 0, 6900, "failed", "upstream timeout after 2 s");
        for (long i = 0; i < 3; i++) {
            run.tool(
                    agent,
                    "fx",
                    i * 2100,
                    i * 2100 + 2000,
                    "{}",
                    "",
                    "failed",
                    "upstream timeout after 2 s");
        }
        assertThat(run.found(new TimeoutBudgetConflict()))
                .containsExactly("timeout-budget-conflict suspicion at 3 (pricing)");
    }

    @Test
    void aTimeoutThatNobodyMinds() {
        Id agent = run.agent(run.root(3000), "pricing", 0, 2900);
        run.tool(
                agent,
                "fx",
                100,
                2100,
                "{\"pair\":\"EURUSD\"}",
                "",
                "failed",
                "no answer within 2000 ms");
        run.model(agent, 2200, 2800, "price of EURUSD?", "The price is as usual.");
        assertThat(run.found(new TimeoutBudgetConflict()))
                .containsExactly("timeout-budget-conflict suspicion at 3 (pricing)");
    }

    @Test
    void aTimeoutThatWasTriedAgainIsNothing() {
        Id agent = run.agent(run.root(4000), "pricing", 0, 3900);
        run.tool(agent, "fx", 100, 2100, "{}", "", "failed", "no answer within 2000 ms");
        run.tool(agent, "fx", 2200, 2600, "{}", "{\"rate\":1.08}");
        run.model(agent, 2700, 3800, "price?", "1.08");
        assertThat(run.check(new TimeoutBudgetConflict()).findings()).isEmpty();
    }

    @Test
    void aTimeoutThatIsReportedIsNothing() {
        Id agent = run.agent(run.root(3000), "pricing", 0, 2900);
        run.tool(agent, "fx", 100, 2100, "{}", "", "failed", "no answer within 2000 ms");
        run.model(
                agent,
                2200,
                2800,
                "price?",
                "The rate service is unavailable, so I have no price.");
        assertThat(run.check(new TimeoutBudgetConflict()).findings()).isEmpty();
    }

    @Test
    void anErrorThatIsOnlyPassedOnIsNoSecondLimit() {
        Id root = run.root(2200, "failed", "ReadTimeout: no answer within 2000 ms");
        Id agent = run.agent(root, "pricing", 0, 2150, "failed", "no answer within 2000 ms");
        run.tool(agent, "fx", 100, 2100, "{}", "", "failed", "no answer within 2000 ms");
        assertThat(run.check(new TimeoutBudgetConflict()).findings()).isEmpty();
    }

    @Test
    void attemptsThatTogetherMayTakeLongerThanTheirCaller() {
        Id agent = run.agent(run.root(9000), "buyer", 0, 8000, "timeout_ms", 1500);
        run.model(agent, 0, 1600, "price of A-7", "I ask");
        run.tool(
                agent,
                "quote",
                1700,
                2700,
                "{}",
                "",
                "failed",
                "read timed out",
                "timeout_ms",
                1000);
        run.tool(agent, "quote", 2800, 4700, "{}", "{\"price\":12}", "timeout_ms", 2000);
        assertThat(run.found(new TimeoutBudgetConflict()))
                .containsExactly("timeout-budget-conflict defect at 4 (buyer)");
    }

    @Test
    void attemptsThatFitIntoTheirCallersTime() {
        Id agent = run.agent(run.root(9000), "buyer", 0, 8000, "timeout_ms", 7500);
        run.tool(
                agent,
                "quote",
                1700,
                2700,
                "{}",
                "",
                "failed",
                "read timed out",
                "timeout_ms",
                1000);
        run.tool(agent, "quote", 2800, 4700, "{}", "{\"price\":12}", "timeout_ms", 2000);
        assertThat(run.found(new TimeoutBudgetConflict())).isEmpty();
    }
}
