package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.workflow.Workflow;

import java.util.List;

/**
 * Everything about one workflow in terms of agents.
 *
 * @param invocations in tree order
 * @param messages in order of sending
 * @param decisions in order of time
 * @param loops outer ones before those inside them
 * @param criticalPath from the run's start to its end, without holes
 * @param gaps stretches of time in which nothing ran, in order of time
 * @param outcome the business outcome the run states, or the empty string
 */
public record AgentsView(
        Workflow workflow,
        List<AgentInvocation> invocations,
        List<Message> messages,
        List<Decision> decisions,
        List<Loop> loops,
        List<Retry> retries,
        List<Fallback> fallbacks,
        List<FanOut> fanOuts,
        List<Stretch> serialStretches,
        List<Segment> criticalPath,
        List<Segment> gaps,
        List<Budget> budgets,
        List<Assessment> assessments,
        List<ContextUse> contextUses,
        String outcome) {
    public AgentsView {
        invocations = List.copyOf(invocations);
        messages = List.copyOf(messages);
        decisions = List.copyOf(decisions);
        loops = List.copyOf(loops);
        retries = List.copyOf(retries);
        fallbacks = List.copyOf(fallbacks);
        fanOuts = List.copyOf(fanOuts);
        serialStretches = List.copyOf(serialStretches);
        criticalPath = List.copyOf(criticalPath);
        gaps = List.copyOf(gaps);
        budgets = List.copyOf(budgets);
        assessments = List.copyOf(assessments);
        contextUses = List.copyOf(contextUses);
    }
}
