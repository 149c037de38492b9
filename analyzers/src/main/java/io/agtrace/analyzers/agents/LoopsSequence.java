package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps below one parent, in order: siblings of one name that overlap in time are one step (a
 * batch), as are the attempts of one call. A placeholder of which nothing is known takes the name
 * that the steps around it ask for, if it has the same sort of content.
 */
final class LoopsSequence {
    static final int UNKNOWN = -1;

    /** Steps to either side that can belong to the same loop. */
    private static final int NEAR = 12;

    private final CallShapes shapes;
    private final SpanTree tree;
    private final List<Unit> units = new ArrayList<>();

    /** One step. */
    static final class Unit {
        final int node;
        final List<Integer> nodes = new ArrayList<>(1);
        Role role;
        String name;
        int label;
        int last;
        long end;

        Unit(int node, Role role, String name, int label, long end) {
            this.node = node;
            this.role = role;
            this.name = name;
            this.label = label;
            this.last = node;
            this.end = end;
            nodes.add(node);
        }
    }

    private LoopsSequence(CallShapes shapes) {
        this.shapes = shapes;
        this.tree = shapes.tree();
    }

    /**
     * The steps below a parent.
     *
     * @param isEarlierAttempt by node, whether another attempt of the same call followed
     */
    static List<Unit> of(CallShapes shapes, int parent, boolean[] isEarlierAttempt) {
        LoopsSequence sequence = new LoopsSequence(shapes);
        sequence.fill(shapes.children(parent), isEarlierAttempt);
        sequence.nameUnknown();
        return sequence.units;
    }

    private void fill(int[] nodes, boolean[] isEarlierAttempt) {
        Map<Integer, Unit> latest = new HashMap<>();
        for (int node : nodes) {
            Role role = shapes.role(node);
            if (isEarlierAttempt[node] || role == Role.PLAIN) {
                continue;
            }
            int label = shapes.labelId(node);
            Unit before = label == UNKNOWN ? null : latest.get(label);
            long end = tree.endNanos(node);
            if (before != null && !isInTurn(before, node)) {
                before.nodes.add(node);
                before.last = end > before.end ? node : before.last;
                before.end = Math.max(before.end, end);
                continue;
            }
            Unit unit = new Unit(node, role, shapes.label(node), label, end);
            units.add(unit);
            latest.put(label, unit);
        }
    }

    private boolean isInTurn(Unit before, int node) {
        long shorter = Math.min(before.end - tree.startNanos(before.node), shapes.nanos(node));
        return shapes.areInTurn(before.end, shorter, tree.startNanos(node));
    }

    private void nameUnknown() {
        Set<Long> pairs = null;
        for (int i = 0; i < units.size(); i++) {
            if (units.get(i).label != UNKNOWN) {
                continue;
            }
            if (pairs == null) {
                pairs = pairs();
            }
            name(i, pairs);
        }
    }

    private void name(int at, Set<Long> pairs) {
        Unit unknown = units.get(at);
        int before = at == 0 ? UNKNOWN : units.get(at - 1).label;
        int behind = at + 1 == units.size() ? UNKNOWN : units.get(at + 1).label;
        long content = content(unknown.node);
        Set<Integer> tried = new HashSet<>();
        // Only what stands near can be the same loop's.
        for (int i = Math.max(0, at - NEAR); i < Math.min(units.size(), at + NEAR); i++) {
            Unit other = units.get(i);
            if (other.label == UNKNOWN || !tried.add(other.label)) {
                continue;
            }
            boolean follows = before != UNKNOWN && pairs.contains(pair(before, other.label));
            boolean precedes = behind != UNKNOWN && pairs.contains(pair(other.label, behind));
            boolean fits =
                    precedes && other.label != before
                            || follows && (behind == UNKNOWN || !isSingle(behind, at));
            if (fits && content(other.node) == content) {
                unknown.label = other.label;
                unknown.name = other.name;
                unknown.role = other.role;
                pairs.add(pair(before, other.label));
                pairs.add(pair(other.label, behind));
                return;
            }
        }
    }

    /** Whether a step occurs once only, so that it is no part of a loop. */
    private boolean isSingle(int label, int at) {
        int count = 0;
        for (int i = Math.max(0, at - NEAR); i < Math.min(units.size(), at + NEAR); i++) {
            count += units.get(i).label == label ? 1 : 0;
        }
        return count == 1;
    }

    private Set<Long> pairs() {
        Set<Long> pairs = new HashSet<>();
        for (int i = 1; i < units.size(); i++) {
            int a = units.get(i - 1).label;
            int b = units.get(i).label;
            if (a != UNKNOWN && b != UNKNOWN) {
                pairs.add(pair(a, b));
            }
        }
        return pairs;
    }

    private static long pair(int first, int second) {
        return (long) first << 32 | second;
    }

    /** What a step consists of, without how often. */
    private long content(int node) {
        Set<Integer> labels = new HashSet<>();
        long sum = 0;
        for (int child : shapes.children(node)) {
            if (labels.add(shapes.labelId(child))) {
                sum += CallShapeText.mix(17, shapes.labelId(child));
            }
        }
        return sum;
    }
}
