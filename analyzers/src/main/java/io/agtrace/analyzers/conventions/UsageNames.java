package io.agtrace.analyzers.conventions;

import static io.agtrace.analyzers.conventions.Concept.*;

/** Tokens, costs and the reason why a model stopped, in each family's words. */
final class UsageNames {
    private UsageNames() {}

    static void addTo(NameTable.Builder table) {
        table.row(
                        TOKENS_INPUT,
                        "gen_ai.usage.input_tokens",
                        "gen_ai.usage.prompt_tokens",
                        "llm.token_count.prompt",
                        "ai.usage.inputTokens",
                        "ai.usage.promptTokens",
                        "llm.usage.prompt_tokens",
                        "span_data.usage.input_tokens",
                        "prompt_tokens",
                        "input_tokens",
                        "input_token_count",
                        "tokens_input",
                        "ai.observability.cost.num_prompt_tokens",
                        "gen_ai.aggregated_usage.input_tokens")
                .row(
                        TOKENS_OUTPUT,
                        "gen_ai.usage.output_tokens",
                        "gen_ai.usage.completion_tokens",
                        "llm.token_count.completion",
                        "ai.usage.outputTokens",
                        "ai.usage.completionTokens",
                        "llm.usage.completion_tokens",
                        "span_data.usage.output_tokens",
                        "completion_tokens",
                        "output_tokens",
                        "output_token_count",
                        "tokens_output",
                        "ai.observability.cost.num_completion_tokens",
                        "gen_ai.aggregated_usage.output_tokens")
                .row(
                        TOKENS_CACHED,
                        "gen_ai.usage.cache_read.input_tokens",
                        "gen_ai.usage.cache_read_input_tokens",
                        "llm.token_count.prompt_details.cache_read",
                        "llm.token_count.prompt_details.cache_input",
                        "ai.usage.cachedInputTokens",
                        "ai.usage.inputTokenDetails.cacheReadTokens",
                        "gen_ai.usage.details.cache_read_tokens",
                        "cache_read_tokens",
                        "cached_token_count")
                .row(
                        TOKENS_REASONING,
                        "gen_ai.usage.reasoning.output_tokens",
                        "gen_ai.usage.reasoning_tokens",
                        "llm.token_count.completion_details.reasoning",
                        "ai.usage.reasoningTokens",
                        "ai.usage.outputTokenDetails.reasoningTokens",
                        "gen_ai.usage.details.reasoning_tokens",
                        "gen_ai.usage.details.thoughts_tokens",
                        "reasoning_token_count")
                .row(
                        TOKENS_TOTAL,
                        "gen_ai.usage.total_tokens",
                        "llm.token_count.total",
                        "llm.usage.total_tokens",
                        "ai.usage.totalTokens",
                        "ai.usage.tokens",
                        "total_tokens",
                        "ai.observability.cost.num_tokens")
                .row(
                        USAGE_DETAILS,
                        "mlflow.chat.tokenUsage",
                        "langfuse.observation.usage_details",
                        "span_data.usage",
                        "mlflow.trace.tokenUsage")
                .row(
                        COST,
                        "llm.cost.total",
                        "operation.cost",
                        "gen_ai.usage.cost",
                        "gen_ai.cost.total",
                        "cost_usd",
                        "cost.usd",
                        "agent.cost_usd",
                        "estimated_cost_usd",
                        "coding_agent.session.cost_usd",
                        "ai.observability.cost.cost",
                        "total_cost",
                        "~costUsd",
                        "~totalCostUsd")
                .row(COST_INPUT, "gen_ai.usage.input_cost", "gen_ai.cost.input", "llm.cost.prompt")
                .row(
                        COST_OUTPUT,
                        "gen_ai.usage.output_cost",
                        "gen_ai.cost.output",
                        "llm.cost.completion")
                .row(COST_DETAILS, "mlflow.llm.cost", "langfuse.observation.cost_details")
                .row(
                        FINISH_REASON,
                        "gen_ai.response.finish_reasons",
                        "llm.finish_reason",
                        "ai.response.finishReason",
                        "ai.result.finishReason",
                        "gen_ai.response.finish_reason",
                        "gen_ai.response.stop_reason",
                        "gen_ai.completion.0.finish_reason",
                        "gen_ai.react.finish_reason",
                        "gen_ai.agent.invocation.end_reason",
                        "stop_reason",
                        "finish_reason",
                        "n8n.node.termination_reason");
    }
}
