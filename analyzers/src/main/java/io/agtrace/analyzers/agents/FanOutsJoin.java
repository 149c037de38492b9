package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.CallShapes.Says;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waited for branches: a step that says so by its trigger or by links to at least two of them,
 * else the first that started once all had ended, below the same parent or the nearest one above.
 *
 * @param node the joining node, or -1
 * @param waitedFor position of the branch whose end came last of those that were needed, or -1
 * @param readyNanos when all needed branches had ended
 */
record FanOutsJoin(int node, int waitedFor, long readyNanos, @Nullable Evidence evidence) {
    /** Siblings behind the branches that are looked at for a stated join. */
    private static final int LOOKED_AT = 64;

    /** How far up the step behind the branches is sought. */
    private static final int MOST_LEVELS = 64;

    private static final long ROUNDING = 2_000_000;

    static FanOutsJoin of(CallShapes shapes, int parent, List<Integer> branches) {
        FanOutsJoin stated = stated(shapes, parent, branches);
        if (stated != null) {
            return stated;
        }
        SpanTree tree = shapes.tree();
        boolean[] all = new boolean[branches.size()];
        Arrays.fill(all, true);
        int last = last(tree, branches, all);
        long ready = tree.endNanos(branches.get(last));
        int next = next(shapes, parent, branches, ready);
        return next < 0
                ? new FanOutsJoin(-1, -1, ready, null)
                : new FanOutsJoin(
                        next,
                        last,
                        ready,
                        new Evidence(next, "time", "first step once the branches had ended"));
    }

    private static @Nullable FanOutsJoin stated(
            CallShapes shapes, int parent, List<Integer> branches) {
        SpanTree tree = shapes.tree();
        int from = shapes.firstAfter(parent, tree.startNanos(branches.getFirst()));
        int to = Math.min(shapes.childCount(parent), from + branches.size() + LOOKED_AT);
        for (int i = from; i < to; i++) {
            int node = shapes.childAt(parent, i);
            boolean says = shapes.says(node, Says.GRAPH_TRIGGERS);
            if (!says && tree.span(node).links().size() < 2) {
                continue;
            }
            boolean[] needed = new boolean[branches.size()];
            Evidence evidence = byLinks(tree, node, branches, needed);
            if (evidence == null && says) {
                evidence = byTrigger(shapes, node, branches, needed);
            }
            if (evidence != null) {
                int last = last(tree, branches, needed);
                return new FanOutsJoin(node, last, tree.endNanos(branches.get(last)), evidence);
            }
        }
        return null;
    }

    private static @Nullable Evidence byLinks(
            SpanTree tree, int node, List<Integer> branches, boolean[] needed) {
        List<SpanLink> links = tree.span(node).links();
        if (links.size() < 2) {
            return null;
        }
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < branches.size(); i++) {
            places.put(tree.span(branches.get(i)).spanId(), i);
        }
        int count = 0;
        for (SpanLink link : links) {
            Integer place = places.get(link.spanId());
            if (place != null && !needed[place]) {
                needed[place] = true;
                count++;
            }
        }
        return count < 2
                ? null
                : new Evidence(node, "span link", "links to " + count + " of the branches");
    }

    /** LangGraph's {@code join:A+B:C}. */
    private static @Nullable Evidence byTrigger(
            CallShapes shapes, int node, List<Integer> branches, boolean[] needed) {
        if (shapes.role(node) != Role.AGENT && shapes.role(node) != Role.STEP) {
            return null;
        }
        String triggers = shapes.concepts(node).text(Concept.LANGGRAPH_TRIGGERS);
        int at = triggers.indexOf("join:");
        int end = at < 0 ? -1 : triggers.indexOf(':', at + 5);
        if (end < 0) {
            return null;
        }
        Set<String> names = new HashSet<>(List.of(triggers.substring(at + 5, end).split("\\+")));
        int count = 0;
        for (int i = 0; i < needed.length; i++) {
            needed[i] = names.contains(shapes.tree().span(branches.get(i)).name());
            count += needed[i] ? 1 : 0;
        }
        return count < 2 ? null : new Evidence(node, "trigger", triggers.substring(at, end));
    }

    private static boolean mayJoin(CallShapes shapes, int node) {
        return switch (shapes.role(node)) {
            case AGENT, STEP, TOOL, MODEL, GATE, UNKNOWN -> true;
            case PLAIN, IGNORED -> false;
        };
    }

    private static int last(SpanTree tree, List<Integer> branches, boolean[] needed) {
        int last = -1;
        for (int i = 0; i < needed.length; i++) {
            if (needed[i]
                    && (last < 0
                            || tree.endNanos(branches.get(i))
                                    > tree.endNanos(branches.get(last)))) {
                last = i;
            }
        }
        return last;
    }

    private static int next(CallShapes shapes, int parent, List<Integer> branches, long ready) {
        SpanTree tree = shapes.tree();
        Set<Integer> own = new HashSet<>(branches);
        int level = parent;
        for (int climbed = 0; climbed < MOST_LEVELS; climbed++) {
            int count = shapes.childCount(level);
            for (int i = shapes.firstAfter(level, ready - ROUNDING); i < count; i++) {
                int node = shapes.childAt(level, i);
                long start = tree.startNanos(node);
                if (mayJoin(shapes, node)
                        && !own.contains(node)
                        && shapes.areInTurn(ready, shapes.nanos(node), start)) {
                    return node;
                }
            }
            if (level < 0) {
                return -1;
            }
            level = shapes.parent(level);
        }
        return -1;
    }
}
