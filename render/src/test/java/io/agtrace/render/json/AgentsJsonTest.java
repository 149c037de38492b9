package io.agtrace.render.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import io.agtrace.analyzers.agents.AgentsView;
import io.agtrace.analyzers.agents.Owners;
import io.agtrace.analyzers.agents.Turns;
import io.agtrace.analyzers.conventions.Conventions;
import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.formats.Formats;
import io.agtrace.analyzers.ingest.source.Ingest;
import io.agtrace.analyzers.ingest.source.Progress;
import io.agtrace.analyzers.ingest.source.TraceInputs;
import io.agtrace.analyzers.ingest.source.TraceInputs.StandardInput;
import io.agtrace.analyzers.workflow.RunLoader;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.AgentRuns;
import io.agtrace.render.Runs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

class AgentsJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SOURCE = List.of("a.json");

    private static Schema schema(String name) throws IOException {
        String path = "/io/agtrace/render/schemas/" + name;
        try (InputStream in =
                Objects.requireNonNull(AgentsJsonTest.class.getResourceAsStream(path))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void requireValid(String schema, String document) throws IOException {
        assertThat(schema(schema).validate(document, InputFormat.JSON)).isEmpty();
    }

    private static String inspect(AgentsView view) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InspectJson.write(view, SOURCE, new IngestReport(), out, false);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String decisions(boolean lines, AgentsView... views) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DecisionsJson json = new DecisionsJson(SOURCE, out, lines)) {
            for (AgentsView view : views) {
                json.add(view);
            }
            json.finish(new IngestReport());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String messages(boolean lines, AgentsView... views) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MessagesJson json = new MessagesJson(SOURCE, out, lines)) {
            for (AgentsView view : views) {
                json.add(view);
            }
            json.finish(new IngestReport());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String audit(AgentsView view) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuditJson.write(view, SOURCE, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Everything that is written of some views follows its schema. */
    private static void requireAllValid(AgentsView... views) throws IOException {
        requireValid("decisions-v1.json", decisions(false, views));
        requireValid("messages-v1.json", messages(false, views));
        for (String line : decisions(true, views).lines().toList()) {
            requireValid("decisions-v1.json", line);
        }
        for (String line : messages(true, views).lines().toList()) {
            requireValid("messages-v1.json", line);
        }
        for (AgentsView view : views) {
            requireValid("inspect-v1.json", inspect(view));
            for (String line : audit(view).lines().toList()) {
                requireValid("decision-audit-v1.json", line);
            }
        }
    }

    @Test
    void followsItsSchemasWithAllAndWithNothingKnown() throws IOException {
        requireAllValid(
                AgentRuns.full(), AgentsView.of(Runs.report()), AgentsView.of(new Runs().build()));
        requireAllValid();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "market-report.otlp.jsonl",
                "langsmith.jsonl",
                "openai-agents.jsonl",
                "langfuse.json",
                "python-console.txt"
            })
    void followsItsSchemasForTracesThatWereRead(String sample) throws IOException {
        String path = Path.of("..", "fixtures", "samples", sample).toString();
        List<AgentsView> views = new ArrayList<>();
        try (TraceInputs inputs =
                TraceInputs.of(
                        List.of(path), new StandardInput(InputStream.nullInputStream(), "in"))) {
            Ingest ingest = new Ingest(Formats.standard());
            RunLoader loader =
                    new RunLoader(
                            Conventions.standard(),
                            (sink, report) ->
                                    ingest.read(inputs.entries(), sink, report, Progress.NONE));
            for (WorkflowSummary summary : loader.workflows(new IngestReport())) {
                views.add(AgentsView.of(loader.load(summary)));
            }
        }
        assertThat(views).isNotEmpty();
        requireAllValid(views.toArray(AgentsView[]::new));
    }

    @Test
    void itsSchemasRefuseWhatIsNotDescribed() throws IOException {
        AgentsView view = AgentRuns.full();
        String inspected = inspect(view).replace("\"waited_for\":0", "\"waited\":0");
        String half = inspect(view).replace("\"messages\":[", "\"letters\":[");
        String decided = decisions(false, view).replaceFirst("\"chosen\"", "\"chose\"");
        String audited =
                audit(view).lines().toList().getFirst().replace("\"decided_by\"", "\"by\"");

        assertThat(schema("inspect-v1.json").validate(inspected, InputFormat.JSON)).isNotEmpty();
        assertThat(schema("inspect-v1.json").validate(half, InputFormat.JSON)).isNotEmpty();
        assertThat(schema("decisions-v1.json").validate(decided, InputFormat.JSON)).isNotEmpty();
        assertThat(schema("decision-audit-v1.json").validate(audited, InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void namesSpansByTheirIdsAndTimesTwice() throws IOException {
        JsonNode document = JSON.readTree(inspect(AgentRuns.full()));
        JsonNode message = document.path("messages").path(1);
        JsonNode call = document.path("spans").path(2);

        assertThat(document.path("invocations").path(0).path("model_calls").path(0).path("span_id"))
                .isEqualTo(call.path("span_id"));
        assertThat(message.path("sent_span").path("trace_id").asText())
                .isEqualTo(Runs.TRACE.toString());
        assertThat(message.path("sent_at").asText()).isEqualTo("2026-01-02T03:04:06.678Z");
        assertThat(message.path("sent_at_unix_nano").asText()).isEqualTo("1767323046678000000");
        assertThat(message.path("sent_at_offset_ms").asLong()).isEqualTo(1000);
        assertThat(message.path("sent_payload").asText()).isEqualTo(AgentRuns.HOSTILE);
        assertThat(message.path("verdicts").path("received").path("answer").asText())
                .isEqualTo("no");
        assertThat(message.path("verdicts").path("sent").path("evidence").path(0).path("span"))
                .isEqualTo(message.path("sent_span"));
        assertThat(document.path("invocations").path(0).path("output").asText())
                .isEqualTo("{\"steps\":2}");
        assertThat(document.path("outcome_stated").asText()).isEqualTo("approved");
    }

    @Test
    void holdsEveryPartOfTheView() throws Exception {
        AgentsView view = AgentRuns.full();
        JsonNode document = JSON.readTree(inspect(view));
        for (RecordComponent part : AgentsView.class.getRecordComponents()) {
            String name = part.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (part.getAccessor().invoke(view) instanceof List<?> items) {
                assertThat(items).as(name).isNotEmpty();
                assertThat(document.path(name).size()).as(name).isEqualTo(items.size());
            } else {
                // Who owns which span stands with the invocations and at the spans; what models
                // answered, with their calls.
                boolean written =
                        document.has(name)
                                || document.has(name + "_stated")
                                || part.getType() == Owners.class
                                || part.getType() == Turns.class;
                assertThat(written).as(name).isTrue();
            }
        }
    }

    @Test
    void sumsUpTheStaysOfAnAgent() throws IOException {
        JsonNode agents = JSON.readTree(inspect(AgentRuns.full())).path("agents");

        assertThat(agents.size()).isEqualTo(2);
        assertThat(agents.path(0).path("cost_usd").asDouble()).isEqualTo(0.25);
        assertThat(agents.path(1).path("name").asText()).isEqualTo("researcher-1");
        assertThat(agents.path(1).path("invocations").asInt()).isEqualTo(2);
        assertThat(agents.path(1).path("failed").asInt()).isEqualTo(2);
        assertThat(agents.path(1).path("tool_calls").asInt()).isEqualTo(4);
        assertThat(agents.path(1).path("tokens").path("input").asInt()).isEqualTo(2500);
        assertThat(agents.path(1).path("self_ms").asInt()).isEqualTo(2000);
        assertThat(agents.path(1).has("cost_usd")).isFalse();
    }

    @Test
    void leavesOutWhatIsUnknown() throws IOException {
        JsonNode document = JSON.readTree(inspect(AgentRuns.full()));
        JsonNode lost = document.path("messages").path(4);
        JsonNode decision = document.path("decisions").path(1);

        assertThat(lost.has("receiver_invocation")).isFalse();
        assertThat(lost.has("sent_at")).isFalse();
        assertThat(lost.has("sent_payload")).isFalse();
        assertThat(decision.has("confidence")).isFalse();
        assertThat(decision.has("as_decided")).isFalse();
        assertThat(document.path("assessments").path(1).has("score")).isFalse();
        assertThat(document.path("gaps").path(0).has("span")).isFalse();
    }

    @Test
    void writesOneLineForEachDecisionAndMessageOfAllWorkflows() throws IOException {
        AgentsView view = AgentRuns.full();
        List<String> lines = decisions(true, view, view).lines().toList();
        JsonNode whole = JSON.readTree(decisions(false, view, view)).path("workflows");

        assertThat(lines).hasSize(10);
        assertThat(whole.size()).isEqualTo(2);
        assertThat(JSON.readTree(lines.get(6)).path("decision"))
                .isEqualTo(whole.path(1).path("decisions").path(1));
        assertThat(JSON.readTree(lines.get(6)).path("workflow").path("id").asText())
                .isEqualTo("wf-2026-0042");
        assertThat(messages(true, view, view).lines()).hasSize(14);
    }

    @Test
    void auditDocumentsHoldAllFieldsAlsoWhereNothingIsKnown() throws IOException {
        List<String> lines = audit(AgentRuns.full()).lines().toList();
        JsonNode stated = JSON.readTree(lines.get(0));
        JsonNode inferred = JSON.readTree(lines.get(1));

        assertThat(lines).hasSize(5);
        assertThat(stated.path("trace_id").asText()).isEqualTo(Runs.TRACE.toString());
        assertThat(stated.path("decision_type").asText()).isEqualTo("routing");
        assertThat(stated.path("decision").asText()).isEqualTo("researcher-1");
        assertThat(stated.path("confidence").asDouble()).isEqualTo(0.78);
        assertThat(stated.path("reasoning_steps").size()).isEqualTo(2);
        assertThat(stated.path("alternatives_considered").path(0).path("name").asText())
                .isEqualTo("writer");
        assertThat(stated.path("outcome").asText()).isEqualTo("ok");
        assertThat(stated.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(stated.path("decided_by").asText()).isEqualTo("planner");
        assertThat(inferred.path("confidence").isNull()).isTrue();
        assertThat(inferred.path("as_decided").isNull()).isTrue();
        assertThat(inferred.path("reasoning_steps").isEmpty()).isTrue();
    }
}
