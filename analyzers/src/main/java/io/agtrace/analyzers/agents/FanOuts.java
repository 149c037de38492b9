package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.CallShapes.Says;
import io.agtrace.analyzers.agents.FanOut.Branch;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds branches that ran at the same time: siblings that overlap and started together, siblings of
 * one name that overlap in a row, and what a wrapper, a group id or a graph's step states to be
 * parallel. An agent that ran within a tool call of another agent, though it hangs beside that
 * agent, is no branch.
 */
public final class FanOuts {
    private static final long TOGETHER = 50_000_000;

    /** So much nearer to each other than the starts lie ends that were made up. */
    private static final long CLOSED = 100;

    private final CallShapes shapes;
    private final SpanTree tree;
    private final long runEnd;
    private final List<FanOut> found = new ArrayList<>();

    private FanOuts(CallShapes shapes) {
        this.shapes = shapes;
        this.tree = shapes.tree();
        long end = Long.MIN_VALUE;
        for (int root : shapes.children(CallShapes.TOP)) {
            end = Math.max(end, tree.endNanos(root));
        }
        runEnd = end;
    }

    /** All fan-outs, by the start of their first branch. */
    public static List<FanOut> of(CallShapes shapes) {
        FanOuts all = new FanOuts(shapes);
        all.search(CallShapes.TOP);
        for (int node = 0; node < all.tree.size(); node++) {
            if (shapes.role(node) != Role.IGNORED && shapes.childCount(node) > 1) {
                all.search(node);
            }
        }
        all.found.sort(
                Comparator.comparingLong((FanOut each) -> each.branches().getFirst().startNanos())
                        .thenComparingInt(FanOut::parentNode));
        List<FanOut> numbered = new ArrayList<>(all.found.size());
        for (FanOut each : all.found) {
            numbered.add(
                    new FanOut(
                            numbered.size(),
                            each.parentNode(),
                            each.branches(),
                            each.joinNode(),
                            each.waitedFor(),
                            each.evidence()));
        }
        return numbered;
    }

    private void search(int parent) {
        int[] nodes = FanOutsNested.without(shapes, shapes.children(parent));
        if (parent >= 0 && shapes.says(parent, Says.BRANCH_COUNT)) {
            SpanConcepts.Stated count = shapes.concepts(parent).get(Concept.BRANCH_COUNT);
            if (count != null) {
                List<Integer> branches = new ArrayList<>();
                for (int node : nodes) {
                    if (isWork(node)) {
                        branches.add(node);
                    }
                }
                add(parent, branches, new Evidence(parent, count.source(), count.text()));
                return;
            }
        }
        Group open = new Group();
        for (int node : nodes) {
            if (!isWork(node)) {
                continue;
            }
            String stated = stated(node);
            if (!open.takes(node, stated)) {
                close(parent, open);
                open = new Group();
            }
            open.add(node, stated);
        }
        close(parent, open);
    }

    private boolean isWork(int node) {
        return switch (shapes.role(node)) {
            case AGENT, STEP, TOOL, MODEL -> true;
            case UNKNOWN -> shapes.modelsIn(node) + shapes.toolsIn(node) > 0;
            case GATE, PLAIN, IGNORED -> false;
        };
    }

    /** A group id or the number of a graph's step: equal for what was meant to run together. */
    private String stated(int node) {
        Role role = shapes.role(node);
        boolean says = shapes.says(node, Says.PARALLEL_GROUP) || shapes.says(node, Says.GRAPH_STEP);
        if (!says || role != Role.AGENT && role != Role.STEP) {
            return "";
        }
        SpanConcepts concepts = shapes.concepts(node);
        String group = concepts.text(Concept.PARALLEL_GROUP);
        if (!group.isEmpty()) {
            return "group " + group;
        }
        String step = concepts.text(Concept.LANGGRAPH_STEP);
        boolean isNode = concepts.text(Concept.LANGGRAPH_NODE).equals(tree.span(node).name());
        return step.isEmpty() || !isNode ? "" : "step " + step;
    }

    private void close(int parent, Group group) {
        List<Integer> branches = group.nodes;
        int agents = 0;
        for (int node : branches) {
            agents += shapes.role(node) == Role.AGENT ? 1 : 0;
        }
        if (agents >= 2 && agents < branches.size()) {
            // Calls that lost their parent hang beside the agents that made them.
            branches.removeIf(
                    node -> shapes.role(node) == Role.MODEL || shapes.role(node) == Role.TOOL);
        }
        if (branches.size() < 2 || wereClosedTogether(branches)) {
            return;
        }
        int last = branches.getLast();
        add(
                parent,
                branches,
                group.stated.isEmpty()
                        ? new Evidence(last, "time", "overlaps with the branches before it")
                        : new Evidence(last, "graph", "same " + group.stated));
    }

    /** Steps in turn whose spans an exporter ended only with the run seem to overlap. */
    private boolean wereClosedTogether(List<Integer> branches) {
        long firstEnd = Long.MAX_VALUE;
        long lastEnd = Long.MIN_VALUE;
        for (int node : branches) {
            firstEnd = Math.min(firstEnd, tree.endNanos(node));
            lastEnd = Math.max(lastEnd, tree.endNanos(node));
        }
        long apart = tree.startNanos(branches.getLast()) - tree.startNanos(branches.getFirst());
        return lastEnd + TOGETHER >= runEnd && (lastEnd - firstEnd) * CLOSED < apart;
    }

    private void add(int parent, List<Integer> nodes, Evidence evidence) {
        if (nodes.size() < 2) {
            return;
        }
        FanOutsJoin join = FanOutsJoin.of(shapes, parent, nodes);
        List<Branch> branches = new ArrayList<>(nodes.size());
        for (int node : nodes) {
            branches.add(
                    new Branch(
                            node,
                            shapes.label(node).isEmpty()
                                    ? tree.span(node).name()
                                    : shapes.label(node),
                            tree.startNanos(node),
                            tree.endNanos(node),
                            Math.max(0, join.readyNanos() - tree.endNanos(node)),
                            shapes.failed(node)));
        }
        List<Evidence> all = new ArrayList<>();
        all.add(evidence);
        if (join.evidence() != null) {
            all.add(join.evidence());
        }
        found.add(new FanOut(0, parent, branches, join.node(), join.waitedFor(), all));
    }

    /** Branches as far as they were seen. */
    private final class Group {
        final List<Integer> nodes = new ArrayList<>();
        String stated = "";
        private long firstStart;
        private long end = Long.MIN_VALUE;
        private long shortest = Long.MAX_VALUE;
        private long longest;
        private final Set<Integer> labels = new HashSet<>();

        boolean takes(int node, String itsStated) {
            if (nodes.isEmpty()) {
                return true;
            }
            if (!itsStated.isEmpty() && itsStated.equals(stated)) {
                return true;
            }
            if (!itsStated.isEmpty() && !stated.isEmpty()) {
                return false;
            }
            long start = tree.startNanos(node);
            long nanos = shapes.nanos(node);
            if (shapes.areInTurn(end, Math.min(shortest, nanos), start) || start >= end) {
                return false;
            }
            if (labels.contains(shapes.labelId(node))) {
                return true;
            }
            long near =
                    Math.max(
                            Math.min(TOGETHER, Math.min(shortest, nanos) / 2),
                            Math.max(longest, nanos) / 20);
            return start - firstStart <= near;
        }

        void add(int node, String itsStated) {
            if (nodes.isEmpty()) {
                firstStart = tree.startNanos(node);
                stated = itsStated;
            }
            nodes.add(node);
            labels.add(shapes.labelId(node));
            end = Math.max(end, tree.endNanos(node));
            shortest = Math.min(shortest, shapes.nanos(node));
            longest = Math.max(longest, shapes.nanos(node));
        }
    }
}
