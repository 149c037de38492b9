package io.agtrace.analyzers.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.agtrace.analyzers.ingest.CanonicalText;
import io.agtrace.analyzers.ingest.ReadResult;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The fast reader against databind, on random documents as they are and mutated. */
class OtlpJsonDifferentialTest {
    private final OtlpJsonReader reader = new OtlpJsonReader();

    private static List<String> lines(ReadResult result) {
        return result.spans.stream().map(CanonicalText::of).toList();
    }

    @Test
    void readsTheSameSpansAsDatabind() throws IOException {
        for (long seed = 0; seed < 600; seed++) {
            String document = new RandomOtlpJson(seed).document();
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            List<String> wanted = OtlpJsonJudge.spans(document);
            assertThat(lines(ReadResult.of(reader, bytes))).as("seed %d", seed).isEqualTo(wanted);
            assertThat(lines(ReadResult.chunked(reader, bytes, seed)))
                    .as("seed %d, in small pieces", seed)
                    .isEqualTo(wanted);
            assertThat(lines(ReadResult.stored(reader, bytes, seed)))
                    .as("seed %d, texts left in place", seed)
                    .isEqualTo(wanted);
        }
    }

    @Test
    void linesOfRandomDocumentsGiveTheSpansOfEach() throws IOException {
        StringBuilder all = new StringBuilder();
        List<String> wanted = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            String document = new RandomOtlpJson(seed).document();
            all.append(document).append(seed % 3 == 0 ? "" : "\n");
            wanted.addAll(OtlpJsonJudge.spans(document));
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(lines(ReadResult.chunked(reader, bytes, 7))).isEqualTo(wanted);
    }

    @Test
    void mutatedInputNeverThrowsAndValidMutantsReadTheSame() throws IOException {
        int judged = 0;
        for (long seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            byte[] bytes =
                    new RandomOtlpJson(seed % 40).document().getBytes(StandardCharsets.UTF_8);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes = mutate(bytes, random);
            }
            ReadResult whole = ReadResult.of(reader, bytes);
            assertThat(lines(ReadResult.chunked(reader, bytes, seed)))
                    .as("seed %d", seed)
                    .isEqualTo(lines(whole));
            assertThat(whole.gaveUp).isNull();
            if (whole.report.tallies().isEmpty() && sameForDatabind(bytes, whole)) {
                judged++;
            }
        }
        assertThat(judged).isGreaterThan(50);
    }

    /** Mutants that databind, too, holds to be sound OTLP must give the same spans. */
    private static boolean sameForDatabind(byte[] bytes, ReadResult whole) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> wanted;
        try {
            wanted = OtlpJsonJudge.spans(text);
        } catch (JsonProcessingException | RuntimeException e) {
            return false; // the judge is stricter than the reader has to be
        }
        return lines(whole).equals(wanted);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return bytes;
        }
        int at = random.nextInt(bytes.length - 1);
        switch (random.nextInt(5)) {
            case 0 -> {
                byte[] copy = bytes.clone();
                copy[at] = (byte) random.nextInt(256);
                return copy;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 2 -> {
                byte[] copy = bytes.clone();
                copy[at] = (byte) "{}[]\",:0\n\\".charAt(random.nextInt(10));
                return copy;
            }
            case 3 -> {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(50));
                byte[] copy = new byte[bytes.length - (to - at)];
                System.arraycopy(bytes, 0, copy, 0, at);
                System.arraycopy(bytes, to, copy, at, bytes.length - to);
                return copy;
            }
            default -> {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(200));
                byte[] copy = Arrays.copyOf(bytes, bytes.length + to - at);
                System.arraycopy(bytes, at, copy, to, bytes.length - at);
                return copy;
            }
        }
    }
}
