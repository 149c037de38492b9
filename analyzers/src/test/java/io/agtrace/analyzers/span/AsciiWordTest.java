package io.agtrace.analyzers.span;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class AsciiWordTest {
    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abé".charAt(random.nextInt(40) == 0 ? 2 : random.nextInt(2)));
        }
        return text.toString();
    }

    @Test
    void isFoundWhereverItStands() {
        Random random = new Random(11);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            String word = letters(random, 1 + random.nextInt(6)).replace('é', 'a');
            byte[] text = letters(random, random.nextInt(60)).getBytes(StandardCharsets.ISO_8859_1);
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length + 1 - from);
            String part = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
            boolean expected = part.contains(word);
            assertThat(new AsciiWord(word).isIn(text, from, to)).isEqualTo(expected);
            found += expected ? 1 : 0;
        }
        assertThat(found).isBetween(2_000, 18_000);
    }
}
