package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.span.Id;

import java.util.Comparator;
import java.util.List;

/**
 * One row about a workflow; all that {@code list} shows. Names are distinct and sorted.
 *
 * @param id the strongest id the run carries: a workflow, conversation or session id, else the
 *     first trace's id
 * @param name what the run calls itself, else its first root span's name
 * @param traceIds in order of their start
 * @param startNanos since the epoch, or {@link io.agtrace.analyzers.span.Span#NO_TIME}
 * @param endNanos the latest end seen
 * @param spans distinct spans
 * @param errors spans that say they failed
 * @param inputTokens of model calls, without double counting
 * @param outputTokens likewise
 * @param costUsd of model calls; negative where unknown
 */
public record WorkflowSummary(
        String id,
        String name,
        List<Id> traceIds,
        long startNanos,
        long endNanos,
        long spans,
        List<String> services,
        List<String> agents,
        List<String> models,
        long modelCalls,
        long toolCalls,
        long errors,
        long inputTokens,
        long outputTokens,
        double costUsd,
        Outcome outcome,
        List<TraceJoin> joins) {
    /** The run that most needs a look first: by outcome, then errors, then duration. */
    public static final Comparator<WorkflowSummary> WORST_FIRST = WorkflowSummary::worstFirst;

    public WorkflowSummary {
        traceIds = List.copyOf(traceIds);
        services = List.copyOf(services);
        agents = List.copyOf(agents);
        models = List.copyOf(models);
        joins = List.copyOf(joins);
    }

    public long durationNanos() {
        return startNanos == io.agtrace.analyzers.span.Span.NO_TIME
                ? 0
                : Math.max(0, endNanos - startNanos);
    }

    private static int worstFirst(WorkflowSummary a, WorkflowSummary b) {
        if (a.outcome != b.outcome) {
            return Integer.compare(b.severity(), a.severity());
        }
        if (a.errors != b.errors) {
            return Long.compare(b.errors, a.errors);
        }
        int byDuration = Long.compare(b.durationNanos(), a.durationNanos());
        if (byDuration != 0) {
            return byDuration;
        }
        int byStart = Long.compare(a.startNanos, b.startNanos);
        return byStart != 0 ? byStart : a.id.compareTo(b.id);
    }

    private int severity() {
        return switch (outcome) {
            case FAILED -> 3;
            case SUSPECT -> 2;
            case UNKNOWN -> 1;
            case OK -> 0;
        };
    }
}
