package io.agtrace.analyzers.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class SymbolsTest {
    @Test
    void theSameBytesAreTheSameString() {
        Symbols symbols = new Symbols();
        byte[] bytes = "xspanIdy-spanId".getBytes(StandardCharsets.UTF_8);
        String one = symbols.get(bytes, 1, 7);
        assertThat(one).isEqualTo("spanId");
        assertThat(symbols.get(bytes, 9, 15)).isSameAs(one);
        assertThat(symbols.get(bytes, 3, 3)).isEmpty();
    }

    @Test
    void collisionsCostNothingButTime() {
        Symbols symbols = new Symbols();
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            String text = "k" + random.nextInt(20_000) + (i % 3 == 0 ? "é" : "");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(symbols.get(bytes, 0, bytes.length)).isEqualTo(text);
        }
        // "Aa" and "BB" have the same hash.
        byte[] twins = "AaBB".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            assertThat(symbols.get(twins, 0, 2)).isEqualTo("Aa");
            assertThat(symbols.get(twins, 2, 4)).isEqualTo("BB");
        }
    }
}
