package io.agtrace.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class NumbersTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                999,
                -999,
                1_000,
                -1_000,
                123_456,
                -123_456,
                1_234_567,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void countsHaveTheirThousandsApart(long number) {
        assertThat(Numbers.count(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
    }

    @Test
    void thousandsAreRoundedAsFormattersRound() {
        for (long number = 1_000; number < 999_500; number += 7) {
            double thousands = number / 1_000.0;
            String form = thousands < 9.95 ? "%.1fk" : "%.0fk";
            assertThat(Numbers.about(number))
                    .isEqualTo(String.format(Locale.ROOT, form, thousands));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "999, 999",
        "1000, 1.0k",
        "9949, 9.9k",
        "9950, 10k",
        "999499, 999k",
        "999500, 1.0M",
        "34567890, 35M"
    })
    void largeOnesAreTold(long number, String about) {
        assertThat(Numbers.about(number)).isEqualTo(about);
    }
}
