package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Milliseconds of each span that lie on the critical path; drawings: {@code =} is on it. */
class CriticalPathTest {
    /**
     * <pre>
     * r  0 ==|  |===|    |== 100
     * a   10 ==== 30
     * b         50 ====== 90
     * </pre>
     */
    @Test
    void oneAfterTheOther() {
        assertPath("t r - 0 100\nt a r 10 30\nt b r 50 90", "r 40\n  a 20\n  b 40\n");
    }

    /**
     * <pre>
     * r  0 ==|              |== 100
     * a   10 |--------| 60
     * b   10 ================ 90
     * </pre>
     */
    @Test
    void ofParallelChildrenTheLastOne() {
        assertPath("t r - 0 100\nt a r 10 60\nt b r 10 90", "r 20\n  b 80\n  a 0\n");
    }

    /**
     * {@code b} does not wait for {@code a}, which ends after it has begun.
     *
     * <pre>
     * r  0 =========|        |= 100
     * a   10 |--------| 60
     * b           50 ========== 90
     * </pre>
     */
    @Test
    void anOverlappingChildHasNoPart() {
        assertPath("t r - 0 100\nt a r 10 60\nt b r 50 90", "r 60\n  a 0\n  b 40\n");
    }

    /** Rounding to microseconds makes neighbours overlap. */
    @Test
    void anOverlapOfAMicrosecondIsNone() {
        assertPath("t r - 0 100\nt a r 0 50.001\nt b r 50 100", "r 0\n  a 50\n  b 50\n");
    }

    /**
     * <pre>
     * r  0 ==|          |== 100
     * a   10 ==|      |= 90
     * x      30 ====== 70
     * y      30 |--| 50
     * </pre>
     */
    @Test
    void itGoesDownTheTree() {
        assertPath(
                "t r - 0 100\nt a r 10 90\nt x a 30 70\nt y a 30 50",
                "r 20\n  a 40\n    x 40\n    y 0\n");
    }

    /**
     * <pre>
     * r    0 ===|      100
     * log     80 ==|------| 300
     * </pre>
     */
    @Test
    void whatOutlivesItsParentCountsUpToItsEnd() {
        assertPath("t r - 0 100\nt log r 80 300", "r 80\n  log 20\n");
    }

    /**
     * The receiver goes on when the sender's run is over; the run counts up to the hand-over.
     *
     * <pre>
     * run   0 ====|  |---| 100
     * send     40 ==|--| 60
     * work       50 ============ 200
     * </pre>
     */
    @Test
    void whatWasSetOffIsPrecededByWhatSetItOff() {
        assertPath(
                """
                a run - 0 100
                a send run 40 60
                b work - 50 200 link=a/send
                """,
                "run 40\n  send 10\n    work 150\n");
    }

    @Test
    void severalRootsOneAfterTheOther() {
        assertPath("t a - 0 10\nt b - 20 30\nt c - 5 29", "a 10\nc 0\nb 10\n");
    }

    @Test
    void thePartsOfARootAddUp() {
        Workflow workflow =
                Given.workflow(
                        """
                        t r - 0 100
                        t a r 3 55
                        t b r 54 99
                        t c a 10 20
                        t d a 20 60
                        t e b 50 70
                        t f e 69 71
                        """);
        SpanTree tree = workflow.tree();
        long sum = 0;
        for (int node = 0; node < tree.size(); node++) {
            assertThat(tree.criticalNanos(node)).isNotNegative();
            sum += tree.criticalNanos(node);
        }
        assertThat(sum).isEqualTo(100 * Given.MILLISECOND);
    }

    private static void assertPath(String spans, String expected) {
        SpanTree tree = Given.workflow(spans).tree();
        assertThat(
                        TreeText.of(
                                        tree,
                                        node -> " " + tree.criticalNanos(node) / Given.MILLISECOND)
                                .replaceAll(" \\[[A-Z]+]", ""))
                .isEqualTo(expected);
    }
}
