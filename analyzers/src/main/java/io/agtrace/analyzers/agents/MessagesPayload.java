package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hand-overs that show only in what was handed over: pieces of one stay's output stand in the input
 * of a later one. A piece counts for those who gave it out last before the receiver began; what the
 * run was given from outside counts for nobody. Where the state of a graph carries everything
 * along, only the nearest sender is one: not he whose work reached the receiver through another.
 * Pieces that a receiver had first of all, and that one who was still at work then gave out
 * afterwards, were handed over before they were complete.
 */
final class MessagesPayload {
    private static final int CARRIERS = 4;
    private static final double ONE_PIECE = 0.6;
    private static final double MORE_PIECES = 0.75;

    /** So many pieces are no coincidence where the sender had not ended yet. */
    private static final int EARLY_PIECES = 2;

    /** What came into the run from outside has no carriers. */
    private static final int[] OUTSIDE = {};

    private final Cast cast;
    private final PayloadsPieces pieces;
    private final MessagesBoard board;
    private final MessagesNesting nesting;

    /** For each piece the stays that gave it out last; {@link #OUTSIDE} for what came in first. */
    private int[] @Nullable [] carriers = new int[64][];

    /** For each piece that nobody had given out the stay that was given it first. */
    private int[] firstHolders = new int[64];

    /** For each stay how many pieces it had before those who were at work on them gave them out. */
    private final Map<Integer, Map<Integer, Integer>> early = new TreeMap<>();

    /** For each stay how many pieces it got from whom. */
    private final PayloadsSenders[] senders;

    MessagesPayload(
            Cast cast, PayloadsPieces pieces, MessagesBoard board, MessagesNesting nesting) {
        this.cast = cast;
        this.pieces = pieces;
        this.board = board;
        this.nesting = nesting;
        senders = new PayloadsSenders[cast.invocations().size()];
        Arrays.fill(senders, PayloadsSenders.NONE);
    }

    void find() {
        match();
        for (AgentInvocation each : cast.invocations()) {
            PayloadsSenders from = senders[each.index()];
            for (int i = 0; i < from.size(); i++) {
                boolean known = board.has(from.sender(i), each.index());
                if (known || isDirect(from.sender(i), each)) {
                    post(from.sender(i), each, from.pieces(i));
                }
            }
        }
        early.forEach(
                (receiver, from) ->
                        from.forEach((sender, pieces) -> early(sender, receiver, pieces)));
    }

    private void early(int from, int to, int pieces) {
        AgentInvocation sender = cast.invocation(from);
        AgentInvocation receiver = cast.invocation(to);
        if (pieces >= EARLY_PIECES
                && !board.has(from, to)
                && !cast.same(sender, receiver)
                && !goesThroughCaller(sender, receiver)) {
            post(from, receiver, pieces);
        }
    }

    private record Moment(long nanos, boolean start, AgentInvocation stay) {}

    /** Walks through the starts and ends in order of time. */
    private void match() {
        List<Moment> moments = new ArrayList<>();
        for (AgentInvocation each : cast.invocations()) {
            moments.add(new Moment(each.startNanos(), true, each));
            long end = Math.max(each.startNanos() + 1, each.endNanos() - MessagesClock.TOLERANCE);
            moments.add(new Moment(end, false, each));
        }
        moments.sort(
                Comparator.comparingLong(Moment::nanos)
                        .thenComparing(Moment::start)
                        .thenComparingInt(moment -> moment.stay.index()));
        for (Moment moment : moments) {
            if (moment.start) {
                attribute(moment.stay);
            } else {
                give(moment.stay);
            }
        }
    }

    private void give(AgentInvocation stay) {
        int[] given = pieces.of(stay.output());
        makeRoom();
        // Most pieces of a payload have gone the same way, and share what is known of it.
        int[] alone = {stay.index()};
        int[] before = OUTSIDE;
        int[] now = OUTSIDE;
        for (int piece : given) {
            int[] known = carriers[piece];
            if (known == null) {
                carriers[piece] = alone;
            } else if (known.length == 0) {
                gaveLate(stay, piece);
            } else {
                if (!Arrays.equals(known, before)) {
                    before = known;
                    now = with(known, stay.index());
                }
                carriers[piece] = now;
            }
        }
    }

    /** The carriers with one more, without the first where they are too many. */
    private static int[] with(int[] before, int last) {
        int kept = Math.min(before.length, CARRIERS - 1);
        int[] now = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
        now[kept] = last;
        return now;
    }

    private void makeRoom() {
        int before = carriers.length;
        if (before < pieces.size()) {
            carriers = Arrays.copyOf(carriers, 2 * pieces.size());
            firstHolders = Arrays.copyOf(firstHolders, carriers.length);
        }
    }

    /** Notes who held a piece already when the one who gives it out now was still at work. */
    private void gaveLate(AgentInvocation sender, int piece) {
        int holder = firstHolders[piece];
        if (holder == sender.index()) {
            return;
        }
        AgentInvocation receiver = cast.invocation(holder);
        if (receiver.parent() == sender.parent() && sender.startNanos() < receiver.startNanos()) {
            early.computeIfAbsent(holder, _ -> new TreeMap<>())
                    .merge(sender.index(), 1, Integer::sum);
        }
    }

    private void attribute(AgentInvocation receiver) {
        int[] given = pieces.of(receiver.input());
        makeRoom();
        PayloadsSenders from = senders(receiver, given);
        if (from.isFull()) {
            // Which of the senders count must not depend on where their pieces stand.
            pieces.sort(given);
            from = senders(receiver, given);
        }
        senders[receiver.index()] = from.size() == 0 ? PayloadsSenders.NONE : from;
    }

    private PayloadsSenders senders(AgentInvocation receiver, int[] given) {
        PayloadsSenders from = new PayloadsSenders();
        int[] before = OUTSIDE;
        int alike = 0;
        for (int piece : given) {
            int[] known = carriers[piece];
            if (known == null) {
                carriers[piece] = OUTSIDE;
                firstHolders[piece] = receiver.index();
                continue;
            }
            if (!Arrays.equals(known, before)) {
                count(before, alike, from);
                before = known;
                alike = 0;
            }
            alike++;
        }
        count(before, alike, from);
        return from;
    }

    /** Pieces come from the last carrier and those that ran at the same time. */
    private void count(int[] carriers, int alike, PayloadsSenders from) {
        if (carriers.length == 0 || alike == 0) {
            return;
        }
        AgentInvocation last = cast.invocation(carriers[carriers.length - 1]);
        for (int carrier : carriers) {
            AgentInvocation each = cast.invocation(carrier);
            boolean atOnce = carrier == last.index() || !MessagesClock.precedes(each, last);
            // Outer stays stand before those in them.
            if (atOnce && (carrier == last.index() || !isInside(each, last))) {
                from.add(carrier, alike);
            }
        }
    }

    private boolean isInside(AgentInvocation inner, AgentInvocation outer) {
        int around = inner.parent();
        while (around > outer.index()) {
            around = cast.invocation(around).parent();
        }
        return around == outer.index();
    }

    /** Whether the sender's work did not reach the receiver through a third one. */
    private boolean isDirect(int from, AgentInvocation receiver) {
        AgentInvocation sender = cast.invocation(from);
        if (cast.same(sender, receiver)
                || isInside(receiver, sender)
                || isInside(sender, receiver)
                || goesThroughCaller(sender, receiver)) {
            return false;
        }
        PayloadsSenders others = senders[receiver.index()];
        for (int i = 0; i < others.size(); i++) {
            if (isBetween(from, sender, others.sender(i))) {
                return false;
            }
        }
        for (MessagesBoard.Draft draft : board.into(receiver.index())) {
            if (draft.from >= 0 && isBetween(from, sender, draft.from)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a third one began after the sender had ended, and got something from him. */
    private boolean isBetween(int from, AgentInvocation sender, int other) {
        return other != from
                && MessagesClock.precedes(sender, cast.invocation(other))
                && (senders[other].contains(from) || board.has(from, other));
    }

    /** Agents that a third one calls as tools hear of each other through it only. */
    private boolean goesThroughCaller(AgentInvocation sender, AgentInvocation receiver) {
        return sender.parent() >= 0
                && sender.parent() == receiver.parent()
                && (nesting.toolOf(sender.index()) >= 0 || nesting.toolOf(receiver.index()) >= 0);
    }

    private void post(int from, AgentInvocation receiver, int pieces) {
        MessagesBoard.Draft draft = board.between(from, receiver.index());
        String text =
                (pieces == 1 ? "1 piece" : pieces + " pieces")
                        + " of what "
                        + cast.invocation(from).agent()
                        + " gave out";
        Evidence evidence = new Evidence(receiver.node(), "payload", text);
        draft.because(Kind.HANDOFF, pieces > 2 ? MORE_PIECES : ONE_PIECE, evidence);
        draft.arrived = evidence;
    }
}
