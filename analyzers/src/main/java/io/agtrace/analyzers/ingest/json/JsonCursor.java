package io.agtrace.analyzers.ingest.json;

import io.agtrace.analyzers.ingest.ByteInput;
import io.agtrace.analyzers.ingest.MalformedInput;
import io.agtrace.analyzers.span.AnyValue;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * Pulls JSON (RFC 8259) from a {@link ByteInput}, byte by byte, without tokens or trees. The caller
 * drives it by the shape it expects:
 *
 * <pre>{@code
 * cursor.beginObject();
 * for (String key; (key = cursor.nextKey()) != null; ) {
 *     switch (key) {
 *         case "name" -> name = cursor.string();
 *         default -> cursor.skipValue();
 *     }
 * }
 * }</pre>
 *
 * <p>Accepted beyond the standard, because exporters write it: {@code NaN}, {@code Infinity} and a
 * comma before a closing bracket. A raw line break inside a string is an error, so that a line that
 * was cut off does not swallow the next.
 *
 * <p>Every method throws {@link MalformedInput} where the input is not what was asked for.
 */
public final class JsonCursor extends JsonLexer {
    private static final int KEY_REACH = 128;

    // Set behind an opening bracket: no comma is due before the next key or item.
    private boolean first;

    public JsonCursor(ByteInput in) {
        super(in);
    }

    /** Whether a value starts here that is an object. */
    public boolean atObject() throws IOException {
        return peek() == '{';
    }

    public boolean atArray() throws IOException {
        return peek() == '[';
    }

    public boolean atString() throws IOException {
        return peek() == '"';
    }

    /** Takes {@code null} if it stands here. */
    public boolean takeNull() throws IOException {
        if (peek() != 'n') {
            return false;
        }
        String word = literal();
        if (!word.equals("null")) {
            throw error("expected a value, found " + word);
        }
        return true;
    }

    public void beginObject() throws IOException {
        expect('{', "an object");
        first = true;
    }

    public void beginArray() throws IOException {
        expect('[', "an array");
        first = true;
    }

    /** The next key of the object, or null behind its end. */
    public @Nullable String nextKey() throws IOException {
        // Mostly there is no white space, and the name is a plain one.
        int at = position;
        if (!first && buffer[at] == ',') {
            at++;
        }
        if (buffer[at] == '"' && (first || at > position)) {
            String plain = names.quoted(buffer, at + 1);
            if (plain != null && buffer[names.end() + 1] == ':') {
                position = names.end() + 2;
                first = false;
                return plain;
            }
        }
        return anyKey();
    }

    private @Nullable String anyKey() throws IOException {
        if (!step('}')) {
            return null;
        }
        int b = peekInside();
        if (b != '"') {
            throw error("expected a key, found " + shown(b));
        }
        String key = name();
        b = peekInside();
        if (b != ':') {
            throw error("expected ':' behind a key, found " + shown(b));
        }
        position++;
        return key;
    }

    /**
     * Takes the beginning of an object up to the value of a key, where it is spelled exactly so.
     * What follows is read as behind {@link #nextKey}.
     */
    public boolean takes(Spelling beginning) {
        if (!beginning.isAt(buffer, position, limit)) {
            return false;
        }
        position += beginning.length();
        first = false;
        return true;
    }

    /** Takes the ends of two objects where nothing stands before and between them. */
    public boolean takesTwoEnds() {
        if (buffer[position] != '}' || buffer[position + 1] != '}') {
            return false;
        }
        position += 2;
        first = false;
        return true;
    }

    /** Whether the array has another item, which then stands next; false behind its end. */
    public boolean nextItem() throws IOException {
        return step(']');
    }

    private boolean step(char close) throws IOException {
        int b = peekInside();
        if (first) {
            first = false;
        } else if (b == ',') {
            position++;
            b = peekInside();
        } else if (b != close) {
            throw error("expected ',' or '" + close + "', found " + shown(b));
        }
        if (b == close) {
            position++;
            return false;
        }
        return true;
    }

    /**
     * The value that stands next as a whole number: a number (a fraction is cut off) or a string of
     * one.
     *
     * @return {@code absent} where it is null, an empty string or no number
     */
    public long wholeNumber(long absent) throws IOException {
        int b = peekInside();
        boolean quoted = b == '"';
        if (quoted) {
            int from = scanString(true);
            return Numbers.whole(buffer, from, stringEnd(), absent);
        }
        if (b == '{' || b == '[') {
            skipValue();
            return absent;
        }
        int from = literalBytes();
        return Numbers.whole(buffer, from, position, absent);
    }

    /** Passes the value that stands next, however deep it is. */
    public void skipValue() throws IOException {
        int b = peekInside();
        if (b == '"') {
            passString(null);
        } else if (b != '{' && b != '[') {
            literalBytes();
        } else {
            passContainer(null);
        }
    }

    /** Passes the value that stands next and gives it as it is spelled, without white space. */
    public String rawJson() throws IOException {
        StringBuilder out = new StringBuilder();
        int b = peekInside();
        if (b == '"') {
            passString(out);
        } else if (b != '{' && b != '[') {
            passLiteral(out);
        } else {
            passContainer(out);
        }
        return out.toString();
    }

    /**
     * Passes an object or array without recursion; a bit a level tells which of the two it is.
     * Commas and colons are checked, so that a line that was cut off cannot swallow all that
     * follows.
     */
    private void passContainer(@Nullable StringBuilder out) throws IOException {
        BitSet objects = new BitSet();
        int depth = 0;
        boolean inObject = false;
        // Of a comma, a key and the end, which may stand next.
        boolean commaDue = false;
        boolean keyDue = false;
        boolean endAllowed = false;
        do {
            int b = peekInside();
            switch (b) {
                case '"' -> {
                    if (commaDue) {
                        throw unexpected(b);
                    }
                    passString(out);
                    commaDue = !keyDue;
                    if (keyDue) {
                        if (peekInside() != ':') {
                            throw unexpected(peekInside());
                        }
                        takeTo(out, ':');
                        keyDue = false;
                    }
                    endAllowed = commaDue;
                }
                case ',' -> {
                    if (!commaDue) {
                        throw unexpected(b);
                    }
                    takeTo(out, b);
                    commaDue = false;
                    keyDue = inObject;
                }
                case '{', '[' -> {
                    if (commaDue || keyDue) {
                        throw unexpected(b);
                    }
                    takeTo(out, b);
                    inObject = b == '{';
                    objects.set(depth++, inObject);
                    keyDue = inObject;
                    endAllowed = true;
                }
                case '}', ']' -> {
                    if (!endAllowed || inObject != (b == '}')) {
                        throw unexpected(b);
                    }
                    takeTo(out, b);
                    depth--;
                    inObject = depth > 0 && objects.get(depth - 1);
                    commaDue = true;
                    keyDue = false;
                }
                default -> {
                    if (commaDue || keyDue) {
                        throw unexpected(b);
                    }
                    passLiteral(out);
                    commaDue = true;
                    endAllowed = true;
                }
            }
        } while (depth > 0);
        first = false;
    }

    private MalformedInput unexpected(int b) {
        return error("unexpected " + shown(b));
    }

    private void takeTo(@Nullable StringBuilder out, int b) {
        position++;
        if (out != null) {
            out.append((char) b);
        }
    }

    private void passString(@Nullable StringBuilder out) throws IOException {
        position++;
        int from = scanInside(out != null);
        if (out != null) {
            String inside = new String(buffer, from, stringEnd() - from, StandardCharsets.UTF_8);
            out.append('"').append(inside).append('"');
        }
    }

    private void passLiteral(@Nullable StringBuilder out) throws IOException {
        int from = literalBytes();
        if (out != null) {
            out.append(new String(buffer, from, position - from, StandardCharsets.US_ASCII));
        }
    }

    /** What {@link #findRecord} found. */
    public enum Found {
        /** An object whose first key is one of a record's. */
        SPAN,
        /** An object whose first key is one of a container's. */
        CONTAINER,
        /** A line that starts with a bracket. */
        LINE,
        /** The end of the input. */
        NOTHING
    }

    /**
     * Goes on behind damage to the next place that can be read: an object whose first key says what
     * it is, or the beginning of a line that starts with a bracket.
     */
    public Found findRecord(Predicate<String> startsRecord, Predicate<String> startsContainer)
            throws IOException {
        first = false;
        while (true) {
            if (position >= limit && !more(position)) {
                return Found.NOTHING;
            }
            byte b = buffer[position];
            if (b == '{') {
                String key = firstKey();
                if (startsRecord.test(key)) {
                    return Found.SPAN;
                }
                if (startsContainer.test(key)) {
                    return Found.CONTAINER;
                }
            }
            position++;
            if (b == '\n') {
                if (position >= limit && !more(position)) {
                    return Found.NOTHING;
                }
                if (buffer[position] == '{' || buffer[position] == '[') {
                    return Found.LINE;
                }
            }
        }
    }

    /**
     * The first key of the object that opens here, as far as it is short and plain; takes nothing.
     */
    private String firstKey() throws IOException {
        boolean any = true;
        while (any && limit - position < KEY_REACH) {
            any = more(position);
        }
        int end = Math.min(limit, position + KEY_REACH);
        int p = position + 1;
        while (p < end && buffer[p] <= ' ') {
            p++;
        }
        if (p >= end || buffer[p] != '"') {
            return "";
        }
        int from = ++p;
        while (p < end && buffer[p] != '"' && buffer[p] != '\\') {
            p++;
        }
        return p < end && buffer[p] == '"' ? names.get(buffer, from, p) : "";
    }

    /** The value that stands next as a tree; strings inside may keep their place only. */
    public AnyValue value() throws IOException {
        int b = peekInside();
        if (b == '"') {
            return text();
        }
        return b == '{' || b == '[' ? new JsonTree(this).read() : scalar();
    }
}
