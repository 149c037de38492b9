package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells conversations of which a part was not recorded: messages that were spread over attributes,
 * of which one that held a text is missing.
 */
public final class Holes {
    /** What a message bears beside what it says. */
    private static final Set<String> FRAME =
            Set.of("role", "tool_call_id", "name", "id", "type", "index", "finish_reason");

    /** What the program says. */
    private static final Set<String> INSTRUCTIONS = Set.of("system", "developer");

    /** What the model itself said before: no source of anything. */
    private static final Set<String> OWN = Set.of("assistant", "ai", "model");

    private Holes() {}

    /**
     * Whether a message of a conversation lacks its text, though it was there: a message of a user
     * or a tool that has a role or an id and says nothing, or all but the instructions.
     */
    public static boolean in(@Nullable AnyValue payload) {
        if (!(payload instanceof ArrayValue(List<AnyValue> messages))) {
            return false;
        }
        boolean instructionsOnly = !messages.isEmpty();
        for (AnyValue message : messages) {
            if (!(message instanceof KvlistValue(Attributes fields))) {
                return false;
            }
            if (isHole(fields)) {
                return true;
            }
            instructionsOnly &= INSTRUCTIONS.contains(role(fields));
        }
        return instructionsOnly;
    }

    /** Whether an answer is a message without a text or a request, not even an empty one. */
    public static boolean inAnswer(@Nullable AnyValue payload) {
        if (!(payload instanceof ArrayValue(List<AnyValue> messages))) {
            return false;
        }
        for (AnyValue message : messages) {
            if (!(message instanceof KvlistValue(Attributes fields)) || !isFrame(fields)) {
                return false;
            }
        }
        return !messages.isEmpty();
    }

    private static boolean isHole(Attributes fields) {
        String role = role(fields);
        return isFrame(fields) && !INSTRUCTIONS.contains(role) && !OWN.contains(role);
    }

    private static boolean isFrame(Attributes fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!FRAME.contains(fields.key(i).toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    private static String role(Attributes fields) {
        AnyValue role = fields.get("role");
        return role == null ? "" : role.toString().toLowerCase(Locale.ROOT);
    }
}
