package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.Format;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Status;

import org.junit.jupiter.api.Test;

class OpenAiAgentsReaderTest {
    private static final String TRACE =
            "{\"object\":\"trace\",\"id\":\"trace_a\",\"workflow_name\":\"Support\",\"group_id\":\"g-1\",\"metadata\":{\"k\":\"v\"}}";
    private static final String AGENT =
            "{\"object\":\"trace.span\",\"id\":\"span_1\",\"trace_id\":\"trace_a\",\"parent_id\":null,\"started_at\":\"2025-03-04T05:06:07.000000+00:00\",\"ended_at\":\"2025-03-04T05:06:09.000000+00:00\",\"span_data\":{\"type\":\"agent\",\"name\":\"triage\",\"handoffs\":[\"billing\"],\"tools\":[],\"output_type\":\"str\"},\"error\":null}";
    private static final String HANDOFF =
            "{\"object\":\"trace.span\",\"id\":\"span_2\",\"trace_id\":\"trace_a\",\"parent_id\":\"span_1\",\"started_at\":\"2025-03-04T05:06:08Z\",\"ended_at\":\"2025-03-04T05:06:10Z\",\"span_data\":{\"type\":\"handoff\",\"from_agent\":\"triage\",\"to_agent\":\"billing\"},\"error\":{\"message\":\"two"
                + " at once\",\"data\":{\"n\":2}}}";

    @Test
    void makesTheTraceTheRootOfItsSpans() {
        Reading reading = Reading.of("{\"data\":[" + TRACE + "," + AGENT + "," + HANDOFF + "]}");

        assertThat(reading.reader().format()).isEqualTo(Format.OPENAI_AGENTS);
        assertThat(reading.names()).containsExactly("triage", "handoff", "Support");
        Span root = reading.span("Support");
        assertThat(root.spanId()).isEqualTo(Id.ofText("trace_a"));
        assertThat(root.traceId()).isEqualTo(Id.ofText("trace_a"));
        assertThat(root.parentId()).isNull();
        assertThat(root.durationNanos()).isEqualTo(3_000_000_000L);
        assertThat(root.attributes().get("openai.trace")).isEqualTo(AnyValue.of(true));
        assertThat(root.attributes().text("group_id")).isEqualTo("g-1");
        assertThat(root.attributes().fields("metadata").text("k")).isEqualTo("v");
        Span agent = reading.span("triage");
        assertThat(agent.parentId()).isEqualTo(root.spanId());
        assertThat(agent.attributes().text("span_data.type")).isEqualTo("agent");
        assertThat(agent.attributes().items("span_data.handoffs"))
                .containsExactly(AnyValue.of("billing"));
        assertThat(agent.status()).isEqualTo(Status.UNSET);
        Span handoff = reading.span("handoff");
        assertThat(handoff.parentId()).isEqualTo(Id.ofText("span_1"));
        assertThat(handoff.status()).isEqualTo(Status.of(Status.Code.ERROR, "two at once"));
        assertThat(handoff.attributes().text("span_data.to_agent")).isEqualTo("billing");
        assertThat(handoff.attributes().fields("error.data").text("n")).isEqualTo("2");
    }

    @Test
    void findsTheTraceBehindItsSpansAndTwice() {
        Reading reading = Reading.of(AGENT + "\n" + TRACE + "\n" + HANDOFF + "\n" + TRACE + "\n");

        assertThat(reading.names()).containsExactlyInAnyOrder("triage", "handoff", "Support");
        assertThat(reading.span("triage").parentId()).isEqualTo(Id.ofText("trace_a"));
    }

    @Test
    void makesUpNoRoot() {
        Reading reading = Reading.of(AGENT + "\n" + HANDOFF);

        assertThat(reading.names()).containsExactlyInAnyOrder("triage", "handoff");
        assertThat(reading.span("triage").parentId()).isNull();
    }

    @Test
    void knowsNoTimesOfATraceWithoutSpans() {
        Span root = Reading.of("[" + TRACE + "]").spans().getFirst();

        assertThat(root.hasStart()).isFalse();
        assertThat(root.hasEnd()).isFalse();
    }

    @Test
    void skipsDamage() {
        Reading reading =
                Reading.of(
                        TRACE
                                + "\n"
                                + AGENT.substring(0, 120)
                                + "\n"
                                + HANDOFF
                                + "\n{\"object\":\"response\"}\n"
                                + "{\"object\":\"trace\",\"id\":null}");

        assertThat(reading.names()).containsExactly("handoff", "Support");
        assertThat(reading.lost()).hasSize(3);
    }
}
