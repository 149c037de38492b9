package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** Tokens, cost and finish reason as one span reports them. */
final class Usage {
    private Usage() {}

    static TokenUsage tokens(SpanConcepts concepts, EventFacts events) {
        long input = concepts.count(Concept.TOKENS_INPUT);
        long output = concepts.count(Concept.TOKENS_OUTPUT);
        long cached = concepts.count(Concept.TOKENS_CACHED);
        long reasoning = concepts.count(Concept.TOKENS_REASONING);
        long total = concepts.count(Concept.TOKENS_TOTAL);
        if (input < 0 && output < 0 && total < 0) {
            AnyValue details = concepts.value(Concept.USAGE_DETAILS);
            Attributes fields = details == null ? events.metadata() : Values.fields(details);
            if (fields.isEmpty()) {
                return TokenUsage.NONE;
            }
            input = first(fields, "input_tokens", "input", "prompt_tokens", "inputTokens");
            output = first(fields, "output_tokens", "output", "completion_tokens", "outputTokens");
            total = first(fields, "total_tokens", "total", "totalTokens");
            cached =
                    first(
                            fields,
                            "cache_read_input_tokens",
                            "input_cached_tokens",
                            "input_cache_read",
                            "cached_tokens");
            reasoning =
                    first(
                            fields,
                            "output_reasoning_tokens",
                            "reasoning_tokens",
                            "output_reasoning");
        }
        return new TokenUsage(input, output, cached, reasoning, total);
    }

    private static long first(Attributes fields, String... names) {
        for (String name : names) {
            long count = Values.count(fields.get(name));
            if (count >= 0) {
                return count;
            }
        }
        return -1;
    }

    /** US dollars, or -1. */
    static double cost(SpanConcepts concepts) {
        double cost = concepts.number(Concept.COST);
        if (cost >= 0 && Double.isFinite(cost)) {
            return cost;
        }
        AnyValue details = concepts.value(Concept.COST_DETAILS);
        if (details != null) {
            cost = detailed(details);
        }
        if (cost >= 0 && Double.isFinite(cost)) {
            return cost;
        }
        double input = concepts.number(Concept.COST_INPUT);
        double output = concepts.number(Concept.COST_OUTPUT);
        if (Double.isNaN(input) && Double.isNaN(output)) {
            return -1;
        }
        double sum = (Double.isNaN(input) ? 0 : input) + (Double.isNaN(output) ? 0 : output);
        return sum >= 0 && Double.isFinite(sum) ? sum : -1;
    }

    private static double detailed(AnyValue details) {
        double number = Values.number(details);
        if (!Double.isNaN(number)) {
            return number;
        }
        Attributes fields = Values.fields(details);
        for (String name : List.of("total_cost", "total")) {
            number = Values.number(fields.get(name));
            if (!Double.isNaN(number)) {
                return number;
            }
        }
        double sum = 0;
        for (int i = 0; i < fields.size(); i++) {
            number = Values.number(fields.value(i));
            sum += Double.isNaN(number) ? 0 : number;
        }
        return fields.isEmpty() ? Double.NaN : sum;
    }

    static String finishReason(SpanConcepts concepts, EventFacts events) {
        AnyValue value = concepts.value(Concept.FINISH_REASON);
        return normal(value == null ? events.finishReason() : value);
    }

    /** A finish reason in the words of {@link SpanFacts#finishReason}. */
    static String normal(@Nullable AnyValue value) {
        if (value == null) {
            return "";
        }
        List<AnyValue> items = Values.items(value);
        String reason = items.isEmpty() ? Values.text(value) : Values.text(items.getFirst());
        String word = reason.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return switch (word) {
            case "", "[]", "none", "null", "unknown" -> "";
            case "stop",
                    "end_turn",
                    "stop_sequence",
                    "completed",
                    "complete",
                    "end",
                    "eos",
                    "finish_reason_stop",
                    "success" ->
                    "stop";
            case "length",
                    "max_tokens",
                    "max_output_tokens",
                    "finish_reason_max_tokens",
                    "model_context_window_exceeded",
                    "incomplete" ->
                    "length";
            case "tool_calls", "tool_call", "tool_use", "function_call" -> "tool_calls";
            case "content_filter",
                    "safety",
                    "recitation",
                    "refusal",
                    "blocklist",
                    "prohibited_content",
                    "spii",
                    "content_filtered",
                    "guardrail_intervened" ->
                    "content_filter";
            case "error", "failed", "malformed_function_call" -> "error";
            default -> "other";
        };
    }
}
