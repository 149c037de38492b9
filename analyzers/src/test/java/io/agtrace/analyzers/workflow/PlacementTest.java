package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Where spans go whose own parent says nothing: placeholders and the roots of stitched traces. */
class PlacementTest {
    /**
     * <pre>
     * r       0 |----------------------------| 100
     *   a     5   |------------|  60
     *     b   10     |-----| 40
     *   c     70                    |----| 90
     * gone    15       |--| 30
     * </pre>
     */
    @Test
    void aPlaceholderGoesBelowTheNarrowestSpanAroundIt() {
        Workflow workflow =
                workflow(
                        """
                        t r - 0 100
                        t a r 5 60
                        t b a 10 40
                        t c r 70 90
                        t o gone 15 25
                        t p gone 20 30
                        """);
        assertTree(
                workflow,
                """
                r
                  a
                    b
                      missing
                        o
                        p
                  c
                """);
        assertThat(texts(workflow))
                .containsExactly(
                        "the parent of 2 spans is in no input",
                        "placed below 'b', the narrowest span that was open all its time");
    }

    @Test
    void timesMayBeRoundedByAMicrosecondNotMore() {
        assertTree(workflow("t r - 0 100\nt o gone 0 100.001"), "r\n  missing\n    o\n");
        assertTree(workflow("t r - 0 100\nt o gone 1 100.002"), "r\nmissing\n  o\n");
    }

    @Test
    void theSameServiceIsPreferredAndTheSamePathEvenMore() {
        String base =
                """
                t r - 0 100 service=web
                t db r 10 90 service=store
                t own r 5 95 service=web
                """;
        assertTree(
                workflow(base + "t o gone 20 30 service=web"),
                "r\n  own\n    missing\n      o\n  db\n");
        assertTree(workflow(base + "t o gone 20 30"), "r\n  own\n  db\n    missing\n      o\n");
        assertTree(
                workflow(
                        base
                                + "t wide r 2 98 service=store traceloop.entity.path=plan.find\n"
                                + "t o gone 20 30 service=web traceloop.entity.path=plan.find"),
                "r\n  wide\n    missing\n      o\n  own\n  db\n");
    }

    @Test
    void aPathOfIdsIsBetterEvidenceThanTime() {
        assertTree(
                workflow(
                        "t r - 0 100\nt a r 1 99\nt o gone 20 30 langsmith.dotted_order="
                                + "20260101T000000000000Z"
                                + Given.spanId("r")
                                + ".20260101T000000000001Z"
                                + Given.spanId("gone")
                                + ".20260101T000000000002Z"
                                + Given.spanId("o")),
                "r\n  a\n  missing\n    o\n");
        assertTree(
                workflow(
                        "t r - 0 100\nt a r 1 99\nt o gone 20 30 lmnr.span.ids_path="
                                + "[\"00000000-0000-0000-%s\",\"%s\"]"
                                        .formatted(
                                                new StringBuilder(Given.spanId("r").toString())
                                                        .insert(4, '-'),
                                                Given.spanId("gone"))),
                "r\n  a\n  missing\n    o\n");
    }

    @Test
    void withoutASpanAroundItAPlaceholderStaysARoot() {
        assertTree(workflow("t r - 0 100\nt o gone 90 110\nu s - 0 200"), "s\nr\nmissing\n  o\n");
        // Nothing is placed below its own children.
        assertTree(
                workflow("t long gone 0 100\nt x long 1 99\nt y gone 2 3"),
                "missing\n  long\n    x\n  y\n");
    }

    @Test
    void inATraceWithoutARootTheWidestPlaceholderTakesTheOthers() {
        assertTree(
                workflow("t a g1 0 100\nt b g2 10 20\nt c g3 12 15\nt d g4 90 130"),
                """
                missing
                  a
                    missing
                      b
                        missing
                          c
                missing
                  d
                """);
    }

    @Test
    void aRootGoesBelowWhatItsLinkPointsTo() {
        Workflow workflow =
                workflow(
                        """
                        a run  - 0 100
                        a send run 10 12
                        b work - 20 200 link=a/send
                        b sub  work 30 40
                        """);
        assertTree(workflow, "run\n  send\n    work [EVIDENCE]\n      sub\n");
        assertThat(texts(workflow)).containsExactly("placed below 'send', its link points to");
    }

    @Test
    void ofSeveralLinksTheLastCauseCounts() {
        assertTree(
                workflow(
                        """
                        a x - 0 10
                        b y - 5 20
                        c join - 30 40 link=a/x link=b/y
                        """),
                "x\ny\n  join [EVIDENCE]\n");
    }

    @Test
    void rootsThatPointAtEachOtherStandInOrderOfTime() {
        assertTree(workflow("a x - 0 10 link=b/y\nb y - 5 20 link=a/x"), "x\n  y [EVIDENCE]\n");
    }

    @Test
    void aLinkWithinTheTraceIsACauseToo() {
        assertTree(
                workflow("a x - 0 10\na publish x 1 2\na process - 3 9 link=a/publish"),
                "x\n  publish\n    process [EVIDENCE]\n");
        // A span that has a parent keeps it.
        assertTree(workflow("a x - 0 10\na y x 1 2\na z x 3 9 link=a/y"), "x\n  y\n  z\n");
    }

    @Test
    void messagesAndTraceContextsPlaceRootsToo() {
        assertTree(
                workflow(
                        """
                        a run  - 0 100
                        a send run 10 12 sent=m1
                        b loop - 20 200
                        b take loop 21 30 received=m1 kind=QUEUE_RECEIVE
                        """),
                "run\n  send\n    loop [EVIDENCE]\n      take\n");
        assertTree(
                workflow(
                        "a run - 0 9\nb serve - 1 8 traceparent=00-%s-%s-01"
                                .formatted(Given.traceId("a"), Given.spanId("run"))),
                "run\n  serve [EVIDENCE]\n");
    }

    @Test
    void aParentInAnotherTraceIsAParent() {
        Workflow workflow = workflow("a call - 0 100\nb serve call 10 90");
        assertTree(workflow, "call\n  serve\n");
        assertThat(workflow.mends()).isEmpty();
        // A counted id may be there by accident.
        assertTree(workflow("a call:7 - 0 100\nb serve 7 10 90"), "call\nmissing\n  serve\n");
    }

    @Test
    void aTraceThatRanWithinTheOnlyToolCallWasSetOffByIt() {
        assertTree(
                workflow(
                        """
                        a run  - 0 100 kind=AGENT
                        a tool run 10 50 kind=TOOL_CALL
                        a next run 60 90 kind=TOOL_CALL
                        b sub  - 20 40 kind=AGENT
                        """),
                "run\n  tool\n    sub [TIME]\n  next\n");
        // Two calls were open: either may have set it off.
        assertTree(
                workflow(
                        """
                        a run  - 0 100 kind=AGENT
                        a tool run 10 50 kind=TOOL_CALL
                        a same run 10 60 kind=TOOL_CALL
                        b sub  - 20 40 kind=AGENT
                        """),
                "run\n  same\n  tool\nsub\n");
    }

    private static Workflow workflow(String text) {
        List<Span> spans = Given.spans(text);
        Workflow workflow = Given.workflow(spans);
        for (int seed = 0; seed < 10; seed++) {
            Workflow shuffled = Given.workflow(Given.shuffled(spans, seed));
            assertThat(TreeText.of(shuffled.tree())).isEqualTo(TreeText.of(workflow.tree()));
            assertThat(shuffled.mends()).isEqualTo(workflow.mends());
            assertThat(shuffled.summary()).isEqualTo(workflow.summary());
        }
        return workflow;
    }

    private static List<String> texts(Workflow workflow) {
        return workflow.mends().stream().map(Mend::text).toList();
    }

    private static void assertTree(Workflow workflow, String expected) {
        assertThat(TreeText.of(workflow.tree())).isEqualTo(expected);
    }
}
