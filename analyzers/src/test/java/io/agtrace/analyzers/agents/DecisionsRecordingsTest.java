package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The decisions that were read by hand in one recording of each framework, and no others. */
class DecisionsRecordingsTest {
    static Stream<Arguments> recordings() {
        return Stream.of(
                arguments(
                        "langgraph-openinference/rc7f532a.otlp.jsonl",
                        List.of(
                                "routing: TriageAgent -> devops_agent => frontend_agent (!)",
                                "routing: TriageAgent -> frontend_agent => frontend_agent")),
                arguments(
                        "langgraph-openinference/r4cbe45c.otlp.jsonl",
                        List.of(
                                "delegation: planner -> web_researcher, db_researcher"
                                        + " => web_researcher, db_researcher",
                                "tool choice: web_researcher -> web_search => web_search",
                                "tool choice: db_researcher -> query_database => query_database",
                                "review: reviewer -> revise => writer",
                                "routing: reviewer -> writer => writer",
                                "review: reviewer -> approve => quality_judge",
                                "routing: reviewer -> quality_judge => quality_judge",
                                "review: quality_gate -> revise => writer",
                                "routing: quality_judge -> writer => writer",
                                "review: reviewer -> approve => quality_judge",
                                "routing: reviewer -> quality_judge => quality_judge",
                                "routing: quality_gate -> publish => publish")),
                arguments(
                        "langgraph-openinference/r7aede57.otlp.jsonl",
                        List.of(
                                "handoff: supervisor -> searchagent => SearchAgent",
                                "tool choice: SearchAgent -> web_search => web_search",
                                "termination: SearchAgent -> __end__ => supervisor",
                                "handoff: supervisor -> dataagent => DataAgent",
                                "tool choice: DataAgent -> query_database => query_database",
                                "termination: DataAgent -> __end__ => supervisor",
                                "handoff: supervisor -> writeragent => WriterAgent",
                                "termination: WriterAgent -> __end__ => supervisor",
                                "termination: supervisor -> __end__")),
                arguments(
                        "langgraph-openllmetry/reffc985.otlp.jsonl",
                        List.of(
                                "delegation: planner -> web_researcher, db_researcher"
                                        + " => web_researcher, db_researcher",
                                "tool choice: db_researcher -> DynamicStructuredTool"
                                        + " => DynamicStructuredTool",
                                "tool choice: web_researcher -> DynamicStructuredTool"
                                        + " => DynamicStructuredTool",
                                "review: reviewer -> approve => publish",
                                "routing: workflow RunnableLambda -> publish => publish")),
                arguments(
                        "mastra/r5b62022.otlp.jsonl",
                        List.of(
                                "delegation: PlannerAgent -> SearchAgent, DataAgent"
                                        + " => SearchAgent, DataAgent",
                                "tool choice: SearchAgent -> webSearch => webSearch",
                                "tool choice: DataAgent -> queryDatabase => queryDatabase",
                                "review: CriticAgent -> approve => workflow_step publish",
                                "termination: condition dountil -> end"
                                        + " => workflow_step publish")),
                arguments(
                        "openai-agents-openinference/r16b78c2.otlp.jsonl",
                        List.of(
                                "delegation: manager -> research_web, research_db"
                                        + " => research_web, research_db",
                                "tool choice: SearchAgent -> web_search => web_search",
                                "tool choice: DataAgent -> query_database => query_database",
                                "delegation: manager -> write_document => write_document")),
                arguments(
                        "openai-agents-openinference/r1953e0a.otlp.jsonl",
                        List.of("handoff: router -> destination_agent => destination_agent")),
                arguments(
                        "openai-sdk-openinference/ra595dbe.otlp.binpb",
                        List.of(
                                "delegation: planner -> web_researcher, db_researcher"
                                        + " => web_researcher, db_researcher",
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase",
                                "review: reviewer -> approve")),
                arguments(
                        "openai-sdk-otel-genai/r3dd3b94.otlp.jsonl",
                        List.of(
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase")),
                arguments(
                        "spring-ai/rcec6fa7.otlp.binpb",
                        List.of(
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase")),
                arguments(
                        "vercel-ai-sdk-v4/r161f764.otlp.jsonl",
                        List.of("routing: router -> frontend_agent => frontend_agent")),
                arguments(
                        "vercel-ai-sdk-v5/r74f1aad.otlp.jsonl",
                        List.of(
                                "delegation: project-manager -> internet-researcher,"
                                        + " warehouse-reader => internet-researcher,"
                                        + " warehouse-reader",
                                "tool choice: internet-researcher -> webSearch => webSearch",
                                "tool choice: warehouse-reader -> queryDatabase => queryDatabase",
                                "review: fact-checker -> revise => editor",
                                "review: fact-checker -> approve")),
                arguments(
                        "vercel-ai-sdk-v7/r1b8ea64.otlp.jsonl",
                        List.of(
                                "delegation: PlannerAgent -> SearchAgent, DataAgent"
                                        + " => SearchAgent, DataAgent",
                                "tool choice: DataAgent -> queryDatabase => queryDatabase",
                                "tool choice: SearchAgent -> webSearch => webSearch",
                                "review: CriticAgent -> revise => WriterAgent",
                                "review: CriticAgent -> approve")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void findsTheDecisions(String file, List<String> decisions) throws IOException {
        assertThat(recording(file).chain()).containsExactlyElementsOf(decisions);
    }

    @Test
    void mergesAReviewersAnswerWithTheEventThatTellsIt() throws IOException {
        List<Decision> reviews =
                recording("vercel-ai-sdk-v4/r8043cd5.otlp.jsonl").decisions().stream()
                        .filter(each -> each.type().equals("review"))
                        .toList();

        assertThat(reviews)
                .extracting(Decision::chosen)
                .containsExactly("revise", "revise", "approve");
        assertThat(reviews).extracting(Decision::confidence).containsExactly(0.6, 0.65, 0.94);
        assertThat(reviews)
                .allSatisfy(
                        each ->
                                assertThat(each.evidence())
                                        .extracting(Evidence::source)
                                        .contains("output", "event review: verdict"));
    }

    @Test
    void readsTheLimitThatAnErrorTells() throws IOException {
        assertThat(recording("openai-sdk-otel-genai/r8e98657.otlp.jsonl").budgets())
                .extracting(Budget::nanos, Budget::inferred)
                .containsExactly(tuple(300_000_000L, true));
    }

    @Test
    void readsTheQualityGatesScores() throws IOException {
        assertThat(recording("langgraph-openinference/r4cbe45c.otlp.jsonl").assessments())
                .filteredOn(each -> each.name().equals("quality_score"))
                .extracting(Assessment::score, Assessment::threshold, Assessment::passed)
                .containsExactly(tuple(0.52, 0.7, false), tuple(0.88, 0.7, true));
    }

    @Test
    void readsWhichVersionWasLoadedAfterWhichWasWritten() throws IOException {
        List<ContextUse> uses =
                recording("langgraph-openinference/rb7dc656.otlp.jsonl").contextUses();

        assertThat(uses)
                .filteredOn(ContextUse::written)
                .extracting(ContextUse::version)
                .contains("2", "3");
        assertThat(uses)
                .filteredOn(each -> each.key().equals("version"))
                .extracting(ContextUse::version, ContextUse::written)
                .containsOnly(tuple("1", false));
    }
}
