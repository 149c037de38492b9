package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.AgentsTestSupport.agents;
import static io.agtrace.analyzers.agents.AgentsTestSupport.corpus;
import static io.agtrace.analyzers.agents.AgentsTestSupport.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.workflow.Workflow;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real runs, one or more for each framework: who took part and who handed over to whom, as a person
 * reads it from the trace. Nobody is missed and nobody made up, and no token is counted twice.
 */
class MessagesRecordingsTest {
    private record Row(String file, List<String> agents, List<String> messages) {}

    private static Row row(String file, String agents, String... messages) {
        return new Row("recordings/" + file, List.of(agents.split(", ", -1)), List.of(messages));
    }

    private static final List<Row> RECORDINGS =
            List.of(
                    row(
                            "langgraph-openinference/r4cbe45c.otlp.jsonl",
                            "planner, db_researcher, web_researcher, join_findings, writer,"
                                + " reviewer, writer, reviewer, quality_judge, writer, reviewer,"
                                + " quality_judge",
                            "handoff planner → db_researcher",
                            "handoff planner → web_researcher",
                            "handoff db_researcher → join_findings",
                            "handoff web_researcher → join_findings",
                            "handoff join_findings → writer",
                            "handoff writer → reviewer",
                            "handoff reviewer → writer",
                            "handoff writer → reviewer",
                            "handoff reviewer → quality_judge",
                            "handoff quality_judge → writer",
                            "handoff writer → reviewer",
                            "handoff reviewer → quality_judge"),
                    row(
                            "langgraph-openinference/rdd79d01.otlp.jsonl",
                            "supervisor, web_researcher, supervisor, db_researcher, supervisor,"
                                    + " writer, supervisor",
                            "delegation supervisor → web_researcher",
                            "return web_researcher → supervisor",
                            "delegation supervisor → db_researcher",
                            "return db_researcher → supervisor",
                            "delegation supervisor → writer",
                            "return writer → supervisor"),
                    row(
                            "langgraph-openinference/reee8797.otlp.binpb",
                            "internet-researcher, editor",
                            "queue internet-researcher → editor"),
                    row(
                            "langgraph-openinference/rab9fffa.otlp.jsonl",
                            "router, refunds_agent",
                            "handoff router → refunds_agent"),
                    row(
                            "langgraph-openllmetry/r2e09fb2.otlp.jsonl",
                            "dispatcher, refunds_agent",
                            "handoff dispatcher → refunds_agent"),
                    row(
                            "langgraph-openllmetry/reffc985.otlp.jsonl",
                            "planner, db_researcher, web_researcher, join_findings, writer,"
                                    + " reviewer",
                            "handoff planner → db_researcher",
                            "handoff planner → web_researcher",
                            "handoff db_researcher → join_findings",
                            "handoff web_researcher → join_findings",
                            "handoff join_findings → writer",
                            "handoff writer → reviewer"),
                    row(
                            "mastra/rd7d0fe4.otlp.jsonl",
                            "planner, db_researcher, web_researcher, writer, reviewer",
                            "handoff planner → db_researcher",
                            "handoff planner → web_researcher",
                            "handoff web_researcher → writer",
                            "handoff db_researcher → writer",
                            "handoff writer → reviewer"),
                    row(
                            "openai-agents-openinference/r0d4610f.otlp.binpb",
                            "manager, scout in manager, analyst in manager, composer in manager",
                            "delegation manager → scout",
                            "delegation manager → analyst",
                            "return scout → manager",
                            "return analyst → manager",
                            "delegation manager → composer",
                            "return composer → manager"),
                    row(
                            "openai-agents-openinference/r3e3e24c.otlp.jsonl",
                            "front-desk, devops_agent",
                            "handoff front-desk → devops_agent"),
                    row(
                            "openai-agents-openinference/r9bf1723.otlp.jsonl",
                            "PlannerAgent, SearchAgent, DataAgent, WriterAgent, CriticAgent,"
                                    + " WriterAgent, CriticAgent",
                            "handoff PlannerAgent → SearchAgent",
                            "handoff SearchAgent → DataAgent",
                            "handoff DataAgent → WriterAgent",
                            "handoff WriterAgent → CriticAgent",
                            "handoff CriticAgent → WriterAgent",
                            "handoff WriterAgent → CriticAgent"),
                    row(
                            "openai-sdk-openinference/ra595dbe.otlp.binpb",
                            "planner, web_researcher, db_researcher, writer, reviewer",
                            "handoff planner → web_researcher",
                            "handoff planner → db_researcher",
                            "handoff web_researcher → writer",
                            "handoff db_researcher → writer",
                            "handoff writer → reviewer"),
                    row(
                            "openai-sdk-otel-genai/r38cb4fd.otlp.jsonl",
                            "PlannerAgent, SearchAgent, DataAgent, WriterAgent, CriticAgent,"
                                    + " WriterAgent, CriticAgent",
                            "handoff PlannerAgent → SearchAgent?",
                            "handoff PlannerAgent → DataAgent?",
                            "handoff DataAgent → WriterAgent?",
                            "handoff SearchAgent → WriterAgent?",
                            "handoff WriterAgent → CriticAgent?",
                            "handoff CriticAgent → WriterAgent?",
                            "handoff WriterAgent → CriticAgent?"),
                    row(
                            "spring-ai/rcec6fa7.otlp.binpb",
                            "planner, db_researcher, web_researcher, writer, reviewer",
                            "handoff planner → db_researcher?",
                            "handoff planner → web_researcher?",
                            "handoff web_researcher → writer?",
                            "handoff db_researcher → writer?",
                            "handoff writer → reviewer?"),
                    row(
                            "vercel-ai-sdk-v4/r31a1271.otlp.jsonl",
                            "PlannerAgent, SearchAgent, DataAgent, WriterAgent, CriticAgent,"
                                    + " WriterAgent, CriticAgent",
                            "handoff PlannerAgent → SearchAgent",
                            "handoff PlannerAgent → DataAgent",
                            "handoff DataAgent → WriterAgent",
                            "handoff SearchAgent → WriterAgent",
                            "handoff WriterAgent → CriticAgent",
                            "handoff CriticAgent → WriterAgent",
                            "handoff WriterAgent → CriticAgent"),
                    row(
                            "vercel-ai-sdk-v5/r74f1aad.otlp.jsonl",
                            "project-manager, warehouse-reader, internet-researcher, editor,"
                                    + " fact-checker, editor, fact-checker",
                            "handoff project-manager → warehouse-reader",
                            "handoff project-manager → internet-researcher",
                            "handoff internet-researcher → editor",
                            "handoff warehouse-reader → editor",
                            "handoff editor → fact-checker",
                            "handoff fact-checker → editor",
                            "handoff editor → fact-checker"),
                    row(
                            "vercel-ai-sdk-v5/r4df4393.otlp.jsonl",
                            "scout, composer",
                            "queue scout → composer"),
                    row(
                            "vercel-ai-sdk-v7/rd3d2fc4.otlp.jsonl",
                            "planner, db_researcher, web_researcher, writer, reviewer",
                            "handoff planner → db_researcher",
                            "handoff planner → web_researcher",
                            "handoff web_researcher → writer",
                            "handoff db_researcher → writer",
                            "handoff writer → reviewer"),
                    // Explicit handoff spans of an orchestrator that joins the findings itself.
                    row(
                            "openai-sdk-otel-genai/ra76b54d.otlp.binpb",
                            "planner, web_researcher, db_researcher, writer, reviewer",
                            "handoff planner → web_researcher",
                            "handoff planner → db_researcher",
                            "handoff db_researcher → writer?",
                            "handoff web_researcher → writer?",
                            "handoff join → writer",
                            "handoff writer → reviewer?"),
                    // Sent and never received: as data, in a queue, as a tool that was not called.
                    row(
                            "langgraph-openinference/r07218e4.otlp.binpb",
                            "planner, web_researcher, join_findings, writer, reviewer",
                            "handoff planner → lost db_researcher",
                            "handoff planner → web_researcher",
                            "handoff web_researcher → join_findings",
                            "handoff join_findings → writer",
                            "handoff writer → reviewer"),
                    row(
                            "langgraph-openinference/r4ff7a8e.otlp.binpb",
                            "web_researcher",
                            "queue web_researcher → lost writer"),
                    row(
                            "openai-agents-openinference/r9c9e0f1.otlp.jsonl",
                            "planner, web_researcher",
                            "handoff planner → web_researcher",
                            "handoff web_researcher → lost db_researcher"));

    @TestFactory
    Stream<DynamicTest> agentsAndMessagesAreThoseOfTheRun() {
        return RECORDINGS.stream().map(row -> DynamicTest.dynamicTest(row.file, () -> check(row)));
    }

    private static void check(Row row) throws IOException {
        Workflow workflow = corpus(row.file);
        assertThat(agents(workflow)).isEqualTo(row.agents);
        assertThat(messages(workflow)).isEqualTo(row.messages);
        List<AgentInvocation> invocations = Invocations.of(workflow);
        assertThat(invocations.stream().mapToLong(AgentInvocation::inputTokens).sum())
                .isEqualTo(workflow.summary().inputTokens());
        assertThat(invocations.stream().mapToLong(AgentInvocation::outputTokens).sum())
                .isEqualTo(workflow.summary().outputTokens());
        assertThat(invocations.stream().mapToInt(each -> each.modelCalls().size()).sum())
                .isEqualTo(Math.toIntExact(workflow.summary().modelCalls()));
        for (AgentInvocation each : invocations) {
            assertThat(each.selfNanos() + each.waitingNanos())
                    .isEqualTo(each.endNanos() - each.startNanos());
        }
    }

    private static final String STRANDS =
            "formats/strands_evals/tests/strands_evals/mappers/fixtures/";

    private static final List<Row> EXPORTS =
            List.of(
                    new Row(
                            STRANDS + "openai_agents_openinference_live_spans.json",
                            List.of("coordinator", "math_specialist in coordinator"),
                            List.of(
                                    "delegation coordinator → math_specialist",
                                    "return math_specialist → coordinator")),
                    // The model asked for two hand-overs in one turn; the SDK carries out one.
                    new Row(
                            STRANDS + "openai_agents_openinference_adot_spans.json",
                            List.of("coordinator", "math_specialist"),
                            List.of(
                                    "handoff coordinator → lost research_specialist",
                                    "handoff coordinator → math_specialist")),
                    new Row(
                            STRANDS + "claude_adot_spans.json",
                            List.of(
                                    "ClaudeAgentSDK",
                                    "math-agent in ClaudeAgentSDK",
                                    "conversion-agent in ClaudeAgentSDK"),
                            List.of(
                                    "delegation ClaudeAgentSDK → math-agent",
                                    "delegation ClaudeAgentSDK → conversion-agent",
                                    "return math-agent → ClaudeAgentSDK",
                                    "return conversion-agent → ClaudeAgentSDK")),
                    new Row(
                            "formats/monocle/apptrace/tests/integration/test_adk_multi_agent.json",
                            List.of(
                                    "supervisor",
                                    "flight_assistant in supervisor",
                                    "hotel_assistant in supervisor"),
                            List.of(
                                    "delegation supervisor → flight_assistant",
                                    "return flight_assistant → supervisor",
                                    "delegation supervisor → hotel_assistant",
                                    "return hotel_assistant → supervisor")),
                    // One agent behind HTTP, A2A and many database-like spans.
                    new Row(
                            "formats/agentevals/samples/helm_3.json",
                            List.of("helm_agent"),
                            List.of()),
                    new Row(
                            "formats/jaeger_ui/packages/jaeger-ui/src/components/TracePage"
                                    + "/TraceTimelineViewer/genaiTestTrace.json",
                            List.of("triage-agent", "summarizer in triage-agent"),
                            List.of(
                                    "delegation triage-agent → summarizer",
                                    "return summarizer → triage-agent")),
                    // Queues and services without any agent.
                    new Row(
                            "formats/zipkin/zipkin-lens/testdata/messaging.json",
                            List.of(),
                            List.of()),
                    new Row("formats/zipkin/zipkin-lens/testdata/yelp.json", List.of(), List.of()));

    @TestFactory
    Stream<DynamicTest> exportsOfOtherProjects() {
        return EXPORTS.stream()
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.file,
                                        () -> {
                                            Workflow workflow = corpus(row.file);
                                            assertThat(agents(workflow)).isEqualTo(row.agents);
                                            assertThat(messages(workflow)).isEqualTo(row.messages);
                                        }));
    }
}
