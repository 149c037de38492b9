package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One stay inside an agent: from the outermost span that belongs to it, without the stays of other
 * agents nested in it.
 *
 * @param index position in {@link AgentsView#invocations}
 * @param agent the agent's name as the trace gives it
 * @param node the outermost span
 * @param parent index of the invocation around this one, or -1
 * @param startNanos since the epoch
 * @param endNanos since the epoch; the tool span's end where an agent that was called as a tool has
 *     a span that ends with the run
 * @param input what the agent was given; null where not recorded
 * @param output what it gave back; null where not recorded
 * @param modelCalls nodes of its own model calls, in tree order; one for each call
 * @param toolCalls nodes of its own tool calls, in tree order; one for each call
 * @param inputTokens of its own model calls, without double counting
 * @param outputTokens likewise
 * @param costUsd likewise; negative where no span states it
 * @param selfNanos time in which its own model calls, tools and other work ran
 * @param waitingNanos time in which only nested invocations ran, or nothing at all
 * @param failed whether it ended in an error
 * @param evidence why this is an agent
 */
public record AgentInvocation(
        int index,
        String agent,
        int node,
        int parent,
        long startNanos,
        long endNanos,
        @Nullable AnyValue input,
        @Nullable AnyValue output,
        List<Integer> modelCalls,
        List<Integer> toolCalls,
        long inputTokens,
        long outputTokens,
        double costUsd,
        long selfNanos,
        long waitingNanos,
        boolean failed,
        List<Evidence> evidence) {
    public AgentInvocation {
        modelCalls = List.copyOf(modelCalls);
        toolCalls = List.copyOf(toolCalls);
        evidence = List.copyOf(evidence);
    }
}
