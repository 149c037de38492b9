package io.agtrace.analyzers.workflow;

import io.agtrace.analyzers.conventions.RunKey;

/**
 * When an id that two traces share makes them one run.
 *
 * <p>Ids of a workflow, run or task name the run itself and join traces however far apart: a run
 * may wait a day for a person. An id that {@link #MANY} traces share may be one of the definition,
 * not of the run, and then joins only neighbours in time.
 *
 * <p>Ids of a conversation or session outlive the run: each turn of a conversation is a run of its
 * own. So they join the parts of a run that shattered, not runs: of the traces that are joined at
 * most one may be whole (have a workflow span, or several agents below a root), and they overlap or
 * follow each other closely. Closely means within 5 seconds, or within half the duration of the
 * longest, at most 10 minutes. Five seconds is a pause that a program makes between two steps; half
 * a run that takes longer anyway is a pause in scale with it.
 *
 * <p>Baggage may hold anything, such as a tenant: its values join overlapping traces only, and only
 * where the value looks like an id and few traces share it.
 */
final class RunKeyRule {
    static final int MANY = 32;
    static final int MOST_BY_BAGGAGE = 16;

    /** An id shared by more neighbouring traces than this is a constant. */
    static final int MOST_TRACES = 1_000;

    private static final long NEAR = 5_000_000_000L;
    private static final long FAR = 600_000_000_000L;
    private static final int SHORTEST_BAGGAGE = 8;

    /** Counted message ids come again; so long a wait in a queue is believed of them. */
    private static final long LONGEST_WAIT = 900_000_000_000L;

    private static final int RANDOM_LENGTH = 16;

    private RunKeyRule() {}

    /** How long a message may lie in a queue, in nanoseconds. */
    static long messageWait(String id) {
        return id.length() >= RANDOM_LENGTH ? Long.MAX_VALUE : LONGEST_WAIT;
    }

    static boolean namesTheRun(RunKey.Kind kind) {
        return kind.compareTo(RunKey.Kind.CONVERSATION) < 0;
    }

    /** The longest gap that a conversation or session bridges between traces that long. */
    static long bridged(RunKey.Kind kind, long longestNanos) {
        return kind == RunKey.Kind.BAGGAGE ? 0 : Math.max(NEAR, Math.min(FAR, longestNanos / 2));
    }

    static boolean usable(RunKey key) {
        return key.kind() != RunKey.Kind.BAGGAGE
                || key.value().length() >= SHORTEST_BAGGAGE
                        && key.value().chars().anyMatch(Character::isDigit);
    }

    static TraceJoin.Kind joinKind(RunKey.Kind kind) {
        return switch (kind) {
            case WORKFLOW -> TraceJoin.Kind.WORKFLOW_ID;
            case RUN, TASK -> TraceJoin.Kind.RUN_ID;
            case CONVERSATION -> TraceJoin.Kind.CONVERSATION_ID;
            case SESSION -> TraceJoin.Kind.SESSION_ID;
            case BAGGAGE -> TraceJoin.Kind.BAGGAGE;
        };
    }

    /** How sure a join is; the order follows the strength of the evidence, the numbers are ours. */
    static double confidence(TraceJoin.Kind kind) {
        return switch (kind) {
            case SPAN_LINK, PARENT_IN_OTHER_TRACE -> 0.95;
            case MESSAGE_ID, TRACEPARENT_IN_PAYLOAD -> 0.9;
            case WORKFLOW_ID -> 0.9;
            case RUN_ID -> 0.85;
            case CONVERSATION_ID -> 0.7;
            case SESSION_ID -> 0.6;
            case BAGGAGE -> 0.5;
        };
    }
}
