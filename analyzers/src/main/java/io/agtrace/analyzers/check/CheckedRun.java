package io.agtrace.analyzers.check;

import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.workflow.Outcome;

import java.util.List;

/**
 * What the gate saw of one run.
 *
 * @param id of the workflow
 * @param traceIds in order of their start
 * @param startNanos since the epoch, or {@link io.agtrace.analyzers.span.Span#NO_TIME}
 * @param agents distinct names
 * @param outcome how it ended
 * @param sources the inputs it stands in
 * @param hasAgents whether anything in it could be checked: an agent, a model or a tool call
 * @param rules ids of the rules that looked at it, in the catalogue's order
 * @param problems in order of time
 * @param notChecked what rules could not look at
 * @param seen what the expectations about all runs together need to know
 */
public record CheckedRun(
        String id,
        String name,
        List<String> traceIds,
        long startNanos,
        long durationNanos,
        long spans,
        List<String> agents,
        Outcome outcome,
        List<String> sources,
        boolean hasAgents,
        List<String> rules,
        List<Problem> problems,
        List<NotChecked> notChecked,
        Expectations.Seen seen) {
    public CheckedRun {
        traceIds = List.copyOf(traceIds);
        agents = List.copyOf(agents);
        sources = List.copyOf(sources);
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
        notChecked = List.copyOf(notChecked);
    }

    /** Whether a problem in it fails the gate. */
    public boolean fails() {
        return problems.stream().anyMatch(Problem::fails);
    }
}
