package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.QueueNames;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.workflow.SpanTree;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Hand-overs through queues and topics, and those that only span links tell of. */
final class MessagesQueue {
    private static final double BY_ID = 0.95;
    private static final double BY_LINK = 0.9;
    private static final double BY_TREE = 0.85;
    private static final double BY_DESTINATION = 0.6;
    private static final double UNRELATED = 0.4;

    private static final List<String> WORK =
            List.of("task", "job", "work", "request", "agent", "handoff", "inbox", "command");

    /** Who published something about itself hands over nothing. */
    private static final List<String> NO_WORK =
            List.of("log", "metric", "audit", "telemetry", "analytics", "event", "trace");

    private static final Set<String> CHANNELS =
            Set.of(
                    "queue",
                    "queues",
                    "topic",
                    "channel",
                    "stream",
                    "inbox",
                    "task",
                    "tasks",
                    "job",
                    "jobs",
                    "work",
                    "request",
                    "requests",
                    "message",
                    "messages");

    private record Place(Id trace, Id span) {}

    private final Cast cast;
    private final SpanTree tree;
    private final Reading reading;
    private final MessagesClock clock;
    private final MessagesBoard board;

    private final Map<String, Integer> sentById = new HashMap<>();
    private final Map<Place, Integer> places = new HashMap<>();

    /** The nearest span around a node, outside its own stay, that takes a message or has links. */
    private final int[] gates;

    private final Set<Integer> received = new HashSet<>();
    private final Set<Integer> opened = new HashSet<>();

    MessagesQueue(Cast cast, Reading reading, MessagesClock clock, MessagesBoard board) {
        this.cast = cast;
        this.tree = cast.tree();
        this.reading = reading;
        this.clock = clock;
        this.board = board;
        gates = new int[tree.size()];
        Arrays.fill(gates, -1);
    }

    void find() {
        boolean any = false;
        boolean links = false;
        for (int node = 0; node < tree.size(); node++) {
            SpanFacts facts = tree.facts(node);
            boolean takes = takes(node);
            any |= takes || facts.operation().kind() == OperationKind.QUEUE_SEND;
            links |= !tree.span(node).links().isEmpty();
            int parent = tree.parent(node);
            gates[node] = parent < 0 ? -1 : gates[parent];
            if (takes) {
                gates[node] = node;
            }
            if (!facts.messageIdSent().isEmpty()) {
                sentById.putIfAbsent(facts.messageIdSent(), node);
            }
        }
        if (links) {
            for (int node = 0; node < tree.size(); node++) {
                places.put(new Place(tree.span(node).traceId(), tree.span(node).spanId()), node);
            }
        }
        if (!any) {
            return;
        }
        for (AgentInvocation each : cast.invocations()) {
            int gate = gates[each.node()];
            if (gate >= 0 && (cast.invocationOf(gate) == each.parent() || gate == each.node())) {
                receive(each, gate);
            }
        }
        receiveInside();
        for (int node = 0; node < tree.size(); node++) {
            if (tree.facts(node).operation().kind() == OperationKind.QUEUE_SEND
                    && !received.contains(node)) {
                lost(node);
            }
        }
    }

    private boolean takes(int node) {
        return tree.facts(node).operation().kind() == OperationKind.QUEUE_RECEIVE
                || !tree.span(node).links().isEmpty()
                || !tree.facts(node).messageIdReceived().isEmpty();
    }

    /** The first stay behind a gate is the one that the message was for. */
    private void receive(AgentInvocation receiver, int gate) {
        if (!opened.add(gate)) {
            return;
        }
        SpanFacts facts = tree.facts(gate);
        Integer sent = sentById.get(facts.messageIdReceived());
        if (!facts.messageIdReceived().isEmpty() && sent != null) {
            take(
                    receiver,
                    gate,
                    sent,
                    BY_ID,
                    new Evidence(gate, "message id", facts.messageIdReceived()));
        }
        for (SpanLink link : tree.span(gate).links()) {
            Integer target = places.get(new Place(link.traceId(), link.spanId()));
            if (target != null && target != gate) {
                String name = MessagesText.cut(tree.span(target).name());
                take(receiver, gate, target, BY_LINK, new Evidence(gate, "span link", name));
            }
        }
        int parent = tree.parent(gate);
        if (parent >= 0
                && facts.operation().kind() == OperationKind.QUEUE_RECEIVE
                && tree.facts(parent).operation().kind() == OperationKind.QUEUE_SEND) {
            String name = MessagesText.cut(tree.span(parent).name());
            take(receiver, gate, parent, BY_TREE, new Evidence(gate, "parent span", name));
        }
    }

    private void take(
            AgentInvocation receiver, int gate, int sent, double confidence, Evidence evidence) {
        int from = sender(sent);
        if (from == receiver.index()
                || from >= 0
                        && cast.same(cast.invocation(from), receiver)
                        && tree.facts(sent).operation().kind() != OperationKind.QUEUE_SEND) {
            return;
        }
        OperationKind kind = tree.facts(sent).operation().kind();
        boolean queue =
                kind == OperationKind.QUEUE_SEND
                        || tree.facts(gate).operation().kind() == OperationKind.QUEUE_RECEIVE;
        if (from < 0 && !queue) {
            return;
        }
        MessagesBoard.Draft draft =
                from < 0
                        ? board.fromNobody(senderName(sent), receiver.index())
                        : board.between(from, receiver.index());
        draft.because(queue ? Kind.QUEUE : Kind.HANDOFF, confidence, evidence);
        if (kind == OperationKind.QUEUE_SEND || kind == OperationKind.HANDOFF) {
            received.add(sent);
            draft.shownBy(sent, tree.startNanos(sent));
            draft.carrying(tree.facts(sent).input());
        }
        if (queue) {
            draft.receivedNode = gate;
            draft.receivedNanos = tree.startNanos(gate);
        }
    }

    /** Messages that an agent takes while it runs: between the stays around both ends. */
    private void receiveInside() {
        for (int node = 0; node < tree.size(); node++) {
            int owner = cast.invocationOf(node);
            if (owner < 0 || opened.contains(node) || !takes(node)) {
                continue;
            }
            receive(cast.invocation(owner), node);
        }
    }

    private int sender(int node) {
        int owner = cast.invocationOf(node);
        return owner >= 0 ? owner : clock.lastEnded(node, tree.startNanos(node));
    }

    private String senderName(int node) {
        return reading.concepts(node).text(Concept.MESSAGE_SENDER);
    }

    /** A message that nobody is seen to take. */
    private void lost(int node) {
        SpanConcepts concepts = reading.concepts(node);
        String destination = destination(concepts);
        int from = sender(node);
        String lower = destination.toLowerCase(Locale.ROOT);
        if (from < 0 || destination.isEmpty() || NO_WORK.stream().anyMatch(lower::contains)) {
            return;
        }
        String agent = InvocationsCallers.named(destination, cast.keys());
        Evidence evidence = new Evidence(node, "destination", destination);
        AgentInvocation[] starts = clock.starts(agent);
        int first = MessagesClock.firstFrom(starts, tree.startNanos(node));
        MessagesBoard.Draft draft;
        if (first < starts.length && starts[first].index() != from) {
            draft = board.between(from, starts[first].index());
            draft.because(Kind.QUEUE, BY_DESTINATION, evidence);
        } else {
            draft = board.lost(from, "", worker(destination));
            boolean work = WORK.stream().anyMatch(lower::contains) || !agent.isEmpty();
            draft.because(Kind.QUEUE, work ? BY_ID : UNRELATED, evidence);
        }
        draft.shownBy(node, tree.startNanos(node));
        draft.carrying(tree.facts(node).input());
    }

    /** {@code writer-tasks} are tasks for the writer. */
    private static String worker(String destination) {
        String name = destination;
        int cut;
        do {
            cut = name.length();
            while (cut > 0 && Character.isLetterOrDigit(name.charAt(cut - 1))) {
                cut--;
            }
            String last = name.substring(cut).toLowerCase(Locale.ROOT);
            if (cut < 2 || !CHANNELS.contains(last)) {
                return name;
            }
            name = name.substring(0, cut - 1);
        } while (true);
    }

    private static String destination(SpanConcepts concepts) {
        String stated = concepts.text(Concept.MESSAGE_DESTINATION);
        String recipient = concepts.text(Concept.MESSAGE_RECIPIENT);
        String named = stated.isEmpty() ? recipient : stated;
        return named.isEmpty() ? QueueNames.destination(concepts.span().name()) : named;
    }
}
