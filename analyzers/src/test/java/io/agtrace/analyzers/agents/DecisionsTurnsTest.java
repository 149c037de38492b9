package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class DecisionsTurnsTest {
    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments(
                        "GenAI messages",
                        new Object[] {
                            "gen_ai.output.messages",
                            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"I"
                                    + " need prices\"},{\"type\":\"tool_call\",\"id\":\"c1\","
                                    + "\"name\":\"web_search\",\"arguments\":{\"q\":1}}]}]"
                        }),
                arguments(
                        "OpenInference, flat",
                        new Object[] {
                            "llm.output_messages.0.message.role",
                            "assistant",
                            "llm.output_messages.0.message.content",
                            "I need prices",
                            "llm.output_messages.0.message.tool_calls.0.tool_call.id",
                            "c1",
                            "llm.output_messages.0.message.tool_calls.0.tool_call.function.name",
                            "web_search",
                            "llm.output_messages.0.message.tool_calls.0.tool_call.function"
                                    + ".arguments",
                            "{\"q\":1}"
                        }),
                arguments(
                        "OpenLLMetry, flat",
                        new Object[] {
                            "gen_ai.completion.0.role",
                            "assistant",
                            "gen_ai.completion.0.content",
                            "I need prices",
                            "gen_ai.completion.0.tool_calls.0.id",
                            "c1",
                            "gen_ai.completion.0.tool_calls.0.name",
                            "web_search",
                            "gen_ai.completion.0.tool_calls.0.arguments",
                            "{\"q\":1}"
                        }),
                arguments(
                        "OpenAI chat completion",
                        new Object[] {
                            "output.value",
                            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"I"
                                + " need"
                                + " prices\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"web_search\",\"arguments\":\"{}\"}}]}}]}"
                        }),
                arguments(
                        "OpenAI response",
                        new Object[] {
                            "output.value",
                            "{\"output\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"I"
                                + " need prices\"}]},"
                                + "{\"type\":\"function_call\",\"call_id\":\"c1\","
                                + "\"name\":\"web_search\",\"arguments\":\"{}\"}],\"tools\":"
                                + "[{\"type\":\"function\",\"name\":\"query\",\"parameters\":{}}]}"
                        }),
                arguments(
                        "Anthropic",
                        new Object[] {
                            "output.value",
                            "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I"
                                    + " need prices\"},{\"type\":\"tool_use\",\"id\":\"c1\","
                                    + "\"name\":\"web_search\",\"input\":{}}]}"
                        }),
                arguments(
                        "Gemini",
                        new Object[] {
                            "gcp.vertex.agent.llm_response",
                            "{\"content\":{\"parts\":[{\"text\":\"I need prices\"},"
                                    + "{\"function_call\":{\"id\":\"c1\",\"name\":\"web_search\","
                                    + "\"args\":{}}}],\"role\":\"model\"}}"
                        }),
                arguments(
                        "LangChain",
                        new Object[] {
                            "output.value",
                            "{\"generations\":[[{\"text\":\"I need"
                                + " prices\",\"message\":{\"kwargs\":{\"content\":\"I need"
                                + " prices\",\"tool_calls\":[{\"name\":"
                                + "\"web_search\",\"args\":{},\"id\":\"c1\"}],\"additional_kwargs\":"
                                + "{\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":"
                                + "\"web_search\",\"arguments\":\"{}\"}}]}}}}]]}"
                        }),
                arguments(
                        "AI SDK",
                        new Object[] {
                            "ai.response.text",
                            "I need prices",
                            "ai.response.toolCalls",
                            "[{\"toolCallType\":\"function\",\"toolCallId\":\"c1\","
                                    + "\"toolName\":\"web_search\",\"args\":\"{}\"}]"
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void readsWhichToolAModelChoseAndWhatItSaidBefore(String shape, Object[] answer) {
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 100)
                        .model(2, 1, 5, 20, answer)
                        .tool(3, 1, "web_search", 21, 40);

        assertThat(run.chain())
                .as(shape)
                .containsExactly("tool choice: scout -> web_search => web_search");
        Decision decision = run.decisions().getFirst();
        assertThat(decision.explicit()).isFalse();
        assertThat(decision.reason()).isEqualTo("I need prices");
        assertThat(decision.reasonInferred()).isTrue();
        assertThat(decision.asDecided()).isTrue();
    }

    private static final String TWO_CALLS =
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"a\","
                + "\"arguments\":{}},{\"type\":\"tool_call\",\"id\":\"c2\",\"name\":\"b\","
                + "\"arguments\":{}}]}]";

    @Test
    void makesOneDecisionOfCallsInOneAnswer() {
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 100)
                        .model(2, 1, 5, 20, "gen_ai.output.messages", TWO_CALLS)
                        .tool(3, 1, "a", 21, 40, "gen_ai.tool.call.id", "c1")
                        .tool(4, 1, "b", 21, 40, "gen_ai.tool.call.id", "c2")
                        .failed("no");

        assertThat(run.chain()).containsExactly("tool choice: scout -> a, b => a, b");
        assertThat(run.decisions().getFirst().outcome()).isEqualTo("partly failed");
    }

    @Test
    void saysWhenAnOfferedToolRanInsteadOfTheChosenOne() {
        String tools =
                "[{\"type\":\"function\",\"name\":\"a\"},{\"type\":\"function\",\"name\":\"c\"}]";
        String call =
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"name\":\"a\","
                        + "\"arguments\":{\"reason\":\"it is cheap\"}}]}]";
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 100)
                        .model(
                                2,
                                1,
                                5,
                                20,
                                "gen_ai.tool.definitions",
                                tools,
                                "gen_ai.output.messages",
                                call)
                        .tool(3, 1, "c", 21, 40);

        assertThat(run.chain()).containsExactly("tool choice: scout -> a => c (!)");
        assertThat(run.decisions().getFirst().reason()).isEqualTo("it is cheap");
        assertThat(run.decisions().getFirst().reasonInferred()).isFalse();
        assertThat(run.decisions().getFirst().alternatives())
                .containsExactly(new Decision.Alternative("c", -1, ""));
    }

    @Test
    void leavesItOpenWhereToolsHaveNoSpans() {
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 100)
                        .model(2, 1, 5, 20, "gen_ai.output.messages", TWO_CALLS)
                        .model(3, 1, 50, 60);

        assertThat(run.chain()).containsExactly("tool choice: scout -> a, b");
        assertThat(run.decisions().getFirst().asDecided()).isNull();
    }

    @Test
    void infersTheChoiceFromWhatRanWhereAnswersAreNotRecorded() {
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 100)
                        .model(2, 1, 5, 20, "gen_ai.response.finish_reasons", "tool_calls")
                        .tool(3, 1, "a", 21, 40)
                        .model(4, 1, 41, 50, "gen_ai.response.finish_reasons", "stop")
                        .tool(5, 1, "save", 60, 70);

        assertThat(run.chain()).containsExactly("tool choice: scout -> a => a");
    }

    @Test
    void knowsAHandOverFromAToolCall() {
        String call =
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\","
                        + "\"name\":\"transfer_to_refunds\",\"arguments\":{}}]}]";
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 200)
                        .agent(2, 1, "triage", 0, 50)
                        .model(3, 2, 5, 20, "gen_ai.output.messages", call)
                        .tool(4, 2, "transfer_to_refunds", 21, 22)
                        .agent(5, 1, "refunds", 51, 90);

        assertThat(run.chain()).containsExactly("handoff: triage -> refunds => refunds");

        DecisionsRun misled =
                run().span(1, 0, "flow", 0, 200)
                        .agent(2, 1, "triage", 0, 50)
                        .model(3, 2, 5, 20, "gen_ai.output.messages", call)
                        .agent(5, 1, "sales", 51, 90);

        assertThat(misled.chain()).containsExactly("handoff: triage -> refunds => sales (!)");
    }

    @Test
    void callsAnAgentThatRunsAsAToolADelegation() {
        DecisionsRun run =
                run().agent(1, 0, "boss", 0, 100)
                        .model(
                                2,
                                1,
                                5,
                                20,
                                "ai.response.toolCalls",
                                "[{\"toolCallId\":\"c1\",\"toolName\":\"ask_expert\",\"args\":{}}]")
                        .tool(3, 1, "ask_expert", 21, 60)
                        .agent(4, 3, "expert", 22, 59);

        assertThat(run.chain()).containsExactly("delegation: boss -> ask_expert => ask_expert");
    }

    @Test
    void readsAPlanThatAssignsTasks() {
        String plan =
                "{\"subtasks\":[{\"assignee\":\"scout\",\"task\":\"look\"},"
                        + "{\"assignee\":\"analyst\",\"task\":\"count\"}]}";
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 200)
                        .agent(2, 1, "planner", 0, 50)
                        .model(3, 2, 5, 20, "output.value", plan)
                        .agent(4, 1, "scout", 51, 90)
                        .agent(5, 1, "analyst", 52, 90);

        assertThat(run.chain())
                .containsExactly("delegation: planner -> scout, analyst => scout, analyst");
    }

    @Test
    void readsARouterThatAnswersWithAName() {
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 200)
                        .agent(2, 1, "selector", 0, 50)
                        .model(3, 2, 5, 20, "output.value", "coder")
                        .agent(4, 1, "coder", 51, 90);

        assertThat(run.chain()).containsExactly("routing: selector -> coder => coder");
    }

    @Test
    void quotesNoMoreThanNeeded() {
        DecisionsRun run =
                run().agent(1, 0, "scout", 0, 100)
                        .model(
                                2,
                                1,
                                5,
                                20,
                                "ai.response.text",
                                "because ".repeat(5000),
                                "ai.response.toolCalls",
                                "[{\"toolCallId\":\"c1\",\"toolName\":\"a\",\"args\":{}}]");

        assertThat(run.decisions().getFirst().reason()).hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void findsNoDecisionInAnOrdinaryAnswer() {
        DecisionsRun run =
                run().span(1, 0, "flow", 0, 200)
                        .agent(2, 1, "writer", 0, 50)
                        .model(3, 2, 5, 20, "output.value", "{\"title\":\"x\",\"action\":\"none\"}")
                        .model(4, 2, 25, 30, "output.value", "The route is long.")
                        .agent(5, 1, "critic", 51, 90);

        assertThat(run.decisions()).isEmpty();
    }
}
