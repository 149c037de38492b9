package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.FamilyTrace.tests;
import static io.agtrace.analyzers.agents.FamilyTrace.trace;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/**
 * One recorded run of each framework and instrumentation: what a person reads in it, all in one
 * view.
 */
class FamiliesRecordingsTest {
    private static final String RECORDINGS = "recordings/";

    @TestFactory
    Stream<DynamicTest> frameworks() {
        return tests(
                // LangGraph: a query that was repeated silently, and a draft that went back once.
                trace(RECORDINGS + "langgraph-openinference/re3e0c42.otlp.jsonl")
                        .agents(
                                "coordinator",
                                "analyst",
                                "scout",
                                "join_findings",
                                "composer",
                                "qa_lead",
                                "composer",
                                "qa_lead")
                        .messages(
                                "handoff coordinator → analyst",
                                "handoff coordinator → scout",
                                "handoff scout → join_findings",
                                "handoff analyst → join_findings",
                                "handoff join_findings → composer",
                                "handoff composer → qa_lead",
                                "handoff qa_lead → composer",
                                "handoff composer → qa_lead")
                        .decisions(
                                "delegation: coordinator -> scout, analyst => scout, analyst",
                                "tool choice: analyst -> query_database => query_database",
                                "tool choice: scout -> web_search => web_search",
                                "review: qa_lead -> revise => composer",
                                "routing: qa_lead -> composer => composer",
                                "review: qa_lead -> approve => publish",
                                "routing: qa_lead -> publish => publish")
                        .loops("CYCLE composer,qa_lead x2")
                        .fanOuts("analyst,scout* -> join_findings")
                        .retries("query_database x2")
                        .tokens(1752, 563),
                // LangGraph under OpenLLMetry: two model calls hang beside the agents that made
                // them.
                trace(RECORDINGS + "langgraph-openllmetry/reffc985.otlp.jsonl")
                        .agents(
                                "planner",
                                "db_researcher",
                                "web_researcher",
                                "join_findings",
                                "writer",
                                "reviewer")
                        .messages(
                                "handoff planner → db_researcher",
                                "handoff planner → web_researcher",
                                "handoff db_researcher → join_findings",
                                "handoff web_researcher → join_findings",
                                "handoff join_findings → writer",
                                "handoff writer → reviewer")
                        .decisions(
                                "delegation: planner -> web_researcher, db_researcher =>"
                                        + " web_researcher, db_researcher",
                                "tool choice: db_researcher -> DynamicStructuredTool =>"
                                        + " DynamicStructuredTool",
                                "tool choice: web_researcher -> DynamicStructuredTool =>"
                                        + " DynamicStructuredTool",
                                "review: reviewer -> approve => publish",
                                "routing: workflow RunnableLambda -> publish => publish")
                        .fanOuts("db_researcher*,web_researcher -> join_findings.agent")
                        .tokens(1133, 414),
                trace(RECORDINGS + "mastra/rd7d0fe4.otlp.jsonl")
                        .agents("planner", "db_researcher", "web_researcher", "writer", "reviewer")
                        .messages(
                                "handoff planner → db_researcher",
                                "handoff planner → web_researcher",
                                "handoff web_researcher → writer",
                                "handoff db_researcher → writer",
                                "handoff writer → reviewer")
                        .decisions(
                                "delegation: planner -> web_researcher, db_researcher =>"
                                        + " web_researcher, db_researcher",
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase",
                                "review: reviewer -> approve => workflow_step publish",
                                "termination: condition dountil -> end => workflow_step publish")
                        .fanOuts(
                                "workflow_step research-db,workflow_step research-web* ->"
                                        + " workflow_step join")
                        .tokens(1079, 414),
                trace(RECORDINGS + "openai-agents-openinference/r9bf1723.otlp.jsonl")
                        .agents(
                                "PlannerAgent",
                                "SearchAgent",
                                "DataAgent",
                                "WriterAgent",
                                "CriticAgent",
                                "WriterAgent",
                                "CriticAgent")
                        .messages(
                                "handoff PlannerAgent → SearchAgent",
                                "handoff SearchAgent → DataAgent",
                                "handoff DataAgent → WriterAgent",
                                "handoff WriterAgent → CriticAgent",
                                "handoff CriticAgent → WriterAgent",
                                "handoff WriterAgent → CriticAgent")
                        .decisions(
                                "handoff: PlannerAgent -> SearchAgent => SearchAgent",
                                "tool choice: SearchAgent -> web_search => web_search",
                                "handoff: SearchAgent -> DataAgent => DataAgent",
                                "tool choice: DataAgent -> query_database => query_database",
                                "handoff: DataAgent -> WriterAgent => WriterAgent",
                                "handoff: WriterAgent -> CriticAgent => CriticAgent",
                                "handoff: CriticAgent -> WriterAgent => WriterAgent",
                                "handoff: WriterAgent -> CriticAgent => CriticAgent",
                                "review: CriticAgent -> approve")
                        .loops("MUTUAL_HANDOFF WriterAgent,CriticAgent x2")
                        .tokens(5892, 553),
                // No content is recorded: only the order of events speaks for the messages.
                trace(RECORDINGS + "openai-sdk-otel-genai/r38cb4fd.otlp.jsonl")
                        .agents(
                                "PlannerAgent",
                                "SearchAgent",
                                "DataAgent",
                                "WriterAgent",
                                "CriticAgent",
                                "WriterAgent",
                                "CriticAgent")
                        .messages(
                                "handoff PlannerAgent → SearchAgent?",
                                "handoff PlannerAgent → DataAgent?",
                                "handoff DataAgent → WriterAgent?",
                                "handoff SearchAgent → WriterAgent?",
                                "handoff WriterAgent → CriticAgent?",
                                "handoff CriticAgent → WriterAgent?",
                                "handoff WriterAgent → CriticAgent?")
                        .decisions(
                                "tool choice: DataAgent -> queryDatabase => queryDatabase",
                                "tool choice: SearchAgent -> webSearch => webSearch")
                        .loops("CYCLE WriterAgent,CriticAgent x2")
                        .fanOuts("SearchAgent,DataAgent* -> invoke_agent WriterAgent")
                        .tokens(1779, 567),
                trace(RECORDINGS + "openai-sdk-openinference/ra595dbe.otlp.binpb")
                        .agents("planner", "web_researcher", "db_researcher", "writer", "reviewer")
                        .messages(
                                "handoff planner → web_researcher",
                                "handoff planner → db_researcher",
                                "handoff web_researcher → writer",
                                "handoff db_researcher → writer",
                                "handoff writer → reviewer")
                        .decisions(
                                "delegation: planner -> web_researcher, db_researcher =>"
                                        + " web_researcher, db_researcher",
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase",
                                "review: reviewer -> approve")
                        .fanOuts("web_researcher*,db_researcher -> writer")
                        .tokens(1138, 414),
                trace(RECORDINGS + "spring-ai/rcec6fa7.otlp.binpb")
                        .agents("planner", "db_researcher", "web_researcher", "writer", "reviewer")
                        .messages(
                                "handoff planner → db_researcher?",
                                "handoff planner → web_researcher?",
                                "handoff web_researcher → writer?",
                                "handoff db_researcher → writer?",
                                "handoff writer → reviewer?")
                        .decisions(
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase")
                        .fanOuts("db_researcher,web_researcher* -> agent writer")
                        .tokens(986, 498),
                trace(RECORDINGS + "vercel-ai-sdk-v4/r31a1271.otlp.jsonl")
                        .agents(
                                "PlannerAgent",
                                "SearchAgent",
                                "DataAgent",
                                "WriterAgent",
                                "CriticAgent",
                                "WriterAgent",
                                "CriticAgent")
                        .messages(
                                "handoff PlannerAgent → SearchAgent",
                                "handoff PlannerAgent → DataAgent",
                                "handoff DataAgent → WriterAgent",
                                "handoff SearchAgent → WriterAgent",
                                "handoff WriterAgent → CriticAgent",
                                "handoff CriticAgent → WriterAgent",
                                "handoff WriterAgent → CriticAgent")
                        .decisions(
                                "delegation: PlannerAgent -> SearchAgent, DataAgent => SearchAgent,"
                                        + " DataAgent",
                                "tool choice: DataAgent -> queryDatabase => queryDatabase",
                                "tool choice: SearchAgent -> webSearch => webSearch",
                                "review: CriticAgent -> revise => WriterAgent",
                                "review: CriticAgent -> approve")
                        .loops("CYCLE WriterAgent,CriticAgent x2")
                        .fanOuts("SearchAgent,DataAgent* -> ai.generateText")
                        .tokens(1738, 565),
                trace(RECORDINGS + "vercel-ai-sdk-v5/r74f1aad.otlp.jsonl")
                        .agents(
                                "project-manager",
                                "warehouse-reader",
                                "internet-researcher",
                                "editor",
                                "fact-checker",
                                "editor",
                                "fact-checker")
                        .messages(
                                "handoff project-manager → warehouse-reader",
                                "handoff project-manager → internet-researcher",
                                "handoff internet-researcher → editor",
                                "handoff warehouse-reader → editor",
                                "handoff editor → fact-checker",
                                "handoff fact-checker → editor",
                                "handoff editor → fact-checker")
                        .decisions(
                                "delegation: project-manager -> internet-researcher,"
                                    + " warehouse-reader => internet-researcher, warehouse-reader",
                                "tool choice: internet-researcher -> webSearch => webSearch",
                                "tool choice: warehouse-reader -> queryDatabase => queryDatabase",
                                "review: fact-checker -> revise => editor",
                                "review: fact-checker -> approve")
                        .loops("CYCLE editor,fact-checker x2")
                        .fanOuts("warehouse-reader,internet-researcher* -> agent:editor")
                        .tokens(1780, 570),
                trace(RECORDINGS + "vercel-ai-sdk-v7/rd3d2fc4.otlp.jsonl")
                        .agents("planner", "db_researcher", "web_researcher", "writer", "reviewer")
                        .messages(
                                "handoff planner → db_researcher",
                                "handoff planner → web_researcher",
                                "handoff web_researcher → writer",
                                "handoff db_researcher → writer",
                                "handoff writer → reviewer")
                        .decisions(
                                "delegation: planner -> web_researcher, db_researcher =>"
                                        + " web_researcher, db_researcher",
                                "tool choice: web_researcher -> webSearch => webSearch",
                                "tool choice: db_researcher -> queryDatabase => queryDatabase",
                                "review: reviewer -> approve")
                        .fanOuts("db_researcher,web_researcher* -> agent:writer")
                        .tokens(1122, 414));
    }
}
