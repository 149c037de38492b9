package io.agtrace.render.waterfall;

import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.Arrays;
import java.util.BitSet;

/** Which nodes and folds get rows. */
final class Selection {
    /** A chosen span brings at most so many of its ancestors along. */
    private static final int ANCESTORS = 12;

    private static final int NEIGHBOURS = 5;
    private static final int CHILDREN_AROUND = 20;

    private final Extent extent;
    private final Folds folds;
    final BitSet nodes;
    final BitSet chosenFolds = new BitSet();

    private Selection(Extent extent, Folds folds) {
        this.extent = extent;
        this.folds = folds;
        nodes = new BitSet(extent.size());
    }

    boolean has(int node) {
        return nodes.get(node - extent.from);
    }

    /** Everything that no fold took, in the first {@code depth} levels; -1 for all. */
    static Selection all(Extent extent, Folds folds, int depth) {
        Selection chosen = new Selection(extent, folds);
        for (int node = extent.from; node < extent.to; node++) {
            if (!folds.isInside(node) && (depth < 0 || extent.depth(node) < depth)) {
                chosen.nodes.set(node - extent.from);
            }
        }
        for (int i = 0; i < folds.all().size(); i++) {
            Fold fold = folds.all().get(i);
            int level = fold.parent() < 0 ? 0 : extent.depth(fold.parent()) + 1;
            if (depth < 0 || level < depth) {
                chosen.chosenFolds.set(i);
            }
        }
        return chosen;
    }

    int rows() {
        return nodes.cardinality() + chosenFolds.cardinality();
    }

    /** The span with all above it, the nearest beside it and the first below it. */
    static Selection around(Extent extent, int node) {
        SpanTree tree = extent.tree;
        Selection chosen = new Selection(extent, Folds.none(extent));
        chosen.addWithAncestors(node, Integer.MAX_VALUE);
        int count = 0;
        for (int child = node + 1;
                child < tree.subtreeEnd(node) && count < CHILDREN_AROUND;
                child = tree.subtreeEnd(child), count++) {
            chosen.nodes.set(child - extent.from);
        }
        int parent = extent.parent(node);
        int[] before = new int[NEIGHBOURS];
        int seen = 0;
        int sibling = parent < 0 ? extent.from : parent + 1;
        for (; sibling < node; sibling = tree.subtreeEnd(sibling)) {
            before[seen++ % NEIGHBOURS] = sibling;
        }
        for (int i = 0; i < Math.min(seen, NEIGHBOURS); i++) {
            chosen.nodes.set(before[i] - extent.from);
        }
        int end = parent < 0 ? extent.to : tree.subtreeEnd(parent);
        sibling = tree.subtreeEnd(node);
        for (int i = 0; i < NEIGHBOURS && sibling < end; i++) {
            chosen.nodes.set(sibling - extent.from);
            sibling = tree.subtreeEnd(sibling);
        }
        return chosen;
    }

    /** The first {@code most} (0 for all) of the matching nodes, with what is above them. */
    static Selection matching(Extent extent, BitSet matches, int most) {
        Selection chosen = new Selection(extent, Folds.none(extent));
        int taken = 0;
        for (int i = matches.nextSetBit(0);
                i >= 0 && (most == 0 || taken < most);
                i = matches.nextSetBit(i + 1), taken++) {
            chosen.addWithAncestors(extent.from + i, Integer.MAX_VALUE);
        }
        return chosen;
    }

    /** The best of {@link #ranking}, with what is above them, in at most {@code most} rows. */
    static Selection best(Extent extent, Folds folds, int[] ranking, int most) {
        Selection chosen = new Selection(extent, folds);
        int left = most;
        for (int candidate : ranking) {
            if (left <= 0) {
                break;
            }
            left -= chosen.add(candidate, left);
        }
        return chosen;
    }

    private int add(int candidate, int left) {
        if (candidate < extent.to) {
            return has(candidate) ? 0 : addWithAncestors(candidate, left);
        }
        int fold = candidate - extent.to;
        chosenFolds.set(fold);
        int parent = folds.all().get(fold).parent();
        return 1 + (parent < 0 || has(parent) ? 0 : addWithAncestors(parent, left - 1));
    }

    /** Adds the node; its ancestors too unless they are too many. Returns the rows added. */
    private int addWithAncestors(int node, int left) {
        int missing = 0;
        int ancestor = extent.parent(node);
        while (ancestor >= 0 && !has(ancestor) && missing <= ANCESTORS) {
            missing++;
            ancestor = extent.parent(ancestor);
        }
        nodes.set(node - extent.from);
        int levels = missing <= ANCESTORS && missing < left ? missing : Math.min(2, left - 1);
        int added = 1;
        ancestor = extent.parent(node);
        for (int i = 0; i < levels && ancestor >= 0 && !has(ancestor); i++) {
            nodes.set(ancestor - extent.from);
            ancestor = extent.parent(ancestor);
            added++;
        }
        return added;
    }

    /**
     * Nodes, and folds as {@code extent.to + index}, in the order in which they deserve a row.
     * Roots come first; then failures, agents, the critical path, the longest and the mended take
     * turns, so that none of them crowds out the others.
     */
    static int[] ranking(Extent extent, Folds folds, int most) {
        return ranking(extent, folds, most, false);
    }

    /**
     * The same for an outline: agents and what else stands in the outer levels come before what is
     * deep inside them, however long it took.
     */
    static int[] outlineRanking(Extent extent, Folds folds, int most) {
        return ranking(extent, folds, most, true);
    }

    private static int[] ranking(Extent extent, Folds folds, int most, boolean outline) {
        Top roots = new Top(Math.max(1, most / 3));
        Top agents = new Top(most);
        Top failures = new Top(most);
        Top critical = new Top(most);
        Top longest = new Top(most);
        Top mended = new Top(most);
        Top outer = new Top(most);
        double whole = Math.max(1, extent.end - extent.start);
        for (int node = extent.from; node < extent.to; ) {
            if (folds.isInside(node)) {
                node = extent.tree.subtreeEnd(node);
                continue;
            }
            double share = Math.min(1, extent.duration(node) / whole);
            SpanFacts facts = extent.tree.facts(node);
            if (extent.parent(node) < 0) {
                roots.offer(share, node);
            }
            double weight = weight(facts.operation().kind());
            if (weight > 0) {
                agents.offer(weight * (0.5 + share / 2) / (1 + extent.depth(node) / 64.0), node);
            }
            if (facts.failed()) {
                boolean origin = extent.failures(node + 1, extent.tree.subtreeEnd(node)) == 0;
                failures.offer(origin ? 0.5 + share / 2 : share / 2, node);
            }
            if (extent.tree.criticalNanos(node) > 0) {
                critical.offer(Math.min(1, extent.tree.criticalNanos(node) / whole), node);
            }
            longest.offer(share, node);
            outer.offer((1 + share) / (2 + 2 * extent.depth(node)), node);
            switch (extent.tree.placement(node)) {
                case ROOT, PARENT -> {}
                case PLACEHOLDER, EVIDENCE, TIME, CYCLE, ORPHAN -> mended.offer(share, node);
            }
            node++;
        }
        for (int i = 0; i < folds.all().size(); i++) {
            Fold fold = folds.all().get(i);
            double share = Math.min(1, (double) fold.longest() * fold.times() / whole);
            longest.offer(share, extent.to + i);
            int level = fold.parent() < 0 ? 0 : extent.depth(fold.parent()) + 1;
            outer.offer((1 + share) / (2 + 2 * level), extent.to + i);
            if (fold.spansFailed() > 0) {
                failures.offer(0.5 + share / 2, extent.to + i);
            }
        }
        if (outline) {
            int[][] turns = {agents.best(), failures.best(), agents.best(), outer.best()};
            return inTurns(roots.best(), turns, most, extent, folds);
        }
        int[][] turns = {
            failures.best(),
            agents.best(),
            critical.best(),
            failures.best(),
            agents.best(),
            longest.best(),
            mended.best(),
            critical.best()
        };
        return inTurns(roots.best(), turns, most, extent, folds);
    }

    private static double weight(OperationKind kind) {
        return switch (kind) {
            case WORKFLOW, AGENT -> 1;
            case HANDOFF, QUEUE_SEND, QUEUE_RECEIVE -> 0.7;
            case DECISION, PLAN -> 0.6;
            case GUARDRAIL, EVALUATION -> 0.4;
            case MODEL_CALL, TOOL_CALL, RETRIEVAL, CHAIN, OTHER -> 0;
        };
    }

    private static int[] inTurns(int[] first, int[][] turns, int most, Extent extent, Folds folds) {
        int candidates = extent.size() + folds.all().size();
        int[] order = new int[Math.min(candidates, most + first.length)];
        BitSet taken = new BitSet();
        int size = 0;
        for (int candidate : first) {
            taken.set(candidate - extent.from);
            order[size++] = candidate;
        }
        int[] next = new int[turns.length];
        boolean any = true;
        while (any && size < order.length) {
            any = false;
            for (int t = 0; t < turns.length && size < order.length; t++) {
                while (next[t] < turns[t].length && taken.get(turns[t][next[t]] - extent.from)) {
                    next[t]++;
                }
                if (next[t] < turns[t].length) {
                    int candidate = turns[t][next[t]];
                    taken.set(candidate - extent.from);
                    order[size++] = candidate;
                    any = true;
                }
            }
        }
        return Arrays.copyOf(order, size);
    }
}
