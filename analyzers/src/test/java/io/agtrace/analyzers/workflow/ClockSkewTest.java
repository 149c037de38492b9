package io.agtrace.analyzers.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockSkewTest {
    private static final String CALLS =
            """
            t r - 0 1000 service=web
            t c1 r 100 200 service=web span-kind=CLIENT
            t s1 c1 %d %d service=shop span-kind=SERVER
            t c2 r 300 400 service=web span-kind=CLIENT
            t s2 c2 %d %d service=shop span-kind=SERVER
            t c3 r 500 600 service=web span-kind=CLIENT
            t s3 c3 %d %d service=shop span-kind=SERVER
            """;

    @Test
    void aServerThatSeemsToStartBeforeItsClientHasAClockBehind() {
        Workflow workflow = Given.workflow(CALLS.formatted(60, 140, 255, 335, 470, 550));
        assertThat(workflow.skews())
                .containsExactly(new ClockSkew("shop", "web", -50 * Given.MILLISECOND, 3));
        assertThat(workflow.mends())
                .extracting(Mend::kind, Mend::spanId, Mend::text)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                Mend.Kind.CLOCK_SKEW,
                                Given.spanId("s1"),
                                "the clock of shop seems to be 50.0 ms behind that of web; times"
                                        + " are shown as recorded"));
        // Shown, never applied.
        assertThat(workflow.tree().startNanos(2)).isEqualTo(Given.at("60"));
    }

    @Test
    void aServerThatSeemsToEndAfterItsClientHasAClockAhead() {
        assertThat(Given.workflow(CALLS.formatted(150, 230, 350, 430, 550, 630)).skews())
                .containsExactly(new ClockSkew("shop", "web", 40 * Given.MILLISECOND, 3));
    }

    @Test
    void whatIsPossibleIsNoSkew() {
        assertThat(Given.workflow(CALLS.formatted(110, 190, 310, 390, 510, 590)).skews()).isEmpty();
        // Most calls are possible: one odd one is no clock.
        assertThat(Given.workflow(CALLS.formatted(60, 140, 310, 390, 510, 590)).skews()).isEmpty();
        // The server went on when its client had given up.
        assertThat(Given.workflow(CALLS.formatted(110, 900, 310, 900, 510, 900)).skews()).isEmpty();
    }

    @Test
    void roundingIsNoSkew() {
        assertThat(
                        Given.workflow(
                                        """
                                        t c - 0 100 service=web span-kind=CLIENT
                                        t s c -0.5 99.5 service=shop span-kind=SERVER
                                        """)
                                .skews())
                .isEmpty();
    }

    @Test
    void calleesOfTheSameServiceOrWithoutOneTellNothing() {
        assertThat(
                        Given.workflow(
                                        """
                                        t c - 0 100 service=web span-kind=CLIENT
                                        t s c -50 10 service=web span-kind=SERVER
                                        t n c -50 10 span-kind=SERVER
                                        t i c -50 10 service=shop span-kind=INTERNAL
                                        """)
                                .skews())
                .isEmpty();
    }

    @Test
    void aConsumerThatSeemsToStartBeforeItsProducerGivesABound() {
        assertThat(
                        Given.workflow(
                                        """
                                        t p - 100 110 service=web span-kind=PRODUCER
                                        t a p 80 90 service=worker span-kind=CONSUMER
                                        t b p 70 400 service=worker span-kind=CONSUMER
                                        t c p 500 600 service=worker span-kind=CONSUMER
                                        """)
                                .skews())
                .containsExactly(new ClockSkew("worker", "web", -30 * Given.MILLISECOND, 2));
    }
}
