package io.agtrace.analyzers.agents;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stays by time. */
final class MessagesClock {
    /** JavaScript's starts are whole milliseconds, so that a start may lie before its cause. */
    static final long TOLERANCE = 2_000_000;

    private static final int NEAR = 32;

    private final Cast cast;
    private final AgentInvocation[] byEnd;
    private final Map<String, AgentInvocation[]> starts = new HashMap<>();

    MessagesClock(Cast cast) {
        this.cast = cast;
        byEnd = cast.invocations().toArray(AgentInvocation[]::new);
        Arrays.sort(byEnd, Comparator.comparingLong(AgentInvocation::endNanos));
    }

    /** The stays of an agent in order of their start. */
    AgentInvocation[] starts(String agent) {
        String key = cast.spelling(agent);
        return key == null
                ? new AgentInvocation[0]
                : starts.computeIfAbsent(
                        key,
                        k -> {
                            List<AgentInvocation> all = cast.named(agent);
                            AgentInvocation[] sorted = all.toArray(AgentInvocation[]::new);
                            Arrays.sort(
                                    sorted, Comparator.comparingLong(AgentInvocation::startNanos));
                            return sorted;
                        });
    }

    /** Position of the first of the sorted stays that starts at the time or later. */
    static int firstFrom(AgentInvocation[] starts, long nanos) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle].startNanos() < nanos - TOLERANCE) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The agent's stay that began last before the time; -1 where none did. */
    int lastBegun(String agent, long nanos) {
        AgentInvocation[] all = starts(agent);
        int at = firstFrom(all, nanos + 2 * TOLERANCE) - 1;
        return at < 0 ? -1 : all[at].index();
    }

    /** The stay of the same tree that ended last before the time, outside all others; or -1. */
    int lastEnded(int node, long nanos) {
        int low = 0;
        int high = byEnd.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byEnd[middle].endNanos() <= nanos + TOLERANCE) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low - 1; i >= 0 && i >= low - NEAR; i--) {
            AgentInvocation each = byEnd[i];
            if (each.parent() < 0 && sameTree(each.node(), node)) {
                return each.index();
            }
        }
        return -1;
    }

    private boolean sameTree(int one, int other) {
        return cast.tree().span(one).traceId().equals(cast.tree().span(other).traceId());
    }

    /** Whether the first stay was over when the second began. */
    static boolean precedes(AgentInvocation first, AgentInvocation second) {
        return first.index() != second.index()
                && first.startNanos() < second.startNanos() + TOLERANCE
                && first.endNanos() <= second.startNanos() + TOLERANCE;
    }
}
