package io.agtrace.analyzers.diagnosis.suspects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** The numbers behind suspects. */
final class SuspectWeightsTest {
    @Test
    void printedWeightsAreReadAgain() {
        double[] traits = new double[Trait.values().length];
        Arrays.setAll(traits, i -> i / 8.0 - 0.5);

        assertThat(SuspectWeights.parse(new SuspectWeights(traits).print()).traits())
                .containsExactly(traits);
        assertThat(SuspectWeights.fitted().print().lines()).hasSize(traits.length);
    }

    @Test
    void whatIsNoWeightIsTurnedDown() {
        assertThatThrownBy(() -> SuspectWeights.parse("COLOUR\t1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SuspectWeights.parse("SHORT 1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theChancesOfARunsTurnsAddUpToOne() {
        double[][] turns = new double[7][Trait.values().length];
        for (int i = 0; i < turns.length; i++) {
            turns[i][i] = 400;
        }
        double[] chances = SuspectWeights.fitted().probabilities(turns);

        assertThat(Arrays.stream(chances).sum()).isEqualTo(1, within(1e-9));
        assertThat(Arrays.stream(chances).boxed()).allMatch(each -> each >= 0 && each <= 1);
    }
}
