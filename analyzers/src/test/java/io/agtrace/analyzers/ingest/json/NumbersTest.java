package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class NumbersTest {
    private static long whole(String text) {
        byte[] bytes = ("x" + text + "7").getBytes(StandardCharsets.UTF_8);
        long fromBytes = Numbers.whole(bytes, 1, bytes.length - 1, -99);
        assertThat(Numbers.whole(text, -99)).isEqualTo(fromBytes);
        return fromBytes;
    }

    @Test
    void everyLongIsReadExactly() {
        Random random = new Random(2);
        for (int i = 0; i < 5000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(whole(Long.toString(number))).isEqualTo(number);
            BigDecimal shifted = BigDecimal.valueOf(number, random.nextInt(25) - 3);
            BigDecimal cut = shifted.setScale(0, RoundingMode.DOWN);
            long expected = cut.unscaledValue().bitLength() < 64 ? cut.longValueExact() : -99;
            assertThat(whole(shifted.toString())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808, -99",
        "1e18, 1000000000000000000",
        "1e19, -99",
        "0e999999999, 0",
        "1e-2147483647, 0",
        "1e2147483647, -99",
        "1e99999999999, -99",
        "000000000000000000000000012, 12",
        "+5, 5",
        "0x10, -99",
        "12abc, -99",
        "1-2, -99",
        "-, -99",
        "'', -99",
        "NaN, -99",
    })
    void wholeNumbers(String text, long expected) {
        assertThat(whole(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "1f", "0x1p3", "", "-", "abc", "1.2.3", "NaN", "5 6"})
    void whatIsNoRealNumberIsNaN(String text) {
        assertThat(Numbers.real(text)).isNaN();
    }

    @Test
    void realNumbers() {
        assertThat(Numbers.real(" 1.5e3 ")).isEqualTo(1500);
        assertThat(Numbers.real("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Numbers.real("Infinity")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Numbers.real(".5")).isEqualTo(0.5);
    }
}
