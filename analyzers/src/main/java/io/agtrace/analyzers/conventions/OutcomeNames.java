package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.Concept.*;

/** How an operation ended and how good its result was, in each family's words. */
final class OutcomeNames {
    private OutcomeNames() {}

    static void addTo(NameTable.Builder table) {
        table.row(ERROR_TYPE, "error.type", "error_type", "n8n.execution.error_type")
                .row(
                        ERROR_MESSAGE,
                        "error.message",
                        "error_message",
                        "langfuse.observation.status_message",
                        "span_data.error.message",
                        "gen_ai.agent.task.error.message",
                        "gen_ai.agent.handoff.error.message",
                        "otel.status_description")
                .row(ERROR_FLAG, "error", "span_data.error")
                .row(LEVEL, "langfuse.observation.level", "otel.status_code", "logfire.level_name")
                .row(
                        OPERATION_STATUS,
                        "gen_ai.tool.status",
                        "tool.status",
                        "gen_ai.task.status",
                        "gen_ai.agent.task.status",
                        "gen_ai.agent.workflow.status",
                        "mastra.workflow_run.status",
                        "mastra.workflow_step.status",
                        "n8n.execution.status",
                        "gen_ai.graph.status")
                .row(SUCCESS, "success", "agent.success", "tool.success", "gen_ai.tool.success")
                .row(FAILURE_STAGE, "pydantic_ai.tool.failure_stage")
                .row(
                        OUTCOME,
                        "agtrace.outcome",
                        "business.outcome",
                        "outcome",
                        "coding_agent.session.outcome",
                        "task.status",
                        "order.status",
                        "gen_ai.agent.workflow.status",
                        "a2a.task.state",
                        "mastra.workflow_run.status",
                        "n8n.execution.status",
                        "workflow.status",
                        "~businessOutcome",
                        "~workflow_outcome",
                        "~outcome")
                .row(OUTCOME_VALUE, "agtrace.outcome.value", "business.value")
                .row(
                        QUALITY_SCORE,
                        "agtrace.quality.score",
                        "quality_score",
                        "quality.score",
                        "eval.score",
                        "evaluation.score",
                        "review.score",
                        "score",
                        "~qualityScore",
                        "~evalScore")
                .row(
                        QUALITY_THRESHOLD,
                        "agtrace.quality.threshold",
                        "quality_threshold",
                        "quality.threshold",
                        "threshold",
                        "eval.threshold",
                        "classifier_threshold",
                        "~qualityThreshold",
                        "~threshold")
                .row(
                        QUALITY_PASSED,
                        "agtrace.quality.passed",
                        "quality.passed",
                        "quality.verdict",
                        "~qualityPassed")
                .row(
                        EVALUATION_NAME,
                        "gen_ai.evaluation.name",
                        "ai.observability.eval.metric_name",
                        "ai.observability.eval_root.metric_name",
                        "annotations.0.annotation.name",
                        "evaluations.0.evaluation.name",
                        "gen_ai.eval.name")
                .row(
                        EVALUATION_SCORE,
                        "gen_ai.evaluation.score.value",
                        "ai.observability.eval.score",
                        "ai.observability.eval_root.score",
                        "annotations.0.annotation.score",
                        "evaluations.0.evaluation.score",
                        "gen_ai.eval.score")
                .row(
                        EVALUATION_LABEL,
                        "gen_ai.evaluation.score.label",
                        "annotations.0.annotation.label",
                        "evaluations.0.evaluation.label")
                .row(
                        EVALUATION_EXPLANATION,
                        "gen_ai.evaluation.explanation",
                        "ai.observability.eval.criteria",
                        "annotations.0.annotation.explanation",
                        "evaluations.0.evaluation.explanation")
                .row(
                        EVALUATION_HIGHER_IS_BETTER,
                        "ai.observability.eval_root.higher_is_better",
                        "ai.observability.eval.higher_is_better")
                .row(
                        EVALUATION_TARGET,
                        "gen_ai.evaluation.target_span_id",
                        "gen_ai.evaluation.target",
                        "ai.observability.eval.target_record_id")
                .row(
                        GUARDRAIL_NAME,
                        "gen_ai.guardrail.name",
                        "gen_ai.guardrail.component.name",
                        "guardrail.name",
                        "guardrail_name")
                .row(
                        GUARDRAIL_TRIGGERED,
                        "gen_ai.guardrail.triggered",
                        "gen_ai.guardrail.verdict.type",
                        "gen_ai.guardrail.result",
                        "span_data.triggered",
                        "guardrail.triggered",
                        "~guardrailTriggered")
                .row(
                        GUARDRAIL_REASON,
                        "gen_ai.guardrail.verdict.reason",
                        "guardrail.reason",
                        "~guardrailReason");
    }
}
