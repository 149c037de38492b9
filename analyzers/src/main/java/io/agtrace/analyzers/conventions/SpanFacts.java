package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The concepts one span carries, read from its attributes, events, name, scope and resource. Absent
 * texts are empty strings, absent numbers -1.
 *
 * @param family the instrumentation family that wrote the span, or the empty string
 * @param agentName the agent the span belongs to as it says itself
 * @param toolName name of the tool that is called
 * @param toolCallId joins a model's request for a tool with the tool's span
 * @param model the model that answered, else the one asked for
 * @param workflowName a name (not an id) of the run
 * @param costUsd in US dollars; negative where unknown
 * @param failed whether status, error attributes or events say that the operation failed
 * @param errorMessage what they say about it
 * @param finishReason why a model stopped, as normalised: stop, length, tool_calls, content_filter,
 *     error, other
 * @param input what the operation was given: messages, arguments, state; null where not recorded
 * @param output what it gave back
 * @param messageIdSent id of a message that this span hands over
 * @param messageIdReceived id of a message that this span takes
 * @param runKeys ids that may join traces, strongest first
 * @param outcome a business outcome the span states
 * @param attempt 1-based number of the attempt
 * @param iteration index of a loop's iteration or a graph's step
 */
public record SpanFacts(
        Operation operation,
        String family,
        String agentName,
        String toolName,
        String toolCallId,
        String model,
        String workflowName,
        TokenUsage tokens,
        double costUsd,
        boolean failed,
        String errorMessage,
        String finishReason,
        @Nullable AnyValue input,
        @Nullable AnyValue output,
        String messageIdSent,
        String messageIdReceived,
        List<RunKey> runKeys,
        String outcome,
        int attempt,
        int iteration) {
    public SpanFacts {
        runKeys = List.copyOf(runKeys);
    }

    /** The same, given something else. */
    public SpanFacts withInput(AnyValue given) {
        return new SpanFacts(
                operation,
                family,
                agentName,
                toolName,
                toolCallId,
                model,
                workflowName,
                tokens,
                costUsd,
                failed,
                errorMessage,
                finishReason,
                given,
                output,
                messageIdSent,
                messageIdReceived,
                runKeys,
                outcome,
                attempt,
                iteration);
    }
}
