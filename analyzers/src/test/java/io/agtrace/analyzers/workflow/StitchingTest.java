package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;

import java.util.List;

class StitchingTest {
    private static final String CONTEXT = "00-%s-%s-01";

    @Test
    void aSpanLinkJoins() {
        TraceJoin join = join("a send - 0 9", "b work - 5000000 5000009 link=a/send");
        assertThat(join.kind()).isEqualTo(TraceJoin.Kind.SPAN_LINK);
        assertThat(join.from()).isEqualTo(Given.traceId("a"));
        assertThat(join.to()).isEqualTo(Given.traceId("b"));
        assertThat(join.evidence())
                .isEqualTo(
                        "link from span %s to span %s", Given.spanId("work"), Given.spanId("send"));
        assertThat(join.confidence()).isBetween(0.9, 1.0);
    }

    @Test
    void aLinkToATraceThatIsInNoInputJoinsNothing() {
        apart("a send - 0 9", "b work - 10 19 link=x/send");
    }

    @Test
    void aTraceThatLinksToHundredsIsAConsumerOfAllNotAPartOfEach() {
        StringBuilder text = new StringBuilder("batch consume - 1000 2000");
        for (int i = 0; i < 300; i++) {
            text.append(" link=t%d/s".formatted(i));
        }
        for (int i = 0; i < 300; i++) {
            text.append("\nt%d s - %d %d".formatted(i, i, i + 1));
        }
        assertThat(Given.index(text.toString()).workflows()).hasSize(301);
    }

    @Test
    void aParentInAnotherTraceJoins() {
        TraceJoin join = join("a call - 0 100", "b serve call 10 90");
        assertThat(join.kind()).isEqualTo(TraceJoin.Kind.PARENT_IN_OTHER_TRACE);
    }

    @Test
    void aParentWhoseIdIsACountedNumberDoesNot() {
        apart("a call:7 - 0 100", "b serve 7 10 90");
    }

    @Test
    void aMessageSentAndReceivedJoins() {
        TraceJoin join = join("a send - 0 9 sent=m-1", "b take - 900000 900009 received=m-1");
        assertThat(join.kind()).isEqualTo(TraceJoin.Kind.MESSAGE_ID);
        assertThat(join.evidence()).contains("m-1");
    }

    @Test
    void aMessageReceivedByBothOrDeliveredWithinATraceDoesNot() {
        apart("a take - 0 9 received=m-1", "b take - 10 19 received=m-1");
        apart("a send - 0 9 sent=m-1\na take send 1 2 received=m-1", "b take - 10 19 received=m-1");
    }

    @Test
    void aTraceContextInAMessageJoins() {
        String context = CONTEXT.formatted(Given.traceId("a"), Given.spanId("send"));
        for (String carried :
                List.of(
                        "traceparent=" + context,
                        "messaging.header.traceparent=" + context,
                        "kind=QUEUE_RECEIVE body={\"traceparent\":\"" + context + "\"}")) {
            TraceJoin join = join("a send - 0 9", "b take - 900000 900009 " + carried);
            assertThat(join.kind()).isEqualTo(TraceJoin.Kind.TRACEPARENT_IN_PAYLOAD);
        }
    }

    @Test
    void whatOnlyLooksLikeATraceContextDoesNot() {
        apart("a send - 0 9", "b take - 10 19 traceparent=00-zz");
        String context = CONTEXT.formatted(Given.traceId("a"), Given.spanId("send"));
        apart("a send - 0 9", "b take - 10 19 traceparent=" + context.replace("00-", "0x-"));
        // Text that a model wrote is no header.
        apart("a send - 0 9", "b take - 10 19 kind=MODEL_CALL out-text={traceparent:" + context);
    }

    @Test
    void workflowRunAndTaskIdsJoinHoweverFarApart() {
        String day = "86400000";
        assertThat(join("a x - 0 9 workflow=w1", "b y - " + day + " 86400009 workflow=w1").kind())
                .isEqualTo(TraceJoin.Kind.WORKFLOW_ID);
        assertThat(join("a x - 0 9 run=w1", "b y - " + day + " 86400009 run=w1").kind())
                .isEqualTo(TraceJoin.Kind.RUN_ID);
        assertThat(join("a x - 0 9 task=w1", "b y - " + day + " 86400009 task=w1").evidence())
                .isEqualTo("task = w1");
    }

    @Test
    void anIdOfADefinitionThatManyTracesShareDoesNot() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("t%d x - %d00000 %d00001 workflow=nightly\n".formatted(i, i + 1, i + 1));
        }
        assertThat(Given.index(text.toString()).workflows()).hasSize(40);
    }

    @Test
    void conversationsAndSessionsJoinNeighboursOnly() {
        for (String kind : List.of("conversation", "session")) {
            String key = " " + kind + "=s-17";
            assertThat(join("a x - 0 5000" + key, "b y - 6000 9000" + key).evidence())
                    .isEqualTo(kind + " = s-17");
            // Five seconds, or half of the longer one's duration.
            join("a x - 0 5000" + key, "b y - 9999 11000" + key);
            join("a x - 0 200000" + key, "b y - 299000 300000" + key);
            apart("a x - 0 5000" + key, "b y - 10001 11000" + key);
            apart("a x - 0 200000" + key, "b y - 300001 300002" + key);
            // Never more than ten minutes.
            apart("a x - 0 7200000" + key, "b y - 7800001 7800002" + key);
        }
    }

    @Test
    void turnsOfAConversationAreRunsOfTheirOwn() {
        String key = " session=s-17";
        apart("a x - 0 5000 kind=WORKFLOW" + key, "b y - 6000 9000 kind=WORKFLOW" + key);
        // A piece goes with the whole it lies near, and makes no bridge to the next one.
        join("a x - 0 5000 kind=WORKFLOW" + key, "b y - 5100 5200" + key);
        assertThat(
                        Given.index(
                                        "a x - 0 5000 kind=WORKFLOW%1$s\nb y - 5100 5200%1$s\nc z - 5300 9000 kind=WORKFLOW%1$s"
                                                .formatted(key))
                                .workflows())
                .hasSize(2);
        join("a x - 0 9 kind=WORKFLOW workflow=w", "b y - 10 19 kind=WORKFLOW workflow=w");
    }

    @Test
    void aCountedMessageIdGoesToTheNearestSenderBeforeIt() {
        List<WorkflowSummary> rows =
                Given.index(
                                """
                                a send - 0 9 sent=m-1
                                b take - 10 19 received=m-1
                                c send - 60000 60009 sent=m-1
                                d take - 60010 60019 received=m-1\
                                """)
                        .workflows();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).traceIds()).containsExactly(Given.traceId("c"), Given.traceId("d"));
        apart("a send - 0 9 sent=m-1", "b take - 90000000 90000009 received=m-1");
        String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
        join("a send - 0 9 sent=" + uuid, "b take - 90000000 90000009 received=" + uuid);
    }

    @Test
    void theSameSessionADayApartIsTwoWorkflowsWithIdsOfTheirOwn() {
        List<WorkflowSummary> rows =
                Given.index("a x - 0 9 session=s-17\nb y - 86400000 86400009 session=s-17")
                        .workflows();
        assertThat(rows)
                .extracting(WorkflowSummary::id)
                .containsExactly(Given.traceId("a").toString(), Given.traceId("b").toString());
    }

    @Test
    void baggageJoinsOverlappingTracesIfItLooksLikeAnId() {
        assertThat(join("a x - 0 9 baggage=req-00017", "b y - 5 19 baggage=req-00017").kind())
                .isEqualTo(TraceJoin.Kind.BAGGAGE);
        apart("a x - 0 9 baggage=req-00017", "b y - 10 19 baggage=req-00017");
        apart("a x - 0 9 baggage=production", "b y - 5 19 baggage=production");
    }

    @Test
    void aConstantInAllTracesIsNoSession() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1200; i++) {
            text.append("t%d x - %d %d session=default\n".formatted(i, i * 10, i * 10 + 5));
        }
        assertThat(Given.index(text.toString()).workflows()).hasSize(1200);
    }

    @Test
    void aRunThatShatteredIntoATraceAStepIsOneWorkflowNamedByItsId() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append(
                    "t%d step%d - %d %d conversation=thread-5 kind=CHAIN\n"
                            .formatted(i, i, i * 1000, i * 1000 + 900));
        }
        List<Span> spans = Given.spans(text.toString());
        List<WorkflowSummary> rows = Given.index(spans).workflows();

        assertThat(rows).hasSize(1);
        WorkflowSummary row = rows.getFirst();
        assertThat(row.id()).isEqualTo("thread-5");
        assertThat(row.name()).isEqualTo("step0");
        assertThat(row.traceIds()).hasSize(12).startsWith(Given.traceId("t0"));
        assertThat(row.joins()).hasSize(11);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(Given.index(Given.shuffled(spans, seed)).workflows()).isEqualTo(rows);
        }
    }

    @Test
    void theStrongestSingleIdNamesTheWorkflow() {
        assertThat(only("a x - 0 9 session=s workflow=w run=r").id()).isEqualTo("w");
        // Two runs are parts of it, so neither names it.
        assertThat(only("a x - 0 9 session=s run=r1\na y x 1 2 run=r2").id()).isEqualTo("s");
        assertThat(only("a x - 0 9 baggage=req-00017").id())
                .isEqualTo(Given.traceId("a").toString());
    }

    @Test
    void oneJoinIsKeptForEachTraceTheStrongest() {
        WorkflowSummary row =
                only("a x - 0 9 session=s sent=m\nb y - 5 19 session=s received=m link=a/x");
        assertThat(row.joins())
                .extracting(TraceJoin::kind)
                .containsExactly(TraceJoin.Kind.SPAN_LINK);
    }

    private static WorkflowSummary only(String text) {
        List<WorkflowSummary> rows = Given.index(text).workflows();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static TraceJoin join(String a, String b) {
        List<WorkflowSummary> rows = Given.index(a + "\n" + b).workflows();
        assertThat(rows).as("%s and %s", a, b).hasSize(1);
        assertThat(Given.index(b + "\n" + a).workflows()).isEqualTo(rows);
        return rows.getFirst().joins().getFirst();
    }

    private static void apart(String a, String b) {
        assertThat(Given.index(a + "\n" + b).workflows()).as("%s and %s", a, b).hasSize(2);
    }
}
