package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class TraceIndexTest {
    private static final String RESEARCH =
            """
            t research -        0 900 kind=WORKFLOW service=front name=weekly
            t planner  research 5 300 kind=AGENT service=front agent=planner in=30 out=13
            t plan     planner  10 90 kind=MODEL_CALL model=large in=10 out=5 cost=0.25 service=front
            t search   planner  95 120 kind=TOOL_CALL service=tools failed
            t search   planner  130 150 kind=TOOL_CALL:x service=tools
            t again    planner  160 290 kind=MODEL_CALL model=small in=20 out=8 cost=0.5
            t writer   research 310 800 kind=AGENT agent=writer
            t write    writer   320 700 kind=MODEL_CALL model=large in=100 out=50
            """
                    .replace("search   planner  130", "search2  planner  130")
                    .replace(":x", "");

    @Test
    void oneRowSumsUpATrace() {
        WorkflowSummary row = only(Given.index(RESEARCH));

        assertThat(row.id()).isEqualTo(Given.traceId("t").toString());
        assertThat(row.name()).isEqualTo("weekly");
        assertThat(row.startNanos()).isEqualTo(Given.at("0"));
        assertThat(row.durationNanos()).isEqualTo(900 * Given.MILLISECOND);
        assertThat(row.spans()).isEqualTo(8);
        assertThat(row.errors()).isEqualTo(1);
        assertThat(row.modelCalls()).isEqualTo(3);
        assertThat(row.toolCalls()).isEqualTo(2);
        assertThat(row.services()).containsExactly("front", "tools");
        assertThat(row.agents()).containsExactly("planner", "writer");
        assertThat(row.models()).containsExactly("large", "small");
        assertThat(row.inputTokens()).isEqualTo(130);
        assertThat(row.outputTokens()).isEqualTo(63);
        assertThat(row.costUsd()).isEqualTo(0.75);
        assertThat(row.outcome()).isEqualTo(Outcome.SUSPECT);
    }

    @Test
    void rowsAreSortedByStartAndNeverDependOnTheOrderOfSpans() {
        String text =
                RESEARCH
                        + """
                        u late - 5000 5001
                        v none - ? ?
                        w early - -5 1
                        x1 turn - 1000 1100 session=s9 kind=AGENT
                        x2 turn - 1200 1300 session=s9 kind=AGENT
                        x2 turn - 1200 1300 session=s9 kind=AGENT
                        """;
        List<WorkflowSummary> rows = Given.index(text).workflows();

        assertThat(rows)
                .extracting(WorkflowSummary::name)
                .containsExactly("early", "weekly", "turn", "late", "none");
        assertThat(rows.getLast().startNanos()).isEqualTo(Span.NO_TIME);
        assertThat(rows.getLast().durationNanos()).isZero();
        for (int seed = 0; seed < 50; seed++) {
            List<Span> shuffled = Given.shuffled(Given.spans(text), seed);
            assertThat(Given.index(shuffled).workflows()).isEqualTo(rows);
        }
    }

    /** Each pattern of nested usage that is seen in practice, and what it really used. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # agents repeat what their calls used
                    r - AGENT in=9 out=5; a r MODEL_CALL in=4 out=2; b r MODEL_CALL in=5 out=3 | 9 | 5
                    # only agents tell, each including those below it
                    r - WORKFLOW in=9 out=5; a r AGENT in=9 out=5; m a MODEL_CALL | 9 | 5
                    # two instrumentations see the same call
                    r - AGENT; a r MODEL_CALL in=4 out=2; b a MODEL_CALL in=4 out=2 | 4 | 2
                    # the outer one only knows the model
                    r - AGENT; a r MODEL_CALL; b a MODEL_CALL in=4 out=2 | 4 | 2
                    # only the outer one knows the tokens
                    r - AGENT; a r MODEL_CALL in=4 out=2; b a MODEL_CALL | 4 | 2
                    # an outer call sums up its steps
                    r - MODEL_CALL in=7 out=3; a r MODEL_CALL in=3 out=1; b r MODEL_CALL in=4 out=2 | 7 | 3
                    # a tool, and in it another agent, runs while the outer call is open
                    c - MODEL_CALL in=5 out=1; t c TOOL_CALL; s t AGENT; d s MODEL_CALL in=6 out=2 | 11 | 3
                    # three layers
                    a - MODEL_CALL in=4 out=2; b a MODEL_CALL in=4 out=2; c b MODEL_CALL in=4 out=2 | 4 | 2
                    # only a total is told
                    a - MODEL_CALL total=12 | 12 | 0
                    a - MODEL_CALL total=12 out=5 | 7 | 5
                    # the same record twice, the first one of a call that was still running
                    a - MODEL_CALL in=4 out=0; a - MODEL_CALL in=4 out=2 | 4 | 2
                    # its own parent
                    a a MODEL_CALL in=4 out=2 | 4 | 2
                    """)
    void tokensAreNeverCountedTwice(String spans, long input, long output) {
        StringBuilder text = new StringBuilder();
        for (String span : spans.split(";", -1)) {
            String[] words = span.strip().split(" ", 4);
            text.append(
                    "t %s %s 0 9 kind=%s %s\n"
                            .formatted(
                                    words[0],
                                    words[1],
                                    words[2],
                                    words.length > 3 ? words[3] : ""));
        }
        List<Span> read = Given.spans(text.toString());
        for (int seed = 0; seed < 20; seed++) {
            List<Span> shuffled = Given.shuffled(read, seed);
            WorkflowSummary row = only(Given.index(shuffled));
            assertThat(row.inputTokens()).isEqualTo(input);
            assertThat(row.outputTokens()).isEqualTo(output);
            assertThat(Given.workflow(shuffled).summary()).isEqualTo(row);
        }
    }

    @Test
    void twoSpansOfOneModelCallAreOneCall() {
        WorkflowSummary row =
                only(
                        Given.index(
                                """
                                t agent - 0 9 kind=AGENT
                                t outer agent 1 8 kind=MODEL_CALL cost=0.5
                                t inner outer 2 7 kind=MODEL_CALL cost=0.5
                                """));
        assertThat(row.modelCalls()).isEqualTo(1);
        assertThat(row.costUsd()).isEqualTo(0.5);
        assertThat(row.spans()).isEqualTo(3);
    }

    @Test
    void aCostThatIsNotKnownIsNegative() {
        assertThat(only(Given.index("t a - 0 1 kind=MODEL_CALL in=1")).costUsd()).isNegative();
        assertThat(only(Given.index("t a - 0 1 kind=AGENT cost=0.125")).costUsd()).isEqualTo(0.125);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    OK      | t r - 0 9; t a r 1 8 kind=AGENT
                    FAILED  | t r - 0 9 failed
                    SUSPECT | t r - 0 9; t a r 1 2 kind=TOOL_CALL failed; t b r 3 4 kind=MODEL_CALL
                    SUSPECT | t r - 0 9; t a r 1 2 failed
                    FAILED  | t r - 0 9; t a r 1 2 kind=TOOL_CALL; t b r 3 4 kind=MODEL_CALL failed
                    FAILED  | t r - 0 9; t a r 1 8 kind=AGENT failed; t b a 3 4 kind=MODEL_CALL
                    UNKNOWN | t r - 0 ?; t a r 1 2 failed
                    UNKNOWN | t a gone 1 2
                    OK      | t a gone 1 2 langsmith.span.kind=chain
                    OK      | t r - 0 9; u s - 10 11 link=t/r
                    FAILED  | t r - 0 9; u s - 10 11 link=t/r failed
                    SUSPECT | t r - 0 99; u s - 10 11 link=t/r failed
                    """)
    void outcomes(Outcome outcome, String spans) {
        List<WorkflowSummary> rows = Given.index(spans.replace(";", "\n")).workflows();
        assertThat(rows).extracting(WorkflowSummary::outcome).containsExactly(outcome);
    }

    @Test
    void aStandInForARunningSpanIsThatSpan() {
        String pending =
                "t root:tmp root 0 0 logfire.span_type=pending_span"
                        + " logfire.pending_parent_id=0000000000000000\n";
        WorkflowSummary crashed = only(Given.index(pending));
        assertThat(crashed.spans()).isEqualTo(1);
        assertThat(crashed.outcome()).isEqualTo(Outcome.UNKNOWN);

        WorkflowSummary finished = only(Given.index(pending + "t root - 0 9\n"));
        assertThat(finished.spans()).isEqualTo(1);
        assertThat(finished.outcome()).isEqualTo(Outcome.OK);
        assertThat(finished.durationNanos()).isEqualTo(9 * Given.MILLISECOND);
    }

    @Test
    void manyNamesAreAllKept() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("t s%d - 0 1 agent=a%03d\n".formatted(i, i % 250));
        }
        assertThat(only(Given.index(text.toString())).agents())
                .hasSize(250)
                .isSorted()
                .contains("a000", "a249");
    }

    @Test
    void spansComeBeforeQuestions() {
        TraceIndex index = new TraceIndex(new PlainConventions());
        assertThat(index.isEmpty()).isTrue();
        List<Span> spans = Given.spans("t a - 0 1\nu b - 0 1");
        index.span(spans.getFirst());
        assertThat(index.isEmpty()).isFalse();
        assertThat(index.workflows()).hasSize(1);
        assertThat(index.isEmpty()).isFalse();
        assertThatThrownBy(() -> index.span(spans.getLast()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(new TraceIndex(new PlainConventions()).workflows()).isEmpty();
    }

    private static WorkflowSummary only(TraceIndex index) {
        assertThat(index.workflows()).hasSize(1);
        return index.workflows().getFirst();
    }
}
