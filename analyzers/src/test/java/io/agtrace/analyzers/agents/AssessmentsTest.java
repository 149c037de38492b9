package io.agtrace.analyzers.agents;

import static io.agtrace.analyzers.agents.DecisionsRun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class AssessmentsTest {
    static Stream<Arguments> encodings() {
        double none = Double.NaN;
        return Stream.of(
                arguments(
                        run().agent(
                                        1,
                                        0,
                                        "w",
                                        0,
                                        5,
                                        "quality_score",
                                        0.52,
                                        "quality_threshold",
                                        0.7),
                        tuple("quality_score", 0.52, 0.7, "", false)),
                arguments(
                        run().span(1, 0, "quality_gate", 0, 5, "score", 0.8, "threshold", 0.7),
                        tuple("score", 0.8, 0.7, "", true)),
                arguments(
                        run().agent(1, 0, "w", 0, 5)
                                .event(
                                        "gen_ai.evaluation.result",
                                        3,
                                        "gen_ai.evaluation.name",
                                        "faithfulness",
                                        "gen_ai.evaluation.score.value",
                                        0.4,
                                        "gen_ai.evaluation.score.label",
                                        "fail"),
                        tuple("faithfulness", 0.4, none, "fail", false)),
                arguments(
                        run().span(
                                        1,
                                        0,
                                        "eval",
                                        0,
                                        5,
                                        "ai.observability.span_type",
                                        "eval_root",
                                        "ai.observability.eval_root.metric_name",
                                        "toxicity",
                                        "ai.observability.eval_root.score",
                                        0.1,
                                        "ai.observability.eval_root.higher_is_better",
                                        false,
                                        "threshold",
                                        0.2),
                        tuple("toxicity", 0.1, 0.2, "", true)),
                arguments(
                        run().span(
                                        1,
                                        0,
                                        "pii",
                                        0,
                                        5,
                                        "gen_ai.guardrail.name",
                                        "pii filter",
                                        "gen_ai.guardrail.triggered",
                                        true),
                        tuple("pii filter", none, none, "", false)),
                arguments(
                        run().model(
                                        1,
                                        0,
                                        0,
                                        5,
                                        "output.value",
                                        "{\"verdict\":\"approve\",\"confidence\":0.9}"),
                        tuple("verdict", none, none, "approve", true)),
                arguments(
                        run().model(
                                        1,
                                        0,
                                        0,
                                        5,
                                        "output.value",
                                        "{\"score\":0.52,\"threshold\":0.7}"),
                        tuple("score", 0.52, 0.7, "", false)));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void readsEachFamilysWords(DecisionsRun run, Object expected) {
        assertThat(run.assessments())
                .extracting(
                        Assessment::name,
                        Assessment::score,
                        Assessment::threshold,
                        Assessment::label,
                        Assessment::passed)
                .containsExactly((org.assertj.core.groups.Tuple) expected);
    }

    @Test
    void readsEveryNumberedAnnotation() {
        DecisionsRun run =
                run().agent(
                                1,
                                0,
                                "w",
                                0,
                                5,
                                "annotations.0.annotation.name",
                                "helpful",
                                "annotations.0.annotation.score",
                                1,
                                "annotations.1.annotation.name",
                                "correct",
                                "annotations.1.annotation.label",
                                "incorrect");

        assertThat(run.assessments())
                .extracting(Assessment::name, Assessment::score, Assessment::passed)
                .containsExactly(tuple("helpful", 1.0, null), tuple("correct", Double.NaN, false));
    }

    @Test
    void followsTheLinkOrTheIdToWhatIsAssessed() {
        DecisionsRun run =
                run().agent(1, 0, "writer", 0, 5)
                        .span(
                                2,
                                0,
                                "judge",
                                6,
                                9,
                                "openinference.span.kind",
                                "EVALUATOR",
                                "gen_ai.evaluation.score.value",
                                0.3)
                        .link(1)
                        .span(
                                3,
                                0,
                                "judge two",
                                7,
                                9,
                                "gen_ai.evaluation.score.value",
                                0.2,
                                "gen_ai.evaluation.target_span_id",
                                "0000000000000001");

        assertThat(run.assessments()).extracting(Assessment::target).containsOnly(0);
    }

    static Stream<Arguments> nearMisses() {
        return Stream.of(
                arguments(
                        "a search hit's score",
                        run().span(
                                        1,
                                        0,
                                        "search",
                                        0,
                                        5,
                                        "openinference.span.kind",
                                        "RETRIEVER",
                                        "score",
                                        0.8)),
                arguments(
                        "a router's threshold",
                        run().span(1, 0, "x", 0, 5)
                                .event("gemini_cli.model_routing", 1, "classifier_threshold", 0.5)),
                arguments("a sensor", run().span(1, 0, "opc.read", 0, 5, "quality", "GOOD")),
                arguments(
                        "a model's own words",
                        run().model(1, 0, 0, 5, "output.value", "{\"status\":\"ok\"}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nearMisses")
    void findsNoAssessmentIn(String what, DecisionsRun run) {
        assertThat(run.assessments()).as(what).isEmpty();
    }
}
