package io.agtrace.analyzers.rules.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.rules.resilience.CallRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;

/** Tool calls that were turned down, and ones that repeat what is known. */
class ToolCallsTest {
    private final CallRuns run = new CallRuns();

    private Id clerk() {
        return run.agent(run.root(1000), "clerk", 0, 990);
    }

    @Test
    void aRequestThatNeverReachedItsTool() {
        Id agent = clerk();
        run.asks(agent, 0, 100, "stock of gear", "c1", "stock", "{\"sql\":\"select\"}");
        String prompt =
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"stock of"
                    + " gear\"}]},"
                    + "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\",\"response\":\"Error:"
                    + " required property part is missing\"}]}]";
        run.call(
                agent,
                110,
                200,
                "gen_ai.input.messages",
                prompt,
                "gen_ai.output.messages",
                CallRuns.message("assistant", "There is enough."));
        assertThat(run.found(new InvalidToolCall()))
                .containsExactly("invalid-tool-call defect at 3 (clerk)");
    }

    @Test
    void aValidatorsError() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "stock of gear", "enough");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 800, "stock of gear", "enough");
        run.lc(agent, "LLM", "ChatModel", 10, 90, "stock of gear", "looking");
        run.lc(
                agent,
                "TOOL",
                "stock",
                100,
                200,
                "{\"sql\":\"select\"}",
                "",
                "failed",
                "1 validation error for StockInput: part: Field required");
        assertThat(run.found(new InvalidToolCall()))
                .containsExactly("invalid-tool-call defect at 4 (clerk)");
    }

    @Test
    void aCallThatWasMendedIsNothing() {
        Id agent = clerk();
        run.tool(
                agent,
                "stock",
                10,
                50,
                "{\"sql\":1}",
                "",
                "failed",
                "validation error: part is required");
        run.tool(agent, "stock", 110, 200, "{\"part\":\"gear\"}", "{\"left\":4}");
        assertThat(run.check(new InvalidToolCall()).findings()).isEmpty();
    }

    @Test
    void aToolThatFailsForAnotherReasonIsNotInvalid() {
        Id agent = clerk();
        run.tool(
                agent,
                "stock",
                10,
                50,
                "{\"part\":\"gear\"}",
                "",
                "failed",
                "connection reset by peer");
        assertThat(run.check(new InvalidToolCall()).findings()).isEmpty();
    }

    @Test
    void aRequestToHandOverHasNoResult() {
        Id agent = clerk();
        run.asks(agent, 0, 100, "stock of gear", "c1", "transfer_to_seller", "{}");
        run.agent(null, "seller", 110, 300);
        assertThat(run.check(new InvalidToolCall()).findings()).isEmpty();
    }

    private void calls(int count, String... results) {
        Id agent = clerk();
        for (long i = 0; i < count; i++) {
            run.tool(
                    agent,
                    "status",
                    i * 100,
                    i * 100 + 50,
                    "{\"job\":\"J-7\"}",
                    results[(int) Math.min(i, results.length - 1)]);
        }
    }

    @Test
    void theSameCallWithTheSameResult() {
        calls(4, "{\"state\":\"open\"}");
        assertThat(run.found(new RepeatedToolCall()))
                .containsExactly("repeated-tool-call defect at 4 (clerk)");
    }

    @Test
    void theSameCallInAGraphOfLangChain() {
        Id graph = run.lc(null, "CHAIN", "graph", 0, 900, "go", "done");
        Id agent = run.lc(graph, "AGENT", "clerk", 0, 800, "go", "done");
        for (long i = 0; i < 3; i++) {
            run.lc(agent, "TOOL", "search", i * 100, i * 100 + 50, "{\"q\":\"gear\"}", "[]");
        }
        assertThat(run.found(new RepeatedToolCall()))
                .containsExactly("repeated-tool-call defect at 4 (clerk)");
    }

    @Test
    void pollingUntilSomethingChangesIsNothing() {
        calls(
                5,
                "{\"state\":\"open\"}",
                "{\"state\":\"open\"}",
                "{\"state\":\"open\"}",
                "{\"state\":\"done\"}");
        assertThat(run.check(new RepeatedToolCall()).findings()).isEmpty();
    }

    @Test
    void aResultThatIsAskedForAgainAfterItWasThere() {
        calls(
                6,
                "{\"state\":\"open\"}",
                "{\"state\":\"open\"}",
                "{\"state\":\"done\"}",
                "{\"state\":\"done\"}",
                "{\"state\":\"done\"}",
                "{\"state\":\"done\"}");
        assertThat(run.check(new RepeatedToolCall()).findings()).hasSize(1);
    }

    @Test
    void pagesAreDifferentCalls() {
        Id agent = clerk();
        for (long i = 0; i < 4; i++) {
            run.tool(agent, "list", i * 100, i * 100 + 50, "{\"page\":" + i + "}", "[]");
        }
        assertThat(run.check(new RepeatedToolCall()).findings()).isEmpty();
    }
}
