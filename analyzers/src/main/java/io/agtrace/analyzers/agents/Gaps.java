package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Stretches of time in which nothing ran as far as the trace shows: no model call, no tool, no span
 * without children. Whether the run was idle or did what nobody recorded can't be told.
 */
public final class Gaps {
    /** Shorter ones are what every program needs between two calls. */
    private static final long LEAST = 20_000_000;

    private static final int SHARE = 100;

    private Gaps() {}

    /** The gaps, in order of time; {@link Segment#node} is -1. */
    public static List<Segment> of(CallShapes shapes) {
        SpanTree tree = shapes.tree();
        List<Integer> running = new ArrayList<>();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int node = 0; node < tree.size(); node++) {
            start = Math.min(start, tree.startNanos(node));
            end = Math.max(end, tree.endNanos(node));
            Role role = shapes.role(node);
            if (role == Role.MODEL || role == Role.TOOL || tree.childCount(node) == 0) {
                running.add(node);
            }
        }
        running.sort(
                Comparator.comparingLong((Integer node) -> tree.startNanos(node))
                        .thenComparing(node -> node));
        long least = Math.max(LEAST, (end - start) / SHARE);
        List<Segment> gaps = new ArrayList<>();
        long covered = start;
        int last = -1;
        for (int node : running) {
            if (tree.startNanos(node) - covered >= least) {
                gaps.add(gap(shapes, last, node, covered, tree.startNanos(node)));
            }
            if (tree.endNanos(node) > covered) {
                covered = tree.endNanos(node);
                last = node;
            }
        }
        if (end - covered >= least) {
            gaps.add(gap(shapes, last, -1, covered, end));
        }
        return gaps;
    }

    private static Segment gap(CallShapes shapes, int before, int behind, long start, long end) {
        String from = before < 0 ? "the start" : name(shapes, before);
        String to = behind < 0 ? "the end" : name(shapes, behind);
        return new Segment(-1, "", start, end, "nothing recorded between " + from + " and " + to);
    }

    private static String name(CallShapes shapes, int node) {
        String name = shapes.tree().span(node).name();
        String agent = shapes.agent(node);
        return agent.isEmpty() || agent.equals(name) ? name : name + " of " + agent;
    }
}
