package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.LogRecord;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class WorkflowBuilderTest {
    @Test
    void childrenAreSortedByStartThenLengthThenId() {
        Workflow workflow =
                Given.workflow(
                        """
                        t b2 b 31 40
                        t c  r 20 25
                        t d  r 20 30
                        t b  r 30 60
                        t b1 b 31 35
                        t r  - 0 100
                        t a  r 10 15
                        """);
        assertTree(
                workflow,
                """
                r
                  a
                  d
                  c
                  b
                    b2
                    b1
                """);
        SpanTree tree = workflow.tree();
        assertThat(tree.parent(0)).isEqualTo(-1);
        assertThat(tree.subtreeEnd(0)).isEqualTo(7);
        assertThat(tree.childCount(0)).isEqualTo(4);
        assertThat(tree.parent(5)).isEqualTo(4);
        assertThat(tree.subtreeEnd(4)).isEqualTo(7);
        assertThat(workflow.mends()).isEmpty();
        assertThat(workflow.reportedNanos()).isEqualTo(100 * Given.MILLISECOND);
    }

    /** {@code r} 0–100; children 10–40, 30–60 and 90–120: 10 + 30 are its own. */
    @Test
    void selfTimeIsWhatNoChildCovers() {
        Workflow workflow =
                Given.workflow("t r - 0 100\nt a r 10 40\nt b r 30 60\nt c r 90 120\nt d a 10 40");
        SpanTree tree = workflow.tree();
        assertThat(tree.selfNanos(0)).isEqualTo(40 * Given.MILLISECOND);
        assertThat(TreeText.of(tree, node -> " " + tree.selfNanos(node) / Given.MILLISECOND))
                .isEqualTo("r 40\n  a 0\n    d 30\n  b 30\n  c 30\n");
    }

    @Test
    void childrenOfAMissingParentStandTogetherBelowAPlaceholder() {
        Workflow workflow = Given.workflow("t a gone 10 20\nt b gone 30 40\nt c lost 5 6");
        assertTree(workflow, "missing\n  c\nmissing\n  a\n  b\n");

        SpanTree tree = workflow.tree();
        assertThat(tree.span(2).spanId()).isEqualTo(Given.spanId("gone"));
        assertThat(tree.span(2).name()).isEqualTo("missing span " + Given.spanId("gone"));
        assertThat(tree.startNanos(2)).isEqualTo(Given.at("10"));
        assertThat(tree.endNanos(2)).isEqualTo(Given.at("40"));
        assertThat(workflow.mends())
                .extracting(Mend::kind, Mend::spanId, Mend::text)
                .containsExactly(
                        tuple(
                                Mend.Kind.MISSING_PARENT,
                                Given.spanId("lost"),
                                "the parent of 'c' is in no input"),
                        tuple(
                                Mend.Kind.MISSING_PARENT,
                                Given.spanId("gone"),
                                "the parent of 2 spans is in no input"));
        assertThat(workflow.summary().spans()).isEqualTo(3);
    }

    @Test
    void theRootOfALangSmithRunMissesNothing() {
        Workflow workflow =
                Given.workflow(
                        """
                        t run  never 0 100 langsmith.span.kind=chain
                        t step run   10 20 langsmith.span.kind=llm
                        t lost gone  30 40 langsmith.span.kind=llm
                        """);
        assertTree(workflow, "run\n  step\n  missing\n    lost\n");
        assertThat(workflow.tree().placement(0)).isEqualTo(SpanTree.Placement.ROOT);
        assertThat(workflow.mends())
                .extracting(Mend::kind)
                .containsExactly(Mend.Kind.MISSING_PARENT, Mend.Kind.ORPHAN_PLACED);
    }

    @Test
    void cyclesAreCutAtTheirFirstSpan() {
        Workflow workflow =
                Given.workflow("t a c 20 30\nt b a 5 15\nt c b 10 20\nt d c 11 12\nt me me 50 60");
        assertTree(workflow, "b [CYCLE]\n  c\n    d\n    a\nme [CYCLE]\n");
        assertThat(workflow.mends())
                .extracting(Mend::kind, Mend::text)
                .containsExactly(
                        tuple(
                                Mend.Kind.CYCLE_CUT,
                                "the parents of 3 spans lead in a circle, which was cut at 'b',"
                                        + " the first of them"),
                        tuple(Mend.Kind.CYCLE_CUT, "'me' names itself as its parent"));
    }

    @Test
    void duplicatesAreMergedIntoTheOneThatHasMost() {
        List<Span> copies =
                Given.spans(
                        """
                        t r - 0 ? early=1
                        t r - 0 50 kind=AGENT agent=a
                        t r - 0 50 kind=AGENT
                        t x r 1 2
                        """);
        List<Span> read =
                List.of(
                        copies.get(0).withEvents(List.of(event(5, "five"))),
                        copies.get(1).withEvents(List.of(event(9, "nine"))),
                        copies.get(2).withEvents(List.of(event(9, "nine"), event(2, "two"))),
                        copies.get(3));
        for (int seed = 0; seed < 10; seed++) {
            Workflow workflow = Given.workflow(Given.shuffled(read, seed));
            assertTree(workflow, "r\n  x\n");
            Span merged = workflow.tree().span(0);
            assertThat(merged.endNanos()).isEqualTo(Given.at("50"));
            assertThat(merged.attributes().text("agent")).isEqualTo("a");
            assertThat(merged.attributes().text("early")).isEqualTo("1");
            assertThat(merged.events())
                    .extracting(SpanEvent::name)
                    .containsExactly("two", "five", "nine");
            assertThat(workflow.mends())
                    .extracting(Mend::kind, Mend::text)
                    .containsExactly(tuple(Mend.Kind.DUPLICATE_MERGED, "'r' was recorded 3 times"));
        }
    }

    @Test
    void aStandInForARunningSpanKeepsItsPlaceUntilThatIsThere() {
        String pending =
                "t call:tmp call 10 10 logfire.span_type=pending_span"
                        + " logfire.pending_parent_id=%s\n".formatted(Given.spanId("r"));
        Workflow crashed = Given.workflow("t r - 0 100\n" + pending + "t x call 20 30");
        assertTree(crashed, "r\n  call\n    x\n");
        assertThat(crashed.mends())
                .extracting(Mend::text)
                .containsExactly("'call' was never ended");

        Workflow finished = Given.workflow("t r - 0 100\n" + pending + "t call r 10 90");
        assertTree(finished, "r\n  call\n");
        assertThat(finished.mends())
                .extracting(Mend::text)
                .containsExactly("'call' was recorded 2 times");
    }

    @Test
    void everyNodeHasTimes() {
        Workflow workflow =
                Given.workflow(
                        """
                        t r      - 0 ?
                        t open   r 10 ?
                        t inner  open 12 40
                        t back   r 30 20
                        t none   r ? ?
                        t start  r ? 70
                        """);
        SpanTree tree = workflow.tree();
        assertThat(
                        TreeText.of(
                                tree,
                                node ->
                                        " %d-%d"
                                                .formatted(
                                                        milliseconds(tree.startNanos(node)),
                                                        milliseconds(tree.endNanos(node)))))
                .isEqualTo(
                        """
                        r 0-70
                          none 0-0
                          open 10-40
                            inner 12-40
                          back 30-30
                          start 70-70
                        """);
        assertThat(workflow.mends())
                .extracting(Mend::text)
                .containsExactly(
                        "'r' was never ended",
                        "'none' has neither start nor end",
                        "'open' was never ended",
                        "'back' ends before it starts",
                        "'start' has no start");
        assertThat(workflow.reportedNanos()).isEqualTo(70 * Given.MILLISECOND);
    }

    @Test
    void aForestOfUntimedSpansStillHasTimes() {
        Workflow workflow = Given.workflow("t a - ? ?\nt b a ? ?");
        assertTree(workflow, "a\n  b\n");
        assertThat(workflow.tree().startNanos(1)).isZero();
        assertThat(workflow.tree().endNanos(1)).isZero();
        assertThat(workflow.summary().startNanos()).isEqualTo(Span.NO_TIME);
    }

    @Test
    void onlyTheTracesOfTheWantedWorkflowAreTaken() {
        String text = "a x - 0 9 conversation=c\nb y - 5 19 conversation=c\nz other - 0 9";
        WorkflowSummary wanted = Given.index(text).workflows().getFirst();
        assertThat(wanted.traceIds()).hasSize(2);

        WorkflowBuilder builder = new WorkflowBuilder(new PlainConventions(), wanted);
        assertThat(builder.isEmpty()).isTrue();
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        Given.spans(text).forEach(builder::span);
        builder.log(log(Given.traceId("z"), Given.spanId("other"), 1, "not ours"));
        builder.log(log(Given.traceId("a"), Given.spanId("x"), 1, "ours"));
        Workflow workflow = builder.build();

        assertTree(workflow, "x\ny\n");
        assertThat(workflow.summary()).isSameAs(wanted);
        assertThat(workflow.tree().span(0).events())
                .extracting(SpanEvent::name)
                .containsExactly("ours");
        assertThat(workflow.tree().span(1).events()).isEmpty();
    }

    @Test
    void logRecordsBecomeEventsOfTheirSpanOrOfTheFirstRoot() {
        WorkflowBuilder builder = new WorkflowBuilder(new PlainConventions());
        builder.log(log(Given.traceId("t"), Given.spanId("a"), 12, "late"));
        builder.log(log(Given.traceId("t"), null, 3, "trace"));
        builder.log(log(null, null, 2, "nowhere"));
        builder.log(log(Given.traceId("t"), Given.spanId("unknown"), 4, "lost"));
        Given.spans("t a r 10 20\nt r - 0 100").forEach(builder::span);
        builder.log(log(Given.traceId("t"), Given.spanId("a"), 11, "early"));
        SpanTree tree = builder.build().tree();

        assertThat(tree.span(0).events())
                .extracting(SpanEvent::name)
                .containsExactly("nowhere", "trace", "lost");
        assertThat(tree.span(1).events())
                .extracting(SpanEvent::name)
                .containsExactly("early", "late");
        assertThat(tree.span(1).events().getFirst().attributes().text(LogRecord.BODY))
                .isEqualTo("text of early");
    }

    private static LogRecord log(
            @Nullable Id trace, @Nullable Id span, int milliseconds, String name) {
        return new LogRecord(
                trace,
                span,
                Given.at(Integer.toString(milliseconds)),
                name,
                "INFO",
                AnyValue.of("text of " + name),
                Attributes.EMPTY,
                Resource.EMPTY,
                Scope.EMPTY,
                Origin.UNKNOWN);
    }

    private static SpanEvent event(int milliseconds, String name) {
        return new SpanEvent(Given.at(Integer.toString(milliseconds)), name, Attributes.EMPTY);
    }

    private static long milliseconds(long nanos) {
        return (nanos - Given.EPOCH) / Given.MILLISECOND;
    }

    private static void assertTree(Workflow workflow, String expected) {
        assertThat(TreeText.of(workflow.tree())).isEqualTo(expected);
    }
}
