package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.Concept.*;

/** Decisions, loops, attempts, limits and the state of the context, in each family's words. */
final class ControlNames {
    private ControlNames() {}

    static void addTo(NameTable.Builder table) {
        decisions(table);
        repetition(table);
        context(table);
    }

    private static void decisions(NameTable.Builder table) {
        table.row(
                        DECISION_OUTCOME,
                        "agtrace.decision.outcome",
                        "langgraph.command.goto_node",
                        "langgraph.command.goto_nodes",
                        "gen_ai.workflow.branch_taken",
                        "gen_ai.groupchat.speaker_selection",
                        "mastra.workflow_conditional.selected_steps",
                        "mastra.workflow_conditional_eval.result",
                        "graph.edge.condition.result",
                        "gen_ai.tool.call.decision.outcome",
                        "coding_agent.edit.decision",
                        "haystack.agent.hook.human_in_the_loop.strategy.decision",
                        "decision_model",
                        "decision",
                        "decision.action",
                        "decision.outcome",
                        "~decision_outcome",
                        "~decision_made",
                        "~decision_action",
                        "~decision_route",
                        "~decision",
                        "~routing_selected_agent",
                        "~routing_chosen_agent",
                        "~routing_target_agent",
                        "~routing_decision",
                        "~routing_path",
                        "~selected_agent",
                        "~chosen_agent",
                        "~next_agent",
                        "~selected_route",
                        "~selected_tool",
                        "~selected_option",
                        "~next_node",
                        "~chosen",
                        "~verdict")
                .row(
                        DECISION_TYPE,
                        "agtrace.decision.type",
                        "gen_ai.workflow.branch_condition",
                        "~decision_type")
                .row(DECISION_ID, "agtrace.decision.id", "~decision_id")
                .row(
                        DECISION_CONFIDENCE,
                        "agtrace.decision.confidence",
                        "~decision_confidence",
                        "~routing_confidence",
                        "~confidence",
                        "~confidence_score",
                        "~classification_confidence",
                        "~intent_confidence",
                        "~flash_confidence")
                .row(
                        DECISION_REASON,
                        "agtrace.decision.reason",
                        "gen_ai.workflow.branch_reason",
                        "~decision_reason",
                        "~decision_reasoning",
                        "~decision_rationale",
                        "~reasoning",
                        "~routing_reason",
                        "~routing_reasoning",
                        "~handoff_reason",
                        "~reason",
                        "~rationale")
                .row(DECISION_STEPS, "agtrace.decision.steps",
                        "~decision_reasoning_steps",
                        "~decision_steps",
                        "~reasoning_steps")
                .row(
                        DECISION_ALTERNATIVES,
                        "agtrace.decision.alternatives",
                        "gen_ai.workflow.branch_options",
                        "~decision_alternatives",
                        "~decision_alternatives_considered",
                        "~routing_alternatives",
                        "~routing_candidates",
                        "~alternatives_considered",
                        "~alternatives",
                        "~candidates",
                        "~model_scores",
                        "~available_agents")
                .row(
                        DECISION_TRIGGERED_BY,
                        "agtrace.cause.name",
                        "langgraph.command.source_node",
                        "gen_ai.workflow.branch_node",
                        "~decision_triggered_by",
                        "~decision_trigger",
                        "~triggered_by",
                        "~parent_decision",
                        "~caused_by",
                        "~trigger")
                .row(DECISION_SOURCE, "decision_source", "decision.source");
    }

    private static void repetition(NameTable.Builder table) {
        table.row(
                        ITERATION,
                        "agtrace.iteration",
                        "graph.node.iteration",
                        "graph.iteration",
                        "gen_ai.react.round",
                        "haystack.component.visits",
                        "mastra.workflow_loop.iteration",
                        "mastra.model_step.step_index",
                        "coding_agent.tool.iteration",
                        "gen_ai.groupchat.turn_count",
                        "span_data.data.turn",
                        "span_data.turn",
                        "meta:langgraph_step",
                        "~iteration",
                        "~loop_iteration",
                        "~iteration_number",
                        "~turn",
                        "~step")
                .row(
                        ITERATION_LIMIT,
                        "haystack.agent.max_steps",
                        "haystack.pipeline.max_runs_per_component",
                        "smolagents.max_steps",
                        "ai.settings.maxSteps",
                        "gen_ai.agent.max_steps",
                        "workflow.max_turns",
                        "~max_iterations",
                        "~max_turns",
                        "~max_steps")
                .row(LOOP_DETECTED, "coding_agent.loop.detected", "~loop_detected")
                .row(LOOP_PATTERN, "coding_agent.loop.pattern", "~loop_pattern")
                .row(
                        ATTEMPT,
                        "agtrace.attempt",
                        "gen_ai.request.attempt",
                        "attempt",
                        "attempt_number",
                        "attempts",
                        "retry.attempt_number",
                        "retry.attempt",
                        "~attempt",
                        "~attempt_number",
                        "~retry_attempt")
                .row(
                        ATTEMPT_MAX,
                        "agtrace.attempt.max",
                        "max_attempts",
                        "retry.max_attempts",
                        "~max_attempts",
                        "~retry_max_attempts")
                .row(
                        RETRY_COUNT,
                        "http.request.resend_count",
                        "gen_ai.agent.task.retry_count",
                        "retry.count",
                        "retry_count",
                        "~retry_count")
                .row(
                        RETRY_FLAG,
                        "n8n.execution.is_retry",
                        "retry.will_retry",
                        "is_retry",
                        "~will_retry",
                        "~retry")
                .row(RETRY_OF, "n8n.execution.retry_of", "retry.original_span_id", "~retry_of")
                .row(
                        FALLBACK,
                        "~fallback",
                        "~fallback_used",
                        "~fallback_triggered",
                        "~fallback_reason",
                        "~fell_back_from",
                        "~fallback_model")
                .row(
                        TIMEOUT,
                        "agtrace.timeout_ms",
                        "timeoutMs",
                        "~timeout_ms",
                        "~timeout_seconds",
                        "~timeout_sec",
                        "~timeout_s",
                        "~budget_ms",
                        "~budget_seconds",
                        "~sla_ms",
                        "~timeout_budget_ms",
                        "~timeout_value",
                        "~timeout")
                .row(
                        DEADLINE,
                        "agtrace.deadline",
                        "timeout.deadline",
                        "~deadline",
                        "~deadline_ms",
                        "~timeout_deadline");
    }

    private static void context(NameTable.Builder table) {
        table.row(
                        CONTEXT_VERSION,
                        "agtrace.context.version",
                        "gen_ai.execution.state.version",
                        "~context_version",
                        "~shared_context_version",
                        "~state_version",
                        "~snapshot_id",
                        "gen_ai.prompt.version",
                        "langfuse.observation.prompt.version")
                .row(
                        CONTEXT_TIMESTAMP,
                        "agtrace.context.timestamp",
                        "~context_timestamp",
                        "~context_updated_at",
                        "~last_updated",
                        "~snapshot_time")
                .row(
                        CONTEXT_AGE,
                        "~freshness_ms",
                        "~context_age_ms",
                        "~context_age_seconds",
                        "~data_age_seconds",
                        "~freshness_seconds",
                        "~freshness_ttl_hours")
                .row(CONTEXT_TOKENS, "agtrace.context.tokens", "~context_tokens", "~context_window")
                .row(CONTEXT_TRUNCATED, "~context_truncated", "~truncated")
                .row(
                        PARALLEL_GROUP,
                        "agtrace.parallel.group",
                        "~parallel_group",
                        "~batch_id",
                        "~fan_out_id")
                .row(SYNC_ID, "agtrace.sync.id", "~sync_id", "~join_id", "~barrier_id")
                .row(
                        BRANCH_COUNT,
                        "mastra.workflow_parallel.branch_count",
                        "graph.parallel.node_count")
                .row(BRANCH_NAMES, "mastra.workflow_parallel.parallel_steps");
    }
}
