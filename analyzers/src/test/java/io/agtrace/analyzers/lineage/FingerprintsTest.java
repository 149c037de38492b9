package io.agtrace.analyzers.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

class FingerprintsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 47, 48, 49, 1_000, 70_000, 200_000})
    void sortsWhatLiesEvenlyAndWhatDoesNot(int size) {
        Random random = new Random(size);
        long[] numbers = new long[size + 3];
        for (int shift : new int[] {0, 8, 40, 63, 64}) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = shift == Long.SIZE ? 7 : random.nextLong() >> shift;
            }
            if (size > 2) {
                numbers[0] = Long.MAX_VALUE;
                numbers[1] = Long.MIN_VALUE;
            }
            long[] sorted = numbers.clone();
            Arrays.sort(sorted, 0, size);

            Fingerprints.sort(numbers, size);

            assertThat(numbers).isEqualTo(sorted);
        }
    }
}
