package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.FamilyTrace.tests;
import static io.agtrace.analyzers.agents.FamilyTrace.trace;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Span lists of an evaluation harness, one for each framework: what a person reads in them. */
class FamiliesEvaluationsTest {
    private static final String FIXTURES =
            "formats/strands_evals/tests/strands_evals/mappers/fixtures/";

    @TestFactory
    Stream<DynamicTest> frameworks() {
        return tests(
                // Google ADK: each call is recorded by call_llm and by generate_content; it counts
                // once.
                trace(FIXTURES + "adk_live_spans.json")
                        .agents("math_agent")
                        .decisions("tool choice: math_agent -> calculator => calculator")
                        .tokens(379, 84),
                // Pydantic AI repeats the sum of its calls on the span of the agent.
                trace(FIXTURES + "pydantic_ai_live_spans.json")
                        .agents("agent")
                        .decisions("tool choice: agent -> get_weather => get_weather")
                        .tokens(1251, 78)
                        .cost(0.0054153),
                // smolagents: the model writes code that calls the tools.
                trace(FIXTURES + "smolagents_live_spans.json")
                        .agents("CodeAgent")
                        .decisions("tool choice: CodeAgent -> web_search => web_search")
                        .loops("REASONING Step x2")
                        .tokens(6256, 163),
                // Claude Agent SDK: no model call is recorded, the whole usage stands on the outer
                // agent.
                trace(FIXTURES + "claude_live_spans.json")
                        .agents(
                                "ClaudeAgentSDK",
                                "research-specialist in ClaudeAgentSDK",
                                "research-specialist in ClaudeAgentSDK",
                                "math-specialist in ClaudeAgentSDK")
                        .messages(
                                "delegation ClaudeAgentSDK → research-specialist",
                                "delegation ClaudeAgentSDK → research-specialist",
                                "return research-specialist → ClaudeAgentSDK",
                                "return research-specialist → ClaudeAgentSDK",
                                "delegation ClaudeAgentSDK → math-specialist",
                                "return math-specialist → ClaudeAgentSDK")
                        .decisions(
                                "delegation: ClaudeAgentSDK -> research-specialist =>"
                                        + " research-specialist",
                                "delegation: ClaudeAgentSDK -> research-specialist =>"
                                        + " research-specialist",
                                "delegation: ClaudeAgentSDK -> math-specialist => math-specialist")
                        .fanOuts("research-specialist,research-specialist* -> Agent")
                        .tokens(132, 850),
                trace(FIXTURES + "claude_adot_spans.json")
                        .agents(
                                "ClaudeAgentSDK",
                                "math-agent in ClaudeAgentSDK",
                                "conversion-agent in ClaudeAgentSDK")
                        .messages(
                                "delegation ClaudeAgentSDK → math-agent",
                                "delegation ClaudeAgentSDK → conversion-agent",
                                "return math-agent → ClaudeAgentSDK",
                                "return conversion-agent → ClaudeAgentSDK")
                        .decisions(
                                "delegation: ClaudeAgentSDK -> math-agent => math-agent",
                                "delegation: ClaudeAgentSDK -> conversion-agent =>"
                                        + " conversion-agent")
                        .fanOuts("math-agent*,conversion-agent -> nothing")
                        .tokens(4, 767)
                        .cost(0.0712653),
                // OpenAI Agents: an agent called as a tool, whose span hangs beside the call.
                trace(FIXTURES + "openai_agents_openinference_live_spans.json")
                        .agents("coordinator", "math_specialist in coordinator")
                        .messages(
                                "delegation coordinator → math_specialist",
                                "return math_specialist → coordinator")
                        .decisions(
                                "delegation: coordinator -> ask_math_specialist =>"
                                        + " ask_math_specialist",
                                "tool choice: math_specialist -> multiply_numbers, divide_numbers"
                                        + " => multiply_numbers, divide_numbers",
                                "tool choice: math_specialist -> divide_numbers => divide_numbers")
                        .loops("REASONING turn x3")
                        .fanOuts("multiply_numbers*,divide_numbers -> turn")
                        .tokens(1228, 194),
                // Two hand-overs were asked for in one turn; the SDK carries out one.
                trace(FIXTURES + "openai_agents_openinference_adot_spans.json")
                        .agents("coordinator", "math_specialist")
                        .messages(
                                "handoff coordinator → lost research_specialist",
                                "handoff coordinator → math_specialist")
                        .decisions(
                                "handoff: coordinator -> math_specialist, research_specialist =>"
                                        + " math_specialist",
                                "tool choice: math_specialist -> multiply_numbers =>"
                                        + " multiply_numbers")
                        .tokens(692, 107),
                // LangChain: a router that the bridge calls an agent because of its name. Made by
                // hand.
                trace(FIXTURES + "openinference_live_spans.json")
                        .decisions(
                                "tool choice: ChatBedrock -> get_weather",
                                "termination: route_to_agent -> done => finish",
                                "tool choice: ChatBedrock -> finish => finish")
                        .tokens(0, 0)
                        .withoutTimes(),
                // Nothing but the scope is known of these spans.
                trace(FIXTURES + "openinference_adot_spans.json").tokens(0, 0).withoutTimes());
    }
}
