package io.agtrace.analyzers.diagnosis.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agtrace.analyzers.diagnosis.cohort.Comparison.Contrast;
import io.agtrace.analyzers.diagnosis.cohort.Feature.Kind;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class CohortsTest {
    private static final Feature ESCALATED = new Feature(Kind.DECISION, "router", "escalate");
    private static final Feature OLD = new Feature(Kind.MODEL, "router", "small-1");
    private static final Feature NEW = new Feature(Kind.MODEL, "router", "small-2");

    private static RunRow row(
            int number, boolean failing, Map<Kind, Double> measures, Feature... features) {
        Set<Feature> all = new HashSet<>(List.of(features));
        if (failing) {
            all.add(Feature.of(Kind.FAILURE));
        }
        return new RunRow(
                "claims-#",
                "router",
                "run-" + number,
                1000L * number,
                List.of("router"),
                failing,
                all,
                measures);
    }

    private static List<Cohort> compared(List<RunRow> rows) {
        Cohorts cohorts = new Cohorts();
        rows.forEach(cohorts::add);
        return cohorts.compared();
    }

    private static List<Comparison> comparisons(List<RunRow> rows) {
        return compared(rows).getFirst().comparisons();
    }

    /// One of three fails, and those wait longer, whatever else they do.
    private static List<RunRow> slowFailures(int runs) {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            boolean failing = i % 3 == 0;
            double nanos = (failing ? 40 : 10) * 1e9 + i % 7 * 1e9;
            Map<Kind, Double> measures = Map.of(Kind.WAITING, nanos, Kind.TOKENS, 100.0 + i % 5);
            rows.add(row(i, failing, measures, i % 2 == 0 ? OLD : NEW));
        }
        return rows;
    }

    @Test
    void failingRunsAreToldFromHealthyOnesByWhatSeparatesThemBest() {
        Cohort cohort = compared(slowFailures(60)).getFirst();

        assertThat(cohort.runs()).isEqualTo(60);
        assertThat(cohort.failing()).isEqualTo(20);
        assertThat(cohort.comparisons()).hasSize(1);
        Comparison first = cohort.comparisons().getFirst();
        assertThat(first.contrast()).isEqualTo(Contrast.FAILING);
        assertThat(first.feature().kind()).isEqualTo(Kind.WAITING);
        assertThat(first.one().middle()).isEqualTo(43e9, within(1e9));
        assertThat(first.other().middle()).isEqualTo(13e9, within(1e9));
        assertThat(first.examples()).containsExactly("run-0", "run-3", "run-6");
    }

    @Test
    void tooFewRunsAreNotCompared() {
        assertThat(compared(slowFailures(7))).isEmpty();
        assertThat(comparisons(slowFailures(12))).isEmpty();
    }

    @Test
    void aTraitThatCarriesFailuresIsNamed() {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            boolean fails = i % 2 == 0 ? i % 4 == 0 : i % 40 == 1;
            rows.add(row(i, fails, Map.of(), i % 2 == 0 ? NEW : OLD));
        }
        Comparison first = comparisons(rows).getFirst();

        assertThat(first.contrast()).isEqualTo(Contrast.WITH);
        assertThat(first.feature()).isEqualTo(Feature.of(Kind.FAILURE));
        assertThat(first.carrier()).isEqualTo(NEW);
        assertThat(first.one().hits()).isEqualTo(20);
        assertThat(first.other().hits()).isEqualTo(2);
        assertThat(first.surplus()).isEqualTo(1, within(1e-9));
    }

    @Test
    void aRateThatRisesIsReportedThoughAllIsWell() {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean escalated = i < 200 ? i % 20 == 0 : i % 4 == 0;
            rows.add(escalated ? row(i, false, Map.of(), ESCALATED) : row(i, false, Map.of()));
        }
        Comparison first = comparisons(rows).getFirst();

        assertThat(first.contrast()).isEqualTo(Contrast.SINCE);
        assertThat(first.feature()).isEqualTo(ESCALATED);
        assertThat(first.carrier()).isNull();
        assertThat(first.sinceNanos()).isBetween(190_000L, 205_000L);
        assertThat(first.one().middle()).isGreaterThan(0.2);
        assertThat(first.other().middle()).isLessThan(0.07);
    }

    @Test
    void aTraitOfAnAgentThatOnlyRunsAfterwardsIsNoCause() {
        Feature after = new Feature(Kind.AGENT_VERSION, "human_desk", "3");
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(
                    i % 9 == 0
                            ? row(i, false, Map.of(), ESCALATED, after)
                            : row(i, false, Map.of()));
        }

        assertThat(comparisons(rows)).isEmpty();
    }

    @Test
    void theOrderOfTheInputDoesNotMatter() {
        List<RunRow> rows = slowFailures(90);
        List<Cohort> straight = compared(rows);
        Collections.shuffle(rows, new Random(5));

        assertThat(compared(rows)).isEqualTo(straight);
    }

    @Test
    void chanceAloneIsSeldomReported() {
        int reported = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<RunRow> rows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                List<Feature> features = new ArrayList<>();
                features.add(random.nextBoolean() ? OLD : NEW);
                for (int k = 0; k < 6; k++) {
                    String choice = random.nextInt(8) == 0 ? "rare" : "usual";
                    features.add(new Feature(Kind.DECISION, "agent-" + k, choice));
                }
                Map<Kind, Double> measures =
                        Map.of(Kind.DURATION, random.nextDouble(), Kind.COST, random.nextDouble());
                boolean failing = random.nextInt(4) == 0;
                rows.add(row(i, failing, measures, features.toArray(Feature[]::new)));
            }
            reported += comparisons(rows).isEmpty() ? 0 : 1;
        }

        assertThat(reported).isLessThanOrEqualTo(24);
    }

    @Test
    void boundsAndLikelihoodsAreThoseOfTheTextbook() {
        Side side = Side.rate(6, 40);

        assertThat(side.low()).isEqualTo(0.0706, within(5e-4));
        assertThat(side.high()).isEqualTo(0.2907, within(5e-4));
        assertThat(Math.exp(Chance.ofRates(3, 4, 1, 4))).isEqualTo(0.4857, within(1e-4));
        assertThat(Math.exp(Chance.ofRates(1, 12, 9, 12))).isEqualTo(0.002759, within(1e-5));
        assertThat(Chance.ofRates(5, 10, 5, 10)).isEqualTo(0);
        assertThat(Chance.ofMeasures(new double[] {1, 1, 1}, new double[] {1, 1})).isEqualTo(0);
    }
}
