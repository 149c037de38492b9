package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hand-overs along the edges of a LangGraph: what ran in one superstep hands over to what runs in
 * the next. Steps that are no agents pass on what they got. Where several ran in both and the trace
 * does not say which caused which, an edge counts only if something of the sender's arrived.
 */
final class MessagesGraph {
    private static final int MOST_SENDERS = 32;
    private static final double BY_EDGE = 0.7;

    private final Cast cast;
    private final SpanTree tree;
    private final Reading reading;
    private final MessagesBoard board;

    MessagesGraph(Cast cast, Reading reading, MessagesBoard board) {
        this.cast = cast;
        this.tree = cast.tree();
        this.reading = reading;
        this.board = board;
    }

    /** The execution of a node: its span, what triggered it and who hands over to it. */
    private record Execution(int node, String name, String triggers, Set<Integer> senders) {}

    void find() {
        Map<Integer, Map<Long, List<Execution>>> graphs = new LinkedHashMap<>();
        for (int node = 0; node < tree.size(); node++) {
            if (reading.kind(node) != OperationKind.AGENT || tree.facts(node).iteration() < 0) {
                continue;
            }
            SpanConcepts concepts = reading.concepts(node);
            String name = concepts.text(Concept.LANGGRAPH_NODE);
            long step = concepts.count(Concept.LANGGRAPH_STEP);
            if (step < 0 || !name.equals(tree.span(node).name())) {
                continue;
            }
            graphs.computeIfAbsent(tree.parent(node), graph -> new TreeMap<>())
                    .computeIfAbsent(step, s -> new ArrayList<>(2))
                    .add(
                            new Execution(
                                    node,
                                    name,
                                    concepts.text(Concept.LANGGRAPH_TRIGGERS),
                                    new LinkedHashSet<>()));
        }
        graphs.values().forEach(this::follow);
    }

    private void follow(Map<Long, List<Execution>> steps) {
        List<Execution> before = List.of();
        for (List<Execution> now : steps.values()) {
            for (Execution each : now) {
                enter(each, before, now.size());
            }
            before = now;
        }
    }

    private void enter(Execution receiver, List<Execution> before, int abreast) {
        int to = cast.invocationOf(receiver.node);
        boolean agent = to >= 0 && cast.invocation(to).node() == receiver.node;
        boolean joins = receiver.triggers.contains("join:");
        List<Integer> senders = new ArrayList<>();
        for (Execution sender : before) {
            if (joins && !receiver.triggers.contains(sender.name) || wasRepeated(sender, before)) {
                continue;
            }
            int from = cast.invocationOf(sender.node);
            if (from >= 0 && cast.invocation(from).node() == sender.node) {
                senders.add(from);
            } else {
                senders.addAll(sender.senders);
            }
            if (senders.size() > MOST_SENDERS) {
                break;
            }
        }
        receiver.senders.addAll(senders);
        if (agent) {
            boolean sure = joins || abreast == 1 || senders.size() == 1;
            post(receiver, to, sure);
        }
    }

    /** A failed execution that another one of the same node made good hands over nothing. */
    private boolean wasRepeated(Execution sender, List<Execution> level) {
        if (!tree.facts(sender.node).failed()) {
            return false;
        }
        for (int i = level.size() - 1; i >= 0 && i >= level.size() - MOST_SENDERS; i--) {
            Execution other = level.get(i);
            if (other.name.equals(sender.name) && !tree.facts(other.node).failed()) {
                return true;
            }
        }
        return false;
    }

    private void post(Execution receiver, int to, boolean sure) {
        Evidence evidence =
                new Evidence(
                        receiver.node,
                        "graph edge",
                        receiver.triggers.isEmpty()
                                ? "next step of the graph"
                                : MessagesText.cut(receiver.triggers));
        for (int from : receiver.senders) {
            boolean other = from != to && !cast.same(cast.invocation(from), cast.invocation(to));
            boolean known = board.has(from, to);
            if (other && (known || sure)) {
                board.between(from, to).because(Kind.HANDOFF, BY_EDGE, evidence);
            }
        }
    }
}
