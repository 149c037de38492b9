package io.agtrace.analyzers.rules.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

class SilentRetriesTest {
    private final CallRuns run = new CallRuns();

    @Test
    void attemptsOfATool() {
        Id root = run.root(9000);
        Id agent = run.agent(root, "buyer", 0, 9000);
        for (long i = 0; i < 4; i++) {
            run.tool(
                    agent,
                    "quote",
                    i * 2000,
                    i * 2000 + 50,
                    "{\"sku\":\"A-77\"}",
                    "",
                    "failed",
                    "503");
        }
        run.tool(agent, "quote", 8000, 8050, "{\"sku\":\"A-77\"}", "{\"price\":12}");
        assertThat(run.found(new SilentRetries()))
                .containsExactly("silent-retries defect at 3 (buyer)");
        Finding finding = run.check(new SilentRetries()).findings().getFirst();
        assertThat(finding.measures()).containsEntry("failed", 4.0);
        assertThat(finding.touched()).hasSize(4);
        assertThat(finding.narrative()).contains("4 times", "503", "8.0 s");
    }

    @Test
    void requestsBesideAModelCallThatHidesThem() {
        Id server = run.span(null, "POST /ask", 0, 20000);
        Id graph = run.lc(server, "CHAIN", "LangGraph", 10, 19900, "hello", "bye");
        Id agent = run.lc(graph, "AGENT", "analyst", 20, 19000, "hello", "bye");
        run.lc(agent, "LLM", "ChatModel", 100, 18900, "hello", "bye");
        run.http(server, 110, 150, 429);
        run.http(server, 3000, 3040, 429);
        run.http(server, 9000, 9040, 429);
        run.http(server, 18800, 18890, 200);
        assertThat(run.found(new SilentRetries()))
                .containsExactly("silent-retries defect at 4 (analyst)");
    }

    @Test
    void requestsOfWhichNothingElseIsKnown() {
        Id root = run.root(9000);
        run.http(root, 0, 40, 503);
        run.http(root, 1000, 1040, 503);
        run.http(root, 3000, 3040, 503);
        run.http(root, 7000, 7040, 200);
        assertThat(run.found(new SilentRetries())).containsExactly("silent-retries defect at 2 ()");
    }

    @Test
    void oneRetryThatWorkedIsNothing() {
        Id agent = run.agent(run.root(500), "buyer", 0, 500);
        run.tool(agent, "quote", 0, 50, "{\"sku\":\"A-77\"}", "", "failed", "deadlock");
        run.tool(agent, "quote", 100, 150, "{\"sku\":\"A-77\"}", "{\"price\":12}");
        assertThat(run.check(new SilentRetries()).findings()).isEmpty();
    }

    @Test
    void recordedRetriesAreANote() {
        Id agent = run.agent(run.root(3000), "buyer", 0, 3000);
        for (long i = 1; i <= 3; i++) {
            run.tool(
                    agent,
                    "quote",
                    i * 500,
                    i * 500 + 50,
                    "{}",
                    "",
                    "failed",
                    "503",
                    "retry.attempt",
                    i);
        }
        run.tool(agent, "quote", 2500, 2550, "{}", "{\"price\":12}", "retry.attempt", 4);
        assertThat(run.check(new SilentRetries()).findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.NOTE);
    }

    @Test
    void failuresOfDifferentCallsAreNoRetries() {
        Id agent = run.agent(run.root(3000), "buyer", 0, 3000);
        for (long i = 0; i < 4; i++) {
            run.tool(
                    agent,
                    "quote",
                    i * 500,
                    i * 500 + 50,
                    "{\"sku\":" + i + "}",
                    "",
                    "failed",
                    "404");
        }
        assertThat(run.check(new SilentRetries()).findings()).isEmpty();
    }

    /** Four attempts that the trace counts, and what the agent says in the end. */
    private Severity counted(String answer) {
        Id agent = run.agent(run.root(9000), "buyer", 0, 9000);
        for (long i = 0; i < 4; i++) {
            run.tool(
                    agent,
                    "quote",
                    i * 2000,
                    i * 2000 + 50,
                    "{\"sku\":\"A-77\"}",
                    "",
                    "failed",
                    "503",
                    "attempt",
                    i + 1);
        }
        run.tool(agent, "quote", 8000, 8050, "{\"sku\":\"A-77\"}", "{\"price\":12}", "attempt", 5);
        run.model(agent, 8100, 8900, "price of A-77", answer);
        return run.check(new SilentRetries()).findings().getFirst().severity();
    }

    @Test
    void attemptsThatAreCountedButThatTheAnswerHides() {
        assertThat(counted("A-77 costs 12.")).isEqualTo(Severity.WARNING);
    }

    @Test
    void attemptsThatTheAnswerTellsOf() {
        assertThat(counted("A-77 kost 12 (quote: 5e poging).")).isEqualTo(Severity.NOTE);
    }
}
