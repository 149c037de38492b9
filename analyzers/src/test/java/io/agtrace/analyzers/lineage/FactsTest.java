package io.agtrace.analyzers.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;

import java.util.List;
import java.util.Locale;

/** Facts of texts, and the sets that they make. */
final class FactsTest {
    private static final List<String> WORDS =
            List.of(
                    "harbour",
                    "Sluice",
                    "billing-core",
                    "test_rounding",
                    "H-204",
                    "1,200.50",
                    "2026-05-14",
                    "47",
                    "höhe",
                    "мост",
                    "水闸漏水",
                    "a",
                    "of",
                    "x@y.org",
                    "https://e.org/p?q=1");

    private static Gen<String> texts() {
        return lists().of(integers().between(0, WORDS.size() - 1))
                .ofSizeBetween(0, 12)
                .map(picked -> String.join(" ", picked.stream().map(WORDS::get).toList()));
    }

    private static Gen<FactSet> sets() {
        return texts().map(text -> Lineage.facts(text));
    }

    private static boolean isSame(FactSet one, FactSet other) {
        return one.minus(other).isEmpty() && other.minus(one).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,200.50 | 1200.5",
                "1.200,50 | 1200.50",
                "48,300 | 48300",
                "48.300 | 48300",
                "6,80 | 6.8",
                "12.00 | 12",
                "0.125 | 0.1250",
                "Billing-Core | billing-core",
                "HARBOUR | harbour",
                "水闸漏水 | 水闸漏水。"
            })
    void theSameInTwoSpellings(String one, String other) {
        assertThat(Lineage.facts(one).isEmpty()).isFalse();
        assertThat(isSame(Lineage.facts(one), Lineage.facts(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,200 | 1,20",
                "125 | 12.5",
                "2026-05-14 | 2026-05-15",
                "H-204 | H-240",
                "水闸 | 水门"
            })
    void differentThings(String one, String other) {
        assertThat(Lineage.facts(one).and(Lineage.facts(other)).hard().isEmpty()).isTrue();
        assertThat(isSame(Lineage.facts(one), Lineage.facts(other))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a an of to",
                "7",
                "...",
                "2026-05-14T08:30:00Z",
                "2026-05-14T08:30:00.123+02:00"
            })
    void noFacts(String text) {
        assertThat(Lineage.facts(text).isEmpty()).isTrue();
    }

    @Test
    void numbersNamesAndIdsWeighMoreThanWords() {
        assertThat(Lineage.facts("harbour").weight()).isEqualTo(1);
        assertThat(Lineage.facts("4711").weight()).isEqualTo(2);
        assertThat(Lineage.facts("2026-05-14").weight()).isEqualTo(3);
        // The name, and the words it is made of.
        assertThat(Lineage.facts("billing-core").weight()).isEqualTo(4);
        assertThat(Lineage.facts("billing-core 4711 harbour").hard().weight()).isEqualTo(4);
        assertThat(Lineage.facts("billing-core 4711 harbour").words().weight()).isEqualTo(3);
    }

    @Test
    void aBlobIsOneFact() {
        assertThat(Lineage.facts("QUJD".repeat(5_000)).size()).isEqualTo(1);
    }

    @Test
    void factsDependNeitherOnCaseNorOnBlanks() {
        qt().forAll(texts())
                .check(
                        text ->
                                isSame(
                                        Lineage.facts(text),
                                        Lineage.facts(
                                                "  "
                                                        + text.toUpperCase(Locale.ROOT)
                                                                .replace(" ", " \n\t "))));
    }

    @Test
    void factsOfAJoinedTextAreThoseOfItsParts() {
        qt().forAll(texts(), texts())
                .check(
                        (one, other) ->
                                isSame(
                                        Lineage.facts(one + "\n" + other),
                                        Lineage.facts(one).or(Lineage.facts(other))));
    }

    @Test
    void setsFollowTheLawsOfSets() {
        qt().forAll(sets(), sets(), sets())
                .check(
                        (a, b, c) ->
                                isSame(a.or(b), b.or(a))
                                        && isSame(a.and(b), b.and(a))
                                        && isSame(a.minus(b), a.minus(a.and(b)))
                                        && isSame(a.minus(b).or(a.and(b)), a)
                                        && isSame(a.or(b).minus(c), a.minus(c).or(b.minus(c)))
                                        && isSame(a.and(b.or(c)), a.and(b).or(a.and(c)))
                                        && isSame(a.hard().or(a.words()), a)
                                        && a.or(b).weight()
                                                == a.weight() + b.weight() - a.and(b).weight());
    }

    @Test
    void sharesLieBetweenNoneAndAll() {
        qt().forAll(sets(), sets())
                .check(
                        (a, b) -> {
                            double share = a.shareIn(b);
                            return a.isEmpty()
                                    ? Double.isNaN(share)
                                    : share >= 0
                                            && share <= 1
                                            && a.shareIn(a) == 1
                                            && a.shareIn(FactSet.EMPTY) == 0;
                        });
    }
}
