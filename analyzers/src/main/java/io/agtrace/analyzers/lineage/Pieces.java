package io.agtrace.analyzers.lineage;

import io.agtrace.analyzers.ingest.json.JsonTree;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.BoolValue;
import io.agtrace.analyzers.span.AnyValue.DoubleValue;
import io.agtrace.analyzers.span.AnyValue.IntValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;
import io.agtrace.analyzers.workflow.OpenedTexts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes a payload apart into the texts that carry its content: what was said, asked, given and
 * answered, without the envelopes of the various interfaces (ids, usage counts, model names, tool
 * definitions). JSON inside texts is opened. Chat messages of all known forms keep their speaker.
 */
public final class Pieces {
    /** What is longer is read at its beginning only. */
    static final int LONGEST = 1 << 20;

    private static final int OPENED = 4;

    /** Fields of envelopes: they say nothing of the work. */
    private static final Set<String> ENVELOPE =
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
    private static final Set<String> CONTENT =
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

    private static final int IS_ENVELOPE = 1;
    private static final int IS_CONTENT = 1 << 1;
    private static final int IS_CALL = 1 << 2;
    private static final int IS_INSTRUCTION = 1 << 3;

    /** What the names of fields say, by one look. */
    private static final Map<String, Integer> FIELDS = new HashMap<>();

    static {
        note(ENVELOPE, IS_ENVELOPE);
        note(CONTENT, IS_CONTENT);
        note(CALLS, IS_CALL);
        note(INSTRUCTIONS, IS_INSTRUCTION);
    }

    private static void note(Set<String> names, int what) {
        names.forEach(name -> FIELDS.merge(name, what, (one, other) -> one | other));
    }

    private record Frame(AnyValue value, Speaker speaker, String key, int opened) {}

    private final Deque<Frame> open = new ArrayDeque<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final @Nullable Consumer<String> keys;

    private final @Nullable OpenedTexts texts;

    private Pieces(@Nullable Consumer<String> keys, @Nullable OpenedTexts texts) {
        this.keys = keys;
        this.texts = texts;
    }

    /** The texts of a payload in their order; none where there is no payload. */
    public static List<Piece> of(@Nullable AnyValue payload) {
        return of(payload, null, null);
    }

    /**
     * The same.
     *
     * @param keys is given the names of the fields on the way
     * @param texts what texts hold that were opened before
     */
    static List<Piece> of(
            @Nullable AnyValue payload,
            @Nullable Consumer<String> keys,
            @Nullable OpenedTexts texts) {
        if (payload == null) {
            return List.of();
        }
        Pieces walk = new Pieces(keys, texts);
        walk.open.push(new Frame(payload, Speaker.NONE, "", 0));
        while (!walk.open.isEmpty()) {
            walk.visit(walk.open.pop());
        }
        return walk.pieces;
    }

    private void visit(Frame frame) {
        switch (frame.value) {
            case ArrayValue(List<AnyValue> items) -> {
                for (int i = items.size() - 1; i >= 0; i--) {
                    open.push(new Frame(items.get(i), frame.speaker, frame.key, frame.opened));
                }
            }
            case KvlistValue(Attributes fields) -> object(fields, frame);
            case Text text -> text(text, frame);
            case IntValue number -> add(frame, number.toString());
            case DoubleValue number -> add(frame, number.toString());
            case BoolValue flag -> add(frame, flag.toString());
            default -> {}
        }
    }

    private void object(Attributes fields, Frame frame) {
        Speaker said = speaker(fields);
        boolean message = said != Speaker.NONE;
        Speaker speaker = message ? said : frame.speaker;
        for (int i = fields.size() - 1; i >= 0; i--) {
            String name = fields.key(i);
            if (keys != null) {
                keys.accept(name);
            }
            String key = name.toLowerCase(Locale.ROOT);
            int says = FIELDS.getOrDefault(key, 0);
            if ((says & IS_ENVELOPE) != 0) {
                continue;
            }
            Speaker inner = speaker;
            if ((says & IS_INSTRUCTION) != 0) {
                inner = Speaker.SYSTEM;
            } else if ((says & IS_CALL) != 0
                    && (speaker == Speaker.ASSISTANT || speaker == Speaker.CALL)) {
                inner = Speaker.CALL;
            } else if (message && (says & IS_CONTENT) == 0) {
                continue;
            }
            open.push(new Frame(fields.value(i), inner, name, frame.opened));
        }
    }

    /** Who speaks in a chat message; {@link Speaker#NONE} where the object is none. */
    private static Speaker speaker(Attributes fields) {
        AnyValue type = null;
        boolean isWrapped = false;
        boolean holds = false;
        for (int i = 0; i < fields.size(); i++) {
            switch (fields.key(i)) {
                case "role" -> {
                    return role(fields.value(i).toString());
                }
                case "kwargs" -> isWrapped = true;
                case "type" -> type = fields.value(i);
                case "content",
                        "data",
                        "output",
                        "result",
                        "response",
                        "arguments",
                        "args",
                        "input" ->
                        holds = true;
                default -> {}
            }
        }
        if (isWrapped) {
            List<AnyValue> id = fields.items("id");
            return id.isEmpty() ? Speaker.NONE : role(id.getLast().toString());
        }
        return type != null && holds ? role(type.toString()) : Speaker.NONE;
    }

    private static Speaker role(String name) {
        String role = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return switch (role) {
            case "system", "developer", "systemmessage", "systemmessagechunk" -> Speaker.SYSTEM;
            case "user", "human", "humanmessage" -> Speaker.USER;
            case "assistant", "ai", "model", "aimessage", "aimessagechunk" -> Speaker.ASSISTANT;
            case "tool",
                    "function",
                    "toolmessage",
                    "functionmessage",
                    "tool_result",
                    "tool_call_response",
                    "function_call_output",
                    "function_call_result" ->
                    Speaker.TOOL;
            case "tool_call", "tool_use", "function_call" -> Speaker.CALL;
            default -> Speaker.NONE;
        };
    }

    private void text(Text text, Frame frame) {
        boolean whole = text.recordedLength() <= LONGEST;
        String content = whole ? decoded(text) : text.prefix(LONGEST);
        if (content.isBlank()) {
            return;
        }
        AnyValue tree = null;
        if (frame.opened < OPENED) {
            tree = whole && texts != null ? texts.json(text) : JsonTree.document(content);
        }
        if (tree != null) {
            open.push(new Frame(tree, frame.speaker, frame.key, frame.opened + 1));
            return;
        }
        int start = frame.opened < OPENED ? embedded(content) : -1;
        tree = start < 0 ? null : JsonTree.document(content.substring(start));
        if (tree != null) {
            open.push(new Frame(tree, frame.speaker, frame.key, frame.opened + 1));
            add(frame, content.substring(0, start));
        } else {
            add(frame, content);
        }
    }

    private String decoded(Text text) {
        return texts == null ? text.toString() : texts.text(text);
    }

    /** Where JSON that ends a text begins, as in {@code Findings: {"a":1}}; -1 where none does. */
    private static int embedded(String text) {
        String end = text.stripTrailing();
        if (!end.endsWith("}") && !end.endsWith("]")) {
            return -1;
        }
        char bracket = end.endsWith("}") ? '{' : '[';
        for (int at = end.indexOf(bracket, 1); at > 0; at = end.indexOf(bracket, at + 1)) {
            char before = end.charAt(at - 1);
            if (before <= ' ' || before == ':') {
                return at;
            }
        }
        return -1;
    }

    private void add(Frame frame, String text) {
        pieces.add(new Piece(frame.speaker, frame.key, text));
    }
}
