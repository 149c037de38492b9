package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.workflow.Workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the hand-overs between the agents of a workflow: first those that the trace states, then
 * those that the nesting, the payloads and the graph show, at last those that only the order of
 * events suggests.
 */
final class Messages {
    private static final double SUREST = 0.99;

    private Messages() {}

    /** The messages of a workflow in order of sending. */
    static List<Message> of(Workflow workflow, Cast cast) {
        return of(cast, new Reading(workflow.tree(), StandardConventions.standard()));
    }

    static List<Message> of(Cast cast, Reading reading) {
        MessagesBoard board = new MessagesBoard(cast);
        MessagesClock clock = new MessagesClock(cast);
        MessagesNesting nesting = new MessagesNesting(cast, board);
        PayloadsPieces pieces = new PayloadsPieces(reading);
        new MessagesExplicit(cast, reading, pieces, clock, board).find();
        new MessagesQueue(cast, reading, clock, board).find();
        nesting.calls();
        new MessagesGraph(cast, reading, board).find();
        new MessagesPayload(cast, pieces, board, nesting).find();
        nesting.frames();
        new MessagesSequence(cast, board).find();
        nameReturns(cast, board);
        MessagesVerdicts verdicts = new MessagesVerdicts(cast, reading);
        List<MessagesBoard.Draft> drafts = new ArrayList<>(board.drafts());
        MessagesSteps steps = new MessagesSteps(cast, reading);
        for (MessagesBoard.Draft draft : drafts) {
            complete(cast, draft);
            steps.receive(draft);
        }
        drafts.sort(
                Comparator.comparingLong((MessagesBoard.Draft draft) -> draft.sentNanos)
                        .thenComparingLong(draft -> draft.receivedNanos)
                        .thenComparingInt(draft -> draft.from)
                        .thenComparingInt(draft -> draft.to)
                        .thenComparing(draft -> draft.receiver));
        List<Message> messages = new ArrayList<>(drafts.size());
        for (MessagesBoard.Draft draft : drafts) {
            messages.add(message(messages.size(), draft, verdicts));
        }
        return messages;
    }

    /** Who is given control back had only lent it. */
    private static void nameReturns(Cast cast, MessagesBoard board) {
        for (MessagesBoard.Draft back : board.drafts()) {
            if (back.kind != Kind.RETURN || back.from < 0) {
                continue;
            }
            for (MessagesBoard.Draft there : board.into(back.from)) {
                if (there.kind == Kind.HANDOFF && cast.same(there.sender, back.receiver)) {
                    there.kind = Kind.DELEGATION;
                }
            }
        }
    }

    /** Adds what the two ends say themselves, where nothing else did. */
    private static void complete(Cast cast, MessagesBoard.Draft draft) {
        if (draft.from >= 0) {
            AgentInvocation sender = cast.invocation(draft.from);
            boolean within = draft.to >= 0 && cast.invocation(draft.to).parent() == draft.from;
            if (draft.sentNanos == Span.NO_TIME) {
                draft.sentNanos =
                        within ? cast.invocation(draft.to).startNanos() : sender.endNanos();
            }
            if (!within) {
                draft.carrying(sender.output());
            }
        }
        if (draft.to >= 0) {
            AgentInvocation receiver = cast.invocation(draft.to);
            boolean back = draft.from >= 0 && cast.invocation(draft.from).parent() == draft.to;
            if (draft.receivedNanos == Span.NO_TIME) {
                draft.receivedNanos = receiver.startNanos();
            }
            if (!back) {
                draft.receivedNode = draft.receivedNode < 0 ? receiver.node() : draft.receivedNode;
                AnyValue input = receiver.input();
                draft.received = draft.received == null ? input : draft.received;
            }
        }
    }

    private static Message message(
            int index, MessagesBoard.Draft draft, MessagesVerdicts verdicts) {
        return new Message(
                index,
                draft.kind,
                draft.sender,
                draft.receiver,
                draft.from,
                draft.to,
                draft.sentNode,
                draft.receivedNode,
                draft.sentNanos,
                draft.receivedNanos,
                draft.sent,
                draft.received,
                draft.sentNode < 0,
                Math.min(SUREST, 1 - draft.doubt),
                draft.evidence,
                verdicts.of(draft));
    }
}
