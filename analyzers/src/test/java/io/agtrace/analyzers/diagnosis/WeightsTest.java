package io.agtrace.analyzers.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agtrace.analyzers.rules.Rules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The numbers behind confidences. */
final class WeightsTest {
    private static List<String[]> resource() throws IOException {
        try (InputStream in = Weights.class.getResourceAsStream("weights.tsv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    @Test
    void printedWeightsAreReadAgain() {
        double[] features = new double[Features.values().length];
        Arrays.setAll(features, i -> i / 8.0 - 0.5);
        Weights weights = new Weights(-1.25, features, Map.of("hang", 0.5, "error", -0.75));

        assertThat(Weights.parse(weights.print())).isEqualTo(weights);
        assertThat(Weights.parse(Weights.fitted().print())).isEqualTo(Weights.fitted());
    }

    @Test
    void whatIsNoWeightIsTurnedDown() {
        assertThatThrownBy(() -> Weights.parse("colour\tred\t1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Weights.parse("feature\tCOLOUR\t1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFittedWeightsNameEveryFeature() throws IOException {
        assertThat(resource())
                .filteredOn(line -> line[0].equals("feature"))
                .extracting(line -> line[1])
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Features.values()).map(Features::name).toList());
    }

    @Test
    void theFittedWeightsNameOnlyRulesThatAre() throws IOException {
        assertThat(Rules.all().stream().map(rule -> rule.info().id()).toList())
                .containsAll(
                        resource().stream()
                                .filter(line -> line[0].equals("rule"))
                                .map(line -> line[1])
                                .toList());
    }

    @Test
    void aClearerFindingIsNotLessLikely() throws IOException {
        assertThat(resource())
                .filteredOn(line -> line[0].equals("feature") && line[1].equals("STRENGTH"))
                .allSatisfy(line -> assertThat(Double.parseDouble(line[2])).isPositive());
    }
}
