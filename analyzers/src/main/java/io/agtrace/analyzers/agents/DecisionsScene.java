package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Who does what in a workflow, as the search for decisions needs it. */
final class DecisionsScene {
    /** Clocks that count in milliseconds, and spans that end a moment after what they start. */
    static final long TOLERANCE_NANOS = 5_000_000;

    /** How far up what ran next is looked for; no framework nests its steps deeper. */
    static final int MOST_LEVELS = 64;

    private static final List<String> PLUMBING =
            List.of(
                    "ChannelWrite<",
                    "ChannelRead<",
                    "Branch<",
                    "__start__",
                    "model_chunk",
                    "condition do");

    private static final NameCheck IS_PLUMBING =
            new NameCheck(name -> PLUMBING.stream().anyMatch(name::startsWith));

    /** LangChain's nameless glue. */
    private static final NameCheck IS_WRAPPER =
            new NameCheck(
                    name -> name.startsWith("Runnable") || name.startsWith("workflow Runnable"));

    final SpanTree tree;
    final Reading reading;
    private final IntUnaryOperator invocationOf;
    private final IntFunction<String> agentOf;
    private final boolean[] graphNodes;
    private final BitSet routers = new BitSet();
    private final int[] firstChild;
    private final int[] children;
    private final Map<String, List<Integer>> named = new HashMap<>();
    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> steps = new ArrayList<>();

    DecisionsScene(Reading reading, IntUnaryOperator invocationOf, IntFunction<String> agentOf) {
        tree = reading.tree();
        this.reading = reading;
        this.invocationOf = invocationOf;
        this.agentOf = agentOf;
        int size = tree.size();
        firstChild = new int[size + 1];
        children = new int[size];
        for (int node = 0; node < size; node++) {
            firstChild[node + 1] = firstChild[node] + tree.childCount(node);
        }
        int[] filled = new int[size];
        for (int node = 0; node < size; node++) {
            int parent = tree.parent(node);
            if (parent < 0) {
                roots.add(node);
            } else {
                children[firstChild[parent] + filled[parent]++] = node;
            }
        }
        graphNodes = new boolean[size];
        for (int node = 0; node < size; node++) {
            graphNodes[node] = mayBeGraphNode(node) && namesItself(node);
            index(node);
        }
        steps.sort(Comparator.comparingLong(tree::startNanos));
        named.values().forEach(nodes -> nodes.sort(Comparator.comparingLong(tree::startNanos)));
    }

    private boolean mayBeGraphNode(int node) {
        return switch (kind(node)) {
            case MODEL_CALL, TOOL_CALL, RETRIEVAL, HANDOFF -> false;
            default -> true;
        };
    }

    private boolean namesItself(int node) {
        if (!reading.anyNameSays(node, ReadingNames.STATED_GRAPH | ReadingNames.STATED_BAG)) {
            return false;
        }
        String name = reading.concepts(node).text(Concept.LANGGRAPH_NODE);
        return !name.isEmpty() && name.equals(tree.span(node).name());
    }

    private void index(int node) {
        if (!isStep(node)) {
            return;
        }
        steps.add(node);
        String name = ChoiceNames.core(tree.span(node).name());
        put(name, node);
        SpanFacts facts = tree.facts(node);
        String tool = facts.operation().kind() == OperationKind.TOOL_CALL ? facts.toolName() : "";
        String other = ChoiceNames.core(isAgentStart(node) ? agent(node) : tool);
        if (!other.equals(name)) {
            put(other, node);
        }
    }

    private void put(String name, int node) {
        if (!name.isEmpty()) {
            named.computeIfAbsent(name, key -> new ArrayList<>(2)).add(node);
        }
    }

    OperationKind kind(int node) {
        return reading.kind(node);
    }

    /** Index of the invocation the node belongs to, or -1. */
    int owner(int node) {
        return invocationOf.applyAsInt(node);
    }

    /** Name of the agent the node belongs to, or the empty string. */
    String agent(int node) {
        return agentOf.apply(node);
    }

    /** Whether an agent's stay begins at the node. */
    boolean isAgentStart(int node) {
        int owner = owner(node);
        int parent = tree.parent(node);
        return owner >= 0 && (parent < 0 || owner(parent) != owner);
    }

    /** The agent the node belongs to or names, else the name of its span. */
    String by(int node) {
        String agent = agent(node);
        String named = agent.isEmpty() ? tree.facts(node).agentName() : agent;
        return named.isEmpty() ? tree.span(node).name() : named;
    }

    /** What the node runs: an agent, a tool, or what the span is called. */
    String name(int node) {
        if (isAgentStart(node)) {
            return agent(node);
        }
        SpanFacts facts = tree.facts(node);
        if (!facts.toolName().isEmpty()) {
            return facts.toolName();
        }
        boolean named = owner(node) < 0 && !facts.agentName().isEmpty();
        return named ? facts.agentName() : tree.span(node).name();
    }

    /** Whether the span is infrastructure, whatever it states. */
    boolean isPlain(int node) {
        return kind(node) == OperationKind.OTHER && reading.anyNameSays(node, ReadingNames.PLAIN);
    }

    /** Whether the node is something that a decision may have led to. */
    boolean isStep(int node) {
        return switch (kind(node)) {
            case MODEL_CALL, DECISION, QUEUE_RECEIVE, HANDOFF -> false;
            case OTHER -> {
                SpanKind spanKind = tree.span(node).kind();
                boolean missing = tree.placement(node) == SpanTree.Placement.PLACEHOLDER;
                // Of a missing span it may be known whose it was.
                yield (!missing || isAgentStart(node))
                        && spanKind != SpanKind.CLIENT
                        && spanKind != SpanKind.SERVER
                        && !isPlain(node);
            }
            default -> {
                String name = tree.span(node).name();
                yield !IS_WRAPPER.test(name) && !IS_PLUMBING.test(name);
            }
        };
    }

    /** Notes that the node only tells what comes next and is no step itself. */
    void isRouter(int node) {
        routers.set(node);
    }

    boolean isInside(int node, int ancestor) {
        return node >= ancestor && node < tree.subtreeEnd(ancestor);
    }

    /** Children in order of their start; roots for -1. */
    List<Integer> children(int node) {
        if (node < 0) {
            return roots;
        }
        List<Integer> all = new ArrayList<>(tree.childCount(node));
        for (int i = firstChild[node]; i < firstChild[node + 1]; i++) {
            all.add(children[i]);
        }
        return all;
    }

    /** Whether something of that name ran anywhere in the run. */
    boolean knows(String name) {
        return named.containsKey(ChoiceNames.core(name));
    }

    /** First node of that name that starts at the time or later outside the node's line; or -1. */
    int firstNamed(String name, int node, long from) {
        List<Integer> nodes = named.get(ChoiceNames.core(name));
        if (nodes == null) {
            return -1;
        }
        for (int i = firstFrom(nodes, from - TOLERANCE_NANOS); i < nodes.size(); i++) {
            int found = nodes.get(i);
            if (found != node && !isInside(node, found)) {
                return found;
            }
        }
        return -1;
    }

    /** First node of that name inside the node's subtree, or -1. */
    int firstNamedInside(String name, int node) {
        List<Integer> nodes = named.get(ChoiceNames.core(name));
        if (nodes == null || tree.childCount(node) == 0) {
            return -1;
        }
        int tried = 0;
        for (int i = firstFrom(nodes, tree.startNanos(node) - TOLERANCE_NANOS);
                i < nodes.size() && tried < 32;
                i++, tried++) {
            if (nodes.get(i) != node && isInside(nodes.get(i), node)) {
                return nodes.get(i);
            }
        }
        return -1;
    }

    /** Last node of that name beside the node that starts before it, or -1. */
    int lastNamed(String name, int node) {
        List<Integer> nodes = named.getOrDefault(ChoiceNames.core(name), List.of());
        int at = firstFrom(nodes, tree.startNanos(node)) - 1;
        return at >= 0 && tree.parent(nodes.get(at)) == tree.parent(node) ? nodes.get(at) : -1;
    }

    private int firstFrom(List<Integer> nodes, long from) {
        int low = 0;
        int high = nodes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree.startNanos(nodes.get(middle)) < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * What in fact ran next: the first step that starts at the time or later beside the node, or
     * beside one of those around it. Inside an agent's stay only tools and other agents count, for
     * the rest is the decider's own work.
     */
    int nextStep(int node, long from) {
        if (tree.endNanos(node) > from + TOLERANCE_NANOS) {
            int inside = firstAmong(node, from, -1, owner(node) >= 0);
            if (inside >= 0) {
                return inside;
            }
        }
        int levels = 0;
        for (int at = node; at >= 0 && levels < MOST_LEVELS; at = tree.parent(at), levels++) {
            int found = firstAmong(tree.parent(at), from, at, isOwnWork(node, at));
            if (found >= 0) {
                return found;
            }
        }
        // A decision that was recorded as a root of its own lies among the steps of other roots.
        return tree.parent(node) < 0 && roots.size() > 1 ? firstStep(from) : -1;
    }

    private int firstStep(long from) {
        for (int i = firstFrom(steps, from - TOLERANCE_NANOS); i < steps.size(); i++) {
            if (!routers.get(steps.get(i))) {
                return steps.get(i);
            }
        }
        return -1;
    }

    /** The agent that runs inside the span of a hand-over, or -1. */
    private int agentInside(int node) {
        int end = Math.min(tree.subtreeEnd(node), node + 16);
        for (int below = node + 1; below < end; below++) {
            if (isAgentStart(below)) {
                return below;
            }
        }
        return -1;
    }

    /** Whether what stands beside {@code at} is still the work of the one who decided. */
    private boolean isOwnWork(int node, int at) {
        int parent = tree.parent(at);
        return parent >= 0 && (isNode(at, node) || isLeafOfItsOwn(at, node));
    }

    private boolean isNode(int at, int node) {
        return owner(node) >= 0
                && !isAgentStart(at)
                && owner(tree.parent(at)) == owner(node)
                && !isGraphNode(at);
    }

    private boolean isLeafOfItsOwn(int at, int node) {
        return at == node && !isAgentStart(at) && !isGraphNode(at) && isGraphNode(tree.parent(at));
    }

    /** Whether the span is the execution of a graph's node. */
    boolean isGraphNode(int node) {
        return graphNodes[node];
    }

    /**
     * First step below the parent that starts at the time or later.
     *
     * @param at the node beside which it is looked for, or -1
     * @param own whether only tools and agents count
     */
    private int firstAmong(int parent, long from, int at, boolean own) {
        int low = parent < 0 ? 0 : firstChild[parent];
        int end = parent < 0 ? roots.size() : firstChild[parent + 1];
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int sibling = parent < 0 ? roots.get(middle) : children[middle];
            if (tree.startNanos(sibling) < from - TOLERANCE_NANOS) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < end && i < low + 64; i++) {
            int sibling = parent < 0 ? roots.get(i) : children[i];
            if (sibling == at) {
                continue;
            }
            if (kind(sibling) == OperationKind.HANDOFF
                    || IS_WRAPPER.test(tree.span(sibling).name())) {
                int receiver = agentInside(sibling);
                if (receiver >= 0) {
                    return receiver;
                }
            }
            boolean counts =
                    own
                            ? kind(sibling) == OperationKind.TOOL_CALL || isAgentStart(sibling)
                            : isStep(sibling) && !routers.get(sibling);
            if (counts) {
                return sibling;
            }
        }
        return -1;
    }
}
