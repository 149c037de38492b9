package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last resort: where nothing tells which agent a stay got its work from, those that ended last
 * before it began are held to have handed over to it.
 */
final class MessagesSequence {
    /** What evidence of this sort is called. */
    static final String SOURCE = "sequence";

    private static final int MOST_SENDERS = 16;
    private static final double BY_ORDER = 0.3;
    private static final double BY_CONVERSATION = 0.25;

    private final Cast cast;
    private final MessagesBoard board;

    MessagesSequence(Cast cast, MessagesBoard board) {
        this.cast = cast;
        this.board = board;
    }

    void find() {
        Map<Integer, List<AgentInvocation>> siblings = new HashMap<>();
        for (AgentInvocation each : cast.invocations()) {
            siblings.computeIfAbsent(each.parent(), parent -> new ArrayList<>()).add(each);
        }
        for (AgentInvocation first : cast.invocations()) {
            List<AgentInvocation> group = siblings.remove(first.parent());
            if (group != null && group.size() > 1) {
                follow(group);
            }
        }
    }

    /** Walks through the starts in order of time; those that ended meanwhile wait in a queue. */
    private void follow(List<AgentInvocation> group) {
        List<AgentInvocation> starts = new ArrayList<>(group);
        starts.sort(Comparator.comparingLong(AgentInvocation::startNanos));
        List<AgentInvocation> ends = new ArrayList<>(group);
        ends.sort(Comparator.comparingLong(AgentInvocation::endNanos));
        String opening = starts.getFirst().agent();
        long lastStart = Long.MIN_VALUE;
        int ended = 0;
        for (AgentInvocation each : starts) {
            while (ended < ends.size()
                    && ends.get(ended).endNanos() <= each.startNanos() + MessagesClock.TOLERANCE) {
                lastStart = Math.max(lastStart, ends.get(ended).startNanos());
                ended++;
            }
            if (isFromNobody(each)) {
                post(each, ends, ended, lastStart, opening);
            }
        }
    }

    private boolean isFromNobody(AgentInvocation receiver) {
        for (MessagesBoard.Draft draft : board.into(receiver.index())) {
            if (draft.from >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Senders are those that no other one followed before the receiver began. */
    private void post(
            AgentInvocation receiver,
            List<AgentInvocation> ends,
            int ended,
            long lastStart,
            String opening) {
        for (int i = ended - 1; i >= 0 && i >= ended - MOST_SENDERS; i--) {
            AgentInvocation sender = ends.get(i);
            if (sender.startNanos() < lastStart
                    && sender.endNanos() - MessagesClock.TOLERANCE <= lastStart) {
                continue;
            }
            boolean oneTrace = sameTrace(sender, receiver);
            boolean newTurn = !oneTrace && cast.same(receiver.agent(), opening);
            boolean gaveElsewhere =
                    !board.into(receiver.index()).isEmpty()
                            && !board.outOf(sender.index()).isEmpty()
                            && !board.has(sender.index(), receiver.index());
            if (sender.index() == receiver.index()
                    || gaveElsewhere
                    || newTurn
                    || cast.same(sender, receiver)) {
                continue;
            }
            board.between(sender.index(), receiver.index())
                    .because(
                            Kind.HANDOFF,
                            oneTrace ? BY_ORDER : BY_CONVERSATION,
                            new Evidence(
                                    receiver.node(),
                                    SOURCE,
                                    oneTrace
                                            ? "began after " + sender.agent() + " had ended"
                                            : "a new trace of the same run, after "
                                                    + sender.agent()
                                                    + " had ended"));
        }
    }

    private boolean sameTrace(AgentInvocation one, AgentInvocation other) {
        return cast.tree()
                .span(one.node())
                .traceId()
                .equals(cast.tree().span(other.node()).traceId());
    }
}
