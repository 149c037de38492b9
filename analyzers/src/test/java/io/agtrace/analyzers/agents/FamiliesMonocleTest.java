package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.FamilyTrace.tests;
import static io.agtrace.analyzers.agents.FamilyTrace.trace;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/**
 * Traces of Monocle, which tell of several frameworks in its own words: what a person reads in
 * them.
 */
class FamiliesMonocleTest {
    private static final String APPS = "formats/monocle/apptrace/tests/integration/";
    private static final String TOOLS = "formats/monocle/test_tools/tests/";

    @TestFactory
    Stream<DynamicTest> applications() {
        return tests(
                trace(APPS + "test_adk_multi_agent.json")
                        .agents(
                                "supervisor",
                                "flight_assistant in supervisor",
                                "hotel_assistant in supervisor")
                        .messages(
                                "delegation supervisor → flight_assistant",
                                "return flight_assistant → supervisor",
                                "delegation supervisor → hotel_assistant",
                                "return hotel_assistant → supervisor")
                        .decisions(
                                "tool choice: flight_assistant -> book_flight => book_flight",
                                "tool choice: hotel_assistant -> book_hotel => book_hotel")
                        .tokens(834, 66),
                // Two turns of one session are two runs.
                trace(APPS + "test_adk_single_agent.json")
                        .run(0)
                        .agents("weather_time_agent")
                        .decisions("tool choice: weather_time_agent -> get_weather => get_weather")
                        .tokens(396, 31),
                trace(APPS + "test_adk_single_agent.json")
                        .run(1)
                        .agents("weather_time_agent")
                        .decisions("tool choice: weather_time_agent -> get_weather => get_weather")
                        .tokens(396, 31),
                trace(APPS + "test_crewai_single_agent.json")
                        .agents("Hotel Booking Agent")
                        .decisions("tool choice: Hotel Booking Agent -> book_hotel => book_hotel")
                        .tokens(705, 83),
                trace(APPS + "test_langgraph_multi_agent.json")
                        .agents(
                                "supervisor",
                                "flight_assistant",
                                "supervisor",
                                "hotel_assistant",
                                "supervisor")
                        .messages(
                                "handoff supervisor → flight_assistant",
                                "handoff flight_assistant → supervisor?",
                                "handoff supervisor → hotel_assistant",
                                "handoff hotel_assistant → supervisor?")
                        .decisions(
                                "tool choice: supervisor -> get_weather => get_weather",
                                "tool choice: supervisor -> get_weather => get_weather",
                                "handoff: supervisor -> flight_assistant => flight_assistant",
                                "tool choice: flight_assistant -> book_flight => book_flight",
                                "handoff: supervisor -> hotel_assistant => hotel_assistant",
                                "tool choice: hotel_assistant -> book_hotel => book_hotel",
                                "tool choice: supervisor -> CurrencyConversion")
                        .loops(
                                "CYCLE supervisor,flight_assistant,hotel_assistant x3",
                                "REASONING Orchestrator,get_weather x3",
                                "SELF Orchestrator x2")
                        .tokens(4233, 471),
                trace(APPS + "test_ms_framework_single_agent.json")
                        .agents("MS_Flight_Booking_Agent")
                        .decisions(
                                "tool choice: MS_Flight_Booking_Agent -> book_flight =>"
                                        + " book_flight")
                        .tokens(345, 52),
                trace(APPS + "test_ms_framework_multi_async_handoff.json")
                        .agents(
                                "MS_Travel_Supervisor",
                                "MS_Flight_Booking_Agent",
                                "MS_Travel_Supervisor",
                                "MS_Hotel_Booking_Agent",
                                "MS_Travel_Supervisor")
                        .messages(
                                "handoff MS_Travel_Supervisor → MS_Flight_Booking_Agent",
                                "handoff MS_Flight_Booking_Agent → MS_Travel_Supervisor",
                                "handoff MS_Travel_Supervisor → MS_Hotel_Booking_Agent",
                                "handoff MS_Hotel_Booking_Agent → MS_Travel_Supervisor")
                        .decisions(
                                "handoff: MS_Travel_Supervisor -> ms_flight_booking_agent =>"
                                        + " MS_Flight_Booking_Agent",
                                "tool choice: MS_Flight_Booking_Agent -> book_flight =>"
                                        + " book_flight",
                                "handoff: MS_Flight_Booking_Agent -> ms_travel_supervisor =>"
                                        + " MS_Travel_Supervisor",
                                "handoff: MS_Travel_Supervisor -> ms_hotel_booking_agent =>"
                                        + " MS_Hotel_Booking_Agent",
                                "tool choice: MS_Hotel_Booking_Agent -> book_hotel => book_hotel",
                                "handoff: MS_Hotel_Booking_Agent -> ms_travel_supervisor =>"
                                        + " MS_Travel_Supervisor")
                        .loops(
                                "CYCLE"
                                    + " MS_Travel_Supervisor,MS_Flight_Booking_Agent,MS_Hotel_Booking_Agent"
                                    + " x3")
                        .tokens(2038, 295),
                // The agents behind the tools left no span.
                trace(APPS + "test_ms_framework_multi_stream_agents_as_tools.json")
                        .agents("MS_Delegating_Supervisor")
                        .decisions(
                                "tool choice: MS_Delegating_Supervisor -> book_flight =>"
                                        + " book_flight",
                                "tool choice: MS_Delegating_Supervisor -> book_hotel => book_hotel")
                        .loops("REASONING model call,book_flight,book_hotel x3")
                        .tokens(985, 101),
                // Plain model calls, no agents.
                trace(APPS + "test_anthropic_finish_reason_integration.json")
                        .loops("SELF workflow x5")
                        .tokens(422, 397),
                trace(APPS + "test_boto_coverage_api.json").tokens(11, 64).withoutTimes());
    }

    @TestFactory
    Stream<DynamicTest> recordedRuns() {
        return tests(
                trace(
                                TOOLS
                                        + "integration/json_loader_traces/be1db02405333e449c16248d4b7a5057.json")
                        .agents(
                                "okahu_demo_fs_agent_supervisor",
                                "okahu_demo_fs_agent_account_inquiry",
                                "okahu_demo_fs_agent_supervisor")
                        .messages(
                                "handoff okahu_demo_fs_agent_supervisor →"
                                        + " okahu_demo_fs_agent_account_inquiry",
                                "handoff okahu_demo_fs_agent_account_inquiry →"
                                        + " okahu_demo_fs_agent_supervisor")
                        .decisions(
                                "handoff: okahu_demo_fs_agent_supervisor ->"
                                        + " okahu_demo_fs_agent_account_inquiry =>"
                                        + " okahu_demo_fs_agent_account_inquiry",
                                "tool choice: okahu_demo_fs_agent_account_inquiry ->"
                                        + " okahu_demo_fs_tool_check_balance =>"
                                        + " okahu_demo_fs_tool_check_balance")
                        .loops(
                                "CYCLE"
                                    + " okahu_demo_fs_agent_supervisor,okahu_demo_fs_agent_account_inquiry"
                                    + " x2")
                        .tokens(1687, 84),
                // A sequential agent of the ADK with the older delegation spans.
                trace(TOOLS + "unit/traces/trace1.json")
                        .agents(
                                "adk_supervisor_agent_5",
                                "adk_flight_booking_agent_5 in adk_supervisor_agent_5",
                                "adk_hotel_booking_agent_5 in adk_supervisor_agent_5",
                                "adk_trip_summary_agent_5 in adk_supervisor_agent_5")
                        .messages(
                                "handoff adk_supervisor_agent_5 → adk_flight_booking_agent_5",
                                "handoff adk_supervisor_agent_5 → adk_hotel_booking_agent_5",
                                "handoff adk_supervisor_agent_5 → adk_trip_summary_agent_5")
                        .decisions(
                                "tool choice: adk_hotel_booking_agent_5 -> adk_book_hotel_5 =>"
                                        + " adk_book_hotel_5")
                        .tokens(1088, 116),
                trace(TOOLS + "unit/traces/trace3.json")
                        .agents("Nba Score Agent")
                        .decisions(
                                "tool choice: Nba Score Agent -> get_nba_past_scores =>"
                                        + " get_nba_past_scores")
                        .tokens(1799, 104));
    }
}
