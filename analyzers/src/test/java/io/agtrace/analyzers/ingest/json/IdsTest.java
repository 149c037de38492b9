package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;

class IdsTest {
    @ParameterizedTest
    @CsvSource({
        "5b8efff798038103d269b633813fc60c, 5b8efff798038103d269b633813fc60c",
        "5B8EFFF798038103D269B633813FC60C, 5b8efff798038103d269b633813fc60c",
        "0x5b8efff798038103d269b633813fc60c, 5b8efff798038103d269b633813fc60c",
        "W47/95gDgQPSabYzgT/GDA==, 5b8efff798038103d269b633813fc60c",
        "W47/95gDgQPSabYzgT/GDA, W47/95gDgQPSabYzgT/GDA",
        "W47_95gDgQPSabYzgT_GDA==, 5b8efff798038103d269b633813fc60c",
        "5b8efff7-9803-8103-d269-b633813fc60c, 5b8efff798038103d269b633813fc60c",
        "d269b633813fc60c, 0000000000000000d269b633813fc60c",
        "1a2b3c4d5e6f1a2b3c4d5e6f, 000000001a2b3c4d5e6f1a2b3c4d5e6f",
        "trace_abc, trace_abc",
        "'not base64 but 24 long!!', 'not base64 but 24 long!!'",
    })
    void traceIdsInAllSpellings(String spelled, String canonical) {
        assertThat(Ids.trace(spelled)).hasToString(canonical);
        assertThat(Ids.trace(AnyValue.of(spelled))).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "eee19b7ec3c1b174, eee19b7ec3c1b174",
        "EEE19B7EC3C1B174, eee19b7ec3c1b174",
        "7uGbfsPBsXQ=, eee19b7ec3c1b174",
        "tool-finish, tool-finish",
        "0xeee19b7ec3c1b174, eee19b7ec3c1b174",
        "1b174, 000000000001b174",
        "12345678901, 0000012345678901",
        "span001, span001",
    })
    void spanIdsInAllSpellings(String spelled, String canonical) {
        assertThat(Ids.span(spelled)).hasToString(canonical);
        assertThat(Ids.span(AnyValue.of(spelled))).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0000000000000000",
                "00000000000000000000000000000000",
                "0x0",
                "  "
            })
    void emptyAndZeroMeanNoId(String spelled) {
        assertThat(Ids.trace(spelled)).isNull();
        assertThat(Ids.span(spelled)).isNull();
    }

    @Test
    void zeroBytesMeanNoId() {
        assertThat(Ids.trace("AAAAAAAAAAAAAAAAAAAAAA==")).isNull();
        assertThat(Ids.span("AAAAAAAAAAA=")).isNull();
        assertThat(Ids.traceBytes(new byte[16], 0, 16)).isNull();
        assertThat(Ids.spanBytes(new byte[8], 0, 8)).isNull();
        assertThat(Ids.traceBytes(new byte[0], 0, 0)).isNull();
        assertThat(Ids.trace((AnyValue) null)).isNull();
        assertThat(Ids.span(AnyValue.EMPTY)).isNull();
        assertThat(Ids.span(AnyValue.of(0))).isNull();
    }

    @Test
    void base64AndBytesAndHexadecimalAreTheSameId() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] trace = new byte[16];
            byte[] span = new byte[8];
            random.nextBytes(trace);
            random.nextBytes(span);
            String hex = HexFormat.of().formatHex(trace);
            assertThat(Ids.trace(Base64.getEncoder().encodeToString(trace))).hasToString(hex);
            assertThat(Ids.traceBytes(trace, 0, 16)).isEqualTo(Ids.trace(hex));
            String shortHex = HexFormat.of().formatHex(span);
            assertThat(Ids.span(Base64.getEncoder().encodeToString(span))).hasToString(shortHex);
            assertThat(Ids.spanBytes(span, 0, 8)).isEqualTo(Ids.span(shortHex));
        }
    }

    @Test
    void numbersAreIdsToo() {
        Id small = Objects.requireNonNull(Ids.span(AnyValue.of(255)));
        assertThat(small).hasToString("00000000000000ff");
        AnyValue large = JsonTree.parse("17216961135462248174");
        assertThat(Ids.span(large)).hasToString("eeeeeeeeeeeeeeee");
        AnyValue trace = JsonTree.parse("317590171312229420391711379317350784238");
        assertThat(Ids.trace(trace)).hasToString("eeeda4607d96edd6036fc6dec47cdcee");
        assertThat(Ids.decimalTrace("18446744073709551616"))
                .hasToString("00000000000000010000000000000000");
        assertThat(Ids.decimalSpan("12x")).isNull();
        assertThat(Ids.decimalSpan("")).isNull();
        assertThat(Ids.decimalTrace("0")).isNull();
    }

    @Test
    void bytesOfWrongLengthStayTellable() {
        byte[] bytes = HexFormat.of().parseHex("0102030405");
        assertThat(Ids.spanBytes(bytes, 0, 5)).hasToString("0000000102030405");
        byte[] many = new byte[40];
        many[39] = 7;
        assertThat(Ids.traceBytes(many, 0, 40)).hasToString("00".repeat(39) + "07");
    }
}
