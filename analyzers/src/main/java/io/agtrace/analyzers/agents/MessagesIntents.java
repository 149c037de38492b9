package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.agents.Message.Kind;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hand-overs that name their receiver, and their matching with the receivers' stays: the latest
 * hand-over before a start is the one that caused it. What finds no start was never received.
 */
final class MessagesIntents {
    private static final int NEAR = 8;
    private static final int SHORTEST_ID = 4;

    private final Cast cast;
    private final Reading reading;
    private final PayloadsPieces pieces;
    private final MessagesClock clock;
    private final MessagesBoard board;
    private final Map<String, List<Intent>> byReceiver = new LinkedHashMap<>();

    MessagesIntents(
            Cast cast,
            Reading reading,
            PayloadsPieces pieces,
            MessagesClock clock,
            MessagesBoard board) {
        this.cast = cast;
        this.reading = reading;
        this.pieces = pieces;
        this.clock = clock;
        this.board = board;
    }

    /** Somebody means to hand over to somebody. */
    static final class Intent {
        final int from;
        final String sender;
        final String receiver;
        final long nanos;
        Kind kind;
        double confidence;

        /** Assigns a task without handing it over itself; says nothing where nobody comes. */
        boolean weak;

        int shown = -1;
        String id = "";
        String failure = "";
        @Nullable AnyValue payload;
        final List<Evidence> evidence = new ArrayList<>(2);
        private int taken = -1;

        Intent(int from, String sender, String receiver, long nanos, Kind kind, double confidence) {
            this.from = from;
            this.sender = sender;
            this.receiver = receiver;
            this.nanos = nanos;
            this.kind = kind;
            this.confidence = confidence;
        }
    }

    /**
     * Takes an intent; one that the same stay already has for the same receiver, known from another
     * source, is the same.
     */
    void add(Intent intent) {
        String key = cast.spelling(intent.receiver);
        List<Intent> all =
                byReceiver.computeIfAbsent(
                        key == null ? "?" + AgentNames.key(intent.receiver) : key,
                        k -> new ArrayList<>(2));
        for (int i = all.size() - 1; i >= 0 && i >= all.size() - NEAR; i--) {
            Intent known = all.get(i);
            if (isSame(known, intent)) {
                merge(known, intent);
                return;
            }
        }
        all.add(intent);
    }

    private boolean isSame(Intent known, Intent intent) {
        boolean sender =
                known.from == intent.from
                        && (known.from >= 0 || cast.same(known.sender, intent.sender));
        boolean ids = known.id.isEmpty() || intent.id.isEmpty() || known.id.equals(intent.id);
        return sender && ids && (known.weak && intent.weak || !shareSource(known, intent));
    }

    private static boolean shareSource(Intent known, Intent intent) {
        for (Evidence one : known.evidence) {
            for (Evidence other : intent.evidence) {
                if (one.source().equals(other.source())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void merge(Intent known, Intent intent) {
        if (intent.confidence > known.confidence) {
            known.confidence = intent.confidence;
            known.kind = intent.kind;
        }
        known.weak &= intent.weak;
        known.shown = known.shown < 0 ? intent.shown : known.shown;
        known.id = known.id.isEmpty() ? intent.id : known.id;
        known.failure = known.failure.isEmpty() ? intent.failure : known.failure;
        known.payload = known.payload == null || !intent.weak ? intent.payload : known.payload;
        known.evidence.addAll(intent.evidence);
    }

    /** Matches all intents with starts, and puts the result on the board. */
    void resolve() {
        for (Map.Entry<String, List<Intent>> each : byReceiver.entrySet()) {
            List<Intent> intents = each.getValue();
            intents.sort(Comparator.comparingLong(intent -> intent.nanos));
            AgentInvocation[] starts =
                    each.getKey().startsWith("?")
                            ? new AgentInvocation[0]
                            : clock.starts(each.getKey());
            match(intents, starts);
            for (Intent intent : intents) {
                post(intent, starts);
            }
        }
    }

    private void match(List<Intent> intents, AgentInvocation[] starts) {
        Map<Integer, List<Intent>> claims = new HashMap<>();
        for (Intent intent : intents) {
            int byId = byId(intent, starts);
            if (byId >= 0) {
                claim(intent, byId, claims);
            }
        }
        int left = intents.size() - 1;
        for (int start = starts.length - 1; start >= 0; start--) {
            while (left >= 0 && !mayCause(intents.get(left), starts[start])) {
                left--;
            }
            int candidate = left;
            while (candidate >= 0
                    && (intents.get(candidate).weak || intents.get(candidate).taken >= 0)) {
                candidate--;
            }
            if (candidate >= 0 && !claims.containsKey(start) && left - candidate < NEAR) {
                claim(intents.get(candidate), start, claims);
            }
        }
        for (Intent intent : intents) {
            if (intent.taken < 0) {
                share(intent, starts, claims);
            }
        }
    }

    private static boolean mayCause(Intent intent, AgentInvocation start) {
        return intent.nanos <= start.startNanos() + MessagesClock.TOLERANCE
                && intent.from != start.index();
    }

    private static void claim(Intent intent, int start, Map<Integer, List<Intent>> claims) {
        intent.taken = start;
        claims.computeIfAbsent(start, s -> new ArrayList<>(2)).add(intent);
    }

    /** The start whose input bears the message's id. */
    private int byId(Intent intent, AgentInvocation[] starts) {
        if (intent.id.length() < SHORTEST_ID) {
            return -1;
        }
        int first = MessagesClock.firstFrom(starts, intent.nanos);
        for (int i = first; i < starts.length && i < first + NEAR; i++) {
            AnyValue input = starts[i].input();
            if (input != null && reading.text(input).contains(intent.id)) {
                return i;
            }
        }
        return -1;
    }

    /** Several senders may have caused one start; the same sender not twice. */
    private void share(Intent intent, AgentInvocation[] starts, Map<Integer, List<Intent>> claims) {
        int start = MessagesClock.firstFrom(starts, intent.nanos);
        if (start >= starts.length || intent.from == starts[start].index()) {
            return;
        }
        List<Intent> others = claims.getOrDefault(start, List.of());
        for (Intent other : others) {
            if (!intent.weak && cast.same(other.sender, intent.sender)) {
                return;
            }
        }
        boolean elsewhere = !others.isEmpty() && !intent.weak && isMissing(intent, starts[start]);
        if (!elsewhere) {
            claim(intent, start, claims);
        }
    }

    /** Whether the receiver's input is known and holds nothing of what was sent. */
    private boolean isMissing(Intent intent, AgentInvocation receiver) {
        if (receiver.input() == null) {
            return false;
        }
        int[] sent = pieces.of(intent.payload);
        return sent.length > 0 && !pieces.meet(sent, pieces.of(receiver.input()));
    }

    private void post(Intent intent, AgentInvocation[] starts) {
        MessagesBoard.Draft draft;
        if (intent.taken >= 0) {
            AgentInvocation receiver = starts[intent.taken];
            if (intent.from >= 0 && cast.invocation(intent.from).parent() == receiver.index()) {
                intent.kind = Kind.RETURN;
            }
            draft =
                    intent.from >= 0
                            ? board.between(intent.from, receiver.index())
                            : board.fromNobody(intent.sender, receiver.index());
        } else if (intent.weak) {
            return;
        } else {
            draft = board.lost(intent.from, intent.sender, intent.receiver);
            draft.lost = intent.failure;
            draft.sentNanos = intent.nanos;
        }
        for (Evidence evidence : intent.evidence) {
            draft.because(intent.kind, intent.confidence, evidence);
        }
        if (intent.shown >= 0) {
            draft.shownBy(intent.shown, cast.tree().startNanos(intent.shown));
        }
        draft.carrying(intent.payload);
    }
}
