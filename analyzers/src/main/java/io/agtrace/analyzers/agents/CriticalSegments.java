package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.CallShapes.Role;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The critical path as segments in order of time, without holes from the run's start to its end.
 * Each belongs to the model call, tool call or step that the run was waiting for; where that gives
 * too many to read, to the agent around it, then to the loop that goes on, and outside loops to the
 * agent or the step of the workflow.
 */
public final class CriticalSegments {
    /** More than this nobody reads. */
    private static final int MOST = 30;

    private static final long ROUNDING = 1_000_000;

    private final CallShapes shapes;
    private final SpanTree tree;

    /** For a branch that a join waited for longest, what it waited for, in words. */
    private final Map<Integer, String> waits = new HashMap<>();

    /** For each node the innermost such branch around it, or -1. */
    private final int[] branchOf;

    /** By the first node of a loop that is in no other, what it runs and how often. */
    private final Map<Integer, Loop> loops = new HashMap<>();

    /** For each node the first one of the outermost loop around it, or -1. */
    private final int[] loopOf;

    private CriticalSegments(CallShapes shapes, List<FanOut> fanOuts, List<Loop> loops) {
        this.shapes = shapes;
        this.tree = shapes.tree();
        for (FanOut each : fanOuts) {
            if (each.joinNode() >= 0 && each.waitedFor() >= 0) {
                waits.put(each.branches().get(each.waitedFor()).node(), wait(each));
            }
        }
        branchOf = new int[tree.size()];
        for (int node = 0; node < branchOf.length; node++) {
            int above = tree.parent(node);
            branchOf[node] = waits.containsKey(node) ? node : above < 0 ? -1 : branchOf[above];
        }
        loopOf = new int[tree.size()];
        Arrays.fill(loopOf, -1);
        for (Loop each : loops) {
            int first = each.iterations().getFirst().first();
            if (each.outer() < 0 && loopOf[first] < 0) {
                this.loops.put(first, each);
                int end = tree.subtreeEnd(each.iterations().getLast().last());
                for (int node = first; node < end; node++) {
                    loopOf[node] = loopOf[node] < 0 ? first : loopOf[node];
                }
            }
        }
    }

    private int outerBranch(int branch) {
        int above = tree.parent(branch);
        return above < 0 ? -1 : branchOf[above];
    }

    /**
     * The path.
     *
     * @param fanOuts of the same tree
     * @param loops likewise
     */
    public static List<Segment> of(CallShapes shapes, List<FanOut> fanOuts, List<Loop> loops) {
        CriticalSegments path = new CriticalSegments(shapes, fanOuts, loops);
        List<CriticalSegmentsWalk.Piece> pieces =
                CriticalSegmentsWalk.of(
                        path.tree,
                        node ->
                                shapes.role(node) == Role.IGNORED
                                        && path.tree.childCount(node) == 0);
        List<Segment> segments = path.merge(pieces, 0);
        for (int level = 1; level <= 3 && segments.size() > MOST; level++) {
            segments = path.merge(pieces, level);
        }
        return segments.size() > MOST ? path.shortened(segments) : segments;
    }

    /** For each node the one that its time is put down to, at a level of detail from 0 on. */
    private int[] owners(int level) {
        int[] owners = new int[tree.size()];
        for (int node = 0; node < owners.length; node++) {
            int above = tree.parent(node);
            if (level >= 2 && loopOf[node] >= 0) {
                owners[node] = loopOf[node];
            } else {
                owners[node] = above < 0 ? node : owner(node, owners[above], level);
            }
        }
        return owners;
    }

    private int owner(int node, int around, int level) {
        Role role = shapes.role(node);
        boolean call = role == Role.MODEL || role == Role.TOOL;
        if (level == 3) {
            return tree.parent(around) < 0 && role != Role.PLAIN && role != Role.IGNORED
                    ? node
                    : around;
        }
        Role outer = shapes.role(around);
        boolean inCall = outer == Role.MODEL || outer == Role.TOOL;
        boolean inAgent = outer == Role.AGENT;
        return switch (role) {
            case PLAIN, IGNORED -> around;
            case AGENT -> node;
            // A client's span for the same call stands inside the tool's.
            case MODEL, TOOL -> level > 0 && inAgent || inCall && outer == role ? around : node;
            case STEP, GATE, UNKNOWN -> inAgent || inCall || call ? around : node;
        };
    }

    private List<Segment> merge(List<CriticalSegmentsWalk.Piece> pieces, int level) {
        List<Segment> merged = new ArrayList<>();
        int owner = Integer.MIN_VALUE;
        int lastNode = -1;
        long start = 0;
        long end = 0;
        int[] owners = owners(level);
        for (CriticalSegmentsWalk.Piece piece : pieces) {
            int its = piece.node() < 0 ? -1 : owners[piece.node()];
            if (level >= 2 && isPause(owner, piece)) {
                its = owner;
            }
            if (its != owner) {
                if (end > start) {
                    merged.add(segment(owner, lastNode, start, end, level >= 2));
                }
                owner = its;
                start = piece.start();
            }
            end = piece.end();
            lastNode = piece.node();
        }
        if (end > start || merged.isEmpty()) {
            merged.add(segment(owner, lastNode, start, end, level >= 2));
        }
        return absorbed(merged);
    }

    /** Whether the time is what passes between two rounds of a loop. */
    private boolean isPause(int loopHead, CriticalSegmentsWalk.Piece piece) {
        Loop loop = loops.get(loopHead);
        return loop != null
                && loop.parentNode() == piece.node()
                && piece.end() <= loop.iterations().getLast().endNanos();
    }

    /** Puts moments between two segments of one owner, and slivers, to what stands before them. */
    private static List<Segment> absorbed(List<Segment> segments) {
        long least = (segments.getLast().endNanos() - segments.getFirst().startNanos()) / 200;
        List<Segment> kept = new ArrayList<>();
        long absorbed = 0;
        for (Segment each : segments) {
            Segment before = kept.isEmpty() ? null : kept.getLast();
            boolean sliver = before != null && each.nanos() + absorbed < least;
            if (before != null && (sliver || before.node() == each.node())) {
                kept.set(kept.size() - 1, upTo(before, each.endNanos(), each));
                absorbed += sliver ? each.nanos() : 0;
            } else if (before != null && before.nanos() < least && kept.size() == 1) {
                kept.set(0, from(each, before.startNanos()));
            } else {
                kept.add(each);
                absorbed = 0;
            }
        }
        return kept;
    }

    private static Segment upTo(Segment segment, long end, Segment absorbed) {
        boolean waited = absorbed.node() == segment.node();
        return new Segment(
                segment.node(),
                segment.owner(),
                segment.startNanos(),
                end,
                waited ? absorbed.reason() : segment.reason());
    }

    private static Segment from(Segment segment, long start) {
        return new Segment(
                segment.node(), segment.owner(), start, segment.endNanos(), segment.reason());
    }

    /** The longest segments as they are, what lies between them as one each. */
    private List<Segment> shortened(List<Segment> segments) {
        List<Segment> longest = new ArrayList<>(segments);
        longest.sort((a, b) -> Long.compare(b.nanos(), a.nanos()));
        Set<Segment> kept = new HashSet<>(longest.subList(0, MOST / 2 - 1));
        List<Segment> all = new ArrayList<>();
        int others = 0;
        for (Segment each : segments) {
            if (kept.contains(each)) {
                all.add(each);
                others = 0;
            } else if (others == 0) {
                all.add(each);
                others = 1;
            } else {
                others++;
                Segment before = all.getLast();
                all.set(
                        all.size() - 1,
                        new Segment(
                                before.node(),
                                before.owner(),
                                before.startNanos(),
                                each.endNanos(),
                                "and " + (others - 1) + " shorter ones behind it"));
            }
        }
        return all;
    }

    private Segment segment(int owner, int node, long start, long end, boolean folded) {
        if (owner < 0) {
            return new Segment(-1, "", start, end, "nothing recorded");
        }
        Loop loop = folded ? loops.get(owner) : null;
        if (loop != null) {
            return new Segment(
                    owner,
                    String.join(" → ", loop.body().subList(0, Math.min(4, loop.body().size()))),
                    start,
                    end,
                    "loop of " + loop.iterations().size() + " rounds");
        }
        for (int each = branchOf[node]; each >= 0; each = outerBranch(each)) {
            if (Math.abs(tree.endNanos(each) - end) <= ROUNDING) {
                String wait = waits.getOrDefault(each, "");
                return new Segment(owner, ownerName(owner), start, end, wait);
            }
        }
        String reason =
                switch (shapes.role(owner)) {
                    case MODEL -> "model call";
                    case TOOL -> "tool call";
                    case AGENT ->
                            owner == node && tree.childCount(owner) > 0
                                    ? "between its calls"
                                    : "agent at work";
                    case UNKNOWN -> "in a span that is missing";
                    case STEP, GATE, PLAIN, IGNORED ->
                            owner == node && tree.childCount(owner) > 0
                                    ? "between its steps"
                                    : "step";
                };
        return new Segment(owner, ownerName(owner), start, end, reason);
    }

    private String ownerName(int node) {
        if (shapes.role(node) == Role.MODEL) {
            String agent = shapes.agent(node);
            String model = tree.facts(node).model();
            String name = model.isEmpty() ? tree.span(node).name() : model;
            return agent.isEmpty() ? name : agent + " · " + name;
        }
        if (shapes.role(node) == Role.TOOL && !shapes.agent(node).isEmpty()) {
            return shapes.agent(node) + " · " + shapes.label(node);
        }
        String label = shapes.label(node);
        return label.isEmpty() ? tree.span(node).name() : label;
    }

    private static String wait(FanOut fanOut) {
        FanOut.Branch slowest = fanOut.branches().get(fanOut.waitedFor());
        FanOut.Branch second = null;
        for (FanOut.Branch each : fanOut.branches()) {
            if (each.node() != slowest.node()
                    && (second == null || each.endNanos() > second.endNanos())) {
                second = each;
            }
        }
        return second == null
                ? "waited for " + slowest.name()
                : String.format(
                        Locale.ROOT,
                        "waited for %s, %s longer than %s",
                        slowest.name(),
                        length(Math.max(0, slowest.endNanos() - second.endNanos())),
                        second.name());
    }

    private static String length(long nanos) {
        return nanos >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f s", nanos / 1e9)
                : String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }
}
