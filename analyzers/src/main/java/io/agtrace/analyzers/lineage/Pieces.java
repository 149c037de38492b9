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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes a payload apart into the texts that carry its content: what was said, asked, given and
 * answered, without the envelopes of the various interfaces (ids, usage counts, model names, tool
 * definitions). JSON inside texts is opened. Chat messages of all known forms keep their speaker.
 */
public final class Pieces {
    /** What is longer is read at its beginning only. */
    static final int LONGEST = 1 << 20;

    private static final int OPENED = 4;

    /**
     * A value that is still to be looked at, on top of others.
     *
     * @param key name of the field around it
     * @param opened how many texts were opened to come to it
     */
    private record Frame(
            AnyValue value, Speaker speaker, String key, int opened, @Nullable Frame below) {}

    private @Nullable Frame top;
    private final List<Piece> pieces = new ArrayList<>();
    private final FieldNames names;
    private final @Nullable OpenedTexts texts;

    /** What the names of the fields of one object say. */
    private int[] says = new int[16];

    private Pieces(FieldNames names, @Nullable OpenedTexts texts) {
        this.names = names;
        this.texts = texts;
    }

    /** The texts of a payload in their order; none where there is no payload. */
    public static List<Piece> of(@Nullable AnyValue payload) {
        return payload == null ? List.of() : of(payload, new FieldNames(_ -> {}), null);
    }

    /**
     * The same.
     *
     * @param names what the names of fields say
     * @param texts what texts hold that were opened before
     */
    static List<Piece> of(AnyValue payload, FieldNames names, @Nullable OpenedTexts texts) {
        Pieces walk = new Pieces(names, texts);
        Frame next = new Frame(payload, Speaker.NONE, "", 0, null);
        while (next != null) {
            walk.top = next.below;
            walk.visit(next);
            next = walk.top;
        }
        return walk.pieces;
    }

    private void push(AnyValue value, Speaker speaker, String key, int opened) {
        top = new Frame(value, speaker, key, opened, top);
    }

    private void visit(Frame frame) {
        switch (frame.value) {
            case ArrayValue(List<AnyValue> items) -> {
                for (int i = items.size() - 1; i >= 0; i--) {
                    push(items.get(i), frame.speaker, frame.key, frame.opened);
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
        int size = fields.size();
        if (says.length < size) {
            says = new int[size];
        }
        for (int i = size - 1; i >= 0; i--) {
            says[i] = names.says(fields.key(i));
        }
        Speaker said = speaker(fields);
        boolean message = said != Speaker.NONE;
        Speaker speaker = message ? said : frame.speaker;
        boolean asks = speaker == Speaker.ASSISTANT || speaker == Speaker.CALL;
        for (int i = size - 1; i >= 0; i--) {
            if ((says[i] & FieldNames.ENVELOPE) != 0) {
                continue;
            }
            Speaker inner = speaker;
            if ((says[i] & FieldNames.INSTRUCTION) != 0) {
                inner = Speaker.SYSTEM;
            } else if ((says[i] & FieldNames.CALL) != 0 && asks) {
                inner = Speaker.CALL;
            } else if (message && (says[i] & FieldNames.CONTENT) == 0) {
                continue;
            }
            push(fields.value(i), inner, fields.key(i), frame.opened);
        }
    }

    /** Who speaks in a chat message; {@link Speaker#NONE} where the object is none. */
    private Speaker speaker(Attributes fields) {
        int all = 0;
        int type = -1;
        for (int i = 0; i < fields.size(); i++) {
            if ((says[i] & FieldNames.ROLE) != 0) {
                return role(fields.value(i).toString());
            }
            all |= says[i];
            type = (says[i] & FieldNames.TYPE) != 0 ? i : type;
        }
        if ((all & FieldNames.WRAPPER) != 0) {
            List<AnyValue> id = fields.items("id");
            return id.isEmpty() ? Speaker.NONE : role(id.getLast().toString());
        }
        boolean holds = type >= 0 && (all & FieldNames.HOLDER) != 0;
        return holds ? role(fields.value(type).toString()) : Speaker.NONE;
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
            push(tree, frame.speaker, frame.key, frame.opened + 1);
            return;
        }
        int start = frame.opened < OPENED ? embedded(content) : -1;
        tree = start < 0 ? null : JsonTree.document(content.substring(start));
        if (tree != null) {
            push(tree, frame.speaker, frame.key, frame.opened + 1);
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
