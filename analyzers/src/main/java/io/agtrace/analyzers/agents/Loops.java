package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.agents.Loop.Kind;
import io.agtrace.analyzers.agents.LoopsSequence.Unit;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds work that was done again and again: siblings of one name that ran in turn. The first name
 * that comes again heads the loop, and what runs up to its next occurrence is one round. Stated
 * numbers of rounds win over that: equal ones are one round, and a number that falls back begins
 * another loop. Inside a round the search starts anew, so that nested loops are found at one level
 * too.
 *
 * <p>A model that calls tools is a loop once it has called them a second time after reading what
 * the first call gave; each model call is a round then.
 */
public final class Loops {
    /** Loops inside loops among the same siblings; deeper ones are only made up by adversaries. */
    private static final int MOST_NESTED = 8;

    /** Spans of a wrapper that are looked at for its first agent. */
    private static final int SEARCHED = 32;

    private final CallShapes shapes;
    private final SpanTree tree;
    private final boolean[] isEarlierAttempt;
    private final Iterations iterations;
    private final List<Draft> drafts = new ArrayList<>();

    /** For each node the loop that it is a step of, or -1. */
    private final int[] loopOf;

    /** A loop that was found, as ranges of steps. */
    private record Draft(
            Kind kind, int parent, int outer, List<Unit> units, List<Integer> heads, int end) {}

    /** A part of a parent's steps, still to be searched. */
    private record Part(List<Unit> units, int from, int to, int outer, int depth) {}

    private Loops(CallShapes shapes, List<Retry> retries) {
        this.shapes = shapes;
        this.tree = shapes.tree();
        isEarlierAttempt = new boolean[tree.size()];
        for (Retry retry : retries) {
            for (Retry.Attempt each : retry.attempts()) {
                isEarlierAttempt[each.node()] = true;
            }
        }
        for (Retry retry : retries) {
            isEarlierAttempt[retry.attempts().getLast().node()] = false;
        }
        iterations = new Iterations(shapes);
        loopOf = new int[tree.size()];
        Arrays.fill(loopOf, -1);
    }

    /**
     * All loops, outer ones before those inside them.
     *
     * @param retries of the same tree; the attempts of one call are one step
     */
    public static List<Loop> of(CallShapes shapes, List<Retry> retries) {
        Loops loops = new Loops(shapes, retries);
        loops.search(CallShapes.TOP, -1);
        int[] around = new int[loops.tree.size()];
        for (int node = 0; node < around.length; node++) {
            int parent = shapes.parent(node);
            int above = parent < 0 ? -1 : around[parent];
            around[node] = loops.loopOf[node] >= 0 ? loops.loopOf[node] : above;
            if (shapes.role(node) != Role.IGNORED && shapes.childCount(node) > 1) {
                loops.search(node, around[node]);
            }
        }
        List<Loop> all = new ArrayList<>(loops.drafts.size());
        for (Draft draft : loops.drafts) {
            all.add(loops.finish(draft, all.size()));
        }
        return all;
    }

    private void search(int parent, int outer) {
        if (shapes.childCount(parent) < 2) {
            return;
        }
        List<Unit> units = LoopsSequence.of(shapes, parent, isEarlierAttempt);
        if (units.size() < 2) {
            return;
        }
        if (isToolUse(units)) {
            reasoning(parent, units, outer);
            return;
        }
        Deque<Part> parts = new ArrayDeque<>();
        parts.push(new Part(units, 0, units.size(), outer, 0));
        while (!parts.isEmpty()) {
            search(parent, parts.pop(), parts);
        }
    }

    /** Whether there is nothing but a model, tools and what judges them. */
    private static boolean isToolUse(List<Unit> units) {
        boolean models = false;
        boolean tools = false;
        for (Unit unit : units) {
            switch (unit.role) {
                case MODEL -> models = true;
                case TOOL -> tools = true;
                case AGENT, STEP -> {
                    return false;
                }
                case GATE, PLAIN, UNKNOWN, IGNORED -> {}
            }
        }
        return models && tools;
    }

    private void reasoning(int parent, List<Unit> units, int outer) {
        List<Integer> heads = new ArrayList<>();
        int toolPhases = 0;
        int end = 0;
        boolean lastWasModel = false;
        for (int i = 0; i < units.size(); i++) {
            Role role = units.get(i).role;
            if (role == Role.MODEL) {
                heads.add(i);
                lastWasModel = true;
                end = i + 1;
            } else if (role == Role.TOOL && !heads.isEmpty()) {
                toolPhases += lastWasModel ? 1 : 0;
                lastWasModel = false;
                end = i + 1;
            }
        }
        if (toolPhases >= 2) {
            add(new Draft(Kind.REASONING, parent, outer, units, heads, end));
        }
    }

    private void search(int parent, Part part, Deque<Part> parts) {
        List<Unit> units = part.units();
        int[] next = nextOccurrences(units, part.from(), part.to());
        List<Part> inner = new ArrayList<>();
        Set<Integer> rejected = new HashSet<>();
        int i = part.from();
        while (i < part.to()) {
            if (next[i - part.from()] < 0
                    || rejected.contains(units.get(i).label)
                    || !canHead(units.get(i))) {
                i++;
                continue;
            }
            List<Integer> heads = heads(units, i, part, next);
            int end = end(units, heads, part.to());
            Kind kind = heads.size() < 2 ? null : kind(units, heads, end);
            if (kind == null) {
                // Where the stated rounds begin anew, the rest is another loop.
                if (heads.size() >= 2) {
                    rejected.add(units.get(i).label);
                }
                i++;
                continue;
            }
            int index = drafts.size();
            add(new Draft(kind, parent, part.outer(), units, heads, end));
            if (part.depth() < MOST_NESTED) {
                for (int h = 0; h < heads.size(); h++) {
                    int to = h + 1 < heads.size() ? heads.get(h + 1) : end;
                    if (to - heads.get(h) > 2) {
                        inner.add(new Part(units, heads.get(h) + 1, to, index, part.depth() + 1));
                    }
                }
            }
            i = end;
        }
        for (int p = inner.size() - 1; p >= 0; p--) {
            parts.push(inner.get(p));
        }
    }

    private void add(Draft draft) {
        int index = drafts.size();
        drafts.add(draft);
        for (int i = draft.heads().getFirst(); i < draft.end(); i++) {
            for (int node : draft.units().get(i).nodes) {
                loopOf[node] = index;
            }
        }
    }

    private static int[] nextOccurrences(List<Unit> units, int from, int to) {
        int[] next = new int[to - from];
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = to - 1; i >= from; i--) {
            int label = units.get(i).label;
            Integer later = label == LoopsSequence.UNKNOWN ? null : seen.put(label, i);
            next[i - from] = later == null ? -1 : later;
        }
        return next;
    }

    /** What only speaks of other steps, or is a call with nothing around it, heads no loop. */
    private boolean canHead(Unit unit) {
        return switch (unit.role) {
            case AGENT, STEP, TOOL, UNKNOWN -> true;
            case MODEL -> shapes.round(unit.node) >= 0;
            case GATE, PLAIN, IGNORED -> false;
        };
    }

    private List<Integer> heads(List<Unit> units, int first, Part part, int[] next) {
        List<Integer> heads = new ArrayList<>();
        int round = -1;
        for (int i = first; i >= 0; i = next[i - part.from()]) {
            int stated = shapes.round(units.get(i).node);
            if (round >= 0 && stated >= 0 && stated < round) {
                break;
            }
            if (stated < 0 || stated != round || heads.isEmpty()) {
                heads.add(i);
            }
            round = stated >= 0 ? stated : round;
        }
        return heads;
    }

    /** Behind the last round: as far as only steps follow that earlier rounds had too. */
    private static int end(List<Unit> units, List<Integer> heads, int to) {
        Set<Integer> body = new HashSet<>();
        for (int i = heads.getFirst(); i < heads.getLast(); i++) {
            body.add(units.get(i).label);
        }
        int head = units.get(heads.getLast()).label;
        int end = heads.getLast() + 1;
        while (end < to && units.get(end).label != head && body.contains(units.get(end).label)) {
            end++;
        }
        return end;
    }

    /** The sort of loop, or null where this is none after all. */
    private @org.jspecify.annotations.Nullable Kind kind(
            List<Unit> units, List<Integer> heads, int end) {
        Unit head = units.get(heads.getFirst());
        Set<Integer> working = new LinkedHashSet<>();
        boolean handsOver = false;
        boolean agents = false;
        int models = 0;
        int toolRounds = 0;
        boolean tools = false;
        int nextHead = 0;
        for (int i = heads.getFirst(); i < end; i++) {
            if (nextHead < heads.size() && heads.get(nextHead) == i) {
                toolRounds += tools ? 1 : 0;
                tools = false;
                nextHead++;
            }
            Unit unit = units.get(i);
            handsOver |= shapes.handoffsIn(unit.node) > 0;
            agents |= shapes.agentsIn(unit.node) > 0;
            models += shapes.modelsIn(unit.node);
            tools |= shapes.toolsIn(unit.node) > 0;
            if (unit.role != Role.GATE) {
                working.add(unit.label);
            }
        }
        toolRounds += tools ? 1 : 0;
        if (!agents && models > 0 && toolRounds > 0) {
            boolean again = toolRounds >= 2 || head.role == Role.TOOL;
            return again && head.role != Role.MODEL ? Kind.REASONING : null;
        }
        if (head.role == Role.AGENT || shapes.agentsIn(head.node) > 0) {
            if (head.role != Role.AGENT && !sharesAgent(units, heads)) {
                return null;
            }
            Set<String> names = agents(units, heads.getFirst(), end);
            if (names.size() == 2 && handsOver && working.size() == 2) {
                return Kind.MUTUAL_HANDOFF;
            }
            return working.size() > 1 || names.size() > 1 ? Kind.CYCLE : Kind.SELF;
        }
        boolean stated = shapes.round(head.node) >= 0;
        boolean adjacent = working.size() == 1;
        if (adjacent && head.role == Role.STEP || stated) {
            return adjacent ? Kind.SELF : Kind.CYCLE;
        }
        if (adjacent) {
            // The same tool twice is what two questions look like; a poll goes on.
            return heads.size() > 2 ? Kind.SELF : null;
        }
        return sharesBody(units, heads, end) ? Kind.CYCLE : null;
    }

    /** Whether a wrapper that heads the loop holds the same agent in two rounds. */
    private boolean sharesAgent(List<Unit> units, List<Integer> heads) {
        Set<String> names = new HashSet<>();
        for (int head : heads) {
            int node = units.get(head).node;
            int end = Math.min(tree.subtreeEnd(node), node + SEARCHED);
            for (int inner = node; inner < end; inner++) {
                if (shapes.role(inner) == Role.AGENT) {
                    if (!names.add(shapes.label(inner))) {
                        return true;
                    }
                    break;
                }
            }
        }
        return false;
    }

    /** Whether a step other than the head comes in more than one round. */
    private static boolean sharesBody(List<Unit> units, List<Integer> heads, int end) {
        Map<Integer, Integer> roundOf = new HashMap<>();
        int round = -1;
        for (int i = heads.getFirst(); i < end; i++) {
            if (round + 1 < heads.size() && heads.get(round + 1) == i) {
                round++;
                continue;
            }
            Unit unit = units.get(i);
            Integer earlier = roundOf.putIfAbsent(unit.label, round);
            if (earlier != null && earlier != round && unit.role != Role.GATE) {
                return true;
            }
        }
        return false;
    }

    /** Names of the agents in the first rounds, a few at most. */
    private Set<String> agents(List<Unit> units, int from, int to) {
        Set<String> names = new LinkedHashSet<>();
        int budget = 4_000;
        Set<Integer> seen = new HashSet<>();
        for (int i = from; i < to && budget > 0; i++) {
            Unit unit = units.get(i);
            if (!seen.add(unit.label)) {
                continue;
            }
            if (unit.role == Role.AGENT && shapes.role(unit.node) == Role.UNKNOWN) {
                names.add(unit.name);
            }
            for (int node : unit.nodes) {
                int end = tree.subtreeEnd(node);
                for (int inner = node; inner < end && budget > 0; inner++, budget--) {
                    if (shapes.role(inner) == Role.AGENT && !shapes.agent(inner).isEmpty()) {
                        names.add(shapes.agent(inner));
                    }
                }
            }
        }
        return names;
    }

    private Loop finish(Draft draft, int index) {
        List<Unit> units = draft.units();
        int from = draft.heads().getFirst();
        Set<String> body = new LinkedHashSet<>();
        for (int i = from; i < draft.end(); i++) {
            if (!units.get(i).name.isEmpty()) {
                body.add(units.get(i).name);
            }
        }
        Set<String> agents = agents(units, from, draft.end());
        if (agents.isEmpty() && !shapes.agent(units.get(from).node).isEmpty()) {
            agents.add(shapes.agent(units.get(from).node));
        }
        List<Loop.Iteration> rounds = iterations.of(units, draft.heads(), draft.end());
        LoopsEnd end = LoopsEnd.of(shapes, draft.parent(), units, draft.heads(), draft.end());
        List<Evidence> evidence = new ArrayList<>();
        Unit head = units.get(from);
        int stated = shapes.round(head.node);
        evidence.add(
                stated >= 0
                        ? new Evidence(head.node, "stated round", Integer.toString(stated))
                        : new Evidence(
                                head.node,
                                "span name",
                                tree.span(head.node).name()
                                        + " ran "
                                        + rounds.size()
                                        + " times in turn"));
        evidence.addAll(end.evidence());
        return new Loop(
                index,
                draft.kind(),
                draft.parent(),
                draft.outer(),
                List.copyOf(body),
                List.copyOf(agents),
                rounds,
                end.reason(),
                end.limit(),
                evidence);
    }
}
