package io.agtrace.analyzers.lineage;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the names of fields say of what stands in them. The same few names come again and again, so
 * those seen last are remembered as they are written. Not for several threads.
 */
final class FieldNames {
    /** The field says nothing of the work. */
    static final int ENVELOPE = 1;

    /** It holds what a chat message says. */
    static final int CONTENT = 1 << 1;

    /** It holds what a tool is asked. */
    static final int CALL = 1 << 2;

    /** It holds what the program says. */
    static final int INSTRUCTION = 1 << 3;

    /** It tells who speaks. */
    static final int ROLE = 1 << 4;

    /** It tells of what kind an object is: a chat message too, where it holds something. */
    static final int TYPE = 1 << 5;

    /** It holds what an object with a type is about. */
    static final int HOLDER = 1 << 6;

    /** The fields of a message stand in it. */
    static final int WRAPPER = 1 << 7;

    /** Fields of envelopes: they say nothing of the work. */
    private static final Set<String> ENVELOPES =
            Set.of(
                    "id",
                    "object",
                    "created",
                    "created_at",
                    "model",
                    "usage",
                    "usage_metadata",
                    "tokenusage",
                    "response_metadata",
                    "additional_kwargs",
                    "finish_reason",
                    "finishreason",
                    "stop_reason",
                    "system_fingerprint",
                    "service_tier",
                    "logprobs",
                    "annotations",
                    "tools",
                    "tool_choice",
                    "toolchoice",
                    "status",
                    "type",
                    "lc",
                    "lg_name",
                    "incomplete_details",
                    "temperature",
                    "top_p",
                    "max_output_tokens",
                    "max_tokens",
                    "parallel_tool_calls",
                    "truncation",
                    "store",
                    "index",
                    "refusal",
                    "invalid_tool_calls",
                    "generationinfo",
                    "llmoutput",
                    "metadata",
                    "message_id",
                    "messageid",
                    "tool_call_id",
                    "toolcallid",
                    "call_id",
                    "callid",
                    "run_id",
                    "runid",
                    "trace_id",
                    "traceid",
                    "span_id",
                    "session_id",
                    "thread_id",
                    "conversation_id",
                    "response_id",
                    "checkpoint",
                    "checkpoint_id",
                    "sent_at",
                    "updated_at",
                    "timestamp",
                    "role",
                    "providermetadata",
                    "provideroptions",
                    "safety_identifier",
                    "prompt_cache_key",
                    "previous_response_id",
                    "reasoning",
                    "text_format",
                    "token_count",
                    "versions");

    /** Fields of a chat message that hold its content. */
    private static final Set<String> CONTENTS =
            Set.of(
                    "content",
                    "contents",
                    "text",
                    "parts",
                    "kwargs",
                    "data",
                    "message",
                    "message_content",
                    "value",
                    "output",
                    "result",
                    "response",
                    "toolinvocations");

    private static final Set<String> CALLS =
            Set.of(
                    "tool_calls",
                    "toolcalls",
                    "function_call",
                    "function",
                    "tool_call",
                    "arguments",
                    "args",
                    "input");

    private static final Set<String> INSTRUCTIONS =
            Set.of(
                    "system",
                    "instructions",
                    "system_instructions",
                    "systemprompt",
                    "system_prompt");

    /** By name in lower case. */
    private static final Map<String, Integer> FIELDS = new HashMap<>();

    /** By name as it is written; chat messages are told by these. */
    private static final Map<String, Integer> EXACT = new HashMap<>();

    static {
        note(FIELDS, ENVELOPES, ENVELOPE);
        note(FIELDS, CONTENTS, CONTENT);
        note(FIELDS, CALLS, CALL);
        note(FIELDS, INSTRUCTIONS, INSTRUCTION);
        note(EXACT, Set.of("role"), ROLE);
        note(EXACT, Set.of("type"), TYPE);
        note(EXACT, Set.of("kwargs"), WRAPPER);
        note(
                EXACT,
                Set.of(
                        "content",
                        "data",
                        "output",
                        "result",
                        "response",
                        "arguments",
                        "args",
                        "input"),
                HOLDER);
    }

    private static void note(Map<String, Integer> fields, Set<String> names, int what) {
        names.forEach(name -> fields.merge(name, what, (one, other) -> one | other));
    }

    /** A power of two. */
    private static final int SLOTS = 1 << 8;

    /** Longer ones are none of these. */
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new String[SLOTS];
    private final int[] says = new int[SLOTS];
    private final Consumer<String> seen;

    /**
     * @param seen is told each name when it comes for the first time, and when it comes again after
     *     it was forgotten
     */
    FieldNames(Consumer<String> seen) {
        this.seen = seen;
    }

    /** What a name says: bits of the above. */
    int says(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
        if (name.equals(names[slot])) {
            return says[slot];
        }
        seen.accept(name);
        if (name.length() > LONGEST) {
            return 0;
        }
        names[slot] = name;
        says[slot] =
                FIELDS.getOrDefault(name.toLowerCase(Locale.ROOT), 0) | EXACT.getOrDefault(name, 0);
        return says[slot];
    }
}
