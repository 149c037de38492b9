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

    /** Their texts are no source: the program's own words, and what the model said before. */
    private static final Set<String> NO_SOURCE = Set.of("system", "developer", "assistant", "ai");

    private Holes() {}

    /**
     * Whether a message of a conversation lacks its text, though it was there: a message of a user
     * or a tool that has a role or an id and says nothing.
     */
    public static boolean in(@Nullable AnyValue payload) {
        if (payload instanceof ArrayValue(List<AnyValue> messages)) {
            for (AnyValue message : messages) {
                if (message instanceof KvlistValue(Attributes fields) && isHole(fields)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isHole(Attributes fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!FRAME.contains(fields.key(i).toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        AnyValue role = fields.get("role");
        return role == null || !NO_SOURCE.contains(role.toString().toLowerCase(Locale.ROOT));
    }
}
