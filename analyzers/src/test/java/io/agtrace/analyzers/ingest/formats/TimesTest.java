package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "2025-03-04T05:06:07.123456789Z, 2025-03-04T05:06:07.123456789Z",
        "2025-03-04T05:06:07, 2025-03-04T05:06:07Z",
        "2025-03-04 05:06:07.5, 2025-03-04T05:06:07.5Z",
        "2025-03-04T05:06:07.123456+00:00, 2025-03-04T05:06:07.123456Z",
        "2025-03-04T05:06:07+05:30, 2025-03-03T23:36:07Z",
        "2025-03-04T05:06:07-0800, 2025-03-04T13:06:07Z",
        "2025-03-04 05:06:07 UTC, 2025-03-04T05:06:07Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
        "1741064767, 2025-03-04T05:06:07Z",
        "1741064767.25, 2025-03-04T05:06:07.25Z",
        "1741064767123, 2025-03-04T05:06:07.123Z",
        "1741064767123456, 2025-03-04T05:06:07.123456Z",
        "1741064767123456789, 2025-03-04T05:06:07.123456789Z"
    })
    void readsPoints(String text, String expected) {
        Instant instant = Instant.parse(expected);
        assertThat(Times.point(AnyValue.of(text), Times.Unit.OPEN))
                .isEqualTo(instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-02-30T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-03-04T25:00:00Z",
                "2025-03-04T05:06:07+99:00",
                "2025-03-04T05:06:07 at noon",
                "9999-01-01T00:00:00Z",
                "1e400",
                "NaN",
                "--"
            })
    void saysWhatIsNoTime(String text) {
        assertThat(Times.point(AnyValue.of(text), Times.Unit.OPEN)).isEqualTo(Span.NO_TIME);
    }

    @Test
    void readsNumbersAndPairs() {
        assertThat(Times.point(AnyValue.of(5), Times.Unit.MICROS)).isEqualTo(5_000);
        assertThat(Times.point(AnyValue.of(2.5), Times.Unit.MICROS)).isEqualTo(2_500);
        assertThat(Times.point(AnyValue.of(Double.NaN), Times.Unit.OPEN)).isEqualTo(Span.NO_TIME);
        assertThat(Times.point(AnyValue.of(Long.MAX_VALUE), Times.Unit.SECONDS))
                .isEqualTo(Span.NO_TIME);
        assertThat(
                        Times.point(
                                new AnyValue.ArrayValue(List.of(AnyValue.of(3), AnyValue.of(4))),
                                Times.Unit.OPEN))
                .isEqualTo(3_000_000_004L);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M48.75S, 108750000000",
        "PT0S, 0",
        "00:00:00.0012345, 1234500",
        "1.02:03:04, 93784000000000",
        "12, 12"
    })
    void readsDurations(String text, long expected) {
        assertThat(Times.duration(AnyValue.of(text), Times.Unit.NANOS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PT", "1:2", "a:b:c", "00:61:00", "soon", "P999999999999999D"})
    void saysWhatIsNoDuration(String text) {
        assertThat(Times.duration(AnyValue.of(text), Times.Unit.NANOS)).isEqualTo(Span.NO_TIME);
    }
}
