package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.OperationKind.*;
import static io.agtrace.analyzers.conventions.SpanSketch.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.SpanKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class StandardConventionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "none", "N/A", "unknown", "<not specified>", "<REDACTED>", "{}"})
    void takesAMarkerForAbsentAsAbsent(String marker) {
        SpanFacts facts =
                span("x", "gen_ai.agent.name", marker, "gen_ai.request.model", marker, "model", "m")
                        .facts();

        assertThat(facts.agentName()).isEmpty();
        assertThat(facts.model()).isEqualTo("m");
    }

    @Test
    void keepsContentThatOnlyLooksLikeAMarker() {
        SpanFacts facts = span("t", "gen_ai.tool.call.result", "none", "input.value", "{}").facts();

        assertThat(facts.output()).hasToString("none");
        assertThat(facts.input()).hasToString("{}");
    }

    @Test
    void ignoresThePlaceholderAgentOfSpansThatAreNoAgents() {
        assertThat(
                        span(
                                        "chat m",
                                        "gen_ai.operation.name",
                                        "chat",
                                        "gen_ai.agent.name",
                                        "OpenAI Agent",
                                        "gen_ai.agent.id",
                                        "agent")
                                .facts()
                                .agentName())
                .isEmpty();
        SpanFacts handoff =
                span(
                                "agent_handoff OpenAI Agent",
                                "gen_ai.operation.name",
                                "agent_handoff",
                                "gen_ai.agent.name",
                                "OpenAI Agent",
                                "gen_ai.handoff.from_agent",
                                "triage",
                                "gen_ai.handoff.to_agent",
                                "billing")
                        .facts();
        assertThat(handoff.operation().kind()).isEqualTo(HANDOFF);
        assertThat(handoff.agentName()).isEqualTo("triage");
    }

    @Test
    void prefersANameToAnId() {
        String id = "99981f6a-abd1-4d09-9fba-00e2ab172193";

        assertThat(
                        span(
                                        "invoke_agent Weather",
                                        "gen_ai.operation.name",
                                        "invoke_agent",
                                        "gen_ai.agent.name",
                                        id)
                                .facts()
                                .agentName())
                .isEqualTo("Weather");
        assertThat(
                        span(
                                        "invoke_agent " + id,
                                        "gen_ai.operation.name",
                                        "invoke_agent",
                                        "gen_ai.agent.name",
                                        id)
                                .facts()
                                .agentName())
                .isEqualTo(id);
    }

    @Test
    void keepsEvidenceThatDisagreesBehindTheReading() {
        Operation operation =
                span("ask", "gen_ai.operation.name", "chat", "openinference.span.kind", "TOOL")
                        .facts()
                        .operation();

        assertThat(operation.kind()).isEqualTo(TOOL_CALL);
        assertThat(operation.evidence())
                .extracting(Operation.Evidence::source, Operation.Evidence::says)
                .containsExactly(
                        tuple("openinference.span.kind", TOOL_CALL),
                        tuple("gen_ai.operation.name", MODEL_CALL));
    }

    @ParameterizedTest
    @CsvSource({
        "langgraph.errors.ParentCommand, Command(goto='writer')",
        "GraphInterrupt, interrupted",
        "NodeInterrupt, wait"
    })
    void doesNotTakeControlFlowForFailure(String type, String message) {
        SpanFacts facts =
                span("supervisor", "openinference.span.kind", "CHAIN")
                        .error(message)
                        .event("exception", "exception.type", type, "exception.message", message)
                        .facts();

        assertThat(facts.failed()).isFalse();
        assertThat(facts.errorMessage()).isEmpty();
    }

    @Test
    void knowsControlFlowByTheHeadOfAStackTrace() {
        assertThat(span("s").error("\n\nParentCommand\n    at f (state.js:1:2)").facts().failed())
                .isFalse();
        assertThat(span("s").error("Command failed with exit code 1").facts().failed()).isTrue();
    }

    @Test
    void tellsFailuresByAnyHardEvidence() {
        assertThat(span("s").error("boom\n\nError: boom\n    at f (a.js:1)").facts().errorMessage())
                .isEqualTo("boom");
        assertThat(span("s", "error.type", "timeout").facts().errorMessage()).isEqualTo("timeout");
        assertThat(span("s", "langfuse.observation.level", "ERROR").facts().failed()).isTrue();
        assertThat(span("s", "gen_ai.tool.status", "error").facts().failed()).isTrue();
        assertThat(span("s", "success", "false").facts().failed()).isTrue();
        assertThat(span("s", "error", true, "error.message", "no").facts().errorMessage())
                .isEqualTo("no");
        assertThat(
                        span("s")
                                .event(
                                        "exception",
                                        "exception.message",
                                        "x",
                                        "exception.escaped",
                                        true)
                                .facts()
                                .failed())
                .isTrue();
    }

    @Test
    void takesSoftEvidenceForNoFailure() {
        assertThat(span("s").event("exception", "exception.message", "handled").facts().failed())
                .isFalse();
        assertThat(span("s", "gen_ai.response.finish_reasons", List.of("length")).facts().failed())
                .isFalse();
        assertThat(span("s", "error", "false").facts().failed()).isFalse();
        assertThat(span("s", "http.response.status_code", 503).facts().failed()).isFalse();
    }

    @Test
    void ordersRunIdsByStrengthAndLeavesOutProjectsAndUsers() {
        SpanFacts facts =
                span(
                                "s",
                                "user.id",
                                "u",
                                "session.id",
                                "s-1",
                                "langsmith.trace.session_id",
                                "project",
                                "gen_ai.conversation.id",
                                "c-1",
                                "metadata",
                                "{\"thread_id\": \"t-1\", \"user_id\": \"u\", \"big\": {\"a\":"
                                        + " [1]}}",
                                "workflow.id",
                                "w-1",
                                "baggage.tenant",
                                "acme",
                                "baggage.run",
                                "r-9")
                        .facts();

        assertThat(facts.runKeys())
                .extracting(RunKey::kind, RunKey::value, RunKey::attribute)
                .containsExactly(
                        tuple(RunKey.Kind.WORKFLOW, "w-1", "workflow.id"),
                        tuple(RunKey.Kind.CONVERSATION, "c-1", "gen_ai.conversation.id"),
                        tuple(RunKey.Kind.CONVERSATION, "t-1", "metadata.thread_id"),
                        tuple(RunKey.Kind.SESSION, "s-1", "session.id"),
                        tuple(RunKey.Kind.BAGGAGE, "r-9", "baggage.run"));
    }

    @Test
    void tellsAMessageSentFromOneReceived() {
        Object[] sent = {"messaging.message.id", "m", "messaging.operation.type", "send"};
        Object[] taken = {"messaging.message.id", "m", "messaging.operation.type", "process"};

        assertThat(span("q", sent).facts().messageIdSent()).isEqualTo("m");
        assertThat(span("q", sent).facts().messageIdReceived()).isEmpty();
        assertThat(span("q", taken).facts().messageIdReceived()).isEqualTo("m");
        assertThat(span("r", "a2a.message.id", "m").kind(SpanKind.SERVER).facts())
                .extracting(SpanFacts::messageIdReceived)
                .isEqualTo("m");
        assertThat(span("handoff a -> b", "handoff.message_id", "m").facts().messageIdSent())
                .isEqualTo("m");
    }

    @Test
    void opensTheFiveEnvelopesOfLangGraphsMetadata() {
        String[] envelopes = {
            "metadata.",
            "traceloop.association.properties.",
            "langsmith.metadata.",
            "langfuse.observation.metadata.",
        };
        for (String envelope : envelopes) {
            SpanConcepts concepts =
                    span("n", envelope + "langgraph_step", "4", envelope + "langgraph_node", "n")
                            .concepts();
            assertThat(concepts.count(Concept.LANGGRAPH_STEP)).as(envelope).isEqualTo(4);
            assertThat(concepts.text(Concept.LANGGRAPH_NODE)).as(envelope).isEqualTo("n");
        }
        SpanConcepts json =
                span(
                                "n",
                                "metadata",
                                "{\"langgraph_step\": 4, \"langgraph_triggers\":"
                                        + " [\"join:a+b:n\"], \"langgraph_node\": \"n\"}")
                        .concepts();
        assertThat(json.count(Concept.LANGGRAPH_STEP)).isEqualTo(4);
        assertThat(json.text(Concept.LANGGRAPH_TRIGGERS)).contains("join:a+b:n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a",
                "{\"a\":",
                "{\"a\":[}",
                "[1]",
                "{\"langgraph_node\":\"n\\",
                "x"
            })
    void survivesMetadataThatIsNoJson(String metadata) {
        assertThat(span("n", "metadata", metadata).facts().operation().kind()).isEqualTo(OTHER);
    }

    @Test
    void putsSpreadMessagesTogether() {
        SpanFacts facts =
                span(
                                "llm",
                                "openinference.span.kind",
                                "LLM",
                                "llm.input_messages.0.message.role",
                                "user",
                                "llm.input_messages.0.message.content",
                                "hi",
                                "llm.output_messages.0.message.role",
                                "assistant",
                                "llm.output_messages.0.message.tool_calls.0.tool_call.function.name",
                                "search",
                                "gen_ai.completion.0.finish_reason",
                                "tool_use")
                        .facts();

        assertThat(facts.input()).hasToString("[{\"role\":\"user\",\"content\":\"hi\"}]");
        assertThat(String.valueOf(facts.output()))
                .contains(
                        "\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"search\"}}]");
        assertThat(facts.finishReason()).isEqualTo("tool_calls");
    }

    @Test
    void takesPayloadsFromEventsWhereAttributesHaveNone() {
        SpanFacts facts =
                span("chat", "gen_ai.operation.name", "chat")
                        .event("gen_ai.user.message", "content", "hi")
                        .event("gen_ai.choice", "message", "yes", "finish_reason", "end_turn")
                        .facts();

        assertThat(facts.input()).hasToString("{\"role\":\"user\",\"content\":\"hi\"}");
        assertThat(String.valueOf(facts.output())).contains("\"message\":\"yes\"");
        assertThat(facts.finishReason()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, stop", "end_turn, stop", "MAX_TOKENS, length", "tool-calls, tool_calls",
        "SAFETY, content_filter", "MALFORMED_FUNCTION_CALL, error", "banana, other",
                "'[\"stop\"]', stop"
    })
    void normalisesFinishReasons(String recorded, String normal) {
        assertThat(span("c", "gen_ai.response.finish_reasons", recorded).facts().finishReason())
                .isEqualTo(normal);
    }

    @Test
    void readsCostsOfSeveralForms() {
        assertThat(span("c", "llm.cost.total", 0.25).facts().costUsd()).isEqualTo(0.25);
        assertThat(span("c", "mlflow.llm.cost", "{\"total_cost\": 0.5}").facts().costUsd())
                .isEqualTo(0.5);
        assertThat(
                        span("c", "gen_ai.usage.input_cost", 0.5, "gen_ai.usage.output_cost", 1.0)
                                .facts()
                                .costUsd())
                .isEqualTo(1.5);
        assertThat(span("c").facts().costUsd()).isNegative();
    }

    @Test
    void countsAttemptsFromOneAndIterationsAsNumbered() {
        assertThat(span("c", "attempt", 2).facts().attempt()).isEqualTo(2);
        assertThat(span("c", "http.request.resend_count", 2).facts().attempt()).isEqualTo(3);
        assertThat(span("c").facts().attempt()).isEqualTo(-1);
        assertThat(span("reasoning_iteration_2").facts().iteration()).isEqualTo(2);
        assertThat(span("step 4", "gen_ai.operation.name", "agent_step").facts().iteration())
                .isEqualTo(4);
        assertThat(span("c", "haystack.component.visits", 3).facts().iteration()).isEqualTo(3);
    }

    @Test
    void leavesTheOutcomeOfAnHttpClientAlone() {
        assertThat(span("http post", "http.url", "x", "outcome", "SUCCESS").facts().outcome())
                .isEmpty();
        assertThat(span("run.workflow", "outcome", "Refunded").facts().outcome())
                .isEqualTo("refunded");
    }

    @Test
    void readsDecisionsWhateverTheirSpelling() {
        SpanConcepts concepts =
                span(
                                "agent.decision_point",
                                "agent.decisionType",
                                "route",
                                "decision",
                                "writer",
                                "app.confidence",
                                "0.8",
                                "reasoning-steps",
                                "[\"a\"]",
                                "alternatives_considered",
                                List.of("critic"),
                                "triggered_by",
                                "planner")
                        .concepts();

        assertThat(concepts.text(Concept.DECISION_TYPE)).isEqualTo("route");
        assertThat(concepts.text(Concept.DECISION_OUTCOME)).isEqualTo("writer");
        assertThat(concepts.number(Concept.DECISION_CONFIDENCE)).isEqualTo(0.8);
        assertThat(concepts.text(Concept.DECISION_STEPS)).isEqualTo("[\"a\"]");
        assertThat(concepts.value(Concept.DECISION_ALTERNATIVES))
                .isEqualTo(new AnyValue.ArrayValue(List.of(AnyValue.of("critic"))));
        SpanConcepts.Stated cause = concepts.get(Concept.DECISION_TRIGGERED_BY);
        assertThat(cause).extracting(SpanConcepts.Stated::source).isEqualTo("triggered_by");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout_ms, 1500, 1500000000", "timeout.seconds, 2, 2000000000", "timeout, 3, 3000000000",
        "agent.timeout, PT1M, 60000000000", "timeout, 250ms, 250000000", "timeout, soon, -1"
    })
    void readsLengthsOfTimeByTheirUnit(String name, String value, long nanos) {
        assertThat(span("c", name, value).concepts().durationNanos(Concept.TIMEOUT))
                .isEqualTo(nanos);
    }

    @Test
    void findsTheEndsOfAHandoff() {
        assertThat(ends(span("planner \u2192 writer.handoff")))
                .containsExactly("planner", "writer");
        assertThat(ends(span("t", "gen_ai.tool.name", "transfer_to_writer")))
                .containsExactly("", "writer");
        assertThat(
                        ends(
                                span(
                                        "execute_tool transfer_to_agent",
                                        "gen_ai.tool.name",
                                        "transfer_to_agent",
                                        "gen_ai.tool.call.arguments",
                                        "{\"agent_name\": \"writer\"}")))
                .containsExactly("", "writer");
        assertThat(ends(span("t", "gen_ai.tool.name", "transfer_to_savings_account")))
                .containsExactly("", "");
    }

    private static List<String> ends(SpanSketch sketch) {
        HandoffEnds ends = HandoffEnds.of(sketch.concepts());
        return List.of(ends.from(), ends.to());
    }

    @Test
    void believesTheUsersOwnNamesFirst() {
        StandardConventions own =
                StandardConventions.with(
                        Map.of(
                                Concept.AGENT_NAME, List.of("x.who"),
                                Concept.OPERATION, List.of("x.what")));
        SpanFacts facts =
                own.read(
                        span("s", "gen_ai.agent.name", "a", "x.who", "b", "x.what", "tool call")
                                .build());

        assertThat(facts.agentName()).isEqualTo("b");
        assertThat(facts.operation().kind()).isEqualTo(TOOL_CALL);
    }

    @Test
    void ownNamesAndTheirConceptsAreUnique() {
        assertThat(OwnNames.all()).extracting(OwnNames.OwnName::name).doesNotHaveDuplicates();
        assertThat(OwnNames.all()).extracting(OwnNames.OwnName::concept).doesNotHaveDuplicates();
    }
}
