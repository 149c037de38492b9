package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.agents.CallShapeSketch.Part;
import io.agtrace.analyzers.rules.RuleRuns;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What took the place of something that failed. */
final class FallbacksTest {
    private static final String INPUT = "input.value";

    private final CallShapeSketch run = new CallShapeSketch();
    private final Part root = run.root("report", 10_000);
    private final Part agent = run.agent(root, "writer", 0, 9_000);

    private List<Fallback> all() {
        return Fallbacks.of(run.shapes());
    }

    @Test
    void anotherModelForTheSamePrompt() {
        run.model(agent, 0, 100, "gen_ai.request.model", "gpt-4.1", INPUT, "write").failed("503");
        run.model(agent, 110, 300, "gen_ai.request.model", "claude-x", INPUT, "write");
        assertThat(all())
                .singleElement()
                .satisfies(
                        f -> {
                            assertThat(f.failed()).isEqualTo("gpt-4.1");
                            assertThat(f.used()).isEqualTo("claude-x");
                            assertThat(f.reason()).isEqualTo("503");
                        });
    }

    @Test
    void anotherToolForTheSameArguments() {
        String arguments = "gen_ai.tool.call.arguments";
        run.tool(agent, "live_search", 0, 100, arguments, "{\"q\":\"a\"}").failed("timeout");
        run.tool(agent, "cached_search", 110, 300, arguments, "{\"q\":\"a\"}");
        assertThat(all()).extracting(Fallback::used).containsExactly("cached_search");
    }

    @Test
    void anotherToolForTheArgumentsThatTheModelGave() {
        RuleRuns told = new RuleRuns();
        Id clerk = told.agent(null, "clerk", 0, 900);
        asks(told, clerk, 10, "live_search");
        told.span(
                clerk,
                "execute_tool live_search",
                100,
                200,
                "gen_ai.operation.name",
                "execute_tool",
                "gen_ai.tool.name",
                "live_search",
                "failed",
                "timeout");
        asks(told, clerk, 210, "cached_search");
        told.tool(clerk, "cached_search", 300, 400, "{\"q\":\"mill\"}", "found");

        assertThat(told.run().view().fallbacks())
                .extracting(Fallback::failed)
                .containsExactly("live_search");
    }

    private static void asks(RuleRuns told, Id clerk, long start, String tool) {
        told.span(
                clerk,
                "chat m",
                start,
                start + 80,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c"
                        + start
                        + "\",\"name\":\""
                        + tool
                        + "\",\"arguments\":{\"q\":\"mill\"}}]}]");
    }

    @Test
    void anotherToolForAnotherQuestionIsNone() {
        String arguments = "gen_ai.tool.call.arguments";
        run.tool(agent, "search", 0, 100, arguments, "{\"q\":\"a\"}").failed("timeout");
        run.tool(agent, "read", 110, 300, arguments, "{\"file\":\"b\"}");
        assertThat(all()).isEmpty();
    }

    @Test
    void theSameModelAgainIsARetryNotAFallback() {
        run.model(agent, 0, 100, "gen_ai.request.model", "m", INPUT, "write").failed("503");
        run.model(agent, 110, 300, "gen_ai.request.model", "m", INPUT, "write");
        assertThat(all()).isEmpty();
    }

    @Test
    void aStatedFallback() {
        run.tool(agent, "primary", 0, 100).failed("down");
        run.tool(agent, "secondary", 110, 300, "fallback_used", true);
        assertThat(all())
                .singleElement()
                .satisfies(
                        f -> {
                            assertThat(f.failed()).isEqualTo("primary");
                            assertThat(f.evidence().getFirst().source()).isEqualTo("fallback_used");
                        });
    }

    @Test
    void aFallbackThatIsDeniedIsNone() {
        run.tool(agent, "primary", 0, 100, "fallback_used", false);
        assertThat(all()).isEmpty();
    }

    @Test
    void whatAWrapperForFallbacksTriedNext() {
        Part wrapper = run.span(agent, "RunnableWithFallbacks", 0, 500);
        run.model(wrapper, 0, 100, "gen_ai.request.model", "big").failed("429");
        run.model(wrapper, 110, 400, "gen_ai.request.model", "small");
        assertThat(all()).extracting(Fallback::used).containsExactly("small");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini, gpt-4o-mini-2024-07-18, false",
        "gpt-4o, gpt-4o-mini, true",
        "openai/gpt-4o, gpt-4o, false",
        "claude-3-5-sonnet-latest, claude-3-5-sonnet-20241022, false",
        "gemini-2.5-pro, gemini-2.0-flash, true",
        "my-deployment, gpt-4o, false",
        "gpt-4, gpt-4-0613, false"
    })
    void aModelThatWasNotAskedFor(String asked, String answered, boolean fallback) {
        run.model(agent, 0, 100, "gen_ai.request.model", asked, "gen_ai.response.model", answered);
        assertThat(all()).hasSize(fallback ? 1 : 0);
    }
}
