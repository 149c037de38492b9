package io.agtrace.analyzers.rules.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.Finding;
import io.agtrace.analyzers.rules.Severity;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Storms, fallbacks, hangs and errors that end the run. */
class FailuresTest {
    private final CallRuns run = new CallRuns();

    private void attempts(Id parent, int count, long pause, long growth) {
        long at = 10;
        for (long i = 0; i < count; i++) {
            run.tool(parent, "quote", at, at + 20, "{}", "", "failed", "429");
            at += 20 + pause + i * growth;
        }
        run.tool(parent, "quote", at, at + 20, "{}", "{\"price\":12}");
    }

    @Test
    void attemptsWithoutAPauseAreAStorm() {
        attempts(run.agent(run.root(4000), "buyer", 0, 3900), 6, 50, 0);
        assertThat(run.found(new RetryStorm())).containsExactly("retry-storm defect at 3 (buyer)");
    }

    @Test
    void manyAttemptsAreAStorm() {
        attempts(run.agent(run.root(40000), "buyer", 0, 39000), 12, 100, 100);
        assertThat(run.found(new RetryStorm())).containsExactly("retry-storm defect at 3 (buyer)");
    }

    @Test
    void someAttemptsWithGrowingPausesAreNone() {
        attempts(run.agent(run.root(9000), "buyer", 0, 8900), 5, 100, 300);
        assertThat(run.found(new RetryStorm())).isEmpty();
    }

    @Test
    void oneRetryIsNoStorm() {
        attempts(run.agent(run.root(900), "buyer", 0, 890), 1, 10, 0);
        assertThat(run.found(new RetryStorm())).isEmpty();
    }

    @Test
    void aFallbackThatIsTakenEachTime() {
        Id root = run.root(3000);
        for (long i = 0; i < 3; i++) {
            Id agent = run.agent(root, "buyer", i * 1000, i * 1000 + 900);
            String sku = "{\"sku\":\"A-7" + i + "\"}";
            run.tool(agent, "live_price", i * 1000 + 10, i * 1000 + 50, sku, "", "failed", "503");
            run.tool(agent, "cached_price", i * 1000 + 60, i * 1000 + 70, sku, "{\"price\":12}");
        }
        assertThat(run.found(new MaskedByFallback()))
                .containsExactly("masked-by-fallback defect at 3 (buyer)");
    }

    @Test
    void aSingleFallbackIsANote() {
        Id agent = run.agent(run.root(900), "buyer", 0, 890);
        run.tool(agent, "live_price", 10, 50, "{\"sku\":\"A-7\"}", "", "failed", "503");
        run.tool(agent, "cached_price", 60, 70, "{\"sku\":\"A-7\"}", "{\"price\":12}");
        assertThat(run.check(new MaskedByFallback()).findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.NOTE);
    }

    @Test
    void aWaitThatWasGivenUp() {
        Id root = run.root(2_700_000, "failed", "workflow failed");
        run.model(root, 0, 2000, "approve order 77", "asking for approval");
        run.tool(root, "wait_for_approval", 3000, 2_690_000, "{}", "", "failed", "timeout");
        assertThat(run.found(new Hang())).containsExactly("hang suspicion at 3 ()");
    }

    @Test
    void aCallThatNeverEnds() {
        Id agent = run.agent(null, "clerk", 0, -1);
        run.model(agent, 0, 100, "look it up", "looking");
        run.tool(agent, "lookup", 110, -1, "{}", "");
        assertThat(run.found(new Hang())).containsExactly("hang suspicion at 3 (clerk)");
    }

    @Test
    void aLongApprovalThatCameIsNoHang() {
        Id root = run.root(2_700_000);
        run.tool(root, "wait_for_approval", 3000, 2_690_000, "{}", "{\"approved\":true}");
        run.model(root, 2_691_000, 2_692_000, "approved", "done");
        assertThat(run.check(new Hang()).findings()).isEmpty();
    }

    @Test
    void aQuickTimeoutIsNoHang() {
        Id root = run.root(9000);
        run.tool(root, "lookup", 10, 500, "{}", "", "failed", "timeout");
        run.model(root, 600, 8900, "go on", "done");
        assertThat(run.check(new Hang()).findings()).isEmpty();
    }

    @Test
    void anErrorThatWentUpToTheRoot() {
        Id root = run.root(900, "failed", "boom");
        Id agent = run.agent(root, "clerk", 0, 800, "failed", "boom");
        run.model(agent, 0, 100, "do it", "doing");
        Id tool = run.tool(agent, "ledger", 110, 700, "{}", "", "failed", "boom");
        run.http(tool, 120, 690, 500);
        assertThat(run.found(new UnhandledError())).containsExactly("error defect at 4 (clerk)");
    }

    @Test
    void ofSeveralAttemptsTheFirst() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "go", "", "failed", "boom");
        Id node = run.lc(graph, "AGENT", "clerk", 0, 890, "go", "", "failed", "boom");
        run.lc(node, "TOOL", "ledger", 10, 100, "{}", "", "failed", "boom");
        run.lc(node, "TOOL", "ledger", 200, 300, "{}", "", "failed", "boom");
        assertThat(run.found(new UnhandledError())).containsExactly("error defect at 3 (clerk)");
    }

    @Test
    void anErrorThatWasHandledIsNothing() {
        Id agent = run.agent(run.root(900), "clerk", 0, 890);
        run.tool(agent, "ledger", 10, 100, "{}", "", "failed", "boom");
        run.model(agent, 200, 800, "do it", "The ledger failed, I used the archive.");
        assertThat(run.check(new UnhandledError()).findings()).isEmpty();
    }

    @Test
    void aHandoffByExceptionIsNoError() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "go", "done");
        run.lc(graph, "AGENT", "boss", 0, 100, "go", "", "failed", "ParentCommand(goto='clerk')");
        run.lc(graph, "AGENT", "clerk", 110, 800, "go", "done");
        assertThat(run.check(new UnhandledError()).findings()).isEmpty();
    }

    private Severity maskedBy(String answer) {
        Id agent = run.agent(run.root(900), "buyer", 0, 890);
        run.tool(agent, "live_price", 10, 50, "{\"sku\":\"A-7\"}", "", "failed", "503");
        run.tool(agent, "cached_price", 60, 70, "{\"sku\":\"A-7\"}", "{\"price\":12}");
        run.model(agent, 80, 800, "price of A-7", answer);
        return run.check(new MaskedByFallback()).findings().getFirst().severity();
    }

    @Test
    void aStandInThatTheAnswerKeepsSilentAbout() {
        assertThat(maskedBy("A-7 costs 12 today.")).isEqualTo(Severity.WARNING);
    }

    @Test
    void aStandInThatTheAnswerSpeaksOf() {
        assertThat(maskedBy("Preis 12, nicht von live_price, sondern von gestern."))
                .isEqualTo(Severity.NOTE);
    }

    @Test
    void aLongerNameThatHoldsTheToolsIsNoMention() {
        assertThat(maskedBy("A-7 costs 12, see backup_live_price_v2.")).isEqualTo(Severity.WARNING);
    }
}
