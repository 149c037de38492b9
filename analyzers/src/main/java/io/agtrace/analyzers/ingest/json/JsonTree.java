package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Builds the tree of one JSON value. Works with a stack of its own; what lies deeper than {@link
 * AnyValue#MAX_DEPTH} is kept as JSON text.
 */
public final class JsonTree {
    private static final ThreadLocal<JsonTexts> TEXTS = ThreadLocal.withInitial(JsonTexts::new);

    private final JsonCursor cursor;

    JsonTree(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * The tree of a JSON text.
     *
     * @return null where the text is not one JSON value
     */
    public static @Nullable AnyValue parse(String json) {
        return TEXTS.get().tree(json);
    }

    /**
     * The tree of the JSON object or list that a text is, white space around it aside.
     *
     * @return null where the text is none
     */
    public static @Nullable AnyValue document(String text) {
        return isBracketed(text) ? parse(text.strip()) : null;
    }

    /** Whether the text begins and ends as an object or a list does, white space aside. */
    public static boolean isBracketed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        if (to - from < 2) {
            return false;
        }
        char first = text.charAt(from);
        char last = text.charAt(to - 1);
        return first == '{' && last == '}' || first == '[' && last == ']';
    }

    /** The tree of JSON bytes; null where they are not one JSON value. */
    public static @Nullable AnyValue parse(byte[] json) {
        try {
            JsonCursor cursor = new JsonCursor(ByteInput.of("", json));
            AnyValue value = cursor.value();
            return cursor.peek() == -1 ? value : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** A container that is still open. */
    private static final class Open {
        final Attributes.@Nullable Builder fields;
        final List<AnyValue> items = new ArrayList<>();
        String key = "";

        Open(boolean object) {
            fields = object ? new Attributes.Builder() : null;
        }

        void add(AnyValue value) {
            if (fields != null) {
                fields.put(key, value);
            } else {
                items.add(value);
            }
        }

        AnyValue close() {
            return fields != null ? new KvlistValue(fields.build()) : new ArrayValue(items);
        }
    }

    AnyValue read() throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(begin());
        while (true) {
            Open top = open.peek();
            if (top == null) {
                throw new IllegalStateException("no open container");
            }
            boolean more;
            if (top.fields != null) {
                String key = cursor.nextKey();
                more = key != null;
                if (key != null) {
                    top.key = key;
                }
            } else {
                more = cursor.nextItem();
            }
            if (!more) {
                open.pop();
                AnyValue done = top.close();
                Open parent = open.peek();
                if (parent == null) {
                    return done;
                }
                parent.add(done);
            } else if (!cursor.atObject() && !cursor.atArray()) {
                top.add(cursor.value());
            } else if (open.size() >= AnyValue.MAX_DEPTH) {
                top.add(Text.of(cursor.rawJson()));
            } else {
                open.push(begin());
            }
        }
    }

    private Open begin() throws IOException {
        boolean object = cursor.atObject();
        if (object) {
            cursor.beginObject();
        } else {
            cursor.beginArray();
        }
        return new Open(object);
    }
}
