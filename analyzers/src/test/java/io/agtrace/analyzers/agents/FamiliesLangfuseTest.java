package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.FamilyTrace.tests;
import static io.agtrace.analyzers.agents.FamilyTrace.trace;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Langfuse exports of many frameworks: what a person reads in them. */
class FamiliesLangfuseTest {
    private static final String SEEDS =
            "formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/";
    private static final String CHATS =
            "formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/";

    @TestFactory
    Stream<DynamicTest> agents() {
        return tests(
                // Agno: the outer span of each call, and a second instrumentation inside it, state
                // different numbers.
                trace(SEEDS + "agno-2025-06-11.json")
                        .agents("Agent.run")
                        .decisions(
                                "tool choice: Agent.run -> duckduckgo_search => duckduckgo_search")
                        .tokens(826, 245)
                        .cost(2.709E-4),
                // BeeAI: three calls and one tool; the rest are events written as spans that end
                // with the run.
                trace(SEEDS + "beeai-2025-08-01.json")
                        .agents("beeai-framework-main")
                        .decisions(
                                "tool choice: beeai-framework-main -> search.wikipedia =>"
                                        + " search.wikipedia")
                        .tokens(5542, 0)
                        .cost(8.313E-4),
                trace(SEEDS + "google-adk-2025-08-28.json")
                        .agents("hello_agent")
                        .decisions("tool choice: hello_agent -> say_hello => say_hello")
                        .tokens(67, 9)
                        .cost(1.03E-5),
                // Koog: the agent has no name but an id; its run is no second agent.
                trace(SEEDS + "koog-2025-08-26.json")
                        .agents("f9f77d1a-437f-4ba6-890e-b592a50cbd21")
                        .decisions(
                                "tool choice: f9f77d1a-437f-4ba6-890e-b592a50cbd21 -> HelloTool,"
                                        + " ByeTool => HelloTool, ByeTool")
                        .fanOuts("ByeTool,HelloTool* -> node.nodeSendToolResult")
                        .tokens(215, 125)
                        .cost(0.0017875),
                // Agent Framework repeats the numbers of its last call on the agent.
                trace(SEEDS + "microsoft-agent-2025-10-14.json")
                        .agents("99981f6a-abd1-4d09-9fba-00e2ab172193")
                        .decisions(
                                "tool choice: 99981f6a-abd1-4d09-9fba-00e2ab172193 -> get_weather"
                                        + " => get_weather")
                        .tokens(656, 105)
                        .cost(0.00269),
                trace(CHATS + "microsoft-agent-2025-12-17.trace.json")
                        .agents("171105b7-59dd-49c0-9677-0b95395aa46a")
                        .decisions(
                                "tool choice: 171105b7-59dd-49c0-9677-0b95395aa46a -> get_weather"
                                        + " => get_weather")
                        .tokens(293, 106)
                        .cost(2.8525E-4),
                trace(CHATS + "openai-agents-2025-09-30.trace.json")
                        .agents("Hello world")
                        .decisions("tool choice: Hello world -> get_weather => get_weather")
                        .tokens(140, 44)
                        .cost(6.32E-4),
                trace(CHATS + "pydantic-ai-2025-06-06.trace.json")
                        .agents("qa_agent")
                        .tokens(31, 96)
                        .cost(0.0010375),
                // The joke goes on to the evaluator; its answer is written by means of an output
                // tool.
                trace(SEEDS + "pydantic-ai-tools-2025-12-04.json")
                        .agents("joke_agent", "joke_agent", "evaluator_agent")
                        .messages("handoff joke_agent → evaluator_agent")
                        .decisions(
                                "tool choice: joke_agent -> get_pun_suggestion,"
                                        + " get_dad_joke_suggestion, get_one_liner_suggestion =>"
                                        + " get_pun_suggestion, get_dad_joke_suggestion,"
                                        + " get_one_liner_suggestion")
                        .loops("SELF joke_agent x2")
                        .fanOuts(
                                "get_pun_suggestion,get_dad_joke_suggestion,get_one_liner_suggestion"
                                    + " -> chat gpt-4o-mini")
                        .tokens(1315, 209)
                        .cost(3.2265E-4));
    }

    @TestFactory
    Stream<DynamicTest> callsWithoutAgents() {
        return tests(
                trace(SEEDS + "autogen-2025-06-06.json").tokens(41, 3),
                trace(SEEDS + "llamaindex-2025-06-05.json").tokens(13, 81),
                trace(SEEDS + "google-gemini-2025-08-01.json").tokens(6, 2055),
                trace(SEEDS + "openai-assistants-2024-05-29.json").tokens(49, 40),
                // ai.generateText repeats other numbers than the call inside it.
                trace(CHATS + "vercel-aisdk-2025-11-17.trace.json")
                        .decisions("tool choice: ai.generateText -> getWeather => getWeather")
                        .tokens(62, 85),
                trace(CHATS + "vertex-ai-2025-08-01.trace.json").tokens(5, 845),
                trace(CHATS + "pydantic-ai-with-gemini-2025-12-24.trace.json").tokens(40, 159));
    }
}
