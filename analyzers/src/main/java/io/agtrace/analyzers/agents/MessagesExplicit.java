package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.agents.MessagesIntents.Intent;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.HandoffEnds;
import io.agtrace.analyzers.conventions.OperationKind;
import io.agtrace.analyzers.conventions.SpanConcepts;
import io.agtrace.analyzers.conventions.SpanFacts;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * Hand-overs that the trace states: by spans of their own, by attributes of the receiver, as data
 * in what an agent or a step gave back, or as a tool that a model asked for.
 */
final class MessagesExplicit {
    private static final double BY_SPAN = 0.95;
    private static final double BY_DATA = 0.9;
    private static final double BY_ATTRIBUTE = 0.8;
    private static final double BY_REQUEST = 0.6;
    private static final double BY_PLAN = 0.5;

    /** What an agent's span may state of who called it. */
    private static final List<Concept> CALLERS =
            List.of(
                    Concept.GRAPH_NODE_PARENT,
                    Concept.PARENT_AGENT,
                    Concept.CALLER_NAME,
                    Concept.HANDOFF_FROM);

    private final Cast cast;
    private final SpanTree tree;
    private final Reading reading;
    private final MessagesClock clock;
    private final MessagesBoard board;
    private final MessagesIntents intents;

    MessagesExplicit(
            Cast cast,
            Reading reading,
            PayloadsPieces pieces,
            MessagesClock clock,
            MessagesBoard board) {
        this.cast = cast;
        this.tree = cast.tree();
        this.reading = reading;
        this.clock = clock;
        this.board = board;
        intents = new MessagesIntents(cast, reading, pieces, clock, board);
    }

    void find() {
        for (int node = 0; node < tree.size(); node++) {
            OperationKind kind = reading.kind(node);
            if (kind == OperationKind.HANDOFF) {
                handoffSpan(node);
            } else if (kind == OperationKind.AGENT && isOutermost(node)) {
                statedIn(node, tree.facts(node).output());
            }
        }
        for (AgentInvocation each : cast.invocations()) {
            if (tree.facts(each.node()).operation().kind() != OperationKind.AGENT
                    || tree.facts(each.node()).output() == null) {
                statedIn(each.node(), each.output());
            }
            requestedBy(each);
            namedByReceiver(each);
        }
        intents.resolve();
    }

    private boolean isOutermost(int node) {
        int owner = cast.invocationOf(node);
        return owner < 0 || cast.invocation(owner).node() == node;
    }

    private void handoffSpan(int node) {
        SpanConcepts concepts = reading.concepts(node);
        SpanFacts facts = tree.facts(node);
        HandoffEnds ends = HandoffEnds.of(concepts);
        long start = tree.startNanos(node);
        int from = cast.invocationOf(node);
        String sender = from < 0 ? ends.from() : cast.invocation(from).agent();
        if (!ends.from().isEmpty() && !cast.same(ends.from(), sender)
                || from < 0 && !ends.from().isEmpty()) {
            from = clock.lastBegun(ends.from(), start);
            sender = ends.from();
        } else if (from < 0) {
            from = clock.lastEnded(node, start);
        }
        if (ends.to().isEmpty() || cast.same(ends.to(), sender)) {
            return;
        }
        boolean back = facts.toolName().toLowerCase(Locale.ROOT).startsWith("transfer_back_to_");
        Intent intent =
                new Intent(
                        from, sender, ends.to(), start, back ? Kind.RETURN : Kind.HANDOFF, BY_SPAN);
        intent.shown = node;
        intent.id = facts.messageIdSent();
        intent.failure = facts.failed() ? facts.errorMessage() : "";
        intent.payload = concepts.value(Concept.HANDOFF_PAYLOAD);
        intent.evidence.add(
                new Evidence(node, ends.toSource(), MessagesText.cut(tree.span(node).name())));
        intents.add(intent);
    }

    /** Objects with a receiver in what an agent or a step gave back. */
    private void statedIn(int node, @Nullable AnyValue output) {
        int owner = cast.invocationOf(node);
        List<MessagesStated.Entry> entries = MessagesStated.in(reading, output);
        boolean plainlyKnown = false;
        boolean assigns = false;
        for (MessagesStated.Entry entry : entries) {
            boolean known = cast.knows(entry.to());
            plainlyKnown |= entry.isPlain() && known;
            assigns |= !entry.isPlain() && known;
        }
        for (MessagesStated.Entry entry : entries) {
            boolean known = cast.knows(entry.to());
            boolean believed =
                    entry.isPlain()
                            ? cast.knows(entry.from())
                                    || owner >= 0 && (plainlyKnown || entry.isHandoff())
                            : assigns && owner >= 0;
            if (!known && !believed) {
                continue;
            }
            int from = owner;
            String sender = owner < 0 ? entry.from() : cast.invocation(owner).agent();
            long end = owner < 0 ? tree.endNanos(node) : cast.invocation(owner).endNanos();
            if (!entry.from().isEmpty() && (owner < 0 || !cast.same(entry.from(), sender))) {
                from = clock.lastBegun(entry.from(), tree.startNanos(node));
                sender = entry.from();
            }
            if (cast.same(entry.to(), sender) || from < 0 && sender.isEmpty()) {
                continue;
            }
            Intent intent =
                    new Intent(
                            from,
                            sender,
                            entry.to(),
                            end,
                            Kind.HANDOFF,
                            entry.isPlain() ? BY_DATA : BY_PLAN);
            intent.weak = !entry.isPlain() && known;
            intent.id = entry.id();
            intent.payload = entry.payload();
            intent.evidence.add(
                    new Evidence(
                            node,
                            entry.isPlain() ? "output" : "name in output",
                            MessagesText.cut(entry.payload())));
            intents.add(intent);
        }
    }

    /** Tools such as {@code transfer_to_writer} that the stay's models asked for. */
    private void requestedBy(AgentInvocation sender) {
        boolean asked = false;
        for (int call : sender.modelCalls()) {
            List<MessagesRequested.Request> requests =
                    MessagesRequested.in(reading, tree.facts(call).output());
            for (MessagesRequested.Request request : requests) {
                String failure = requests.size() > 1 ? "asked for together with others" : "";
                requested(sender, call, request, tree.endNanos(call), failure);
                asked = true;
            }
        }
        if (!asked && !sender.modelCalls().isEmpty()) {
            announcedBy(sender, sender.modelCalls().getLast());
        }
        for (MessagesRequested.Request request : MessagesRequested.in(reading, sender.output())) {
            if (request.back()) {
                requested(sender, sender.node(), request, sender.endNanos(), "");
            }
        }
    }

    /** Whom the last answer names, was offered as a receiver and never took part in the run. */
    private void announcedBy(AgentInvocation sender, int call) {
        SpanFacts facts = tree.facts(call);
        AnyValue definitions = reading.concepts(call).value(Concept.TOOL_DEFINITIONS);
        for (String target :
                MessagesRequested.offered(
                        reading, definitions == null ? facts.output() : definitions)) {
            if (cast.knows(target)
                    || !MessagesRequested.mentions(reading, facts.output(), target)) {
                continue;
            }
            Intent intent =
                    new Intent(
                            sender.index(),
                            sender.agent(),
                            target,
                            tree.endNanos(call),
                            Kind.HANDOFF,
                            BY_PLAN);
            intent.failure = "the answer names " + target + ", but its tool was not called";
            intent.evidence.add(new Evidence(call, "output", target));
            intents.add(intent);
        }
    }

    private void requested(
            AgentInvocation sender,
            int node,
            MessagesRequested.Request request,
            long nanos,
            String failure) {
        if (cast.same(request.target(), sender.agent())) {
            return;
        }
        Intent intent =
                new Intent(
                        sender.index(),
                        sender.agent(),
                        request.target(),
                        nanos,
                        request.back() ? Kind.RETURN : Kind.HANDOFF,
                        request.back() ? BY_DATA : BY_REQUEST);
        intent.weak = request.back();
        intent.failure = failure;
        intent.evidence.add(new Evidence(node, "tool call", request.tool()));
        intents.add(intent);
    }

    /** The receiver's own span may say who called it. */
    private void namedByReceiver(AgentInvocation receiver) {
        SpanConcepts concepts = reading.concepts(receiver.node());
        for (Concept concept : CALLERS) {
            SpanConcepts.Stated stated = concepts.get(concept);
            if (stated == null || cast.same(stated.text(), receiver.agent())) {
                continue;
            }
            int from = clock.lastBegun(stated.text(), receiver.startNanos());
            if (from >= 0 && from != receiver.index()) {
                board.between(from, receiver.index())
                        .because(
                                from == receiver.parent() ? Kind.DELEGATION : Kind.HANDOFF,
                                BY_ATTRIBUTE,
                                new Evidence(receiver.node(), stated.source(), stated.text()));
            }
        }
    }
}
