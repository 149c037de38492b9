package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanKind;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.SpanTree;
import io.agtrace.analyzers.workflow.SpanTree.Placement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What each node of a tree calls, put so that calls can be compared: a name without ordinals and
 * ids, a role, and the children that take part in the run's control flow, in order of start. Made
 * once for all that looks at sequences of siblings: loops, retries, fan-outs.
 *
 * <p>The children differ from the tree's in three ways. Wrappers that a framework puts around
 * everything are left out, and what is in them stands in their place. A placeholder gets the name
 * of the agent that all its children state. And where such a placeholder was placed by time inside
 * another agent that was at work meanwhile, it stands beside that agent.
 */
public final class CallShapes {
    /** Stands for the siblings that have no parent. */
    static final int TOP = -1;

    /** Clocks and rounding let calls in turn seem to overlap by up to so much. */
    private static final long MOST_OVERLAP = 2_000_000;

    private static final long LEAST_OVERLAP = 1_000;

    private static final Says[] SAYS = Says.values();

    /** What part a node plays among its siblings. */
    enum Role {
        AGENT,
        MODEL,
        TOOL,
        /** A step of a workflow that is neither of the above. */
        STEP,
        /** A decision, evaluation, guardrail or handoff: says something of the work around it. */
        GATE,
        /** HTTP, database, queue. */
        PLAIN,
        /** Stands in for a missing span of which nothing is known. */
        UNKNOWN,
        /** Takes no part: chunks of a stream, a framework's own wrappers. */
        IGNORED
    }

    private final SpanTree tree;
    private final Reading reading;
    private final Role[] roles;
    private final String[] agents;
    private final String[] labels;
    private final int[] labelIds;
    private final Map<Role, Map<String, Integer>> labelNumbers = new EnumMap<>(Role.class);
    private int lastLabelNumber = -1;
    private final int[] parents;
    private final int[] starts;
    private final int[] children;
    private final int[] models;
    private final int[] tools;
    private final int[] agentNodes;
    private final int[] handoffs;
    private final int[] rounds;
    private final int[] said;
    private final double[] scores;
    private final String[] askedModels;
    private final BitSet failed = new BitSet();

    /** What a node says that not all do; so that spans are read once. */
    enum Says {
        FALLBACK(Concept.FALLBACK),
        DECISION(Concept.DECISION_OUTCOME),
        THRESHOLD(Concept.QUALITY_THRESHOLD),
        ROUNDS_LIMIT(Concept.ITERATION_LIMIT),
        BRANCH_COUNT(Concept.BRANCH_COUNT),
        PARALLEL_GROUP(Concept.PARALLEL_GROUP),
        GRAPH_STEP(Concept.LANGGRAPH_STEP),
        GRAPH_TRIGGERS(Concept.LANGGRAPH_TRIGGERS),
        /** Another model answered than the one asked for, by name. */
        OTHER_MODEL(null);

        private final @Nullable Concept concept;

        Says(@Nullable Concept concept) {
            this.concept = concept;
        }
    }

    /** What is asked of every node; {@link Says} and what comes beside it. */
    static final List<Concept> STATED = stated();

    private static List<Concept> stated() {
        List<Concept> all =
                new ArrayList<>(
                        List.of(Concept.PLAIN, Concept.QUALITY_SCORE, Concept.EVALUATION_SCORE));
        for (Says each : SAYS) {
            if (each.concept != null) {
                all.add(each.concept);
            }
        }
        return List.copyOf(all);
    }

    /** Of the roots so far the one that ends last. */
    private int widestRoot = -1;

    private CallShapes(Reading reading, IntFunction<String> agentNameOf) {
        this.tree = reading.tree();
        this.reading = reading;
        int size = tree.size();
        roles = new Role[size];
        agents = new String[size];
        labels = new String[size];
        labelIds = new int[size];
        parents = new int[size];
        models = new int[size + 1];
        tools = new int[size + 1];
        agentNodes = new int[size + 1];
        handoffs = new int[size + 1];
        rounds = new int[size];
        said = new int[size];
        scores = new double[size];
        askedModels = new String[size];
        for (int node = 0; node < size; node++) {
            describe(node, agentNameOf);
        }
        starts = new int[size + 2];
        children = link();
    }

    /** Shapes of a tree whose agents are named by its spans alone. */
    public static CallShapes of(SpanTree tree, StandardConventions conventions) {
        return new CallShapes(new Reading(tree, conventions), _ -> "");
    }

    /**
     * Shapes of a tree.
     *
     * @param agentNameOf for a node the agent it belongs to, or the empty string; asked where the
     *     node itself does not say
     */
    public static CallShapes of(
            SpanTree tree, StandardConventions conventions, IntFunction<String> agentNameOf) {
        return new CallShapes(new Reading(tree, conventions), agentNameOf);
    }

    static CallShapes of(Reading reading, IntFunction<String> agentNameOf) {
        return new CallShapes(reading, agentNameOf);
    }

    private void describe(int node, IntFunction<String> agentNameOf) {
        SpanFacts facts = tree.facts(node);
        OperationKind kind = reading.kind(node);
        int above = tree.parent(node);
        String around = above < 0 ? "" : agents[above];
        boolean placeholder = tree.placement(node) == Placement.PLACEHOLDER;
        String own =
                placeholder
                        ? CallShapePlaces.agentOf(reading, node)
                        : InvocationsNames.of(tree, node);
        if (own.isEmpty() && !placeholder) {
            own = agentNameOf.apply(node);
        }
        agents[node] = own.isEmpty() ? around : own;
        boolean entersAgent = !own.isEmpty() && !AgentNames.same(own, around);
        Role role = placeholder ? missing(node, entersAgent) : role(node, kind, entersAgent);
        roles[node] = role;
        read(node, role);
        String name = tree.span(node).name();
        labels[node] =
                switch (role) {
                    case AGENT -> own.isEmpty() ? CallShapeNames.plain(name) : own;
                    case MODEL -> "model call";
                    case TOOL -> called(facts, name);
                    case UNKNOWN -> "";
                    default -> CallShapeNames.plain(name);
                };
        labelIds[node] = role == Role.UNKNOWN ? -1 : labelNumber(role, labels[node]);
        parents[node] = placeholder ? CallShapePlaces.parentOf(tree, agents, node, own) : above;
        if (above < 0) {
            if (role == Role.GATE && isWithinRoot(node)) {
                parents[node] = widestRoot;
            } else if (widestRoot < 0 || tree.endNanos(node) > tree.endNanos(widestRoot)) {
                widestRoot = node;
            }
        }
        models[node + 1] = models[node] + (role == Role.MODEL ? 1 : 0);
        tools[node + 1] = tools[node] + (role == Role.TOOL ? 1 : 0);
        agentNodes[node + 1] = agentNodes[node] + (role == Role.AGENT ? 1 : 0);
        handoffs[node + 1] = handoffs[node] + (kind == OperationKind.HANDOFF ? 1 : 0);
    }

    private int labelNumber(Role role, String label) {
        Map<String, Integer> numbers = labelNumbers.computeIfAbsent(role, _ -> new HashMap<>());
        Integer known = numbers.get(label);
        if (known == null) {
            lastLabelNumber++;
            known = lastLabelNumber;
            numbers.put(label, known);
        }
        return known;
    }

    private static String called(SpanFacts facts, String name) {
        String agent = HandoffEnds.runBy(facts.toolName(), facts.input());
        if (!agent.isEmpty()) {
            return agent;
        }
        return facts.toolName().isEmpty() ? name : facts.toolName();
    }

    /** A verdict that was recorded outside the run it speaks of. */
    private boolean isWithinRoot(int node) {
        return widestRoot >= 0
                && tree.childCount(node) == 0
                && tree.endNanos(node) <= tree.endNanos(widestRoot);
    }

    private Role missing(int node, boolean entersAgent) {
        int first = node + 1;
        boolean holdsAgents =
                first < tree.subtreeEnd(node)
                        && tree.facts(first).operation().kind() == OperationKind.AGENT;
        return entersAgent && !holdsAgents ? Role.AGENT : Role.UNKNOWN;
    }

    private void read(int node, Role role) {
        SpanFacts facts = tree.facts(node);
        int bits = 0;
        scores[node] = Double.NaN;
        if (reading.anyNameSays(node, ReadingNames.STATED_SHAPE | ReadingNames.STATED_BAG)) {
            SpanConcepts concepts = reading.concepts(node);
            for (int i = 0; i < SAYS.length; i++) {
                Concept concept = SAYS[i].concept;
                bits |= concept != null && concepts.value(concept) != null ? 1 << i : 0;
            }
            double score = concepts.number(Concept.QUALITY_SCORE);
            scores[node] = Double.isNaN(score) ? concepts.number(Concept.EVALUATION_SCORE) : score;
        }
        boolean counted = facts.iteration() >= 0 && (bits & bit(Says.GRAPH_STEP)) == 0;
        rounds[node] = counted ? facts.iteration() : -1;
        askedModels[node] = "";
        if (role == Role.MODEL) {
            SpanConcepts concepts = reading.concepts(node);
            String asked = concepts.text(Concept.MODEL_ASKED);
            String answered = concepts.text(Concept.MODEL_ANSWERED);
            bits |=
                    asked.isEmpty() || answered.isEmpty() || asked.equals(answered)
                            ? 0
                            : bit(Says.OTHER_MODEL);
            askedModels[node] = asked.isEmpty() ? facts.model() : asked;
        }
        said[node] = bits;
        failed.set(
                node,
                facts.failed()
                        || role == Role.TOOL && CallShapeText.errorIn(facts.output()) != null);
    }

    @SuppressWarnings("EnumOrdinal") // lives no longer than the process
    private static int bit(Says what) {
        return 1 << what.ordinal();
    }

    private Role role(int node, OperationKind kind, boolean entersAgent) {
        Span span = tree.span(node);
        boolean leaf = tree.childCount(node) == 0;
        if (tree.facts(node).operation().isMoment()) {
            return Role.IGNORED;
        }
        if (CallShapeNames.isWrapper(span.name()) || leaf && CallShapeNames.isNoise(span.name())) {
            return kind == OperationKind.MODEL_CALL ? Role.MODEL : Role.IGNORED;
        }
        return switch (kind) {
            case AGENT -> Role.AGENT;
            case MODEL_CALL -> entersAgent && standsForAgent(node) ? Role.AGENT : Role.MODEL;
            case TOOL_CALL, RETRIEVAL -> Role.TOOL;
            case DECISION, EVALUATION, GUARDRAIL -> leaf ? Role.GATE : Role.STEP;
            // What a handoff encloses is the work that was handed over.
            case HANDOFF -> leaf ? Role.GATE : Role.IGNORED;
            case QUEUE_SEND, QUEUE_RECEIVE -> Role.PLAIN;
            case WORKFLOW, CHAIN, PLAN -> entersAgent ? Role.AGENT : Role.STEP;
            case OTHER ->
                    entersAgent
                            ? Role.AGENT
                            : isPlain(node, span)
                                    ? Role.PLAIN
                                    : leaf && isShort(node) ? Role.IGNORED : Role.STEP;
        };
    }

    /**
     * An agent whose model calls stand directly in the workflow, and name it, has no span of its
     * own. A call that does not say whose it is has only lost its parent.
     */
    private boolean standsForAgent(int node) {
        int above = tree.parent(node);
        return (above < 0 || agents[above].isEmpty()) && !tree.facts(node).agentName().isEmpty();
    }

    /** Events written as spans. */
    private boolean isShort(int node) {
        return tree.endNanos(node) == tree.startNanos(node);
    }

    private boolean isPlain(int node, Span span) {
        return span.kind() == SpanKind.CLIENT
                || span.kind() == SpanKind.SERVER
                || span.kind() == SpanKind.PRODUCER
                || span.kind() == SpanKind.CONSUMER
                || reading.anyNameSays(node, ReadingNames.STATED_SHAPE)
                        && reading.concepts(node).has(Concept.PLAIN);
    }

    /** Links nodes to the parents they really have, leaving wrappers out. */
    private int[] link() {
        int size = tree.size();
        int[] counts = new int[size + 1];
        for (int node = 0; node < size; node++) {
            int above = parents[node];
            // A wrapper's number is smaller, so its own parent is final by now.
            if (above >= 0 && roles[above] == Role.IGNORED && above < node) {
                parents[node] = parents[above];
            }
            if (roles[node] != Role.IGNORED) {
                counts[parents[node] + 1]++;
            }
        }
        for (int i = 0; i <= size; i++) {
            starts[i + 1] = starts[i] + counts[i];
        }
        int[] next = Arrays.copyOf(starts, size + 1);
        int[] linked = new int[starts[size + 1]];
        for (int node = 0; node < size; node++) {
            if (roles[node] != Role.IGNORED) {
                linked[next[parents[node] + 1]++] = node;
            }
        }
        for (int i = 0; i <= size; i++) {
            sort(linked, starts[i], starts[i + 1]);
        }
        return linked;
    }

    private void sort(int[] nodes, int from, int to) {
        boolean sorted = true;
        for (int i = from + 1; sorted && i < to; i++) {
            sorted = tree.startNanos(nodes[i - 1]) <= tree.startNanos(nodes[i]);
        }
        if (!sorted) {
            Integer[] boxed = new Integer[to - from];
            Arrays.setAll(boxed, i -> nodes[from + i]);
            Arrays.sort(
                    boxed,
                    (a, b) -> {
                        int order = Long.compare(tree.startNanos(a), tree.startNanos(b));
                        return order != 0 ? order : Integer.compare(a, b);
                    });
            for (int i = 0; i < boxed.length; i++) {
                nodes[from + i] = boxed[i];
            }
        }
    }

    SpanTree tree() {
        return tree;
    }

    /** Children in order of start; of {@link #TOP} the roots. */
    int[] children(int parent) {
        return Arrays.copyOfRange(children, starts[parent + 1], starts[parent + 2]);
    }

    int childAt(int parent, int index) {
        return children[starts[parent + 1] + index];
    }

    /** Position of the first child that starts after a time. */
    int firstAfter(int parent, long nanos) {
        int low = 0;
        int high = childCount(parent);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree.startNanos(childAt(parent, middle)) <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int childCount(int parent) {
        return starts[parent + 2] - starts[parent + 1];
    }

    /** The parent in the control flow, or {@link #TOP}. */
    int parent(int node) {
        return parents[node];
    }

    Role role(int node) {
        return roles[node];
    }

    /** The call's name without ordinals and ids; empty for {@link Role#UNKNOWN}. */
    String label(int node) {
        return labels[node];
    }

    /** Equal for nodes of the same role and label; -1 for {@link Role#UNKNOWN}. */
    int labelId(int node) {
        return labelIds[node];
    }

    /** The agent that the node belongs to, or the empty string. */
    String agent(int node) {
        return agents[node];
    }

    SpanConcepts concepts(int node) {
        return reading.concepts(node);
    }

    SpanConcepts concepts(Span span) {
        return reading.concepts(span);
    }

    /** At most so many characters of the payload's text. */
    String beginning(AnyValue payload, int most) {
        String text = reading.text(payload);
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** A payload as text, decoded. */
    String text(AnyValue payload) {
        return reading.text(payload);
    }

    /** As {@link CallShapePayloads#fingerprint}, of a payload. */
    long fingerprint(@Nullable AnyValue payload) {
        return payload == null
                ? CallShapePayloads.ABSENT
                : CallShapePayloads.fingerprint(reading.text(payload));
    }

    /** As {@link CallShapeText#numberIn}, of a payload. */
    double numberIn(@Nullable AnyValue payload, String field) {
        return payload instanceof Text || payload instanceof AnyValue.KvlistValue
                ? CallShapeText.numberIn(reading.text(payload), field)
                : Double.NaN;
    }

    int modelsIn(int node) {
        return models[tree.subtreeEnd(node)] - models[node];
    }

    int toolsIn(int node) {
        return tools[tree.subtreeEnd(node)] - tools[node];
    }

    int agentsIn(int node) {
        return agentNodes[tree.subtreeEnd(node)] - agentNodes[node];
    }

    int handoffsIn(int node) {
        return handoffs[tree.subtreeEnd(node)] - handoffs[node];
    }

    boolean failed(int node) {
        return failed.get(node);
    }

    boolean says(int node, Says what) {
        return (said[node] & bit(what)) != 0;
    }

    /** The stated number of the round, or -1; a graph's step counts all nodes, not rounds. */
    int round(int node) {
        return rounds[node];
    }

    /** The score that the node states, or NaN. */
    double score(int node) {
        return scores[node];
    }

    /** The model that a model call asks for; empty for other calls. */
    String askedModel(int node) {
        return askedModels[node];
    }

    /** What is said about the failure; empty where the node did not fail. */
    String error(int node) {
        if (tree.facts(node).failed()) {
            String message = tree.facts(node).errorMessage();
            return message.isEmpty() ? "failed" : CallShapeText.shorten(message, 200);
        }
        String soft = failed.get(node) ? CallShapeText.errorIn(tree.facts(node).output()) : null;
        return soft == null ? "" : soft;
    }

    /** Whether one ended before the other, that starts no earlier, began. */
    boolean areInTurn(long endNanos, long shorterNanos, long nextStartNanos) {
        long slack = Math.clamp(shorterNanos / 10, LEAST_OVERLAP, MOST_OVERLAP);
        return endNanos - nextStartNanos <= slack;
    }

    long nanos(int node) {
        return tree.endNanos(node) - tree.startNanos(node);
    }
}
