package io.agtrace.analyzers.rules.time;

import io.agtrace.analyzers.agents.FanOut;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for the call that took the time. */
final class SlowCalls {
    private SlowCalls() {}

    /**
     * The call below a node that took most of a length of time: from level to level the child that
     * covers more than half of it; the node itself where its time is spread.
     */
    static int within(Run run, int node, long nanos) {
        SpanTree tree = run.tree();
        int at = node;
        while (!isCall(run, at) || holdsAgents(run, at)) {
            int slowest = -1;
            for (int child = at + 1; child < tree.subtreeEnd(at); child = tree.subtreeEnd(child)) {
                if (slowest < 0 || run.nanos(child) > run.nanos(slowest)) {
                    slowest = child;
                }
            }
            if (slowest < 0 || run.nanos(slowest) * 2 <= nanos) {
                return at;
            }
            at = slowest;
        }
        return at;
    }

    /** The model and tool calls of a run; a call within a call is part of it. */
    static List<Integer> of(Run run) {
        SpanTree tree = run.tree();
        List<Integer> calls = new ArrayList<>();
        int node = 0;
        while (node < tree.size()) {
            if (isCall(run, node) && !holdsAgents(run, node)) {
                calls.add(node);
                node = tree.subtreeEnd(node);
            } else {
                node++;
            }
        }
        return calls;
    }

    static boolean isCall(Run run, int node) {
        OperationKind kind = run.kind(node);
        return kind == OperationKind.MODEL_CALL
                || kind == OperationKind.TOOL_CALL
                || kind == OperationKind.RETRIEVAL;
    }

    /** A tool that runs an agent is no call but a branch. */
    private static boolean holdsAgents(Run run, int node) {
        int end = run.tree().subtreeEnd(node);
        for (int inner = node + 1; inner < end; inner++) {
            OperationKind kind = run.kind(inner);
            if (kind == OperationKind.AGENT
                    || kind == OperationKind.MODEL_CALL
                    || kind == OperationKind.WORKFLOW) {
                return true;
            }
        }
        return false;
    }

    /** What a call is called: its tool's or its model's name. */
    static String name(Run run, int node) {
        String tool = run.facts(node).toolName();
        String model = run.facts(node).model();
        return !tool.isEmpty() ? tool : !model.isEmpty() ? model : run.tree().span(node).name();
    }

    /** A branch that others waited for. */
    record SlowBranch(FanOut fanOut, FanOut.Branch branch, int call, long gainNanos, long next) {}

    /**
     * The branches whose join waited for them alone for long, by the node of their slow call.
     *
     * @param times how many times as long as the next slowest branch it took at least
     * @param share of the run that could have been won at least
     */
    static Map<Integer, SlowBranch> branches(Run run, double times, double share) {
        Map<Integer, SlowBranch> found = new HashMap<>();
        long whole = run.view().workflow().summary().durationNanos();
        for (FanOut each : run.view().fanOuts()) {
            int waitedFor = waitedFor(each);
            if (waitedFor < 0) {
                continue;
            }
            FanOut.Branch slow = each.branches().get(waitedFor);
            if (slow.failed() || isItself(run, each, slow)) {
                continue;
            }
            long next = Long.MIN_VALUE;
            long longest = 0;
            for (FanOut.Branch other : each.branches()) {
                if (other.node() != slow.node()) {
                    next = Math.max(next, other.endNanos());
                    longest = Math.max(longest, other.endNanos() - other.startNanos());
                }
            }
            long took = slow.endNanos() - slow.startNanos();
            long gain = slow.endNanos() - Math.max(next, slow.startNanos());
            if (took >= times * longest && gain >= share * whole && gain > 0) {
                int call = within(run, slow.node(), took);
                found.putIfAbsent(call, new SlowBranch(each, slow, call, gain, longest));
            }
        }
        return found;
    }

    /** Whether it is one agent, called in turn, that seems to wait for itself. */
    private static boolean isItself(Run run, FanOut fanOut, FanOut.Branch slow) {
        if (run.kind(slow.node()) != OperationKind.AGENT) {
            return false;
        }
        String agent = run.agentOf(slow.node());
        if (fanOut.joinNode() >= 0) {
            return run.agentOf(fanOut.joinNode()).equals(agent);
        }
        return fanOut.branches().stream().allMatch(each -> run.agentOf(each.node()).equals(agent));
    }

    /** What the join waited for; where no join is seen, the branch that ended last. */
    private static int waitedFor(FanOut fanOut) {
        if (fanOut.waitedFor() >= 0) {
            return fanOut.waitedFor();
        }
        int last = -1;
        for (int i = 0; i < fanOut.branches().size(); i++) {
            if (last < 0
                    || fanOut.branches().get(i).endNanos()
                            > fanOut.branches().get(last).endNanos()) {
                last = i;
            }
        }
        return last;
    }
}
