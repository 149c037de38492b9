package io.agtrace.analyzers.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.agtrace.analyzers.workflow.Workflow;
import io.agtrace.fixtures.Dialect;
import io.agtrace.fixtures.GeneratedSpan;
import io.agtrace.fixtures.Order;
import io.agtrace.fixtures.RunShape;
import io.agtrace.fixtures.Shape;
import io.agtrace.fixtures.SpanSink;
import io.agtrace.fixtures.Workload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Counts on generated runs of known shape, a thousand runs for every dialect. */
final class LoopsGeneratedTest {
    private static final int SEEDS = 1_000;

    /** What was counted, as the generator counts. */
    private record Counts(
            long rounds, long otherLoops, long retries, long fanOuts, long branches, long joins) {
        static Counts of(Workflow workflow) {
            CallShapes shapes = CallShapeSketch.shapes(workflow);
            List<Retry> retries = CallShapeSketch.retries(shapes);
            List<Loop> loops = Loops.of(shapes, retries);
            List<FanOut> fanOuts = FanOuts.of(shapes);
            long rounds = 0;
            long others = 0;
            for (Loop loop : loops) {
                if (loop.body().equals(List.of("writer", "reviewer"))) {
                    rounds += loop.iterations().size();
                } else if (loop.kind() != Loop.Kind.REASONING) {
                    others++;
                }
            }
            return new Counts(
                    rounds,
                    others,
                    retries.stream().mapToLong(r -> r.attempts().size() - 1).sum(),
                    fanOuts.size(),
                    fanOuts.stream().mapToLong(f -> f.branches().size()).sum(),
                    fanOuts.stream().filter(f -> f.joinNode() >= 0).count());
        }

        static Counts of(RunShape truth) {
            long rounds = truth.reviewIterations();
            return new Counts(
                    rounds < 2 ? 0 : rounds,
                    0,
                    truth.retries(),
                    truth.fanOuts(),
                    truth.branches(),
                    truth.joins());
        }

        Counts withRetries(long number) {
            return new Counts(rounds, otherLoops, number, fanOuts, branches, joins);
        }
    }

    /** A run with the truth about it; most are small, some are not. */
    private record Run(List<GeneratedSpan> spans, RunShape truth) {
        static Run of(int seed, Dialect dialect) throws IOException {
            List<GeneratedSpan> spans = new ArrayList<>();
            List<RunShape> truths = new ArrayList<>();
            Workload.settings()
                    .workflows(1)
                    .spansPerWorkflow(18 + seed % (seed % 20 == 0 ? 93 : 29))
                    .seed(seed)
                    .dialect(dialect)
                    .failingShare(0.2)
                    .order(Order.SHUFFLED)
                    .build()
                    .generate(
                            new SpanSink() {
                                @Override
                                public void accept(GeneratedSpan span) {
                                    spans.add(span);
                                }

                                @Override
                                public void endRun(RunShape shape) {
                                    truths.add(shape);
                                }
                            });
            return new Run(spans, truths.getFirst());
        }
    }

    /**
     * First with all spans, then without one in ten of the spans that have children. A missing last
     * attempt can't be told from the trace, so it is not asked for; nor can two missing agents of
     * the review be, nor one that lost all its tools too, where model calls do not name their
     * agent.
     */
    @ParameterizedTest
    @EnumSource
    void everyCountIsExactAlsoWithParentsMissing(Dialect dialect) throws IOException {
        int asked = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Run run = Run.of(seed, dialect);
            Counts truth = Counts.of(run.truth());
            assertThat(Counts.of(CallShapeSketch.workflow(run.spans())))
                    .as("seed %d", seed)
                    .isEqualTo(truth);

            List<GeneratedSpan> lost = new ArrayList<>();
            List<GeneratedSpan> kept = dropParents(run.spans(), seed, lost);
            if (lost.stream().anyMatch(LoopsGeneratedTest::isLastAttempt)) {
                truth = truth.withRetries(truth.retries() - 1);
            }
            if (lost.isEmpty() || dialect == Dialect.OPENLLMETRY && isNameless(lost, kept)) {
                continue;
            }
            asked++;
            assertThat(Counts.of(CallShapeSketch.workflow(kept)))
                    .as("seed %d without %s", seed, lost.stream().map(GeneratedSpan::name).toList())
                    .isEqualTo(truth);
        }
        assertThat(asked).isGreaterThan(SEEDS / 2);
    }

    private static List<GeneratedSpan> dropParents(
            List<GeneratedSpan> spans, long seed, List<GeneratedSpan> lost) {
        Set<String> parents = new HashSet<>();
        for (GeneratedSpan span : spans) {
            if (span.parentSpanId() != null) {
                parents.add(span.parentSpanId());
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<GeneratedSpan> kept = new ArrayList<>();
        for (GeneratedSpan span : spans) {
            boolean drop = parents.contains(span.spanId()) && random.nextInt(10) == 0;
            (drop ? lost : kept).add(span);
        }
        return kept;
    }

    private static boolean isNameless(List<GeneratedSpan> lost, List<GeneratedSpan> kept) {
        int reviewing = 0;
        for (GeneratedSpan span : lost) {
            String agent = span.name().replace(".agent", "");
            if (agent.equals("writer") || agent.equals("reviewer")) {
                reviewing++;
            } else if (agent.startsWith("researcher")
                    && kept.stream()
                            .noneMatch(
                                    s ->
                                            agent.equals(
                                                    s.attributes().get("traceloop.entity.path")))) {
                return true;
            }
        }
        return reviewing > 1;
    }

    /** Only the attempt that succeeds has children. */
    private static boolean isLastAttempt(GeneratedSpan span) {
        return span.attributes().asMap().entrySet().stream()
                .anyMatch(
                        e ->
                                e.getKey().endsWith("attempt")
                                        || e.getKey().equals("metadata")
                                                && e.getValue().toString().contains("\"attempt\""));
    }

    @Test
    void aLoopOfTenThousandRoundsIsOneLoop() throws IOException {
        Workload workload = Workload.settings().shape(Shape.LOOP).spans(60_001).seed(5).build();
        CallShapes shapes = CallShapeSketch.shapes(CallShapeSketch.workflow(workload.toList()));
        List<Loop> loops = CallShapeSketch.loops(shapes);
        assertThat(loops).hasSize(1);
        assertThat(loops.getFirst().iterations()).hasSize(10_000);
        assertThat(loops.getFirst().agents()).containsExactly("monitor");
        assertThat(loops.getFirst().ended()).startsWith("decision: stop");
        assertThat(CriticalSegments.of(shapes, List.of(), loops)).hasSizeBetween(1, 5);
    }

    @Test
    void aWideFanIsOneFanOut() throws IOException {
        Workload workload = Workload.settings().shape(Shape.FAN).spans(20_001).seed(5).build();
        CallShapes shapes = CallShapeSketch.shapes(CallShapeSketch.workflow(workload.toList()));
        assertThat(FanOuts.of(shapes))
                .singleElement()
                .satisfies(
                        fan -> {
                            assertThat(fan.branches()).hasSize(20_000);
                            assertThat(fan.joinNode()).isEqualTo(-1);
                        });
        assertThat(CallShapeSketch.loops(shapes)).isEmpty();
    }
}
