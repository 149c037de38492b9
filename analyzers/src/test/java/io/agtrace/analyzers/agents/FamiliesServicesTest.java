package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.FamilyTrace.tests;
import static io.agtrace.analyzers.agents.FamilyTrace.trace;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/**
 * Agents behind services, seen by tracing back ends, and services without agents: no HTTP, database
 * or queue span is an agent.
 */
class FamiliesServicesTest {
    private static final String SAMPLES = "formats/agentevals/samples/";
    private static final String JAEGER_UI = "formats/jaeger_ui/packages/jaeger-ui/src/";
    private static final String ZIPKIN = "formats/zipkin/zipkin-lens/testdata/";
    private static final String FORMATS = "formats/";

    @TestFactory
    Stream<DynamicTest> agentsBehindServices() {
        return tests(
                // kagent: one agent behind A2A, ASGI and HTTP.
                trace(SAMPLES + "helm.json")
                        .agents("helm_agent")
                        .decisions(
                                "tool choice: helm_agent -> helm_list_releases =>"
                                        + " helm_list_releases")
                        .tokens(3776, 130),
                trace(SAMPLES + "helm_2.json").agents("helm_agent").tokens(1822, 43),
                trace(SAMPLES + "helm_3.json")
                        .agents("helm_agent")
                        .decisions(
                                "tool choice: helm_agent -> helm_list_releases =>"
                                        + " helm_list_releases")
                        .tokens(4047, 803),
                trace(SAMPLES + "k8s.json").agents("k8s_agent").tokens(2203, 139),
                // The caller's span and the agent's own spell its name in two ways.
                trace(SAMPLES + "tempo_export_with_batches.json")
                        .agents("helm-agent")
                        .decisions(
                                "tool choice: helm-agent -> helm_list_releases =>"
                                        + " helm_list_releases")
                        .tokens(4648, 129),
                // CrewAI: two tasks in turn.
                trace(
                                FORMATS
                                        + "ibm_agentops_export/tutorials/03-multi-agent-systems/acp_tutorial/agent_ops_traces.md")
                        .agents("Website Researcher", "Songwriter")
                        .messages("handoff Website Researcher → Songwriter?")
                        .tokens(481, 496),
                // A summarizer called as a tool through MCP. All spans begin at once.
                trace(JAEGER_UI + "components/TracePage/TraceTimelineViewer/genaiTestTrace.json")
                        .agents("triage-agent", "summarizer in triage-agent")
                        .messages(
                                "delegation triage-agent → summarizer",
                                "return summarizer → triage-agent")
                        .decisions(
                                "tool choice: triage-agent -> list_dashboards, search_traces =>"
                                        + " list_dashboards, search_traces",
                                "tool choice: triage-agent -> list_dashboards, search_traces =>"
                                        + " list_dashboards, search_traces",
                                "delegation: triage-agent -> list_dashboards, search_traces,"
                                        + " summarize_findings => list_dashboards, search_traces,"
                                        + " summarize_findings")
                        .tokens(8280, 1180)
                        .withoutTimes());
    }

    @TestFactory
    Stream<DynamicTest> callsWithoutAgents() {
        return tests(
                trace(
                                FORMATS
                                        + "langwatch_payloads/platform/app/scripts/dogfood/governance/payloads/claude_code.json")
                        .tokens(187, 53),
                trace(
                                FORMATS
                                        + "langwatch_payloads/platform/app/scripts/dogfood/governance/payloads/cursor.json")
                        .tokens(412, 118));
    }

    @TestFactory
    Stream<DynamicTest> servicesWithoutAgents() {
        return tests(
                trace(ZIPKIN + "messaging.json"),
                trace(ZIPKIN + "yelp.json").withoutTimes(),
                trace(ZIPKIN + "skew.json"),
                trace(ZIPKIN + "smartthings-mobile-web-install.json").withoutTimes(),
                trace(ZIPKIN + "smartthings-oauth-authorization.json").withoutTimes(),
                trace(FORMATS + "kiali/tracing/tracingtest/responseTrace.json").withoutTimes(),
                trace(FORMATS + "crisp/test_cases/24.json").withoutTimes(),
                trace(FORMATS + "crisp/test_cases/12.json").withoutTimes(),
                trace(
                                FORMATS
                                        + "jaeger/internal/storage/integration/fixtures/traces/example_trace.json")
                        .withoutTimes(),
                trace(FORMATS + "jaeger/internal/uimodel/converter/v1/json/fixtures/ui_01.json")
                        .withoutTimes(),
                trace(JAEGER_UI + "components/TracePage/TraceFlamegraph/testTrace.json")
                        .withoutTimes(),
                trace(
                                JAEGER_UI
                                        + "components/TracePage/TraceStatistics/tableValuesTestTrace/spanAmongEachOtherGroupedAndSpans.json")
                        .withoutTimes(),
                trace(FORMATS + "opentelemetry_proto/examples/trace.json"),
                trace(FORMATS + "otlp2records/testdata/traces_large.pb").withoutTimes(),
                trace(FORMATS + "duckdb_otlp/test/data/traces_deep_nesting.jsonl").withoutTimes(),
                trace(FORMATS + "monocle/examples/sample_custom_span_output.json").withoutTimes());
    }
}
