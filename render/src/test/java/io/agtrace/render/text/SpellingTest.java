package io.agtrace.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;

class SpellingTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0,                    0 s
                    999,                  999 ns
                    1000,                 1 µs
                    999499,               999 µs
                    999500,               1.0 ms
                    9949999,              9.9 ms
                    9950000,              10 ms
                    12000000,             12 ms
                    999499999,            999 ms
                    999500000,            1.00 s
                    3100000000,           3.10 s
                    9994999999,           9.99 s
                    9995000000,           10.0 s
                    47012400000,          47.0 s
                    59949999999,          59.9 s
                    59950000000,          1m 00s
                    65000000000,          1m 05s
                    3599499999999,        59m 59s
                    3599500000000,        1h 00m
                    7380000000000,        2h 03m
                    86369999999999,       23h 59m
                    86370000000000,       1d 00h
                    273600000000000,      3d 04h
                    9223372036854775807,  106752 d
                    -1200000000,          -1.20 s
                    """)
    void spellsDurationsWithThreeDigits(long nanos, String expected) {
        assertThat(Durations.human(nanos)).isEqualTo(expected);
    }

    @Test
    void keepsDurationsInSevenColumns() {
        for (long nanos = 1; nanos < 70_000L * 86_400 * 1_000_000_000; nanos += nanos / 4 + 1) {
            assertThat(Durations.human(nanos)).hasSizeLessThanOrEqualTo(7);
        }
    }

    @Test
    void tellsOffsetsFromTheStart() {
        assertThat(Durations.offset(0)).isEqualTo("T+0");
        assertThat(Durations.offset(2_100_000_000L)).isEqualTo("T+2.10s");
        assertThat(Durations.offset(-5_000_000)).isEqualTo("T-5.0ms");
    }

    @Test
    void spellsNumbers() {
        assertThat(Numbers.count(1204, "span")).isEqualTo("1,204 spans");
        assertThat(Numbers.count(1, "span")).isEqualTo("1 span");
        assertThat(List.of(950L, 1_240L, 9_960L, 34_100L, 999_600L, 5_600_000L))
                .extracting(Numbers::about)
                .containsExactly("950", "1.2k", "10k", "34k", "1.0M", "5.6M");
        assertThat(Numbers.bytes(12)).isEqualTo("12 B");
        assertThat(Numbers.bytes(3_400)).isEqualTo("3.4 kB");
        assertThat(Numbers.dollars(0.1234)).isEqualTo("$0.1234");
        assertThat(Numbers.dollars(1234.5)).isEqualTo("$1,234.50");
    }

    @Test
    void showsTimesInTheZoneAskedFor() {
        long nanos = 1_767_323_045_678_900_000L;

        assertThat(Times.full(nanos, ZoneId.of("Asia/Kolkata")))
                .isEqualTo("2026-01-02 08:34:05.678 +05:30");
        assertThat(Times.brief(nanos, ZoneOffset.UTC)).isEqualTo("2026-01-02 03:04:05");
        assertThat(Times.brief(Span.NO_TIME, ZoneOffset.UTC)).isEqualTo("-");
    }

    @Test
    void wrapsAndCountsWhatHasNoRoom() {
        assertThat(Wrap.words("one two three", 8, 2)).containsExactly("one two", "  three");
        List<String> names = Collections.nCopies(30, "researcher");
        assertThat(Wrap.items(names, 40, 2))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40))
                .last()
                .asString()
                .endsWith("+25 more");
    }
}
