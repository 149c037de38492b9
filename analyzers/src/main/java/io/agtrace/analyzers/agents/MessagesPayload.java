package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int SENDERS = 16;
    private static final double ONE_PIECE = 0.6;
    private static final double MORE_PIECES = 0.75;

    /** So many pieces are no coincidence where the sender had not ended yet. */
    private static final int EARLY_PIECES = 2;

    /** What came into the run from outside has no carriers. */
    private static final int[] OUTSIDE = {};

    private final Cast cast;
    private final Reading reading;
    private final MessagesBoard board;
    private final MessagesNesting nesting;

    /** For each piece the stays that gave it out last; {@link #OUTSIDE} for what came in first. */
    private final Map<Long, int[]> carriers = new HashMap<>();

    /** For each piece that nobody had given out the stay that was given it first. */
    private final Map<Long, Integer> firstHolders = new HashMap<>();

    /** For each stay how many pieces it had before those who were at work on them gave them out. */
    private final Map<Integer, Map<Integer, Integer>> early = new TreeMap<>();

    /** For each stay how many pieces it got from whom. */
    private final List<Map<Integer, Integer>> senders = new ArrayList<>();

    MessagesPayload(Cast cast, Reading reading, MessagesBoard board, MessagesNesting nesting) {
        this.cast = cast;
        this.reading = reading;
        this.board = board;
        this.nesting = nesting;
    }

    /** How many fingerprints are in both sorted lists. */
    static int common(long[] one, long[] other) {
        int found = 0;
        for (long print : one) {
            if (Arrays.binarySearch(other, print) >= 0) {
                found++;
            }
        }
        return found;
    }

    void find() {
        match();
        for (AgentInvocation each : cast.invocations()) {
            Map<Integer, Integer> from = senders.get(each.index());
            for (Map.Entry<Integer, Integer> sender : from.entrySet()) {
                boolean known = board.has(sender.getKey(), each.index());
                if (known || isDirect(sender.getKey(), each)) {
                    post(sender.getKey(), each, sender.getValue());
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
                && !cast.same(sender.agent(), receiver.agent())
                && !goesThroughCaller(sender, receiver)) {
            post(from, receiver, pieces);
        }
    }

    private record Moment(long nanos, boolean start, AgentInvocation stay) {}

    /** Walks through the starts and ends in order of time. */
    private void match() {
        List<Moment> moments = new ArrayList<>();
        for (AgentInvocation each : cast.invocations()) {
            senders.add(Map.of());
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
                senders.set(moment.stay.index(), attribute(moment.stay));
            } else {
                give(moment.stay);
            }
        }
    }

    private void give(AgentInvocation stay) {
        for (long print : PayloadsPrint.of(reading, stay.output())) {
            int[] before = carriers.get(print);
            if (before == null) {
                carriers.put(print, new int[] {stay.index()});
            } else if (before.length == 0) {
                gaveLate(stay, print);
            } else {
                int kept = Math.min(before.length, CARRIERS - 1);
                int[] now = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
                now[kept] = stay.index();
                carriers.put(print, now);
            }
        }
    }

    /** Notes who held a piece already when the one who gives it out now was still at work. */
    private void gaveLate(AgentInvocation sender, long print) {
        Integer holder = firstHolders.get(print);
        if (holder == null || holder == sender.index()) {
            return;
        }
        AgentInvocation receiver = cast.invocation(holder);
        if (receiver.parent() == sender.parent() && sender.startNanos() < receiver.startNanos()) {
            early.computeIfAbsent(holder, _ -> new TreeMap<>())
                    .merge(sender.index(), 1, Integer::sum);
        }
    }

    private Map<Integer, Integer> attribute(AgentInvocation receiver) {
        Map<Integer, Integer> from = new HashMap<>();
        for (long print : PayloadsPrint.of(reading, receiver.input())) {
            int[] found = carriers.get(print);
            if (found == null) {
                carriers.put(print, OUTSIDE);
                firstHolders.put(print, receiver.index());
            } else if (found.length > 0) {
                for (int carrier : last(found)) {
                    if (from.size() < SENDERS || from.containsKey(carrier)) {
                        from.merge(carrier, 1, Integer::sum);
                    }
                }
            }
        }
        return from.isEmpty() ? Map.of() : from;
    }

    /** The last carrier and those that ran at the same time; outer stays before those in them. */
    private List<Integer> last(int[] found) {
        AgentInvocation last = cast.invocation(found[found.length - 1]);
        List<Integer> all = new ArrayList<>(2);
        for (int carrier : found) {
            AgentInvocation each = cast.invocation(carrier);
            boolean atOnce = carrier == last.index() || !MessagesClock.precedes(each, last);
            if (atOnce && (carrier == last.index() || !isInside(each, last))) {
                all.add(carrier);
            }
        }
        return all;
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
        if (cast.same(sender.agent(), receiver.agent())
                || isInside(receiver, sender)
                || isInside(sender, receiver)
                || goesThroughCaller(sender, receiver)) {
            return false;
        }
        Set<Integer> others = new HashSet<>(senders.get(receiver.index()).keySet());
        for (MessagesBoard.Draft draft : board.into(receiver.index())) {
            if (draft.from >= 0) {
                others.add(draft.from);
            }
        }
        for (int other : others) {
            AgentInvocation third = cast.invocation(other);
            if (other != from
                    && MessagesClock.precedes(sender, third)
                    && (senders.get(other).containsKey(from) || board.has(from, other))) {
                return false;
            }
        }
        return true;
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
