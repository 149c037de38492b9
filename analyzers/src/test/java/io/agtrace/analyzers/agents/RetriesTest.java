package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.CallShapeSketch.retries;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.CallShapeSketch.Part;
import io.agtrace.analyzers.agents.Retry.Attempt;
import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Attempts of one call, and calls that only look alike. */
final class RetriesTest {
    private static final String ARGUMENTS = "gen_ai.tool.call.arguments";
    private static final String RESULT = "gen_ai.tool.call.result";

    private final CallShapeSketch run = new CallShapeSketch();
    private final Part root = run.root("report", 60_000);
    private final Part agent = run.agent(root, "researcher", 0, 50_000);

    private Part query(long start, long end, String sql) {
        return run.tool(agent, "query", start, end, ARGUMENTS, "{\"sql\":\"" + sql + "\"}");
    }

    private static List<Long> waits(Retry retry) {
        return retry.attempts().stream().map(a -> a.waitedNanos() / 1_000_000).toList();
    }

    @Test
    void aCallThatFailedAndWasMadeAgain() {
        query(100, 200, "a").failed("timeout");
        query(1_200, 1_300, "a").failed("timeout");
        query(3_300, 3_350, "a");
        Retry retry = single();
        assertThat(retry.call()).isEqualTo("query");
        assertThat(retry.attempts()).extracting(Attempt::failed).containsExactly(true, true, false);
        assertThat(retry.attempts().getFirst().error()).isEqualTo("timeout");
        assertThat(waits(retry)).containsExactly(0L, 1_000L, 2_000L);
        assertThat(retry.silent()).isTrue();
        assertThat(retry.succeeded()).isTrue();
        assertThat(retry.reportedNanos()).isEqualTo(50_000_000);
        assertThat(retry.realNanos()).isEqualTo(3_250_000_000L);
    }

    @Test
    void statedAttemptsAreNotSilent() {
        for (int i = 1; i <= 3; i++) {
            run.tool(agent, "query", 100L * i, 100L * i + 90, "attempt", i, "max_attempts", 3)
                    .failed("503");
        }
        Retry retry = single();
        assertThat(retry.silent()).isFalse();
        assertThat(retry.succeeded()).isFalse();
        assertThat(retry.limit()).isEqualTo(3);
        assertThat(retry.evidence().getFirst().source()).isEqualTo("attempt");
    }

    @Test
    void attemptsThatBeginAnewAreAnotherRetry() {
        int[] attempts = {1, 2, 1, 2};
        for (int i = 0; i < attempts.length; i++) {
            run.tool(agent, "query", 100L * i, 100L * i + 90, "attempt", attempts[i]).failed("503");
        }
        assertThat(retries(run.shapes())).hasSize(2).allMatch(r -> r.attempts().size() == 2);
    }

    @Test
    void idsAndTimesOfTheCallDoNotCount() {
        for (int i = 0; i < 2; i++) {
            run.tool(
                            agent,
                            "query",
                            100L * i,
                            100L * i + 90,
                            ARGUMENTS,
                            "{\"sql\":\"a\",\"request_id\":\"r-"
                                    + i
                                    + "\",\"timestamp\":17"
                                    + i
                                    + "}")
                    .failed("503");
        }
        assertThat(single().attempts()).hasSize(2);
    }

    @Test
    void anIdThatTheCallIsAboutCounts() {
        for (int i = 0; i < 2; i++) {
            run.tool(
                            agent,
                            "cancel",
                            100L * i,
                            100L * i + 90,
                            ARGUMENTS,
                            "{\"order_id\":" + i + "}")
                    .failed("503");
        }
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void aCallThatSucceededAndIsMadeAgainIsNoRetry() {
        query(100, 200, "a");
        query(300, 400, "a");
        query(500, 600, "a").failed("late");
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void otherArgumentsAreNoRetry() {
        query(100, 200, "a").failed("syntax");
        query(300, 400, "b");
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void callsAtTheSameTimeAreNoRetry() {
        query(100, 300, "a").failed("timeout");
        query(110, 320, "a");
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void aModelMayTryAgainLater() {
        query(100, 200, "a").failed("busy");
        run.model(agent, 210, 290);
        query(300, 400, "a");
        assertThat(single().attempts()).hasSize(2);
    }

    @Test
    void anErrorThatComesBackAsResultIsAFailure() {
        run.tool(agent, "query", 100, 200, ARGUMENTS, "{}", RESULT, "Error: connection refused");
        run.tool(agent, "query", 300, 400, ARGUMENTS, "{}", RESULT, "42 rows");
        Retry retry = single();
        assertThat(retry.attempts().getFirst().error()).isEqualTo("Error: connection refused");
        assertThat(retry.succeeded()).isTrue();
    }

    @Test
    void aResultThatSpeaksOfErrorsIsNone() {
        for (int i = 0; i < 2; i++) {
            run.tool(agent, "query", 100L * i, 100L * i + 90, RESULT, "3 errors: none of them new");
        }
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void requestsBelowOneModelCall() {
        Part model = run.model(agent, 0, 5_000);
        for (int i = 0; i < 3; i++) {
            Part post =
                    run.span(
                                    model,
                                    "POST",
                                    1_000L * i,
                                    1_000L * i + 200,
                                    "http.request.method",
                                    "POST",
                                    "url.full",
                                    "https://api/v1/chat")
                            .kind(SpanKind.CLIENT);
            if (i < 2) {
                post.failed("429");
            }
        }
        Retry retry = single();
        assertThat(retry.call()).isEqualTo("POST");
        assertThat(waits(retry)).containsExactly(0L, 800L, 800L);
    }

    @Test
    void tracesOfOneRequestEach() {
        CallShapeSketch calls = new CallShapeSketch();
        for (int i = 0; i < 10; i++) {
            Part post =
                    calls.span(
                                    null,
                                    "POST",
                                    1_000L * i,
                                    1_000L * i + 100,
                                    "http.request.method",
                                    "POST",
                                    "url.full",
                                    "https://api/v1/chat")
                            .kind(SpanKind.CLIENT);
            if (i < 9) {
                post.failed("503");
            }
        }
        assertThat(retries(calls.shapes()))
                .singleElement()
                .satisfies(r -> assertThat(r.attempts()).hasSize(10));
    }

    @Test
    void requestsToOtherAddressesAreNoRetry() {
        for (int i = 0; i < 2; i++) {
            run.span(agent, "GET", 100L * i, 100L * i + 90, "url.full", "https://api/" + i)
                    .kind(SpanKind.CLIENT)
                    .failed("404");
        }
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void attemptsThatAreEvents() {
        run.model(agent, 0, 5_000)
                .event(1_000, "retry", "attempt", 1, "delay_ms", 500, "error.type", "RateLimit")
                .event(2_500, "retry", "attempt", 2, "delay_ms", 1_000, "max_attempts", 5);
        Retry retry = single();
        assertThat(retry.attempts()).hasSize(3);
        assertThat(retry.attempts()).extracting(Attempt::event).containsExactly(0, 1, -1);
        assertThat(retry.attempts().getFirst().error()).isEqualTo("RateLimit");
        assertThat(waits(retry)).containsExactly(0L, 500L, 1_000L);
        assertThat(retry.limit()).isEqualTo(5);
        assertThat(retry.realNanos()).isEqualTo(5_000_000_000L);
        assertThat(retry.reportedNanos()).isEqualTo(1_500_000_000L);
        assertThat(retry.silent()).isFalse();
    }

    @Test
    void otherEventsAreNoAttempts() {
        run.model(agent, 0, 5_000).event(1_000, "first_token").event(2_000, "retries exhausted");
        assertThat(retries(run.shapes())).isEmpty();
    }

    @Test
    void aRetryBelongsToItsCallersInvocation() {
        query(100, 200, "a").failed("x");
        query(300, 400, "a");
        assertThat(Retries.of(run.shapes(), _ -> 7).getFirst().invocation()).isEqualTo(7);
    }

    private Retry single() {
        List<Retry> all = retries(run.shapes());
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
