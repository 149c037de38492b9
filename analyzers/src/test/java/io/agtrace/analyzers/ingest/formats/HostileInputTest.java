package io.agtrace.analyzers.ingest.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.ingest.SpanReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Damaged and hostile input: every reader says no more than what it may say. */
class HostileInputTest {
    @Test
    void eachSampleIsRecognisedByOneReaderOnly() {
        for (String sample : Samples.ALL) {
            var head = Reading.head(sample.getBytes(StandardCharsets.UTF_8));
            long claims =
                    VendorReaders.inOrder().stream()
                            .filter(reader -> reader.recognises(head))
                            .filter(reader -> !(reader instanceof SdkSpansReader))
                            .count();
            assertThat(claims).as(sample).isLessThanOrEqualTo(1);
            assertThat(Reading.of(sample).spans()).as(sample).isNotEmpty();
        }
    }

    @Test
    void everyReaderBearsEveryDamagedSample() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 4_000; round++) {
            String sample = Samples.ALL.get(random.nextInt(Samples.ALL.size()));
            byte[] bytes = damaged(sample.getBytes(StandardCharsets.UTF_8), random);
            NotATrace.reason(Reading.head(bytes));
            for (SpanReader reader : VendorReaders.inOrder()) {
                reader.recognises(Reading.head(bytes));
                Reading.with(reader, bytes);
            }
        }
    }

    /** Some bytes replaced, doubled or dropped, and sometimes the end cut off. */
    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        int end = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        int rate = 5 + random.nextInt(60);
        for (int i = 0; i < end; i++) {
            switch (random.nextInt(4 * rate)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> {}
                case 2 -> out.write("{}[],:\"\n\\'=+0".charAt(random.nextInt(13)));
                case 3 -> {
                    int from = random.nextInt(bytes.length);
                    out.write(bytes, from, Math.min(bytes.length - from, random.nextInt(30)));
                }
                default -> out.write(bytes[i]);
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"spans\":[",
                "{\"a\":",
                "{a:",
                "{ a: [ ",
                "{\"child_spans\":[",
                "\\"
            })
    void followsNoEndlessNesting(String piece) {
        String text = piece.repeat(200_000);
        for (SpanReader reader : VendorReaders.inOrder()) {
            assertThat(Reading.with(reader, text).spans()).isEmpty();
        }
    }
}
