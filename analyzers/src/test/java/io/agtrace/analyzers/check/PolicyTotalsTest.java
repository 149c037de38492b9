package io.agtrace.analyzers.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTotalsTest {
    /** Worked out from the formula with 1.959963985 standard deviations. */
    @ParameterizedTest
    @CsvSource({
        "8, 10, 0.95, 0.4901625, 0.9433178",
        "0, 20, 0.95, 0, 0.1611252",
        "20, 20, 0.95, 0.8388748, 1",
        "15, 100, 0.95, 0.0930599, 0.2328356",
        "1, 1, 0.95, 0.2065493, 1",
    })
    void boundsOfAShareAreWilsons(int hits, int tries, double level, double from, double to) {
        double[] bounds = PolicyTotals.wilson(hits, tries, level);

        assertThat(bounds[0]).isCloseTo(from, within(1e-7));
        assertThat(bounds[1]).isCloseTo(to, within(1e-7));
    }
}
