package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Hand-overs that stand in a payload as data: objects that name a receiver. */
final class MessagesStated {
    private static final int MOST = 256;
    private static final int LONGEST_NAME = 80;
    private static final int DEEPEST_TEXT = 3;

    private static final String[] TO = {
        "to", "to_agent", "toAgent", "recipient", "receiver", "target_agent", "targetAgent"
    };

    /** Names of fields that say who is to go on, without handing anything over themselves. */
    private static final String[] CHOSEN = {
        "assignee",
        "assigned_to",
        "assignedTo",
        "route",
        "next",
        "next_agent",
        "nextAgent",
        "goto",
        "selected_agent",
        "selectedAgent",
        "destination",
        "agent"
    };

    private static final String[] FROM = {
        "from", "from_agent", "fromAgent", "sender", "source_agent", "sourceAgent"
    };
    private static final String[] ID = {
        "message_id", "messageId", "msg_id", "msgId", "handoff_id", "handoffId"
    };

    /**
     * One object that names a receiver.
     *
     * @param from the sender it names, or the one an object around it names; may be empty
     * @param id the message's own id, or the empty string
     * @param isPlain whether it says plainly that something is handed over: by an id, a sender or
     *     the name of the field it stands in; otherwise it only assigns a task to someone
     * @param isHandoff whether a field around it is named after handing over
     */
    record Entry(
            String from,
            String to,
            String id,
            AnyValue payload,
            boolean isPlain,
            boolean isHandoff) {}

    /** All of these names; most objects have a field of none of them. */
    private static final Set<String> TELLING = new HashSet<>();

    static {
        for (String[] names : List.of(TO, CHOSEN, FROM, ID)) {
            TELLING.addAll(Arrays.asList(names));
        }
    }

    private final Reading reading;
    private final List<Entry> entries = new ArrayList<>();

    private MessagesStated(Reading reading) {
        this.reading = reading;
    }

    /** The entries in a payload, in recorded order; at most a few hundred. */
    static List<Entry> in(Reading reading, @Nullable AnyValue payload) {
        AnyValue tree = reading.tree(payload);
        if (!(tree instanceof KvlistValue) && !(tree instanceof ArrayValue)) {
            return List.of();
        }
        MessagesStated stated = new MessagesStated(reading);
        stated.walk(tree, "", false, 0);
        return stated.entries;
    }

    /** Recurses no deeper than readers build values. */
    private void walk(AnyValue value, String from, boolean handoff, int opened) {
        if (entries.size() >= MOST) {
            return;
        }
        switch (value) {
            case ArrayValue(List<AnyValue> items) -> {
                for (AnyValue item : items) {
                    walk(item, from, handoff, opened);
                }
            }
            case KvlistValue(Attributes fields) -> object(value, fields, from, handoff, opened);
            case Text text -> {
                AnyValue tree = opened < DEEPEST_TEXT ? reading.tree(text) : text;
                if (tree != null && !(tree instanceof Text)) {
                    walk(tree, from, handoff, opened + 1);
                }
            }
            default -> {}
        }
    }

    private void object(
            AnyValue whole, Attributes fields, String around, boolean handoff, int opened) {
        String from = tells(fields) ? entry(whole, fields, around, handoff) : around;
        for (int i = 0; i < fields.size(); i++) {
            AnyValue part = fields.value(i);
            if (mayHold(part)) {
                walk(part, from, handoff || isHandoff(fields.key(i)), opened);
            }
        }
    }

    private static boolean tells(Attributes fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (TELLING.contains(fields.key(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHold(AnyValue value) {
        return value instanceof KvlistValue
                || value instanceof ArrayValue
                || value instanceof Text text
                        && (!text.isHeld() || JsonTree.isBracketed(text.toString()));
    }

    /** Adds the object where it names a receiver; gives the sender for what stands in it. */
    private String entry(AnyValue whole, Attributes fields, String around, boolean handoff) {
        String own = name(fields, FROM);
        String from = own.isEmpty() ? around : own;
        String to = name(fields, TO);
        String id = text(fields, ID);
        boolean plain = !to.isEmpty() && (handoff || !id.isEmpty() || !own.isEmpty());
        if (!plain) {
            to = name(fields, CHOSEN);
        }
        if (!to.isEmpty()) {
            entries.add(new Entry(from, to, id, whole, plain, handoff));
        }
        return from;
    }

    private static boolean isHandoff(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("handoff") || lower.contains("hand_off") || lower.contains("delegat");
    }

    private static String name(Attributes fields, String[] keys) {
        String name = text(fields, keys);
        boolean plausible =
                name.length() <= LONGEST_NAME
                        && name.indexOf('@') < 0
                        && name.indexOf('/') < 0
                        && name.indexOf('\n') < 0;
        return plausible ? name : "";
    }

    private static String text(Attributes fields, String[] keys) {
        for (String key : keys) {
            if (fields.get(key) instanceof Text text && !text.isBlank()) {
                return text.toString().strip();
            }
        }
        return "";
    }
}
