package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds trees of JSON texts that are in memory, as payloads are: the same language as {@link
 * JsonCursor}, but several times as fast, since it keeps its room and the names of fields for the
 * next text. For one thread at a time.
 */
public final class JsonTexts {
    private static final int NAMES = 1 << 9;
    private static final int LONGEST_NAME = 48;
    private static final int LONGEST_LITERAL = 400;

    /** Characters and values for which room is kept. */
    private static final int KEPT = 1 << 16;

    private static final int SMALL = 1 << 10;

    private final @Nullable String[] names = new String[NAMES];
    private final Attributes.Builder fields = new Attributes.Builder();
    private final byte[] literal = new byte[LONGEST_LITERAL];

    // What was read of the containers that are still open; a key stands beside its value.
    private @Nullable String[] keys = new String[SMALL];
    private @Nullable AnyValue[] values = new AnyValue[SMALL];
    private int size;

    // Of each open container: where its values begin, its own key, whether it is an object.
    private final int[] begins = new int[AnyValue.MAX_DEPTH];
    private final @Nullable String[] ownKeys = new String[AnyValue.MAX_DEPTH];
    private final boolean[] objects = new boolean[AnyValue.MAX_DEPTH];
    private int depth;

    private String json = "";
    private char[] chars = new char[SMALL];
    private int limit;
    private int at;

    /** What became of reading a part. */
    private enum Result {
        READ,
        WRONG,
        /** Deeper than trees are built; the cursor keeps what lies there as text. */
        TOO_DEEP
    }

    /**
     * The tree of a JSON text.
     *
     * @return null where the text is not one JSON value
     */
    public @Nullable AnyValue tree(String text) {
        json = text;
        limit = text.length();
        if (chars.length < limit) {
            chars = new char[Math.max(limit, Math.min(2 * chars.length, KEPT))];
        }
        text.getChars(0, limit, chars, 0);
        at = 0;
        Result result = read();
        AnyValue tree = size == 1 ? values[0] : null;
        forget();
        return switch (result) {
            case READ -> tree;
            case WRONG -> null;
            case TOO_DEEP -> JsonTree.parse(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    private Result read() {
        Result result = value(null);
        while (result == Result.READ && depth > 0) {
            result = objects[depth - 1] ? field() : item();
        }
        return result == Result.READ && peek() >= 0 ? Result.WRONG : result;
    }

    private void forget() {
        json = "";
        depth = 0;
        Arrays.fill(values, 0, size, null);
        size = 0;
        if (chars.length > KEPT) {
            chars = new char[SMALL];
        }
        if (values.length > KEPT) {
            keys = new String[SMALL];
            values = new AnyValue[SMALL];
        }
    }

    /** The next character that is no white space, without taking it; -1 at the end. */
    private int peek() {
        while (at < limit) {
            char c = chars[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
            at++;
        }
        return -1;
    }

    /**
     * Goes to the next part of the innermost container: gives what it begins with, the bracket
     * where it is the end, or -1 where neither may stand there.
     */
    private int step(char end) {
        int c = peek();
        if (size == begins[depth - 1]) {
            return c;
        }
        if (c == ',') {
            at++;
            return peek();
        }
        return c == end ? c : -1;
    }

    private Result field() {
        int c = step('}');
        if (c == '}') {
            close();
            return Result.READ;
        }
        String key = c == '"' ? string(true) : null;
        if (key == null || peek() != ':') {
            return Result.WRONG;
        }
        at++;
        return value(key);
    }

    private Result item() {
        int c = step(']');
        if (c == ']') {
            close();
            return Result.READ;
        }
        return c < 0 ? Result.WRONG : value(null);
    }

    private void add(@Nullable String key, AnyValue value) {
        if (size == values.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        keys[size] = key;
        values[size++] = value;
    }

    /** Puts the innermost container in the place of its parts. */
    private void close() {
        at++;
        int begin = begins[--depth];
        AnyValue whole =
                objects[depth]
                        ? new KvlistValue(fields(begin))
                        : new ArrayValue(Arrays.asList(Arrays.copyOfRange(values, begin, size)));
        Arrays.fill(values, begin, size, null);
        size = begin;
        add(ownKeys[depth], whole);
    }

    private Attributes fields(int begin) {
        for (int i = begin; i < size; i++) {
            String key = keys[i];
            AnyValue value = values[i];
            if (key != null && value != null) {
                fields.put(key, value);
            }
        }
        return fields.build();
    }

    /** The value that stands next; of a container only its beginning. */
    private Result value(@Nullable String key) {
        int c = peek();
        if (c == '{' || c == '[') {
            if (depth == AnyValue.MAX_DEPTH) {
                return Result.TOO_DEEP;
            }
            at++;
            begins[depth] = size;
            ownKeys[depth] = key;
            objects[depth++] = c == '{';
            return Result.READ;
        }
        AnyValue value = c == '"' ? text() : scalar();
        if (value == null) {
            return Result.WRONG;
        }
        add(key, value);
        return Result.READ;
    }

    // ---- strings -------------------------------------------------------------------------------

    private @Nullable Text text() {
        String text = string(false);
        return text == null ? null : Text.of(text);
    }

    /** The string that opens here; null where it is not closed on its line. */
    private @Nullable String string(boolean key) {
        int from = ++at;
        int hash = 0;
        int p = from;
        while (p < limit) {
            char c = chars[p];
            if (c == '"') {
                at = p + 1;
                return key && p - from <= LONGEST_NAME
                        ? name(from, p, hash)
                        : json.substring(from, p);
            }
            if (c == '\\') {
                return unescaped(from, p);
            }
            if (c == '\n') {
                return null;
            }
            hash = 31 * hash + c;
            p++;
        }
        return null;
    }

    /** The same text is the same object, as long as it is remembered. */
    private String name(int from, int to, int hash) {
        int slot = (hash ^ hash >>> 15) & NAMES - 1;
        String known = names[slot];
        if (known != null && isAt(known, from, to)) {
            return known;
        }
        String made = json.substring(from, to);
        names[slot] = made;
        return made;
    }

    private boolean isAt(String known, int from, int to) {
        if (known.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (known.charAt(i - from) != chars[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The string with an escape in it: what an escape stands for is written over it, since no
     * escape is shorter than that. The rules are those of {@code JsonStrings}.
     */
    private @Nullable String unescaped(int from, int first) {
        int to = first;
        int p = first;
        while (p < limit) {
            char c = chars[p++];
            if (c == '"') {
                at = p;
                return new String(chars, from, to - from);
            }
            if (c == '\\' && p < limit) {
                c = chars[p++];
                if (c == 'u') {
                    int unit = hex4(p);
                    p += unit < 0 ? 0 : 4;
                    chars[to++] = unit < 0 ? '\uFFFD' : (char) unit;
                    continue;
                }
                if (c != '\n') {
                    chars[to++] = escape(c);
                    continue;
                }
            }
            if (c == '\n') {
                return null;
            }
            chars[to++] = c;
        }
        return null;
    }

    private static char escape(char kind) {
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> kind;
        };
    }

    private int hex4(int from) {
        if (from + 4 > limit) {
            return -1;
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = chars[i] < 0x80 ? Character.digit(chars[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    // ---- numbers and literals ------------------------------------------------------------------

    private @Nullable AnyValue scalar() {
        int from = at;
        while (at < limit && isLiteral(chars[at])) {
            at++;
        }
        int length = at - from;
        if (length == 0) {
            return null;
        }
        switch (chars[from]) {
            case 't' -> {
                return isAt("true", from, at) ? AnyValue.of(true) : null;
            }
            case 'f' -> {
                return isAt("false", from, at) ? AnyValue.of(false) : null;
            }
            case 'n' -> {
                return isAt("null", from, at) ? AnyValue.EMPTY : null;
            }
            default -> {}
        }
        byte[] bytes = length > LONGEST_LITERAL ? new byte[length] : literal;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) chars[from + i];
        }
        return Numbers.of(bytes, 0, length);
    }

    private static boolean isLiteral(char c) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '-'
                || c == '+'
                || c == '.'
                || c == '_';
    }
}
