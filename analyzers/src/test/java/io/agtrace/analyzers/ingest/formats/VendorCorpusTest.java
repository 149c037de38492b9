package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Real exports: what each is read as, and how many spans it has. */
class VendorCorpusTest {
    private static final String TABLE =
            """
            AGENTOPS 7 formats/ibm_agentops_export/tutorials/03-multi-agent-systems/acp_tutorial/agent_ops_traces.md
            LANGFUSE 6 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/agno-2025-06-11.json
            LANGFUSE 2 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/autogen-2025-06-06.json
            LANGFUSE 29 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/beeai-2025-08-01.json
            LANGFUSE 5 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/google-adk-2025-08-28.json
            LANGFUSE 1 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/google-gemini-2025-08-01.json
            LANGFUSE 1 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/google-vertex-tools-langchain-2025-09-19.json
            LANGFUSE 11 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/koog-2025-08-26.json
            LANGFUSE 2 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/llamaindex-2025-06-05.json
            LANGFUSE 4 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/microsoft-agent-2025-10-14.json
            LANGFUSE 5 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/openai-assistants-2024-05-29.json
            LANGFUSE 12 formats/langfuse_framework_traces/packages/shared/scripts/seeder/utils/framework-traces/pydantic-ai-tools-2025-12-04.json
            LANGFUSE 6 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/agno-2025-06-11.trace.json
            LANGFUSE 2 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/autogen-2025-06-06.trace.json
            LANGFUSE 5 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/google-adk-2025-08-28.trace.json
            LANGFUSE 1 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/google-gemini-2025-08-01.trace.json
            LANGFUSE 2 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/llamaindex-2025-06-05.trace.json
            LANGFUSE 4 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/microsoft-agent-2025-12-17.trace.json
            LANGFUSE 5 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/openai-agents-2025-09-30.trace.json
            LANGFUSE 3 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/pydantic-ai-2025-06-06.trace.json
            LANGFUSE 12 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/pydantic-ai-tools-2025-12-04.trace.json
            LANGFUSE 1 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/pydantic-ai-with-gemini-2025-12-24.trace.json
            LANGFUSE 3 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/vercel-aisdk-2025-11-17.trace.json
            LANGFUSE 1 formats/langfuse_framework_traces/worker/src/__tests__/chatml/framework-traces/vertex-ai-2025-08-01.trace.json
            SDK_SPANS 1 formats/monocle/apptrace/tests/data/trace_test.json
            SDK_SPANS 1 formats/monocle/apptrace/tests/data/trace_test_invalid.json
            SDK_SPANS 11 formats/monocle/apptrace/tests/integration/test_adk_multi_agent.json
            SDK_SPANS 11 formats/monocle/apptrace/tests/integration/test_adk_single_agent.json
            SDK_SPANS 20 formats/monocle/apptrace/tests/integration/test_anthropic_finish_reason_integration.json
            SDK_SPANS 3 formats/monocle/apptrace/tests/integration/test_aws_genai_idp_retrieve_and_generate.json
            SDK_SPANS 12 formats/monocle/apptrace/tests/integration/test_azure_ai_inference_finish_reason_integration.json
            SDK_SPANS 8 formats/monocle/apptrace/tests/integration/test_azure_openai_finish_reason_integratio.json
            SDK_SPANS 12 formats/monocle/apptrace/tests/integration/test_bedrock_finish_reason_integratio.json
            SDK_SPANS 6 formats/monocle/apptrace/tests/integration/test_boto_coverage_api.json
            SDK_SPANS 8 formats/monocle/apptrace/tests/integration/test_crewai_single_agent.json
            SDK_SPANS 43 formats/monocle/apptrace/tests/integration/test_langgraph_multi_agent.json
            SDK_SPANS 6 formats/monocle/apptrace/tests/integration/test_litellm_openai_sample.json
            SDK_SPANS 16 formats/monocle/apptrace/tests/integration/test_ms_framework_multi_async_handoff.json
            SDK_SPANS 8 formats/monocle/apptrace/tests/integration/test_ms_framework_multi_stream_agents_as_tools.json
            SDK_SPANS 6 formats/monocle/apptrace/tests/integration/test_ms_framework_single_agent.json
            SDK_SPANS 5 formats/monocle/examples/sample_custom_span_output.json
            SDK_SPANS 32 formats/monocle/test_tools/tests/integration/json_loader_traces/642dbd9d0dfcfdbdc8849f67f34c8a19.json
            SDK_SPANS 14 formats/monocle/test_tools/tests/integration/json_loader_traces/be1db02405333e449c16248d4b7a5057.json
            SDK_SPANS 14 formats/monocle/test_tools/tests/unit/traces/trace1.json
            SDK_SPANS 51 formats/monocle/test_tools/tests/unit/traces/trace2.json
            SDK_SPANS 6 formats/monocle/test_tools/tests/unit/traces/trace3.json
            SDK_SPANS 1 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/ai-embed-doEmbed.json
            SDK_SPANS 1 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/ai-embed.json
            SDK_SPANS 1 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/ai-generateObject-doGenerate.json
            SDK_SPANS 1 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/ai-generateObject.json
            SDK_SPANS 2 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/ai-generateText-doGenerate.json
            SDK_SPANS 1 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/ai-streamText.json
            SDK_SPANS 10 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/all-spans.json
            SDK_SPANS 10 formats/openinference_vercel/js/packages/openinference-vercel/test/__fixtures__/v6-spans/spans-by-operation.json
            SDK_SPANS 7 formats/strands_evals/tests/strands_evals/mappers/fixtures/adk_live_spans.json
            SDK_SPANS 8 formats/strands_evals/tests/strands_evals/mappers/fixtures/claude_adot_spans.json
            SDK_SPANS 10 formats/strands_evals/tests/strands_evals/mappers/fixtures/claude_live_spans.json
            SDK_SPANS 16 formats/strands_evals/tests/strands_evals/mappers/fixtures/openai_agents_openinference_adot_spans.json
            SDK_SPANS 19 formats/strands_evals/tests/strands_evals/mappers/fixtures/openai_agents_openinference_live_spans.json
            SDK_SPANS 8 formats/strands_evals/tests/strands_evals/mappers/fixtures/openinference_adot_spans.json
            SDK_SPANS 6 formats/strands_evals/tests/strands_evals/mappers/fixtures/openinference_live_spans.json
            SDK_SPANS 4 formats/strands_evals/tests/strands_evals/mappers/fixtures/pydantic_ai_live_spans.json
            SDK_SPANS 7 formats/strands_evals/tests/strands_evals/mappers/fixtures/smolagents_live_spans.json
            JS_CONSOLE 25 recordings/langgraph-openinference/rf816cbf.console.txt
            """;

    static final List<String> READ = TABLE.lines().toList();

    private static byte[] bytes(String path) throws IOException {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("shared/corpus/formats"))) {
            at = at.getParent();
        }
        assumeTrue(at != null, "the corpus is not here");
        return at == null
                ? new byte[0]
                : Files.readAllBytes(at.resolve("shared/corpus").resolve(path));
    }

    @ParameterizedTest
    @FieldSource("READ")
    void readsEverySpan(String row) throws IOException {
        String[] cells = row.split(" ", 3);
        byte[] bytes = bytes(cells[2]);
        Reading reading = Reading.of(bytes);

        assertThat(reading.reader().format()).isEqualTo(Format.valueOf(cells[0]));
        assertThat(reading.spans()).hasSize(Integer.parseInt(cells[1]));
        assertThat(reading.lost()).isEmpty();
        if (cells[0].equals("JS_CONSOLE")) {
            return; // not JSON: the count is that of the lines that begin with two blanks and "id:"
        }
        Set<String> expected = new TreeSet<>();
        collect(new ObjectMapper().readTree(bytes), expected);
        Set<String> read = new TreeSet<>();
        for (Span span : reading.spans()) {
            boolean made = span.spanId().equals(span.traceId());
            if (!made && !span.spanId().toString().startsWith("no-span-id:")) {
                Id parent = span.parentId();
                boolean top = parent == null || parent.equals(span.traceId());
                read.add(span.spanId() + " " + (top ? "" : parent) + " " + span.name());
            }
        }
        assertThat(read).isEqualTo(expected);
    }

    /** Ids, parents and names of all spans of a document, each in its exporter's spelling. */
    private static void collect(JsonNode node, Set<String> into) {
        JsonNode context =
                node.has("spanContext") ? node.path("spanContext") : node.path("context");
        String id =
                first(context, "span_id", "spanId")
                        + first(node, "span_id")
                        + (node.has("traceId") && node.has("startTime") ? first(node, "id") : "");
        String name = first(node, "name", "span_name");
        if (!id.isEmpty() && (node.has("name") || node.has("span_name"))) {
            String parent = first(node, "parent_id", "parent_span_id", "parentObservationId");
            into.add(plain(id) + " " + plain(parent) + " " + name);
        }
        for (JsonNode child : node) {
            collect(child, into);
        }
    }

    private static String plain(String id) {
        String digits = id.startsWith("0x") ? id.substring(2) : id;
        return digits.length() == 36 ? digits.replace("-", "") : digits;
    }

    private static String first(JsonNode node, String... names) {
        for (String name : names) {
            if (node.path(name).isValueNode() && !node.path(name).isNull()) {
                return node.path(name).asText();
            }
        }
        return "";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "formats/agentops/app/api/tests/fixtures/log_spans.json | log records",
                "formats/agentops/app/dashboard/cypress/fixtures/traces.json | list of traces",
                "formats/jaeger/cmd/jaeger/internal/extension/jaegerquery/internal/apiv3/snapshots/FindTraceSummaries.json"
                    + " | Jaeger trace summaries",
                "formats/kiali/tracing/tracingtest/response.json | Tempo search result",
                "formats/kiali/tracing/tracingtest/responseAmbient.json | Tempo search result",
                "formats/monocle/apptrace/tests/integration/finish_types.json | span events without"
                        + " their spans; export the spans",
                "formats/openlit/src/client/src/__tests__/fixtures/trace-analysis.example.json |"
                        + " analysis of a trace",
                "formats/strands_evals/tests/strands_evals/extractors/fixtures/codex_session_rollout.json"
                    + " | Codex session log",
                "formats/strands_evals/tests/strands_evals/extractors/fixtures/google_adk_load_skill.json"
                    + " | conversation",
                "formats/strands_evals/tests/strands_evals/extractors/fixtures/strands_agent_skills.json"
                    + " | conversation"
            })
    void refusesWhatIsNoTrace(String path, String reason) throws IOException {
        byte[] bytes = bytes(path);

        assertThat(Reading.recognised(Reading.head(bytes))).isFalse();
        assertThat(NotATrace.reason(Reading.head(bytes))).startsWith(reason);
    }
}
