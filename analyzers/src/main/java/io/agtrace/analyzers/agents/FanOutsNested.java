package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Agents that were called as a tool, but hang beside the agent that called them: they lie within a
 * tool call of that agent which bears their name, or begin and end with one.
 */
final class FanOutsNested {
    private static final long TOLERANCE = 5_000_000;
    private static final int LOOKED_AT = 64;

    private FanOutsNested() {}

    /** The siblings without such agents. */
    static int[] without(CallShapes shapes, int[] siblings) {
        int agents = 0;
        for (int node : siblings) {
            agents += shapes.role(node) == Role.AGENT ? 1 : 0;
        }
        if (agents < 2) {
            return siblings;
        }
        SpanTree tree = shapes.tree();
        List<Integer> tools = new ArrayList<>();
        for (int node : siblings) {
            if (shapes.role(node) == Role.AGENT && shapes.toolsIn(node) > 0) {
                for (int inner = node; inner < tree.subtreeEnd(node); inner++) {
                    if (shapes.role(inner) == Role.TOOL) {
                        tools.add(inner);
                    }
                }
            }
        }
        if (tools.isEmpty()) {
            return siblings;
        }
        tools.sort(Comparator.comparingLong(tree::startNanos));
        int[] kept = new int[siblings.length];
        int count = 0;
        for (int node : siblings) {
            if (shapes.role(node) != Role.AGENT || !isCalledBy(shapes, node, tools)) {
                kept[count++] = node;
            }
        }
        return java.util.Arrays.copyOf(kept, count);
    }

    private static boolean isCalledBy(CallShapes shapes, int agent, List<Integer> tools) {
        SpanTree tree = shapes.tree();
        long start = tree.startNanos(agent);
        long end = tree.endNanos(agent);
        int low = 0;
        int high = tools.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree.startNanos(tools.get(middle)) <= start + TOLERANCE) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        String name = bare(shapes.agent(agent));
        for (int i = low - 1; i >= Math.max(0, low - LOOKED_AT); i--) {
            int tool = tools.get(i);
            boolean own = tool >= agent && tool < tree.subtreeEnd(agent);
            if (own || tree.endNanos(tool) < end - TOLERANCE) {
                continue;
            }
            boolean equal =
                    start - tree.startNanos(tool) <= TOLERANCE
                            && Math.abs(tree.endNanos(tool) - end) <= TOLERANCE;
            String called = bare(shapes.label(tool));
            if (equal || !name.isEmpty() && (called.contains(name) || name.contains(called))) {
                return true;
            }
        }
        return false;
    }

    private static String bare(String name) {
        StringBuilder out = new StringBuilder(name.length());
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            if (Character.isLetterOrDigit(lower.charAt(i))) {
                out.append(lower.charAt(i));
            }
        }
        return out.toString();
    }
}
